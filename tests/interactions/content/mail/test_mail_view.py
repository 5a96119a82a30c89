"""The view of a mail: dates, sources, folds, lists and tree of parts, and why a part can't be read."""

from datetime import UTC, datetime, timedelta

import pytest

from interactions.content.limits import ContentLimits
from interactions.content.outlook.mapi_properties import PropertyId
from tests.interactions.content.mail.test_mail import build_mail, build_part
from tests.interactions.content.media.test_image_view import png
from tests.interactions.content.outlook.outlook_writers import build_tnef
from tests.interactions.content.test_templates import render

QUOTED_BODY = b"Yes, please.\n\nOn 2 March 2026 at 09:33, Katja wrote:\n" + b"> a line of it\n" * 6
ATTACHED_MESSAGE = build_mail(build_part("text/plain", b"in"), head=b"Subject: Inside\r\n", mark="c")
FILE_DISPOSITION = "Content-Disposition: attachment; filename=a.bin"


@pytest.fixture
def view(shown):
    return lambda data: shown(data, "message/rfc822", kind="binary_content").view


def build_dated_mail(text, more=b""):
    return more + b"Date: " + text + b"\n\nhello"


def test_the_date_is_shown_in_both_zones(shown):
    html = render(
        shown(build_dated_mail(b"Tue, 3 Mar 2026 14:05:00 +0100"), "message/rfc822", kind="binary_content")
    )
    assert '<time datetime="2026-03-03T13:05:00Z">3 Mar 2026, 13:05 UTC</time>' in html
    assert "(Tue 3 Mar 2026, 14:05 +0100 for the sender)" in html
    html = render(
        shown(build_dated_mail(b"Tue, 3 Mar 2026 14:05:00"), "message/rfc822", kind="binary_content")
    )
    assert "3 Mar 2026, 14:05 UTC" in html
    assert "no time zone given" in html


def test_the_arrival_is_given_where_it_differs_from_the_date(view):
    received = b"Received: from a by b; Tue, 3 Mar 2026 %d:05:00 +0000 (UTC)\n"
    assert (
        view(build_dated_mail(b"Tue, 3 Mar 2026 14:05:00 +0100", received % 13)).mail.message.arrival is None
    )
    message = view(build_dated_mail(b"Tue, 3 Mar 2026 14:05:00 +0100", received % 18)).mail.message
    assert message.arrival == datetime(2026, 3, 3, 18, 5, tzinfo=UTC)
    assert message.date.utcoffset() == timedelta(hours=1)
    assert view(build_dated_mail(b"yesterday", received % 18)).mail.message.arrival is not None


def test_quotes_are_folded_under_a_title(shown):
    content_view = shown(b"Subject: x\n\n" + QUOTED_BODY, "message/rfc822", kind="binary_content")
    assert [(block.fold_title, block.line_count) for block in content_view.view.mail.message.text] == [
        ("", 1),
        ("Quoted text", 7),
    ]
    assert "<summary>Quoted text, 7 lines</summary>" in render(content_view)


def test_there_is_a_tab_for_each_form_of_the_body(shown):
    plain = render(shown(b"Subject: x\n\nhello", "message/rfc822", kind="binary_content"))
    assert [word for word in ("HTML", "Text", "Source", "Raw") if f"<span>{word}</span>" in plain] == [
        "Text",
        "Raw",
    ]
    rich = render(shown(b"Content-Type: text/html\n\n<p>hello", "message/rfc822", kind="binary_content"))
    assert [word for word in ("HTML", "Text", "Source", "Raw") if f"<span>{word}</span>" in rich] == [
        "HTML",
        "Text",
        "Source",
        "Raw",
    ]
    assert plain.count(" checked>") == rich.count(" checked>") == 1


def test_the_source_and_the_raw_mail_are_shown_as_text(view, settings):
    settings.CONTENT_LIMITS = ContentLimits(mail_source=60)
    sent = (
        b"Content-Type: text/html; charset=utf-8\r\n\r\n<p title='\xe2\x80\xae'>caf\xc3\xa9</p>" + b"x" * 99
    )
    message = view(sent).mail.message
    assert message.source.text == "<p title='[U+202E]'>café</p>" + "x" * 39
    assert (message.source.cut, message.source.size) == (True, 120)
    assert message.raw.text.startswith("Content-Type: text/html; charset=utf-8\n\n<p title='")
    assert (message.raw.cut, message.raw.size) == (True, len(sent))
    assert message.raw.download_url == "/c/raw?download"
    assert message.source.download_url == "/c/parts/1/raw?download"


