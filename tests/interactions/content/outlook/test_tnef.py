import struct
from datetime import UTC, datetime

from interactions.content.outlook.mapi_properties import PropertyId
from interactions.content.outlook.outlook_message import OutlookMessage
from interactions.content.outlook.tnef import parse_tnef
from tests.interactions.content.outlook.outlook_writers import (
    build_property_list,
    build_tnef,
    build_tnef_attachment,
    build_tnef_attribute,
)

MESSAGE_INTERFACE = bytes.fromhex("0703020000000000c000000000000046")
STORAGE_INTERFACE = bytes.fromhex("0b00000000000000c000000000000046")
SENT_AT = datetime(2026, 3, 4, 5, 6, 7, tzinfo=UTC)


def test_a_winmail_has_properties_recipients_and_attachments():
    message = parse_tnef(
        build_tnef(
            {
                PropertyId.SUBJECT: "Größe",
                PropertyId.BODY: ("Förderband", "cp1252"),
                PropertyId.CLIENT_SUBMIT_TIME: SENT_AT,
                PropertyId.INTERNET_CODE_PAGE: 65001,
            },
            build_tnef_attachment(
                "SHORT~1.TXT", b"one", {PropertyId.FILE_NAME: "A long name.txt", PropertyId.CONTENT_ID: "x@y"}
            ),
            build_tnef_attachment("two.bin", b""),
            recipients=[
                {PropertyId.DISPLAY_NAME: "Noa", PropertyId.RECIPIENT_TYPE: 2},
                {PropertyId.DISPLAY_NAME: "Ilse"},
            ],
        )
    )
    assert message.properties.get_text(PropertyId.SUBJECT) == "Größe"
    assert message.properties.get_text(PropertyId.BODY) == "Förderband"
    assert message.properties.find_time(PropertyId.CLIENT_SUBMIT_TIME) == SENT_AT
    assert [each.get_line(PropertyId.DISPLAY_NAME) for each in message.recipients] == ["Noa", "Ilse"]
    assert [(each.title, each.data) for each in message.attachments] == [
        ("SHORT~1.TXT", b"one"),
        ("two.bin", b""),
    ]
    assert not message.damaged


def test_attributes_outside_the_properties_are_read():
    before = build_tnef_attribute(1, 0x9007, struct.pack("<LL", 1251, 0))
    before += build_tnef_attribute(1, 0x8004, "Тема\0".encode("cp1251")) + build_tnef_attribute(
        1, 0x800C, "Привет".encode("cp1251")
    )
    message = parse_tnef(build_tnef({}, before=before))
    assert message.subject == "Тема"
    assert (message.plain_body, message.properties.charset) == ("Привет".encode("cp1251"), "cp1251")


def test_named_and_multiple_values_are_skipped():
    guid = bytes(16)
    rows = [
        struct.pack("<HH", 3, 0x8001) + guid + struct.pack("<LL", 0, 5) + b"\1\0\0\0",
        struct.pack("<HH", 3, 0x8002) + guid + struct.pack("<LL", 1, 6) + b"a\0b\0\0\0\0\0" + b"\1\0\0\0",
        struct.pack("<HHL", 0x101F, 0x0037, 2)
        + struct.pack("<L", 2)
        + b"a\0\0\0"
        + struct.pack("<L", 2)
        + b"b\0\0\0",
        struct.pack("<HHL", 0x1002, 0x0E00, 3) + b"\1\0\2\0\3\0\0\0",
        struct.pack("<HH", 0x000B, 0x0E01) + b"\1\0\0\0",
        build_property_list({PropertyId.BODY: "found"})[4:],
    ]
    data = struct.pack("<L", len(rows)) + b"".join(rows)
    message = parse_tnef(build_tnef({}, before=build_tnef_attribute(1, 0x9003, data)))
    assert message.properties.get_text(PropertyId.BODY) == "found"
    assert message.properties.get_text(PropertyId.SUBJECT) == ""


