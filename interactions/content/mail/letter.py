"""A mail as it is read: its head, its body as HTML and as text. The mail itself, or one that is inside it."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from interactions.content.limits import get_content_limits
from interactions.content.mail.blocks import Block, Blocks
from interactions.content.mail.bodies import bodies
from interactions.content.mail.headers import LONGEST, date, has_zone, header, headers, received
from interactions.content.mail.parts import AsParsed, Mail, Part
from interactions.content.mail.people import Person, people
from interactions.content.mail.sources import Source, html_source, raw_source
from interactions.content.text.markup import marked, turns_text, visible
from interactions.content.viewer import ContentUrls

LATE = timedelta(hours=1)  # between a mail's own date and its arrival: then the arrival is worth a line


@dataclass(frozen=True)
class Letter:
    """`path` is "" for the mail itself. `date` is in the sender's own zone, None where `date_text` can't be
    read; `zoned` says that the zone was written, `arrived` when the last server took it, where that is
    another time. `html` is empty when nothing of it is HTML, `source` is the HTML as it was written, `raw`
    the mail as it was sent, if it was sent as one. `outside` is what stands between the parts or behind
    them. `shown` are the paths of what the body shows, `attached` the parts that stand in no body."""

    path: str
    people: tuple[tuple[str, tuple[Person, ...]], ...]
    subject: str
    date: datetime | None
    date_text: str
    zoned: bool
    arrived: datetime | None
    headers: tuple[tuple[str, str], ...]
    html: tuple[Block, ...]
    text: tuple[Block, ...]
    outside: tuple[Block, ...]
    source: Source | None
    raw: Source | None
    shown: frozenset[str]
    attached: tuple[Part, ...]
    notes: tuple[str, ...]


def letter(
    mail: Mail,
    path: str,
    message: AsParsed,
    addresses: ContentUrls,
    source_most: int,
    *,
    sent: bytes | None = None,
) -> Letter:
    """Reads the mail at this path; `message` is its head, `sent` its bytes where they are those of a mail.
    `source_most` of these, and as many characters of its HTML, are shown as they are. Never raises."""
    found, maker = bodies(mail, path), Blocks(addresses)
    html = tuple(maker.blocks(found.html, as_html=True))
    text = tuple(maker.blocks(found.text, as_html=False))
    if not text:
        text = tuple(maker.blocks(found.html, as_html=False))
    is_html = any(block.frame_url for block in html)
    all_headers = _headers(message, maker)
    beside = tuple(part for part in (*found.attached, *maker.refused) if not maker.stands_inside(part))
    inside = {part.path for part in found.attached if maker.stands_inside(part)}
    date_text = header(message, "Date")
    moment, there = date(date_text), addresses.inside(path) if path else addresses
    return Letter(
        path=path,
        people=tuple(people(all_headers)),
        subject=visible(header(message, "Subject")),
        date=moment,
        date_text=visible(date_text),
        zoned=has_zone(date_text),
        arrived=_arrived(moment, received(message)),
        headers=tuple((visible(name), visible(value)) for name, value in all_headers),
        html=html if is_html else (),
        text=text,
        outside=tuple(Block(text=marked(text)) for text in mail.outside.get(path, ())),
        source=html_source(found.html, addresses, source_most) if is_html else None,
        raw=None if sent is None else raw_source(sent, found.text, there, source_most),
        shown=frozenset(maker.shown | inside),
        attached=beside,
        notes=tuple(dict.fromkeys(maker.notes)),
    )


def _headers(message: AsParsed, maker: Blocks) -> list[tuple[str, str]]:
    found, most = headers(message), get_content_limits().mail_headers
    if any(turns_text(value) for _, value in found[:most]):
        maker.note("Characters in its headers change the direction of reading; they are shown as marks.")
    if len(found) > most:
        maker.note(f"Of its {len(found):,} headers the first {most} are shown.")
    if any(len(str(value)) > LONGEST for _, value in message.raw_items()):
        maker.note(f"A header is longer than {LONGEST:,} characters; its beginning is shown.")
    return found[:most]


def _arrived(written: datetime | None, arrived: datetime | None) -> datetime | None:
    """The arrival where the date does not tell it."""
    return arrived if arrived and (written is None or abs(arrived - written) > LATE) else None
