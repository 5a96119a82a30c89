"""The view of a mail: its dates, sources, folds, what is listed where, and why something can't be read."""

from datetime import UTC, datetime, timedelta

import pytest

from interactions.content.limits import ContentLimits
from interactions.content.outlook.mapi_properties import PropertyId
from tests.interactions.content.media.test_image_view import png
from tests.interactions.content.outlook.outlook_writers import build_tnef
from tests.interactions.content.test_templates import render

from .test_mail import mail, part

QUOTED = b"Yes, please.\n\nOn 2 March 2026 at 09:33, Katja wrote:\n" + b"> a line of it\n" * 6
INNER = mail(part("text/plain", b"in"), head=b"Subject: Inside\r\n", mark="c")
FILE = "Content-Disposition: attachment; filename=a.bin"


@pytest.fixture
def view(shown):
    return lambda data: shown(data, "message/rfc822", kind="binary_content").view


def dated(text: bytes, more: bytes = b"") -> bytes:
    return more + b"Date: " + text + b"\n\nhello"


def test_the_date_in_both_zones(shown) -> None:
    html = render(shown(dated(b"Tue, 3 Mar 2026 14:05:00 +0100"), "message/rfc822", kind="binary_content"))
    assert '<time datetime="2026-03-03T13:05:00Z">3 Mar 2026, 13:05 UTC</time>' in html
    assert "(Tue 3 Mar 2026, 14:05 +0100 for the sender)" in html
    html = render(shown(dated(b"Tue, 3 Mar 2026 14:05:00"), "message/rfc822", kind="binary_content"))
    assert "3 Mar 2026, 14:05 UTC" in html
    assert "no time zone given" in html


def test_the_arrival_is_told_where_it_is_another_time(view) -> None:
    received = b"Received: from a by b; Tue, 3 Mar 2026 %d:05:00 +0000 (UTC)\n"
    assert view(dated(b"Tue, 3 Mar 2026 14:05:00 +0100", received % 13)).mail.letter.arrived is None
    late = view(dated(b"Tue, 3 Mar 2026 14:05:00 +0100", received % 18)).mail.letter
    assert late.arrived == datetime(2026, 3, 3, 18, 5, tzinfo=UTC)
    assert late.date.utcoffset() == timedelta(hours=1)
    assert view(dated(b"yesterday", received % 18)).mail.letter.arrived is not None


def test_quotes_are_folded_and_said(shown) -> None:
    made = shown(b"Subject: x\n\n" + QUOTED, "message/rfc822", kind="binary_content")
    assert [(block.folded, block.lines) for block in made.view.mail.letter.text] == [
        ("", 1),
        ("Quoted text", 7),
    ]
    assert "<summary>Quoted text, 7 lines</summary>" in render(made)


def test_the_tabs_are_what_there_is(shown) -> None:
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


def test_the_source_and_the_raw_mail_are_text(view, settings) -> None:
    settings.CONTENT_LIMITS = ContentLimits(mail_source=60)
    sent = (
        b"Content-Type: text/html; charset=utf-8\r\n\r\n<p title='\xe2\x80\xae'>caf\xc3\xa9</p>" + b"x" * 99
    )
    letter = view(sent).mail.letter
    assert letter.source.text == "<p title='[U+202E]'>café</p>" + "x" * 39
    assert (letter.source.cut, letter.source.size) == (True, 120)
    assert letter.raw.text.startswith("Content-Type: text/html; charset=utf-8\n\n<p title='")
    assert (letter.raw.cut, letter.raw.size) == (True, len(sent))
    assert letter.raw.download_url == "/c/raw?download"
    assert letter.source.download_url == "/c/parts/1/raw?download"


def test_mails_inside_share_what_is_shown_as_sent(view) -> None:
    inner = b"Content-Type: message/rfc822\r\n\r\n" + INNER.replace(b"in", b"in" * 90_000)
    made = view(mail(inner, inner))
    shown_as_sent = [made.mail, *made.inside]
    assert sum(len(each.letter.raw.text) for each in shown_as_sent) <= ContentLimits().mail_source
    assert made.inside[1].letter.raw.download_url == "/c/parts/2/raw?download"
    assert made.inside[1].everything_url == "/c/parts/2/all"


def test_the_tree_has_what_holds_the_parts(view) -> None:
    both = mail(part("text/plain", b"a"), part("text/html", b"<p>a"), kind="alternative", head=b"", mark="d")
    made = view(mail(both, b"Content-Type: message/rfc822\r\n\r\n" + INNER, part("x/y", b"z", FILE)))
    (root,) = made.tree
    assert (root.part, root.kind, root.meaning) == (None, "multipart/mixed", "in sequence")
    alternative, inside, file = root.inside
    assert alternative.kind == "multipart/alternative"
    assert [(node.part.path, node.part.place) for node in alternative.inside] == [
        ("1.1", "above"),
        ("1.2", "above"),
    ]
    assert (inside.part.path, inside.kind, inside.part.place) == ("2", "multipart/mixed", "below")
    assert [node.part.path for node in inside.inside] == ["2.1"]
    assert (file.part.name, file.part.place, file.inside) == ("a.bin", "", ())


def test_the_tree_of_a_mail_in_one_part(view) -> None:
    (node,) = view(b"Subject: x\n\nhello").tree
    assert (node.part.path, node.kind) == ("1", "")


