from interactions.content.limits import get_content_limits
from tests.interactions.content.icalendar.test_calendar_parser import VISIT, ics
from tests.interactions.content.test_templates import render
from tests.interactions.content.vcard.test_contact_parser import PHOTO, vcf

from .test_mail import mail, part

INVITATION = ics(*VISIT, method="REQUEST")
CONTACT = vcf("FN:Vera Lindholm", f"PHOTO;ENCODING=b:{PHOTO}")


def page(shown, *parts: bytes):
    made = shown(mail(part("text/plain", b"Look below."), *parts), "message/rfc822", kind="binary_content")
    return made, render(made)


def test_an_invitation_stands_under_the_head_and_a_contact_beneath_the_attachments(shown) -> None:
    _, html = page(shown, part("text/calendar", INVITATION), part("text/x-vcard", CONTACT))
    order = ["<dt>Subject</dt>", "Visit of the depot", "Look below.", "2 attachments", "Vera Lindholm</h2>"]
    assert sorted(order, key=html.index) == order
    assert 'src="/c/parts/3/1/raw"' in html


def test_an_invitation_that_is_there_twice_is_shown_once(shown) -> None:
    made, _ = page(
        shown,
        part("text/calendar", INVITATION),
        part("application/octet-stream", INVITATION.replace(b"\r\n", b"\n")),
    )
    assert len(made.view.mail.invitations_and_contacts.invitations) == 1


def test_what_can_t_be_read_stays_an_attachment(shown) -> None:
    too_large = ics("DESCRIPTION:" + "x" * get_content_limits().calendar_bytes)
    made, html = page(shown, part("text/calendar", too_large), part("text/vcard", b"none"))
    cards = made.view.mail.invitations_and_contacts
    assert (cards.invitations, cards.contacts) == ((), ())
    assert "2 attachments" in html


def test_what_is_wrong_with_one_is_said_of_the_mail(shown) -> None:
    made, _ = page(shown, part("text/calendar", INVITATION[:-20]))
    assert any("damaged" in note for note in made.notes)


def test_a_mail_inside_has_its_own(shown) -> None:
    inner = mail(part("text/plain", b"Hello"), part("text/calendar", INVITATION), mark="inner")
    made, html = page(shown, part("message/rfc822", inner))
    assert made.view.mail.invitations_and_contacts.invitations == ()
    assert len(made.view.attached_messages[0].invitations_and_contacts.invitations) == 1
    assert "Visit of the depot" in html
