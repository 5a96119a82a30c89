"""Parses contacts (vCard 2.1, 3.0 and 4.0, RFC 6350): names, phone numbers, addresses, a note, a picture.

A picture is taken only from the card itself, and only if its bytes are an image. What a card names by an
address is never fetched.
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
from interactions.content.media.image_view import is_drawable
from interactions.content.signatures import detect_binary_type
from interactions.content.text.markup import has_bidi_controls, render_text, reveal_invisible
from mime.transfer_encodings import decode_base64

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
APPLE_LABEL_PATTERN = re.compile(r"_\$!<(.{1,60})>!\$_")  # how Apple's programs write their own labels
BEGIN_VCARD_PATTERN = re.compile(r"^[ \t]*BEGIN:[ \t]*VCARD", re.I | re.M)
BIRTHDAY_PATTERN = re.compile(r"(\d{4}|--)-?(\d\d)-?(\d\d)(?:T.*)?", re.S | re.ASCII)
DATA_URL_PATTERN = re.compile(r"data:[\w/+.-]{0,60};base64,", re.I)
MAX_VALUE_CHARACTERS = 500  # of any field but a note
MAX_NOTE_CHARACTERS = 20_000
MAX_CONTACT_FIELDS = 60  # shown of a card
MAX_EXAMINED_PHOTOS = 5  # of a card, tried until one can be shown


@dataclass(frozen=True)
class ContactField:
    """A field of a contact. `label` names it ("Phone"), `kind` says which of several ("work, mobile") or is
    ""."""

    label: str
    kind: str
    value: Markup


@dataclass(frozen=True)
class ContactPhoto:
    """A picture from a card, with the type that its bytes have."""

    media_type: str
    data: bytes = field(repr=False)


@dataclass(frozen=True)
class VCardContact:
    """One contact; its texts may be "". `has_remote_photo` says that its only picture is named by an
    address."""

    name: str
    organisation: str
    role: str
    fields: tuple[ContactField, ...]
    photo: ContactPhoto | None
    has_remote_photo: bool


@dataclass(frozen=True)
class ContactFile:
    """A file of contacts. `more` counts the cards beyond the limit."""

    cards: tuple[VCardContact, ...]
    more: int
    notes: tuple[str, ...]


def parse_contacts(data: bytes, charset: str | None) -> ContactFile:
    """Parses any bytes that contain a vCard. Raises `UnviewableContent` for all others, and for a file that
    is too large or nested too deeply."""
    if len(data) > get_content_limits().contact_bytes:
        size = f"{get_content_limits().contact_bytes / 1_000_000:.3g} MB"
        raise UnviewableContent(
            _("The contact file is larger than %(size)s, so it is not shown.") % {"size": size}
        )
    text = decode_unfolded_text(data, charset)
    vcards = (component for component in iter_components(text.text) if component.name == "VCARD")
    components = list(islice(vcards, get_content_limits().contact_cards))
    if not components:
        raise UnviewableContent(_("Labelled as a contact, but it isn’t one."))
    notes = [text.note] if text.note else []
    if any(component.damaged for component in components):
        notes.append(_("A contact is damaged. The file may contain more than is shown."))
    cards = tuple(map(_build_contact, components))
    if any(card.has_remote_photo for card in cards):
        notes.append(_("A picture on another server was not loaded."))
    if has_bidi_controls(text.text):
        notes.append(_("Characters that change the reading direction are shown as marks."))
    return ContactFile(cards, max(len(BEGIN_VCARD_PATTERN.findall(text.text)) - len(cards), 0), tuple(notes))


def _build_contact(card: ContentComponent) -> VCardContact:
    organisation = ", ".join(filter(None, split_value(_get_raw_value(card, "ORG"), ";")))
    photo, photo_lines = _find_photo(card), card.find_lines("PHOTO")
    return VCardContact(
        name=_shorten_line(_format_contact_name(card)) or _shorten_line(organisation),
        organisation=_shorten_line(organisation),
        role=_shorten_line(
            ", ".join(dict.fromkeys(filter(None, (card.get_text("TITLE"), card.get_text("ROLE")))))
        ),
        fields=tuple(islice(_iter_contact_fields(card), MAX_CONTACT_FIELDS)),
        photo=photo,
        has_remote_photo=photo is None and any("://" in line.value[:20] for line in photo_lines),
    )


def _format_contact_name(card: ContentComponent) -> str:
    """The formatted name (FN), or else the parts of N: prefix, given, additional, family, suffix."""
    parts = (*split_value(_get_raw_value(card, "N"), ";"), *[""] * 5)[:5]
    family, given, additional, prefix, suffix = parts
    return card.get_text("FN") or " ".join(filter(None, (prefix, given, additional, family, suffix)))


def _iter_contact_fields(card: ContentComponent) -> Iterator[ContactField]:
    """The fields that have a value, in the order of `FIELD_WORDS`."""
    labels = {line.group: line.text for line in card.find_lines("X-ABLABEL") if line.group}
    for name, label in FIELD_WORDS.items():
        for line in card.find_lines(name):
            if text := _format_field_value(line).strip():
                yield ContactField(
                    label,
                    _format_field_type(line, labels),
                    render_text(text[: MAX_NOTE_CHARACTERS if name == "NOTE" else MAX_VALUE_CHARACTERS]),
                )


def _format_field_value(line: ContentLine) -> str:
    """The value of a line in readable form."""
    if line.name == "ADR":
        box, extended, street, locality, region, code, country = (*split_value(line.value, ";"), *[""] * 7)[
            :7
        ]
        town = ", ".join(filter(None, (locality, region, code)))
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
    kinds = [_(TYPE_WORDS[piece.strip()]) for piece in types if piece.strip() in TYPE_WORDS]
    own_label = [apple[1].lower() if apple else label] if label else []
    return _shorten_line(", ".join(dict.fromkeys((*own_label, *kinds))))


def _format_birthday(text: str) -> str:
    """`29 February 1980`, without the year if the card has none; the text itself when it is no date."""
    match = BIRTHDAY_PATTERN.fullmatch(text)
    if not match or not 1 <= int(match[2]) <= 12 or not 1 <= int(match[3]) <= 31:
        return text
    year = "" if match[1] == "--" else f" {int(match[1])}"
    return f"{int(match[3])} {MONTH_NAMES[int(match[2]) - 1]}{year}"


def _find_photo(card: ContentComponent) -> ContactPhoto | None:
    """The first picture in the card that a browser can and should decode."""
    for line in card.find_lines("PHOTO")[:MAX_EXAMINED_PHOTOS]:
        data_url = DATA_URL_PATTERN.match(line.value)
        if not data_url and line.get_parameter("ENCODING").upper() not in {"B", "BASE64"}:
            continue
        data = decode_base64(line.value[data_url.end() if data_url else 0 :].encode("ascii", "ignore"))
        media_type = detect_binary_type(data[:64]) or ""
        if media_type.startswith("image/") and is_drawable(data):
            return ContactPhoto(media_type, data)
    return None


def _get_raw_value(card: ContentComponent, name: str) -> str:
    line = card.find_line(name)
    return line.value if line else ""


def _shorten_line(text: str) -> str:
    return reveal_invisible(" ".join(text[:MAX_VALUE_CHARACTERS].split()))
