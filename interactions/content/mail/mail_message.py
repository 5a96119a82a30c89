"""A mail as it is read: its head, its body as HTML and as text. The mail itself, or one that is inside it."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import gettext as _

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
    zoned: bool
    arrived: datetime | None
    headers: tuple[tuple[str, str], ...]
    html: tuple[BodyBlock, ...]
    text: tuple[BodyBlock, ...]
    outside: tuple[BodyBlock, ...]
    source: SourceExcerpt | None
    raw: SourceExcerpt | None
    shown: frozenset[str]
    attached: tuple[MailPart, ...]
    notes: tuple[str, ...]


def build_mail_message(
    mail: ParsedMail,
    path: str,
    message: RawMessage,
    addresses: ContentUrls,
    source_most: int,
    *,
    sent: bytes | None = None,
) -> MailMessage:
    """Reads the mail at this path; `message` is its head, `sent` its bytes where they are those of a mail.
    `source_most` of these, and as many characters of its HTML, are shown as they are. Never raises."""
    found, maker = select_body_parts(mail, path), BodyBlockBuilder(addresses)
    html = tuple(maker.blocks(found.html, as_html=True))
    text = tuple(maker.blocks(found.text, as_html=False))
    if not text:
        text = tuple(maker.blocks(found.html, as_html=False))
    is_html = any(block.frame_url for block in html)
    all_headers = _list_headers(message, maker)
    beside = tuple(part for part in (*found.attached, *maker.refused) if not maker.stands_inside(part))
    inside = {part.path for part in found.attached if maker.stands_inside(part)}
    date_text = find_header(message, "Date")
    moment, there = parse_mail_date(date_text), addresses.nested(path) if path else addresses
    return MailMessage(
        path=path,
        people=tuple(iter_participants(all_headers)),
        subject=reveal_invisible(find_header(message, "Subject")),
        date=moment,
        date_text=reveal_invisible(date_text),
        zoned=has_time_zone(date_text),
        arrived=_choose_arrival(moment, parse_received_date(message)),
        headers=tuple((reveal_invisible(name), reveal_invisible(value)) for name, value in all_headers),
        html=html if is_html else (),
        text=text,
        outside=tuple(BodyBlock(text=render_text(text)) for text in mail.outside.get(path, ())),
        source=build_html_source(found.html, addresses, source_most) if is_html else None,
        raw=None if sent is None else build_mail_source(sent, found.text, there, source_most),
        shown=frozenset(maker.shown | inside),
        attached=beside,
        notes=tuple(dict.fromkeys(maker.notes)),
    )


def _list_headers(message: RawMessage, maker: BodyBlockBuilder) -> list[tuple[str, str]]:
    found, most = decode_headers(message), get_content_limits().mail_headers
    if any(has_bidi_controls(value) for _, value in found[:most]):
        maker.note(_("Characters in the headers that change the reading direction are shown as marks."))
    if len(found) > most:
        maker.note(
            _("Only the first %(shown)s of %(total)s headers are shown.")
            % {"shown": most, "total": f"{len(found):,}"}
        )
    if any(len(str(value)) > MAX_HEADER_CHARACTERS for _, value in message.raw_items()):
        maker.note(
            _("A header is longer than %(number)s characters; only its beginning is shown.")
            % {"number": f"{MAX_HEADER_CHARACTERS:,}"}
        )
    return found[:most]


def _choose_arrival(written: datetime | None, arrived: datetime | None) -> datetime | None:
    """The arrival where the date does not tell it."""
    return arrived if arrived and (written is None or abs(arrived - written) > MIN_ARRIVAL_DELAY) else None
