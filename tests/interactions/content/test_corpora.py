"""Real mails and real payloads, where they lie beside the project."""

import json
import re
import time
from pathlib import Path

import pytest

from interactions.content.archive.archive_formats import ARCHIVE_TYPES
from interactions.content.cards import calendar, contact
from interactions.content.errors import UnviewableContent
from interactions.content.html.clean import clean
from interactions.content.html.html_view import decode, document
from interactions.content.html.links import with_targets
from interactions.content.html.quotes import fold, mark
from interactions.content.html.readable import plain
from interactions.content.html.receipt import receipt
from interactions.content.mail import enriched_text
from interactions.content.mail.blocks import text_of
from interactions.content.mail.bodies import ENRICHED, bodies
from interactions.content.mail.images import inline_images
from interactions.content.mail.parts import Part, parse
from interactions.content.signatures import SIGNATURE_BYTES, detect_binary_type
from interactions.content.text.markup import text_of as text_of_markup
from interactions.content.text.markup import visible
from tests.interactions.content.html.sanitised import iter_violations

from .test_templates import render

CARD = re.compile(rb"BEGIN:VC(?:ALENDAR|ARD)")
READERS = {b"BEGIN:VCALENDAR": calendar.read, b"BEGIN:VCARD": contact.read}
CORPORA = Path(__file__).resolve().parents[4] / "shared" / "corpora"
pytestmark = [
    pytest.mark.corpora,
    pytest.mark.skipif(not CORPORA.is_dir(), reason="needs the corpora at ../shared/corpora"),
]


def mails() -> list[Path]:
    return sorted(path for path in (CORPORA / "mail").rglob("*") if path.is_file() and path.suffix != ".json")


def test_every_mail_gives_a_page(shown) -> None:
    slowest = 0.0
    for path in mails():
        before = time.process_time()
        made = shown(path.read_bytes(), "message/rfc822", kind="binary_content")
        render(made)
        slowest = max(slowest, time.process_time() - before)
        if path.suffix == ".eml" and path.stat().st_size:
            assert made.title == "E-mail", path.name
    assert slowest < 2


def words(text: str) -> list[str]:
    return re.findall(r"\w+", text)


def sent(part: Part) -> str:
    """The words of a part of a body as a reader should find them."""
    text = text_of(part).text
    if part.media_type == "text/html":
        return plain(text)
    return enriched_text.plain(text, part.media_type) if part.media_type in ENRICHED else text


def test_every_word_of_a_mail_is_in_its_page_folded_or_not(shown) -> None:
    folded = 0
    for path in mails():
        made = shown(path.read_bytes(), "message/rfc822", kind="binary_content")
        if made.title != "E-mail":
            continue
        mail, page = parse(path.read_bytes()), render(made)
        for each in (made.view.mail.letter, *(inside.letter for inside in made.view.inside)):
            found = bodies(mail, each.path)
            chosen = [part for part in found.text or found.html if not part.media_type.startswith("image/")]
            wanted = [word for part in chosen for word in words(visible(sent(part)))]
            assert [word for block in each.text for word in words(text_of_markup(block.text))] == wanted, path
            assert all(block.text in page for block in each.text), path.name
            folded += any(block.folded for block in each.text)
    assert folded > 100


def test_every_word_of_an_html_mail_is_in_its_frame_folded_or_not() -> None:
    folded = 0
    for path in mails():
        try:
            mail = parse(path.read_bytes())
        except UnviewableContent:
            continue
        for part in mail.parts:
            if part.media_type != "text/html":
                continue
            html = text_of(part).text
            made, summary = fold(clean(html, marks=mark)), r'<details data-fold=""><summary>[^<]*</summary>'
            assert words(plain(re.sub(summary, "", made))) == words(plain(clean(html))), path.name
            folded += "data-fold" in made
    assert folded > 3


def test_every_part_of_a_mail_is_read_or_attached() -> None:
    for path in mails():
        try:
            mail = parse(path.read_bytes())
        except UnviewableContent:
            continue
        found = [bodies(mail, letter) for letter in {part.letter for part in mail.parts}]
        somewhere = {part.path for each in found for part in (*each.text, *each.html, *each.attached)}
        assert somewhere == {part.path for part in mail.parts}, path.name


def contents(path: Path) -> list[bytes]:
    """A mail and its parts; the mail alone where it can't be taken apart."""
    data = path.read_bytes()
    try:
        return [data, *(part.data for part in parse(data).parts)]
    except UnviewableContent:
        return [data]


def test_every_calendar_and_contact_is_read_or_gives_a_reason() -> None:
    """Wherever one begins: in a part, or in the middle of a winmail.dat."""
    seen = 0
    for path in mails():
        for piece in contents(path):
            for found in CARD.finditer(piece):
                seen += 1
                try:
                    READERS[found[0]](piece[found.start() :], None)
                except UnviewableContent as unshowable:
                    assert unshowable.reason
    assert seen


def test_every_html_of_a_mail_comes_out_harmless() -> None:
    shown, slowest = 0, 0.0
    for path in mails():
        try:
            mail = parse(path.read_bytes())
        except UnviewableContent:
            continue
        for part in mail.parts:
            if part.media_type != "text/html":
                continue
            before = time.process_time()
            kept_out = receipt(decode(part.data, part.charset).text)
            slowest = max(slowest, time.process_time() - before)
            made = document(part.data, part.charset, inline_images(mail, part.letter))
            assert list(iter_violations(made.partition("<body")[2], linked=True)) == [], path.name
            assert kept_out.denied == made.count('class="goes-to"'), path.name
            shown += 1
    assert shown > 40
    assert slowest < 0.1


def test_every_payload_comes_out_harmless(shown) -> None:
    payloads = json.loads((CORPORA / "html/dompurify-payloads.json").read_text(encoding="utf-8"))
    assert len(payloads) > 200
    for each in payloads:
        receipt(each["payload"])
        cleaned = clean(each["payload"])
        assert list(iter_violations(cleaned)) == [], each["title"]
        assert list(iter_violations(clean(cleaned))) == [], each["title"]
        assert list(iter_violations(with_targets(cleaned), linked=True)) == [], each["title"]
        page = render(shown(each["payload"].encode("utf-8", "replace"), "text/plain", kind="plain_text"))
        assert "<script" not in page


def test_no_mail_and_no_part_is_taken_for_an_archive() -> None:
    looked_at = 0
    for path in mails():
        found = [detect_binary_type(each[:SIGNATURE_BYTES]) for each in contents(path)]
        assert set(found).isdisjoint(ARCHIVE_TYPES), path.name
        looked_at += len(found)
    assert looked_at > 1000
