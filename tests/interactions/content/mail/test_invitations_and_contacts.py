from interactions.content.limits import get_content_limits
from tests.interactions.content.icalendar.test_calendar_parser import VISIT_LINES, build_calendar
from tests.interactions.content.mail.test_mail import build_mail, build_part
from tests.interactions.content.test_templates import render
from tests.interactions.content.vcard.test_contact_parser import PHOTO_BASE64, build_vcard

INVITATION = build_calendar(*VISIT_LINES, method="REQUEST")
CONTACT = build_vcard("FN:Vera Lindholm", f"PHOTO;ENCODING=b:{PHOTO_BASE64}")


def show_mail(shown, *parts):
    content_view = shown(
        build_mail(build_part("text/plain", b"Look below."), *parts), "message/rfc822", kind="binary_content"
    )
    return content_view, render(content_view)


def test_an_invitation_is_shown_below_the_headers_and_a_contact_below_the_attachments(shown):
    _, html = show_mail(shown, build_part("text/calendar", INVITATION), build_part("text/x-vcard", CONTACT))
    order = ["<dt>Subject</dt>", "Visit of the depot", "Look below.", "2 attachments", "Vera Lindholm</h2>"]
    assert sorted(order, key=html.index) == order
    assert 'src="/c/parts/3/1/raw"' in html


def test_an_invitation_that_was_sent_twice_is_shown_once(shown):
    content_view, _ = show_mail(
        shown,
        build_part("text/calendar", INVITATION),
        build_part("application/octet-stream", INVITATION.replace(b"\r\n", b"\n")),
    )
    assert len(content_view.view.mail.invitations_and_contacts.invitations) == 1


def test_an_unreadable_calendar_or_contact_stays_an_attachment(shown):
    too_large = build_calendar("DESCRIPTION:" + "x" * get_content_limits().calendar_bytes)
    content_view, html = show_mail(
        shown, build_part("text/calendar", too_large), build_part("text/vcard", b"none")
    )
    cards = content_view.view.mail.invitations_and_contacts
    assert (cards.invitations, cards.contacts) == ((), ())
    assert "2 attachments" in html


def test_notes_on_an_invitation_are_notes_on_the_mail(shown):
    content_view, _ = show_mail(shown, build_part("text/calendar", INVITATION[:-20]))
    assert any("damaged" in note for note in content_view.notes)


def test_an_attached_message_has_its_own_invitations(shown):
    inner = build_mail(
        build_part("text/plain", b"Hello"), build_part("text/calendar", INVITATION), mark="inner"
    )
    content_view, html = show_mail(shown, build_part("message/rfc822", inner))
    assert content_view.view.mail.invitations_and_contacts.invitations == ()
    assert len(content_view.view.attached_messages[0].invitations_and_contacts.invitations) == 1
    assert "Visit of the depot" in html
