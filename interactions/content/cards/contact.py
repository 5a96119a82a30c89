"""Contacts that somebody sent (vCard 2.1, 3.0 and 4.0, RFC 6350): names, ways to reach them, a note.

A picture counts only where it lies in the card and is one by its bytes. What a card names by an address is
never fetched.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice

from markupsafe import Markup

from interactions.content.cards.content_lines import Component, Line, components, decoded, parts
from interactions.content.cards.recurrence import MONTHS
from interactions.content.errors import UnviewableContent
from interactions.content.limits import get_content_limits
from interactions.content.mail.encodings import base64
from interactions.content.media.image_view import is_drawable
from interactions.content.signatures import detect_binary_type
from interactions.content.text.markup import marked, turns_text, visible

FIELDS = {
    "TEL": "Phone",
    "EMAIL": "E-mail",
    "IMPP": "Messages",
    "ADR": "Address",
    "URL": "Page",
    "BDAY": "Birthday",
    "NICKNAME": "Called",
    "CATEGORIES": "Categories",
    "NOTE": "Note",
}
KINDS = {
    "HOME": "home",
    "WORK": "work",
    "CELL": "mobile",
    "IPHONE": "mobile",
    "FAX": "fax",
    "PAGER": "pager",
    "CAR": "car",
    "MAIN": "main",
    "PREF": "preferred",
}
APPLE = re.compile(r"_\$!<(.{1,60})>!\$_")  # how its programs write a label of theirs
CARD = re.compile(r"^[ \t]*BEGIN:[ \t]*VCARD", re.I | re.M)
DAY = re.compile(r"(\d{4}|--)-?(\d\d)-?(\d\d)(?:T.*)?", re.S | re.ASCII)
DATA = re.compile(r"data:[\w/+.-]{0,60};base64,", re.I)
LINE = 500  # characters of a name or a number
TEXT = 20_000  # characters of a note
ROWS = 60  # fields shown of a card
PHOTOS = 5  # of a card, looked at


@dataclass(frozen=True)
class Row:
    """`word` names the field, `kind` says which of several ("work, mobile")."""

    word: str
    kind: str
    value: Markup


@dataclass(frozen=True)
class Photo:
    media_type: str
    data: bytes = field(repr=False)


@dataclass(frozen=True)
class Contact:
    """`organisation` and `role` may be empty. `elsewhere` says that a picture is only named by an address."""

    name: str
    organisation: str
    role: str
    rows: tuple[Row, ...]
    photo: Photo | None
    elsewhere: bool


@dataclass(frozen=True)
class Contacts:
    """`more` cards are not shown."""

    cards: tuple[Contact, ...]
    more: int
    notes: tuple[str, ...]


def read(data: bytes, charset: str | None) -> Contacts:
    """Any bytes that hold a vCard; raises `Unshowable` for all others, and for what is too large."""
    if len(data) > get_content_limits().contact_bytes:
        size = f"{get_content_limits().contact_bytes / 1_000_000:.3g} MB"
        raise UnviewableContent(f"This file of contacts is larger than the {size} that are read.")
    text = decoded(data, charset)
    most = get_content_limits().contact_cards
    found = list(islice((each for each in components(text.text) if each.name == "VCARD"), most))
    if not found:
        raise UnviewableContent("It is declared as a contact, but it is none.")
    notes = [text.note] if text.note else []
    if any(each.damaged for each in found):
        notes.append("A card is damaged; the file may hold more than is shown.")
    cards = tuple(map(_contact, found))
    if any(card.elsewhere for card in cards):
        notes.append("A picture is only named by an address, which is not asked for it.")
    if turns_text(text.text):
        notes.append("Characters in it change the direction of reading; they are shown as marks.")
    return Contacts(cards, max(len(CARD.findall(text.text)) - len(cards), 0), tuple(notes))


def _contact(card: Component) -> Contact:
    organisation = ", ".join(filter(None, parts(_value(card, "ORG"), ";")))
    photo, named = _photo(card), card.all("PHOTO")
    return Contact(
        name=_short(_name(card)) or _short(organisation),
        organisation=_short(organisation),
        role=_short(", ".join(dict.fromkeys(filter(None, (card.text("TITLE"), card.text("ROLE")))))),
        rows=tuple(islice(_rows(card), ROWS)),
        photo=photo,
        elsewhere=photo is None and any("://" in line.value[:20] for line in named),
    )


def _name(card: Component) -> str:
    """As it is written for readers, or else put together: prefix, given, further, family, suffix."""
    family, given, further, prefix, suffix = (*parts(_value(card, "N"), ";"), "", "", "", "", "")[:5]
    return card.text("FN") or " ".join(filter(None, (prefix, given, further, family, suffix)))


def _rows(card: Component) -> Iterator[Row]:
    """In the order of `FIELDS`."""
    labels = {line.group: line.text for line in card.all("X-ABLABEL") if line.group}
    for name, word in FIELDS.items():
        for line in card.all(name):
            if text := _text(line).strip():
                yield Row(word, _kind(line, labels), marked(text[: TEXT if name == "NOTE" else LINE]))


def _text(line: Line) -> str:
    """The value as a reader has it."""
    if line.name == "ADR":
        box, extended, street, place, region, code, country = (*parts(line.value, ";"), *[""] * 7)[:7]
        town = ", ".join(filter(None, (place, region, code)))
        return "\n".join(filter(None, (box, extended, street, town, country)))
    if line.name == "CATEGORIES":
        return ", ".join(filter(None, parts(line.value, ",")))
    if line.name == "BDAY":
        return _day(line.text.strip())
    text = line.text
    for scheme in ("tel:", "mailto:"):
        if text.lower().startswith(scheme):
            return text[len(scheme) :]
    return text


def _kind(line: Line, labels: dict[str, str]) -> str:
    label = labels.get(line.group, "")
    apple = APPLE.fullmatch(label)
    types = [piece for value in line.parameters.get("TYPE", ()) for piece in value.upper().split(",")]
    kinds = [KINDS[each.strip()] for each in types if each.strip() in KINDS]
    own = [apple[1].lower() if apple else label] if label else []
    return _short(", ".join(dict.fromkeys((*own, *kinds))))


def _day(text: str) -> str:
    """`29 February 1980`, or without the year; as it is written where it is no date."""
    found = DAY.fullmatch(text)
    if not found or not 1 <= int(found[2]) <= 12 or not 1 <= int(found[3]) <= 31:
        return text
    year = "" if found[1] == "--" else f" {int(found[1])}"
    return f"{int(found[3])} {MONTHS[int(found[2]) - 1]}{year}"


def _photo(card: Component) -> Photo | None:
    """The first that a browser can and should decode."""
    for line in card.all("PHOTO")[:PHOTOS]:
        inline = DATA.match(line.value)
        if not inline and line.parameter("ENCODING").upper() not in {"B", "BASE64"}:
            continue
        data = base64(line.value[inline.end() if inline else 0 :].encode("ascii", "ignore"))
        media_type = detect_binary_type(data[:64]) or ""
        if media_type.startswith("image/") and is_drawable(data):
            return Photo(media_type, data)
    return None


def _value(card: Component, name: str) -> str:
    line = card.first(name)
    return line.value if line else ""


def _short(text: str) -> str:
    return visible(" ".join(text[:LINE].split()))
