import pytest

from interactions.content.errors import UnviewableContent
from interactions.content.outlook.mapi_properties import PropertyId
from interactions.content.outlook.msg_file import parse_msg
from interactions.content.outlook.outlook_message import OutlookMessage
from tests.interactions.content.outlook.outlook_writers import (
    ATTACH_METHOD_TAG,
    build_compound_file,
    build_file_attachment,
    build_message_attachment,
    build_message_storage,
    build_property_storage,
)


def test_a_msg_has_properties_recipients_and_attachments():
    message = parse_msg(
        build_compound_file(
            build_message_storage(
                {
                    PropertyId.SUBJECT: "Größe",
                    PropertyId.MESSAGE_CODE_PAGE: 1251,
                    PropertyId.BODY: ("Привет", "cp1251"),
                },
                build_file_attachment("a.txt", b"a" * 5000),
                build_file_attachment("b.txt", b"", {PropertyId.DISPLAY_NAME: ("имя", "cp1251")}),
                recipients=[
                    {PropertyId.DISPLAY_NAME: ("Ная", "cp1251"), PropertyId.RECIPIENT_TYPE: 1},
                    {PropertyId.DISPLAY_NAME: "Ilse"},
                ],
            )
        )
    )
    assert message.properties.get_text(PropertyId.SUBJECT) == "Größe"
    assert message.properties.get_text(PropertyId.BODY) == "Привет"
    assert [each.get_line(PropertyId.DISPLAY_NAME) for each in message.recipients] == ["Ная", "Ilse"]
    assert message.recipients[0].find_number(PropertyId.RECIPIENT_TYPE) == 1
    assert [each.data for each in message.attachments] == [b"a" * 5000, b""]
    assert message.attachments[1].properties.get_line(PropertyId.DISPLAY_NAME) == "имя"
    assert not message.damaged


def test_a_unicode_value_wins_over_an_8_bit_one():
    tree = build_message_storage({PropertyId.SUBJECT: "Größe"})
    for name in ("__substg1.0_0037001E", "__substg1.0_0037001f"):
        message = parse_msg(build_compound_file({**tree, name: b"Gr??e"}))
        assert message.properties.get_text(PropertyId.SUBJECT) == "Größe"


def test_nested_messages_are_read_up_to_the_depth_limit(settings):
    tree = build_message_storage({PropertyId.SUBJECT: "0"}, embedded=True)
    for number in range(1, 40):
        tree = build_message_storage(
            {PropertyId.SUBJECT: str(number)}, build_message_attachment("in", tree), embedded=number < 39
        )
    attached: object = parse_msg(build_compound_file(tree))
    subjects = []
    while isinstance(attached, OutlookMessage):
        subjects.append(attached.properties.get_text(PropertyId.SUBJECT))
        attached = attached.attachments[0].data
    assert subjects == [str(39 - number) for number in range(settings.CONTENT_LIMITS.mail_depth + 1)]
    assert attached is None


def test_an_attachment_that_is_a_link_has_no_data():
    message = parse_msg(
        build_compound_file(
            build_message_storage(
                {}, build_property_storage({PropertyId.FILE_NAME: "link", ATTACH_METHOD_TAG: 7}, 8)
            )
        )
    )
    assert message.attachments[0].data is None


def test_attachments_beyond_the_limit_of_a_msg_are_left_out(settings):
    message = parse_msg(
        build_compound_file(
            build_message_storage({}, *[build_file_attachment("a", b"%d" % n) for n in range(1000)])
        )
    )
    assert len(message.attachments) == settings.CONTENT_LIMITS.mail_parts + 1
    assert message.attachments[-1].data == b"200"
    assert message.has_more_attachments


@pytest.mark.parametrize(
    ("stream", "what"),
    [
        ("WordDocument", "a Word document"),
        ("Workbook", "an Excel workbook"),
        ("PowerPoint Document", "a PowerPoint presentation"),
        ("EncryptedPackage", "encrypted"),
        ("Contents", "This is a Microsoft Office file"),
    ],
)
def test_other_compound_files_are_refused_by_name(stream, what):
    with pytest.raises(UnviewableContent, match=rf"{what}.*, not a message\."):
        parse_msg(build_compound_file({stream: b"x", "\x05SummaryInformation": b"y"}))


def test_storages_in_place_of_streams_are_ignored():
    tree = build_message_storage({PropertyId.SUBJECT: "x"}, build_file_attachment("a", b"a"))
    tree["__recip_version1.0_#00000000"] = b"a stream"
    tree["__substg1.0_1000001F"] = {"in": b"a storage"}
    tree["__attach_version1.0_#00000001"] = {"__substg1.0_3701000D": {"__properties_version1.0": b"\1" * 9}}
    message = parse_msg(build_compound_file(tree))
    assert message.recipients == ()
    assert message.properties.get_text(PropertyId.BODY) == ""
    assert isinstance(message.attachments[1].data, OutlookMessage)
