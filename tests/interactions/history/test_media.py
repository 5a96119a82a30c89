import pytest

from interactions.history.media import Direction, Family, State, direction, family, kind, state


@pytest.mark.parametrize(
    ("media_type", "entity_type", "expected"),
    [
        ("voice", 3, Family.VOICE),
        ("Email", 1, Family.EMAIL),
        (" smssession ", 2, Family.SMS),
        ("facebook", 7, Family.SOCIAL),
        ("webcallback", 5, Family.CALLBACK),
        ("hologram", 2, Family.CHAT),  # told by what it is stored as
        (None, 0, Family.EMAIL),
        ("hologram", 4, Family.WORK),
        (None, None, Family.WORK),
    ],
)
def test_a_medium_is_told_by_its_type_then_by_its_entity(media_type, entity_type, expected) -> None:
    assert family(media_type, entity_type) is expected


def test_codes_that_no_document_names() -> None:
    assert [direction(type) for type in ("inbound", "Consult", None)] == [
        Direction.INBOUND,
        Direction.OTHER,
        Direction.OTHER,
    ]
    assert [state(status) for status in (0, 3, 9, None)] == [
        State.NEW,
        State.DONE,
        State.UNKNOWN,
        State.UNKNOWN,
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
def test_a_sub_type_in_words(type, sub_type, expected) -> None:
    assert kind(type, sub_type) == expected


def test_types_without_end_take_no_memory_without_end() -> None:
    for number in range(5000):
        family(f"type {number}", None)
        direction(f"type {number}")
        kind("Inbound", f"type {number}")
    assert all(read.cache_info().currsize < 5000 for read in (family, direction, kind))