def test_an_attached_message_is_read():
    inner = build_tnef({PropertyId.SUBJECT: "inner"}, build_tnef_attachment("a.txt", b"a"))
    outer = parse_tnef(
        build_tnef(
            {},
            build_tnef_attachment(
                "note", b"can't be read", objects={PropertyId.DATA: MESSAGE_INTERFACE + inner}
            ),
        )
    )
    attached = outer.attachments[0].data
    assert isinstance(attached, OutlookMessage)
    assert attached.properties.get_text(PropertyId.SUBJECT) == "inner"
    assert attached.attachments[0].data == b"a"


def test_objects_that_are_no_messages_are_files():
    for begin in (STORAGE_INTERFACE, MESSAGE_INTERFACE):
        message = parse_tnef(
            build_tnef({}, build_tnef_attachment("x", b"", objects={PropertyId.DATA: begin + b"what it is"}))
        )
        assert message.attachments[0].data == b"what it is"


def test_messages_beyond_the_depth_limit_are_files(settings):
    data = build_tnef({PropertyId.SUBJECT: "innermost"})
    for _ in range(60):
        data = build_tnef(
            {}, build_tnef_attachment("m", b"", objects={PropertyId.DATA: MESSAGE_INTERFACE + data})
        )
    attached: object = parse_tnef(data)
    depth = 0
    while isinstance(attached, OutlookMessage):
        attached, depth = attached.attachments[0].data, depth + 1
    assert depth == settings.CONTENT_LIMITS.mail_depth + 1
    assert isinstance(attached, bytes)
    assert attached.startswith(b"\x78\x9f\x3e\x22")


def test_a_truncated_winmail_is_read_as_far_as_it_goes():
    data = build_tnef(
        {PropertyId.SUBJECT: "here"},
        build_tnef_attachment("a.txt", b"abcdefgh" * 9),
        build_tnef_attachment("b.txt", b"b"),
    )
    message = parse_tnef(data[: data.index(b"abcdefgh") + 12])
    assert message.properties.get_text(PropertyId.SUBJECT) == "here"
    assert [each.data for each in message.attachments] == [b"abcdefghabcd"]
    assert message.damaged


def test_false_lengths_and_counts_are_bounded():
    row = struct.pack("<HHLL", 0x1F, 0x37, 1, 2**32 - 4) + b"a\0b\0"
    message = parse_tnef(
        build_tnef({}, before=build_tnef_attribute(1, 0x9003, struct.pack("<L", 2**32 - 1) + row))
    )
    assert message.properties.get_text(PropertyId.SUBJECT) == "ab"
    assert message.damaged
    many = parse_tnef(
        build_tnef(
            {},
            before=build_tnef_attribute(
                1,
                0x9004,
                struct.pack("<L", 2**32 - 1) + build_property_list({PropertyId.DISPLAY_NAME: "x"}) * 9999,
            ),
        )
    )
    assert len(many.recipients) == 500
    assert parse_tnef(build_tnef({}, before=struct.pack("<BHHL", 1, 0x8004, 1, 2**32 - 1) + b"x")).damaged


def test_garbage_after_the_last_attribute_is_ignored():
    message = parse_tnef(build_tnef({}, build_tnef_attachment("a", b"a")) + b"\0" * 500)
    assert len(message.attachments) == 1
    assert not message.damaged


def test_an_attachment_may_begin_without_rendering_data():
    message = parse_tnef(
        build_tnef({}, build_tnef_attribute(2, 0x8010, b"a.txt\0"), build_tnef_attribute(2, 0x800F, b"a"))
    )
    assert [(each.title, each.data) for each in message.attachments] == [("a.txt", b"a")]


def test_attachments_beyond_the_limit_of_a_winmail_are_left_out(settings):
    message = parse_tnef(build_tnef({}, *[build_tnef_attachment(f"{n}", b"%d" % n) for n in range(3000)]))
    assert len(message.attachments) == settings.CONTENT_LIMITS.mail_parts + 1
    assert message.has_more_attachments
    assert message.attachments[-1].data == b"200"
