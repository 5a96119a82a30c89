"""A mail as it is read: its head, its body as HTML and as text. The mail itself, or one that is inside it."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from interactions.content.limits import get_content_limits
from interactions.content.mail.body_blocks import BodyBlock, BodyBlockBuilder
from interactions.content.mail.body_parts import select_body_parts
from interactions.content.mail.mail_headers import (
    MAX_HEADER_CHARACTERS,
    decode_headers,
    find_header,
    has_time_zone,
    parse_mail_date,
    parse_received_date,
)
from interactions.content.mail.mail_parser import MailPart, ParsedMail, RawMessage
from interactions.content.mail.participants import MailParticipant, iter_participants
from interactions.content.mail.source_excerpts import SourceExcerpt, build_html_source, build_mail_source
from interactions.content.text.markup import has_bidi_controls, render_text, reveal_invisible
from interactions.content.viewer import ContentUrls

MIN_ARRIVAL_DELAY = timedelta(
    hours=1
)  # between a mail's own date and its arrival: then the arrival is worth a line


@dataclass(frozen=True)
class MailMessage:
    """`path` is "" for the mail itself. `date` is in the sender's own zone, None where `date_text` can't be
    read; `zoned` says that the zone was written, `arrived` when the last server took it, where that is
    another time. `html` is empty when nothing of it is HTML, `source` is the HTML as it was written, `raw`
    the mail as it was sent, if it was sent as one. `outside` is what stands between the parts or behind
    them. `shown` are the paths of what the body shows, `attached` the parts that stand in no body."""

    path: str
    people: tuple[tuple[str, tuple[MailParticipant, ...]], ...]
    subject: str
    date: datetime | None
    date_text: str
    has_zone: bool
    arrival: datetime | None
    headers: tuple[tuple[str, str], ...]
    html: tuple[BodyBlock, ...]
    text: tuple[BodyBlock, ...]
    stray_texts: tuple[BodyBlock, ...]
    source: SourceExcerpt | None
    raw: SourceExcerpt | None
    shown_paths: frozenset[str]
    attachments: tuple[MailPart, ...]
    notes: tuple[str, ...]


def build_mail_message(
    mail: ParsedMail,
    path: str,
    message: RawMessage,
    addresses: ContentUrls,
    max_source_size: int,
    *,
    sent: bytes | None = None,
) -> MailMessage:
    """Reads the mail at this path; `message` is its head, `sent` its bytes where they are those of a mail.
    `source_most` of these, and as many characters of its HTML, are shown as they are. Never raises."""
    found, maker = select_body_parts(mail, path), BodyBlockBuilder(addresses)
    html = tuple(maker.iter_blocks(found.html, as_html=True))
    text = tuple(maker.iter_blocks(found.text, as_html=False))
    if not text:
        text = tuple(maker.iter_blocks(found.html, as_html=False))
    is_html = any(block.frame_url for block in html)
    all_headers = _list_headers(message, maker)
    beside = tuple(
        part for part in (*found.attachments, *maker.refused_parts) if not maker.is_shown_in_html(part)
    )
    inside = {part.path for part in found.attachments if maker.is_shown_in_html(part)}
    date_text = find_header(message, "Date")
    moment, there = parse_mail_date(date_text), addresses.inside(path) if path else addresses
    return MailMessage(
        path=path,
        people=tuple(iter_participants(all_headers)),
        subject=reveal_invisible(find_header(message, "Subject")),
        date=moment,
        date_text=reveal_invisible(date_text),
        has_zone=has_time_zone(date_text),
        arrival=_choose_arrival(moment, parse_received_date(message)),
        headers=tuple((reveal_invisible(name), reveal_invisible(value)) for name, value in all_headers),
        html=html if is_html else (),
        text=text,
        stray_texts=tuple(BodyBlock(text=render_text(text)) for text in mail.stray_texts.get(path, ())),
        source=build_html_source(found.html, addresses, max_source_size) if is_html else None,
        raw=None if sent is None else build_mail_source(sent, found.text, there, max_source_size),
        shown_paths=frozenset(maker.shown_paths | inside),
        attachments=beside,
        notes=tuple(dict.fromkeys(maker.notes)),
    )


def _list_headers(message: RawMessage, maker: BodyBlockBuilder) -> list[tuple[str, str]]:
    found, most = decode_headers(message), get_content_limits().mail_headers
    if any(has_bidi_controls(value) for _, value in found[:most]):
        maker.add_note("Characters in its headers change the direction of reading; they are shown as marks.")
    if len(found) > most:
        maker.add_note(f"Of its {len(found):,} headers the first {most} are shown.")
    if any(len(str(value)) > MAX_HEADER_CHARACTERS for _, value in message.raw_items()):
        maker.add_note(
            f"A header is longer than {MAX_HEADER_CHARACTERS:,} characters; its beginning is shown."
        )
    return found[:most]


def _choose_arrival(written: datetime | None, arrived: datetime | None) -> datetime | None:
    """The arrival where the date does not tell it."""
    return arrived if arrived and (written is None or abs(arrived - written) > MIN_ARRIVAL_DELAY) else None
