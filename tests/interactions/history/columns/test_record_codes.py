import pytest

from interactions.history.columns.record_codes import (
    Direction,
    InteractionStatus,
    MediaFamily,
    format_sub_type,
    get_direction,
    get_media_family,
    get_status,
)


@pytest.mark.parametrize(
    ("media_type", "entity_type", "expected"),
    [
        ("voice", 3, MediaFamily.VOICE),
        ("Email", 1, MediaFamily.EMAIL),
        (" smssession ", 2, MediaFamily.SMS),
        ("facebook", 7, MediaFamily.SOCIAL),
        ("webcallback", 5, MediaFamily.CALLBACK),
        ("hologram", 2, MediaFamily.CHAT),  # told by what it is stored as
        (None, 0, MediaFamily.EMAIL),
        ("hologram", 4, MediaFamily.WORK),
        (None, None, MediaFamily.WORK),
    ],
)
def test_a_medium_is_told_by_its_type_then_by_its_entity(media_type, entity_type, expected):
    assert get_media_family(media_type, entity_type) is expected


def test_codes_that_no_document_names():
    assert [get_direction(type) for type in ("inbound", "Consult", None)] == [
        Direction.INBOUND,
        Direction.OTHER,
        Direction.OTHER,
    ]
    assert [get_status(status) for status in (0, 3, 9, None)] == [
        InteractionStatus.NEW,
        InteractionStatus.DONE,
        InteractionStatus.UNKNOWN,
        InteractionStatus.UNKNOWN,
    ]


@pytest.mark.parametrize(
    ("type", "sub_type", "expected"),
    [
        ("Inbound", "InboundCustomerReply", "Customer reply"),
        ("Inbound", "InboundNew", ""),
        ("Inbound", "InboundNDR", "NDR"),
        ("Outbound", "OutboundAutoResponse", "Auto response"),
        ("Outbound", "win-back_2", "win-back_2"),
        ("Inbound", None, ""),
        (None, "InternalTransfer", "Internal transfer"),
    ],
)
def test_a_sub_type_in_words(type, sub_type, expected):
    assert format_sub_type(type, sub_type) == expected


def test_types_without_end_take_no_memory_without_end():
    for number in range(5000):
        get_media_family(f"type {number}", None)
        get_direction(f"type {number}")
        format_sub_type("Inbound", f"type {number}")
    assert all(
        read.cache_info().currsize < 5000 for read in (get_media_family, get_direction, format_sub_type)
    )
