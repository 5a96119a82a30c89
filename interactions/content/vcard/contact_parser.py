"""Contacts that somebody sent (vCard 2.1, 3.0 and 4.0, RFC 6350): names, ways to reach them, a note.

A picture counts only where it lies in the card and is one by its bytes. What a card names by an address is
never fetched.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from markupsafe import Markup

from interactions.content.errors import UnviewableContent
from interactions.content.icalendar.content_lines import (
    ContentComponent,
    ContentLine,
    decode_unfolded_text,
    iter_components,
    split_value,
)
from interactions.content.icalendar.recurrence import MONTH_NAMES
from interactions.content.limits import get_content_limits
from interactions.content.mail.transfer_encodings import decode_base64
from interactions.content.media.image_view import is_drawable
from interactions.content.signatures import detect_binary_type
from interactions.content.text.markup import has_bidi_controls, render_text, reveal_invisible

FIELD_WORDS = {
    "TEL": gettext_noop("Phone"),
    "EMAIL": gettext_noop("E-mail"),
    "IMPP": gettext_noop("Messaging"),
    "ADR": gettext_noop("Address"),
    "URL": gettext_noop("Web page"),
    "BDAY": gettext_noop("Birthday"),
    "NICKNAME": gettext_noop("Nickname"),
    "CATEGORIES": gettext_noop("Categories"),
    "NOTE": gettext_noop("Note"),
}
TYPE_WORDS = {
    "HOME": gettext_noop("home"),
    "WORK": gettext_noop("work"),
    "CELL": gettext_noop("mobile"),
    "IPHONE": gettext_noop("mobile"),
    "FAX": gettext_noop("fax"),
    "PAGER": gettext_noop("pager"),
    "CAR": gettext_noop("car"),
    "MAIN": gettext_noop("main"),
    "PREF": gettext_noop("preferred"),
}
APPLE_LABEL_PATTERN = re.compile(r"_\$!<(.{1,60})>!\$_")  # how its programs write a label of theirs
BEGIN_VCARD_PATTERN = re.compile(r"^[ \t]*BEGIN:[ \t]*VCARD", re.I | re.M)
BIRTHDAY_PATTERN = re.compile(r"(\d{4}|--)-?(\d\d)-?(\d\d)(?:T.*)?", re.S | re.ASCII)
DATA_URL_PATTERN = re.compile(r"data:[\w/+.-]{0,60};base64,", re.I)
MAX_VALUE_CHARACTERS = 500  # characters of a name or a number
MAX_NOTE_CHARACTERS = 20_000  # characters of a note
MAX_CONTACT_FIELDS = 60  # fields shown of a card
MAX_EXAMINED_PHOTOS = 5  # of a card, looked at


@dataclass(frozen=True)
class ContactField:
    """`word` names the field, `kind` says which of several ("work, mobile")."""

    word: str
    kind: str
    value: Markup


@dataclass(frozen=True)
class ContactPhoto:
    media_type: str
    data: bytes = field(repr=False)


@dataclass(frozen=True)
class VCardContact:
    """`organisation` and `role` may be empty. `elsewhere` says that a picture is only named by an address."""

    name: str
    organisation: str
    role: str
    rows: tuple[ContactField, ...]
    photo: ContactPhoto | None
    elsewhere: bool


@dataclass(frozen=True)
class ContactFile:
    """`more` cards are not shown."""

    cards: tuple[VCardContact, ...]
    more: int
    notes: tuple[str, ...]


def parse_contacts(data: bytes, charset: str | None) -> ContactFile:
    """Any bytes that hold a vCard; raises `UnviewableContent` for all others, and for what is too large."""
    if len(data) > get_content_limits().contact_bytes:
        size = f"{get_content_limits().contact_bytes / 1_000_000:.3g} MB"
        raise UnviewableContent(
            _("The contact file is larger than %(size)s, so it is not shown.") % {"size": size}
        )
    text = decode_unfolded_text(data, charset)
    most = get_content_limits().contact_cards
    found = list(islice((each for each in iter_components(text.text) if each.name == "VCARD"), most))
    if not found:
        raise UnviewableContent(_("Labelled as a contact, but it isn’t one."))
    notes = [text.note] if text.note else []
    if any(each.damaged for each in found):
        notes.append(_("A contact is damaged. The file may contain more than is shown."))
    cards = tuple(map(_build_contact, found))
    if any(card.elsewhere for card in cards):
        notes.append(_("A picture on another server was not loaded."))
    if has_bidi_controls(text.text):
        notes.append(_("Characters that change the reading direction are shown as marks."))
    return ContactFile(cards, max(len(BEGIN_VCARD_PATTERN.findall(text.text)) - len(cards), 0), tuple(notes))


def _build_contact(card: ContentComponent) -> VCardContact:
    organisation = ", ".join(filter(None, split_value(_get_raw_value(card, "ORG"), ";")))
    photo, named = _find_photo(card), card.all("PHOTO")
    return VCardContact(
        name=_shorten_line(_format_contact_name(card)) or _shorten_line(organisation),
        organisation=_shorten_line(organisation),
        role=_shorten_line(", ".join(dict.fromkeys(filter(None, (card.text("TITLE"), card.text("ROLE")))))),
        rows=tuple(islice(_iter_contact_fields(card), MAX_CONTACT_FIELDS)),
        photo=photo,
        elsewhere=photo is None and any("://" in line.value[:20] for line in named),
    )


def _format_contact_name(card: ContentComponent) -> str:
    """As it is written for readers, or else put together: prefix, given, further, family, suffix."""
    family, given, further, prefix, suffix = (
        *split_value(_get_raw_value(card, "N"), ";"),
        "",
        "",
        "",
        "",
        "",
    )[:5]
    return card.text("FN") or " ".join(filter(None, (prefix, given, further, family, suffix)))


def _iter_contact_fields(card: ContentComponent) -> Iterator[ContactField]:
    """In the order of `FIELD_WORDS`."""
    labels = {line.group: line.text for line in card.all("X-ABLABEL") if line.group}
    for name, word in FIELD_WORDS.items():
        for line in card.all(name):
            if text := _format_field_value(line).strip():
                yield ContactField(
                    word,
                    _format_field_type(line, labels),
                    render_text(text[: MAX_NOTE_CHARACTERS if name == "NOTE" else MAX_VALUE_CHARACTERS]),
                )


def _format_field_value(line: ContentLine) -> str:
    """The value as a reader has it."""
    if line.name == "ADR":
        box, extended, street, place, region, code, country = (*split_value(line.value, ";"), *[""] * 7)[:7]
        town = ", ".join(filter(None, (place, region, code)))
        return "\n".join(filter(None, (box, extended, street, town, country)))
    if line.name == "CATEGORIES":
        return ", ".join(filter(None, split_value(line.value, ",")))
    if line.name == "BDAY":
        return _format_birthday(line.text.strip())
    text = line.text
    for scheme in ("tel:", "mailto:"):
        if text.lower().startswith(scheme):
            return text[len(scheme) :]
    return text


def _format_field_type(line: ContentLine, labels: dict[str, str]) -> str:
    label = labels.get(line.group, "")
    apple = APPLE_LABEL_PATTERN.fullmatch(label)
    types = [piece for value in line.parameters.get("TYPE", ()) for piece in value.upper().split(",")]
    kinds = [_(TYPE_WORDS[each.strip()]) for each in types if each.strip() in TYPE_WORDS]
    own = [apple[1].lower() if apple else label] if label else []
    return _shorten_line(", ".join(dict.fromkeys((*own, *kinds))))


def _format_birthday(text: str) -> str:
    """`29 February 1980`, or without the year; as it is written where it is no date."""
    found = BIRTHDAY_PATTERN.fullmatch(text)
    if not found or not 1 <= int(found[2]) <= 12 or not 1 <= int(found[3]) <= 31:
        return text
    year = "" if found[1] == "--" else f" {int(found[1])}"
    return f"{int(found[3])} {MONTH_NAMES[int(found[2]) - 1]}{year}"


def _find_photo(card: ContentComponent) -> ContactPhoto | None:
    """The first that a browser can and should decode."""
    for line in card.all("PHOTO")[:MAX_EXAMINED_PHOTOS]:
        inline = DATA_URL_PATTERN.match(line.value)
        if not inline and line.parameter("ENCODING").upper() not in {"B", "BASE64"}:
            continue
        data = decode_base64(line.value[inline.end() if inline else 0 :].encode("ascii", "ignore"))
        media_type = detect_binary_type(data[:64]) or ""
        if media_type.startswith("image/") and is_drawable(data):
            return ContactPhoto(media_type, data)
    return None


def _get_raw_value(card: ContentComponent, name: str) -> str:
    line = card.first(name)
    return line.value if line else ""


def _shorten_line(text: str) -> str:
    return reveal_invisible(" ".join(text[:MAX_VALUE_CHARACTERS].split()))