def test_attached_messages_share_the_limit_of_raw_source(view):
    inner = b"Content-Type: message/rfc822\r\n\r\n" + ATTACHED_MESSAGE.replace(b"in", b"in" * 90_000)
    mail_view = view(build_mail(inner, inner))
    shown_as_sent = [mail_view.mail, *mail_view.attached_messages]
    assert sum(len(each.message.raw.text) for each in shown_as_sent) <= ContentLimits().mail_source
    assert mail_view.attached_messages[1].message.raw.download_url == "/c/parts/2/raw?download"
    assert mail_view.attached_messages[1].zip_url == "/c/parts/2/all"


def test_the_tree_shows_the_multiparts(view):
    alternative_part = build_mail(
        build_part("text/plain", b"a"),
        build_part("text/html", b"<p>a"),
        kind="alternative",
        head=b"",
        mark="d",
    )
    mail_view = view(
        build_mail(
            alternative_part,
            b"Content-Type: message/rfc822\r\n\r\n" + ATTACHED_MESSAGE,
            build_part("x/y", b"z", FILE_DISPOSITION),
        )
    )
    (root,) = mail_view.tree
    assert (root.part, root.kind, root.meaning) == (None, "multipart/mixed", "in sequence")
    alternative, attached_message, file = root.children
    assert alternative.kind == "multipart/alternative"
    assert [(node.part.path, node.part.shown_where) for node in alternative.children] == [
        ("1.1", "above"),
        ("1.2", "above"),
    ]
    assert (attached_message.part.path, attached_message.kind, attached_message.part.shown_where) == (
        "2",
        "multipart/mixed",
        "below",
    )
    assert [node.part.path for node in attached_message.children] == ["2.1"]
    assert (file.part.name, file.part.shown_where, file.children) == ("a.bin", "", ())


def test_the_tree_of_a_single_part_mail_is_one_node(view):
    (node,) = view(b"Subject: x\n\nhello").tree
    assert (node.part.path, node.kind) == ("1", "")


def test_attached_pictures_have_thumbnails(shown):
    pictures = [build_part(f"image/png; name={n}.png", png(3, 4), FILE_DISPOSITION) for n in range(9)]
    huge = build_part("image/png; name=huge.png", png(60_000, 60_000), FILE_DISPOSITION)
    content_view = shown(
        build_mail(build_part("text/plain", b"x"), huge, *pictures), "message/rfc822", kind="binary_content"
    )
    small = [each.picture_url for each in content_view.view.mail.attachments]
    assert small[0] == ""
    assert sum(map(bool, small)) == ContentLimits().mail_pictures
    assert render(content_view).count('class="ct-small"') == ContentLimits().mail_pictures


def test_two_attachments_can_be_downloaded_as_one_zip(shown):
    one = [build_part("text/plain", b"x"), build_part("x/y", b"z", FILE_DISPOSITION)]
    zips = [
        '<a class="lk" href="/c/all" download>'
        in render(shown(build_mail(*parts), "message/rfc822", kind="binary_content"))
        for parts in (one, [*one, one[1]])
    ]
    assert zips == [False, True]


