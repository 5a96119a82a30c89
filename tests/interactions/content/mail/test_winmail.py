"""A winmail.dat in a mail: what is in it is listed with the mail, and read where the mail has no text."""

import base64

from interactions.content.nested.in_memory import build_in_memory_source
from interactions.content.nested.nested_content import find_nested_content
from interactions.content.outlook.mapi_properties import PropertyId
from interactions.content.source import read_whole_source
from tests.interactions.content.outlook.outlook_writers import build_tnef, build_tnef_attachment

from .test_mail import mail, part

HTML = {PropertyId.HTML: b"<p>The lamp is broken.</p>", PropertyId.SUBJECT: "Lamp"}


def winmail(data: bytes, media_type: str = "application/ms-tnef") -> bytes:
    head = ("Content-Transfer-Encoding: base64", 'Content-Disposition: attachment; filename="winmail.dat"')
    return part(media_type, base64.encodebytes(data), *head)


def test_its_files_stand_in_its_place(shown) -> None:
    packed = build_tnef(
        HTML, build_tnef_attachment("bill.pdf", b"%PDF-1.7"), build_tnef_attachment("a.txt", b"abc")
    )
    for media_type in ("application/ms-tnef", "application/vnd.ms-tnef", "application/octet-stream"):
        data = mail(part("text/plain", b"Hello"), winmail(packed, media_type))
        made = shown(data, "message/rfc822")
        assert made.notes == ()
        assert [(each.name, each.open_url) for each in made.view.mail.attached] == [
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
        assert [node.part.path for node in root.inside[1].inside] == ["2/2", "2/3"]
        found = find_nested_content(build_in_memory_source(data, "message/rfc822"), "2/3")
        assert found
        assert read_whole_source(found.source, 100, "It") == b"abc"


def test_its_body_is_read_where_the_mail_has_none(shown) -> None:
    empty = shown(mail(winmail(build_tnef(HTML))), "message/rfc822").view.mail
    assert [block.frame_url for block in empty.letter.html] == ["/c/parts/1/1/frame"]
    assert [str(block.text) for block in empty.letter.text] == ["The lamp is broken."]
    own = shown(mail(part("text/plain", b"Hello"), winmail(build_tnef(HTML))), "message/rfc822").view.mail
    assert own.letter.html == ()
    assert [each.name for each in own.attached] == ["winmail.dat"]


def test_in_a_mail_inside_it_stays_with_that_mail(shown) -> None:
    inside = mail(winmail(build_tnef(HTML, build_tnef_attachment("a.txt", b"abc"))), mark="i")
    made = shown(mail(part("text/plain", b"Hello"), part("message/rfc822", inside)), "message/rfc822").view
    assert [each.name for each in made.inside[0].attached] == ["a.txt"]
    assert made.inside[0].letter.html[0].frame_url == "/c/parts/2.1/1/frame"
    assert made.mail.letter.html == ()


def test_what_can_not_be_unpacked_is_said(shown) -> None:
    made = shown(mail(winmail(b"none of it")), "message/rfc822")
    assert made.notes == ("The winmail.dat can’t be unpacked. This is not a winmail.dat or Outlook message.",)
    assert [each.name for each in made.view.mail.attached] == ["winmail.dat"]
    cut = shown(mail(winmail(build_tnef({}, build_tnef_attachment("a.txt", b"abc"))[:-9])), "message/rfc822")
    assert cut.notes == ("The winmail.dat is damaged. It may contain more than is shown.",)
