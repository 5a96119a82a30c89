"""Real mails and real payloads, where they lie beside the project."""

import json
import re
import time
from pathlib import Path

import pytest

from interactions.content.archive.archive_formats import ARCHIVE_TYPES
from interactions.content.errors import UnviewableContent
from interactions.content.html.blocked_content import build_blocked_content_report
from interactions.content.html.html_text import extract_html_text
from interactions.content.html.html_view import decode_html, render_frame_document
from interactions.content.html.link_annotations import annotate_links
from interactions.content.html.quote_folding import find_quote_marker, fold_quotes
from interactions.content.html.sanitiser import sanitise_html
from interactions.content.icalendar import calendar_parser
from interactions.content.mail import enriched_text
from interactions.content.mail.body_blocks import decode_part_text
from interactions.content.mail.body_parts import ENRICHED_TEXT_TYPES, select_body_parts
from interactions.content.mail.inline_images import build_inline_images
from interactions.content.mail.mail_parser import parse_mail
from interactions.content.signatures import SIGNATURE_BYTES, detect_binary_type
from interactions.content.text.markup import extract_markup_text as text_of_markup
from interactions.content.text.markup import reveal_invisible
from interactions.content.vcard import contact_parser
from tests.interactions.content.html.sanitised import iter_violations

from .test_templates import render

CARD = re.compile(rb"BEGIN:VC(?:ALENDAR|ARD)")
READERS = {b"BEGIN:VCALENDAR": calendar_parser.parse_calendar, b"BEGIN:VCARD": contact_parser.parse_contacts}
CORPORA = Path(__file__).resolve().parents[4] / "shared" / "corpora"
pytestmark = [
    pytest.mark.corpora,
    pytest.mark.skipif(not CORPORA.is_dir(), reason="needs the corpora at ../shared/corpora"),
]


def mails():
    return sorted(path for path in (CORPORA / "mail").rglob("*") if path.is_file() and path.suffix != ".json")


def test_every_mail_gives_a_page(shown):
    slowest = 0.0
    for path in mails():
        before = time.process_time()
        made = shown(path.read_bytes(), "message/rfc822", kind="binary_content")
        render(made)
        slowest = max(slowest, time.process_time() - before)
        if path.suffix == ".eml" and path.stat().st_size:
            assert made.title == "E-mail", path.name
    assert slowest < 2


def words(text):
    return re.findall(r"\w+", text)


def sent(part):
    """The words of a part of a body as a reader should find them."""
    text = decode_part_text(part).text
    if part.media_type == "text/html":
        return extract_html_text(text)
    return (
        enriched_text.extract_enriched_text(text, part.media_type)
        if part.media_type in ENRICHED_TEXT_TYPES
        else text
    )


def test_every_word_of_a_mail_is_in_its_page_folded_or_not(shown):
    folded = 0
    for path in mails():
        made = shown(path.read_bytes(), "message/rfc822", kind="binary_content")
        if made.title != "E-mail":
            continue
        mail, page = parse_mail(path.read_bytes()), render(made)
        for each in (made.view.mail.message, *(inside.message for inside in made.view.attached_messages)):
            found = select_body_parts(mail, each.path)
            chosen = [part for part in found.text or found.html if not part.media_type.startswith("image/")]
            wanted = [word for part in chosen for word in words(reveal_invisible(sent(part)))]
            assert [word for block in each.text for word in words(text_of_markup(block.text))] == wanted, path
            assert all(block.text in page for block in each.text), path.name
            folded += any(block.fold_title for block in each.text)
    assert folded > 100


def test_every_word_of_an_html_mail_is_in_its_frame_folded_or_not():
    folded = 0
    for path in mails():
        try:
            mail = parse_mail(path.read_bytes())
        except UnviewableContent:
            continue
        for part in mail.parts:
            if part.media_type != "text/html":
                continue
            html = decode_part_text(part).text
            made, summary = (
                fold_quotes(sanitise_html(html, find_marker=find_quote_marker)),
                r'<details data-fold=""><summary>[^<]*</summary>',
            )
            assert words(extract_html_text(re.sub(summary, "", made))) == words(
                extract_html_text(sanitise_html(html))
            ), path.name
            folded += "data-fold" in made
    assert folded > 3


def test_every_part_of_a_mail_is_read_or_attached():
    for path in mails():
        try:
            mail = parse_mail(path.read_bytes())
        except UnviewableContent:
            continue
        found = [select_body_parts(mail, letter) for letter in {part.message_path for part in mail.parts}]
        somewhere = {part.path for each in found for part in (*each.text, *each.html, *each.attachments)}
        assert somewhere == {part.path for part in mail.parts}, path.name


def contents(path):
    """A mail and its parts; the mail alone where it can't be taken apart."""
    data = path.read_bytes()
    try:
        return [data, *(part.data for part in parse_mail(data).parts)]
    except UnviewableContent:
        return [data]


def test_every_calendar_and_contact_is_read_or_gives_a_reason():
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


def test_every_html_of_a_mail_comes_out_harmless():
    shown, slowest = 0, 0.0
    for path in mails():
        try:
            mail = parse_mail(path.read_bytes())
        except UnviewableContent:
            continue
        for part in mail.parts:
            if part.media_type != "text/html":
                continue
            before = time.process_time()
            kept_out = build_blocked_content_report(decode_html(part.data, part.charset).text)
            slowest = max(slowest, time.process_time() - before)
            made = render_frame_document(
                part.data, part.charset, build_inline_images(mail, part.message_path)
            )
            assert list(iter_violations(made.partition("<body")[2], linked=True)) == [], path.name
            assert kept_out.misleading_links == made.count('class="goes-to"'), path.name
            shown += 1
    assert shown > 40
    assert slowest < 0.1


def test_every_payload_comes_out_harmless(shown):
    payloads = json.loads((CORPORA / "html/dompurify-payloads.json").read_text(encoding="utf-8"))
    assert len(payloads) > 200
    for each in payloads:
        build_blocked_content_report(each["payload"])
        cleaned = sanitise_html(each["payload"])
        assert list(iter_violations(cleaned)) == [], each["title"]
        assert list(iter_violations(sanitise_html(cleaned))) == [], each["title"]
        assert list(iter_violations(annotate_links(cleaned), linked=True)) == [], each["title"]
        page = render(shown(each["payload"].encode("utf-8", "replace"), "text/plain", kind="plain_text"))
        assert "<script" not in page


def test_no_mail_and_no_part_is_taken_for_an_archive():
    looked_at = 0
    for path in mails():
        found = [detect_binary_type(each[:SIGNATURE_BYTES]) for each in contents(path)]
        assert set(found).isdisjoint(ARCHIVE_TYPES), path.name
        looked_at += len(found)
    assert looked_at > 1000
