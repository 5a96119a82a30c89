"""One message for the page, the mail itself or an attached message: its headers and its two bodies."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from interactions.content.limits import get_content_limits
from interactions.content.mail.body_blocks import BodyBlock, BodyBlockBuilder
from interactions.content.mail.body_parts import select_body_parts
from interactions.content.mail.mail_parser import MailPart, ParsedMail, RawMessage
from interactions.content.mail.participants import MailParticipant, iter_participants
from interactions.content.mail.source_excerpts import SourceExcerpt, build_html_source, build_mail_source
from interactions.content.text.markup import has_bidi_controls, render_text, reveal_invisible
from interactions.content.viewer import ContentUrls
from mime.mail_headers import (
    MAX_HEADER_CHARACTERS,
    decode_headers,
    find_header,
    has_time_zone,
    parse_mail_date,
    parse_received_date,
)

MIN_ARRIVAL_DELAY = timedelta(hours=1)  # after its own date, from which on a mail's arrival is shown too


@dataclass(frozen=True)
class MailMessage:
    """One message, ready for its template.

    `path` is "" for the mail itself. `people` are (header name, participants). `date` is in the sender's own
    zone, None where `date_text` can't be read; `has_zone` says that the header names a zone. `arrival` is
    when the last server received it, None unless that differs from `date` by `MIN_ARRIVAL_DELAY`.

    `html` is empty when no part is HTML. `source` is the HTML as written, `raw` the message as sent, None
    where it was not sent as a mail. `stray_texts` stood before or after the parts. `shown_paths` are the
    paths of the parts that the bodies show, `attachments` the parts that they do not show.
    """

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
    """Builds the message at `path`. Never raises.

    `message` has its headers; `sent` are its bytes, None where it was not sent as a mail. At most
    `max_source_size` bytes of these, and as many characters of its HTML, are shown unchanged.
    """
    bodies, builder = select_body_parts(mail, path), BodyBlockBuilder(addresses)
    html = tuple(builder.iter_blocks(bodies.html, as_html=True))
    text = tuple(builder.iter_blocks(bodies.text, as_html=False))
    if not text:
        text = tuple(builder.iter_blocks(bodies.html, as_html=False))
    is_html = any(block.frame_url for block in html)
    all_headers = _list_headers(message, builder)
    attachments = tuple(
        part for part in (*bodies.attachments, *builder.refused_parts) if not builder.is_shown_in_html(part)
    )
    shown_in_html = {part.path for part in bodies.attachments if builder.is_shown_in_html(part)}
    date_text = find_header(message, "Date")
    date, message_addresses = parse_mail_date(date_text), addresses.nested(path) if path else addresses
    return MailMessage(
        path=path,
        people=tuple(iter_participants(all_headers)),
        subject=reveal_invisible(find_header(message, "Subject")),
        date=date,
        date_text=reveal_invisible(date_text),
        has_zone=has_time_zone(date_text),
        arrival=_choose_arrival(date, parse_received_date(message)),
        headers=tuple((reveal_invisible(name), reveal_invisible(value)) for name, value in all_headers),
        html=html if is_html else (),
        text=text,
        stray_texts=tuple(BodyBlock(text=render_text(text)) for text in mail.stray_texts.get(path, ())),
        source=build_html_source(bodies.html, addresses, max_source_size) if is_html else None,
        raw=None
        if sent is None
        else build_mail_source(sent, bodies.text, message_addresses, max_source_size),
        shown_paths=frozenset(builder.shown_paths | shown_in_html),
        attachments=attachments,
        notes=tuple(dict.fromkeys(builder.notes)),
    )


def _list_headers(message: RawMessage, builder: BodyBlockBuilder) -> list[tuple[str, str]]:
    headers, max_headers = decode_headers(message), get_content_limits().mail_headers
    if any(has_bidi_controls(value) for _, value in headers[:max_headers]):
        builder.add_note(_("Characters in the headers that change the reading direction are shown as marks."))
    if len(headers) > max_headers:
        builder.add_note(
            _("Only the first %(shown)s of %(total)s headers are shown.")
            % {"shown": max_headers, "total": f"{len(headers):,}"}
        )
    if any(len(str(value)) > MAX_HEADER_CHARACTERS for _, value in message.raw_items()):
        builder.add_note(
            _("A header is longer than %(number)s characters; only its beginning is shown.")
            % {"number": f"{MAX_HEADER_CHARACTERS:,}"}
        )
    return headers[:max_headers]


def _choose_arrival(written: datetime | None, arrived: datetime | None) -> datetime | None:
    """The arrival, where the mail's own date does not already say it."""
    return arrived if arrived and (written is None or abs(arrived - written) > MIN_ARRIVAL_DELAY) else None
