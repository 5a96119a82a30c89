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


def test_properties_people_and_attachments() -> None:
    made = parse_msg(
        build_compound_file(
            build_message_storage(
                {
                    PropertyId.SUBJECT: "Größe",
                    PropertyId.MESSAGE_CODE_PAGE: 1251,
                    PropertyId.BODY: ("Привет", "cp1251"),
                },
                build_file_attachment("a.txt", b"a" * 5000),
                build_file_attachment("b.txt", b"", {PropertyId.NAME: ("имя", "cp1251")}),
                recipients=[
                    {PropertyId.NAME: ("Ная", "cp1251"), PropertyId.RECIPIENT_TYPE: 1},
                    {PropertyId.NAME: "Ilse"},
                ],
            )
        )
    )
    assert made.properties.text(PropertyId.SUBJECT) == "Größe"
    assert made.properties.text(PropertyId.BODY) == "Привет"
    assert [each.line(PropertyId.NAME) for each in made.recipients] == ["Ная", "Ilse"]
    assert made.recipients[0].number(PropertyId.RECIPIENT_TYPE) == 1
    assert [each.data for each in made.attachments] == [b"a" * 5000, b""]
    assert made.attachments[1].properties.line(PropertyId.NAME) == "имя"
    assert not made.damaged


def test_unicode_goes_before_a_charset() -> None:
    tree = build_message_storage({PropertyId.SUBJECT: "Größe"})
    for name in ("__substg1.0_0037001E", "__substg1.0_0037001f"):
        made = parse_msg(build_compound_file({**tree, name: b"Gr??e"}))
        assert made.properties.text(PropertyId.SUBJECT) == "Größe"


def test_messages_in_messages(settings) -> None:
    tree = build_message_storage({PropertyId.SUBJECT: "0"}, embedded=True)
    for number in range(1, 40):
        tree = build_message_storage(
            {PropertyId.SUBJECT: str(number)}, build_message_attachment("in", tree), embedded=number < 39
        )
    held: object = parse_msg(build_compound_file(tree))
    subjects = []
    while isinstance(held, OutlookMessage):
        subjects.append(held.properties.text(PropertyId.SUBJECT))
        held = held.attachments[0].data
    assert subjects == [str(39 - number) for number in range(settings.CONTENT_LIMITS.mail_depth + 1)]
    assert held is None


def test_an_attachment_that_lies_elsewhere() -> None:
    made = parse_msg(
        build_compound_file(
            build_message_storage(
                {}, build_property_storage({PropertyId.FILE_NAME: "link", ATTACH_METHOD_TAG: 7}, 8)
            )
        )
    )
    assert made.attachments[0].data is None


def test_more_attachments_than_are_listed(settings) -> None:
    made = parse_msg(
        build_compound_file(
            build_message_storage({}, *[build_file_attachment("a", b"%d" % n) for n in range(1000)])
        )
    )
    assert len(made.attachments) == settings.CONTENT_LIMITS.mail_parts + 1
    assert made.attachments[-1].data == b"200"
    assert made.more


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
def test_other_compound_files_are_called_what_they_are(stream, what) -> None:
    with pytest.raises(UnviewableContent, match=rf"{what}.*, not a message\."):
        parse_msg(build_compound_file({stream: b"x", "\x05SummaryInformation": b"y"}))


def test_storages_and_streams_in_each_others_place() -> None:
    tree = build_message_storage({PropertyId.SUBJECT: "x"}, build_file_attachment("a", b"a"))
    tree["__recip_version1.0_#00000000"] = b"a stream"
    tree["__substg1.0_1000001F"] = {"in": b"a storage"}
    tree["__attach_version1.0_#00000001"] = {"__substg1.0_3701000D": {"__properties_version1.0": b"\1" * 9}}
    made = parse_msg(build_compound_file(tree))
    assert made.recipients == ()
    assert made.properties.text(PropertyId.BODY) == ""
    assert isinstance(made.attachments[1].data, OutlookMessage)