def test_attached_pictures_stand_small_beside_their_names(shown) -> None:
    pictures = [part(f"image/png; name={n}.png", png(3, 4), FILE) for n in range(9)]
    huge = part("image/png; name=huge.png", png(60_000, 60_000), FILE)
    made = shown(mail(part("text/plain", b"x"), huge, *pictures), "message/rfc822", kind="binary_content")
    small = [each.picture_url for each in made.view.mail.attached]
    assert small[0] == ""
    assert sum(map(bool, small)) == ContentLimits().mail_pictures
    assert render(made).count('class="ct-small"') == ContentLimits().mail_pictures


def test_two_attachments_come_as_one_zip_too(shown) -> None:
    one = [part("text/plain", b"x"), part("x/y", b"z", FILE)]
    zips = [
        '<a class="lk" href="/c/all" download>'
        in render(shown(mail(*parts), "message/rfc822", kind="binary_content"))
        for parts in (one, [*one, one[1]])
    ]
    assert zips == [False, True]


@pytest.mark.parametrize(
    ("sent", "reason"),
    [
        (part("x/y", b"abc", FILE), ""),
        (part("x/y", b"", FILE), "Empty."),
        (part("x/y", b"!!!", FILE, "Content-Transfer-Encoding: base64"), "shown as it was sent"),
        (
            part("x/y", b"aGk=\r\n(a remark)", FILE, "Content-Transfer-Encoding: base64"),
            "only the readable part",
        ),
        (part("x/y", b"aGk=", FILE, "Content-Transfer-Encoding: x-own"), "Unknown transfer encoding"),
        (
            part("message/external-body; access-type=URL", b"\r\nx", FILE),
            "stored elsewhere, not in the message",
        ),
        (part("message/partial; id=1; number=1", b"x", FILE), "one part of a message"),
        (part("application/pkcs7-mime; smime-type=enveloped-data", b"x", FILE), "Encrypted."),
    ],
)
def test_why_a_part_can_not_be_read(sent, reason, view) -> None:
    made = view(mail(part("text/plain", b"x"), sent)).parts[1]
    assert reason in made.reason
    assert bool(made.reason) == bool(reason)
    assert made.download_url == "/c/parts/2/raw?download"


def test_an_encrypted_mail_says_so(view) -> None:
    control = part("application/pgp-encrypted", b"Version: 1")
    made = view(mail(control, part("application/octet-stream", b"x"), kind="encrypted; protocol=x"))
    assert [each.reason for each in made.parts] == ["", "Encrypted."]


def test_what_lies_deeper_than_the_limit_says_so(view, settings) -> None:
    settings.CONTENT_LIMITS = ContentLimits(mail_depth=1)
    inner = mail(mail(part("text/plain", b"deep"), head=b"", mark="e"), head=b"", mark="d")
    made = view(mail(inner)).parts
    assert [(each.path, each.media_type, "too deeply" in each.reason) for each in made] == [
        ("1.1", "multipart/mixed", True)
    ]


def test_text_outside_the_parts_is_there(view) -> None:
    sent = mail(part("text/plain", b"x"), part("text/plain", b"y"))
    sent = (
        sent.replace(b"\r\n\r\n--b", b"\r\n\r\nThis list is sponsored\r\n--b", 1) + b"To leave it, write\r\n"
    )
    assert [block.text for block in view(sent).mail.letter.outside] == [
        "This list is sponsored",
        "To leave it, write",
    ]
    usual = sent.replace(b"This list is sponsored", b"This is a multi-part message in MIME format.")
    assert [block.text for block in view(usual).mail.letter.outside] == ["To leave it, write"]


def test_limits_say_what_is_left(shown, settings) -> None:
    settings.CONTENT_LIMITS = ContentLimits(mail_headers=2, mail_blocks=1, mail_text=3, mails_inside=1)
    inner = b"Content-Type: message/rfc822\r\n\r\n" + INNER
    head = b"X-A: " + b"a" * 9000 + b"\r\nX-B: b\r\n"
    made = shown(
        mail(part("text/plain", b"hello"), part("text/plain", b"there"), inner, inner, head=head),
        "message/rfc822",
        kind="binary_content",
    )
    assert made.notes == (
        "Only the first 1 of 2 attached messages are shown here.",
        "Only the first 3 of 5 characters are shown.",
        "The text has more than 1 parts; the rest are listed as attachments.",
        "Only the first 2 of 3 headers are shown.",
        "A header is longer than 8,192 characters; only its beginning is shown.",
    )
    assert [each.path for each in made.view.mail.attached] == ["3", "4", "2"]


def test_damage_is_said_with_its_kind(shown) -> None:
    broken = mail(part("text/plain", b"hello")).replace(b"--b--", b"")
    notes = shown(broken, "message/rfc822", kind="binary_content").notes
    assert notes == (
        "The message is damaged: the last part has no end. The download may contain more than is shown.",
    )


def test_what_was_sent_as_no_mail_has_no_raw_mail(shown) -> None:
    made = shown(
        build_tnef({PropertyId.BODY: "Hello", PropertyId.SUBJECT: "Lamp"}),
        "application/ms-tnef",
        kind="binary_content",
    )
    assert made.view.mail.letter.raw is None
    html = render(made)
    assert "<span>Raw</span>" not in html
    assert '<div class="ct-switch-bar" hidden>' in html
