"""A winmail.dat in a mail: its attachments are listed with the mail, its body is shown if the mail has
none."""

import base64

from interactions.content.nested.in_memory import build_in_memory_source
from interactions.content.nested.nested_content import find_nested_content
from interactions.content.outlook.mapi_properties import PropertyId
from interactions.content.source import read_whole_source
from tests.interactions.content.mail.test_mail import build_mail, build_part
from tests.interactions.content.outlook.outlook_writers import build_tnef, build_tnef_attachment

HTML_PROPERTIES = {PropertyId.HTML: b"<p>The lamp is broken.</p>", PropertyId.SUBJECT: "Lamp"}


def build_winmail_part(data, media_type="application/ms-tnef"):
    head = ("Content-Transfer-Encoding: base64", 'Content-Disposition: attachment; filename="winmail.dat"')
    return build_part(media_type, base64.encodebytes(data), *head)


def test_attachments_of_a_winmail_are_listed_in_its_place(shown):
    packed = build_tnef(
        HTML_PROPERTIES,
        build_tnef_attachment("bill.pdf", b"%PDF-1.7"),
        build_tnef_attachment("a.txt", b"abc"),
    )
    for media_type in ("application/ms-tnef", "application/vnd.ms-tnef", "application/octet-stream"):
        data = build_mail(build_part("text/plain", b"Hello"), build_winmail_part(packed, media_type))
        content_view = shown(data, "message/rfc822")
        assert content_view.notes == ()
        assert [(each.name, each.open_url) for each in content_view.view.mail.attachments] == [
            ("bill.pdf", "/c/parts/2/2"),
            ("a.txt", "/c/parts/2/3"),
        ]
        assert [(each.path, each.name) for each in content_view.view.parts] == [
            ("1", "Text"),
            ("2", "winmail.dat"),
            ("2/2", "bill.pdf"),
            ("2/3", "a.txt"),
        ]
        (root,) = content_view.view.tree
        assert [node.part.path for node in root.children[1].children] == ["2/2", "2/3"]
        nested_content = find_nested_content(build_in_memory_source(data, "message/rfc822"), "2/3")
        assert nested_content
        assert read_whole_source(nested_content.source, 100, "It") == b"abc"


def test_the_body_of_a_winmail_is_shown_where_the_mail_has_none(shown):
    mail_without_text = shown(
        build_mail(build_winmail_part(build_tnef(HTML_PROPERTIES))), "message/rfc822"
    ).view.mail
    assert [block.frame_url for block in mail_without_text.message.html] == ["/c/parts/1/1/frame"]
    assert [str(block.text) for block in mail_without_text.message.text] == ["The lamp is broken."]
    mail_with_text = shown(
        build_mail(build_part("text/plain", b"Hello"), build_winmail_part(build_tnef(HTML_PROPERTIES))),
        "message/rfc822",
    ).view.mail
    assert mail_with_text.message.html == ()
    assert [each.name for each in mail_with_text.attachments] == ["winmail.dat"]


def test_a_winmail_in_an_attached_message_belongs_to_that_message(shown):
    attached_mail = build_mail(
        build_winmail_part(build_tnef(HTML_PROPERTIES, build_tnef_attachment("a.txt", b"abc"))), mark="i"
    )
    mail_view = shown(
        build_mail(build_part("text/plain", b"Hello"), build_part("message/rfc822", attached_mail)),
        "message/rfc822",
    ).view
    assert [each.name for each in mail_view.attached_messages[0].attachments] == ["a.txt"]
    assert mail_view.attached_messages[0].message.html[0].frame_url == "/c/parts/2.1/1/frame"
    assert mail_view.mail.message.html == ()


def test_a_winmail_that_can_not_be_unpacked_is_noted(shown):
    content_view = shown(build_mail(build_winmail_part(b"none of it")), "message/rfc822")
    assert content_view.notes == (
        "The winmail.dat can’t be unpacked. This is not a winmail.dat or Outlook message.",
    )
    assert [each.name for each in content_view.view.mail.attachments] == ["winmail.dat"]
    cut = shown(
        build_mail(build_winmail_part(build_tnef({}, build_tnef_attachment("a.txt", b"abc"))[:-9])),
        "message/rfc822",
    )
    assert cut.notes == ("The winmail.dat is damaged. It may contain more than is shown.",)