@pytest.mark.parametrize(
    ("sent", "reason"),
    [
        (build_part("x/y", b"abc", FILE_DISPOSITION), ""),
        (build_part("x/y", b"", FILE_DISPOSITION), "Empty."),
        (
            build_part("x/y", b"!!!", FILE_DISPOSITION, "Content-Transfer-Encoding: base64"),
            "shown as it was sent",
        ),
        (
            build_part("x/y", b"aGk=\r\n(a remark)", FILE_DISPOSITION, "Content-Transfer-Encoding: base64"),
            "only the readable part",
        ),
        (
            build_part("x/y", b"aGk=", FILE_DISPOSITION, "Content-Transfer-Encoding: x-own"),
            "Unknown transfer encoding",
        ),
        (
            build_part("message/external-body; access-type=URL", b"\r\nx", FILE_DISPOSITION),
            "stored elsewhere, not in the message",
        ),
        (build_part("message/partial; id=1; number=1", b"x", FILE_DISPOSITION), "one part of a message"),
        (
            build_part("application/pkcs7-mime; smime-type=enveloped-data", b"x", FILE_DISPOSITION),
            "Encrypted.",
        ),
    ],
)
def test_a_part_says_why_it_can_not_be_read(sent, reason, view):
    listed_part = view(build_mail(build_part("text/plain", b"x"), sent)).parts[1]
    assert reason in listed_part.problem
    assert bool(listed_part.problem) == bool(reason)
    assert listed_part.download_url == "/c/parts/2/raw?download"


def test_an_encrypted_mail_says_so(view):
    control = build_part("application/pgp-encrypted", b"Version: 1")
    mail_view = view(
        build_mail(control, build_part("application/octet-stream", b"x"), kind="encrypted; protocol=x")
    )
    assert [each.problem for each in mail_view.parts] == ["", "Encrypted."]


def test_parts_beyond_the_depth_limit_say_so(view, settings):
    settings.CONTENT_LIMITS = ContentLimits(mail_depth=1)
    inner = build_mail(build_mail(build_part("text/plain", b"deep"), head=b"", mark="e"), head=b"", mark="d")
    parts = view(build_mail(inner)).parts
    assert [(each.path, each.media_type, "too deeply" in each.problem) for each in parts] == [
        ("1.1", "multipart/mixed", True)
    ]


def test_text_outside_the_parts_is_shown(view):
    sent = build_mail(build_part("text/plain", b"x"), build_part("text/plain", b"y"))
    sent = (
        sent.replace(b"\r\n\r\n--b", b"\r\n\r\nThis list is sponsored\r\n--b", 1) + b"To leave it, write\r\n"
    )
    assert [block.text for block in view(sent).mail.message.stray_texts] == [
        "This list is sponsored",
        "To leave it, write",
    ]
    usual = sent.replace(b"This list is sponsored", b"This is a multi-part message in MIME format.")
    assert [block.text for block in view(usual).mail.message.stray_texts] == ["To leave it, write"]


def test_notes_say_what_the_limits_leave_out(shown, settings):
    settings.CONTENT_LIMITS = ContentLimits(mail_headers=2, mail_blocks=1, mail_text=3, mails_inside=1)
    inner = b"Content-Type: message/rfc822\r\n\r\n" + ATTACHED_MESSAGE
    head = b"X-A: " + b"a" * 9000 + b"\r\nX-B: b\r\n"
    content_view = shown(
        build_mail(
            build_part("text/plain", b"hello"), build_part("text/plain", b"there"), inner, inner, head=head
        ),
        "message/rfc822",
        kind="binary_content",
    )
    assert content_view.notes == (
        "Only the first 1 of 2 attached messages are shown here.",
        "Only the first 3 of 5 characters are shown.",
        "The text has more than 1 parts; the rest are listed as attachments.",
        "Only the first 2 of 3 headers are shown.",
        "A header is longer than 8,192 characters; only its beginning is shown.",
    )
    assert [each.path for each in content_view.view.mail.attachments] == ["3", "4", "2"]


def test_the_note_on_a_damaged_mail_names_the_defect(shown):
    broken = build_mail(build_part("text/plain", b"hello")).replace(b"--b--", b"")
    notes = shown(broken, "message/rfc822", kind="binary_content").notes
    assert notes == (
        "The message is damaged: the last part has no end. The download may contain more than is shown.",
    )


def test_an_outlook_message_has_no_raw_mail(shown):
    content_view = shown(
        build_tnef({PropertyId.BODY: "Hello", PropertyId.SUBJECT: "Lamp"}),
        "application/ms-tnef",
        kind="binary_content",
    )
    assert content_view.view.mail.message.raw is None
    html = render(content_view)
    assert "<span>Raw</span>" not in html
    assert '<div class="ct-switch-bar" hidden>' in html
