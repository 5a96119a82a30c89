"""A winmail.dat in a mail: what is in it is listed with the mail, and read where the mail has no text."""

import base64

from interactions.content.nested.in_memory import build_in_memory_source
from interactions.content.nested.nested_content import find_nested_content
from interactions.content.outlook.mapi_properties import PropertyId
from interactions.content.source import read_whole_source
from tests.interactions.content.mail.test_mail import build_mail, build_part
from tests.interactions.content.outlook.outlook_writers import build_tnef, build_tnef_attachment

HTML_PROPERTIES = {PropertyId.HTML: b"<p>The lamp is broken.</p>", PropertyId.SUBJECT: "Lamp"}


def build_winmail_part(data: bytes, media_type: str = "application/ms-tnef") -> bytes:
    head = ("Content-Transfer-Encoding: base64", 'Content-Disposition: attachment; filename="winmail.dat"')
    return build_part(media_type, base64.encodebytes(data), *head)


def test_attachments_of_a_winmail_are_listed_in_its_place(shown) -> None:
    packed = build_tnef(
        HTML_PROPERTIES,
        build_tnef_attachment("bill.pdf", b"%PDF-1.7"),
        build_tnef_attachment("a.txt", b"abc"),
    )
    for media_type in ("application/ms-tnef", "application/vnd.ms-tnef", "application/octet-stream"):
        data = build_mail(build_part("text/plain", b"Hello"), build_winmail_part(packed, media_type))
        made = shown(data, "message/rfc822")
        assert made.notes == ()
        assert [(each.name, each.open_url) for each in made.view.mail.attachments] == [
            ("bill.pdf", "/c/parts/2/2"),
            ("a.txt", "/c/parts/2/3"),
        ]
        assert [(each.path, each.name) for each in made.view.parts] == [
            ("1", "Text"),
            ("2", "winmail.dat"),
            ("2/2", "bill.pdf"),
            ("2/3", "a.txt"),
        ]
        (root,) = made.view.tree
        assert [node.part.path for node in root.children[1].children] == ["2/2", "2/3"]
        found = find_nested_content(build_in_memory_source(data, "message/rfc822"), "2/3")
        assert found
        assert read_whole_source(found.source, 100, "It") == b"abc"


def test_the_body_of_a_winmail_is_shown_where_the_mail_has_none(shown) -> None:
    empty = shown(build_mail(build_winmail_part(build_tnef(HTML_PROPERTIES))), "message/rfc822").view.mail
    assert [block.frame_url for block in empty.message.html] == ["/c/parts/1/1/frame"]
    assert [str(block.text) for block in empty.message.text] == ["The lamp is broken."]
    own = shown(
        build_mail(build_part("text/plain", b"Hello"), build_winmail_part(build_tnef(HTML_PROPERTIES))),
        "message/rfc822",
    ).view.mail
    assert own.message.html == ()
    assert [each.name for each in own.attachments] == ["winmail.dat"]


def test_a_winmail_in_an_attached_message_belongs_to_that_message(shown) -> None:
    inside = build_mail(
        build_winmail_part(build_tnef(HTML_PROPERTIES, build_tnef_attachment("a.txt", b"abc"))), mark="i"
    )
    made = shown(
        build_mail(build_part("text/plain", b"Hello"), build_part("message/rfc822", inside)), "message/rfc822"
    ).view
    assert [each.name for each in made.attached_messages[0].attachments] == ["a.txt"]
    assert made.attached_messages[0].message.html[0].frame_url == "/c/parts/2.1/1/frame"
    assert made.mail.message.html == ()


def test_a_winmail_that_can_not_be_unpacked_is_noted(shown) -> None:
    made = shown(build_mail(build_winmail_part(b"none of it")), "message/rfc822")
    assert made.notes == (
        "Its winmail.dat can’t be unpacked. It does not begin like a winmail.dat or an Outlook message.",
    )
    assert [each.name for each in made.view.mail.attachments] == ["winmail.dat"]
    cut = shown(
        build_mail(build_winmail_part(build_tnef({}, build_tnef_attachment("a.txt", b"abc"))[:-9])),
        "message/rfc822",
    )
    assert cut.notes == ("Its winmail.dat is damaged; it may hold more than is shown.",)
