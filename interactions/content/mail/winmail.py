"""What Outlook packed into the winmail.dat of a mail, for the page of that mail."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from interactions.content.errors import UnviewableContent
from interactions.content.mail.letter import Letter, letter
from interactions.content.mail.parts import Mail, Part
from interactions.content.outlook import opening, tnef
from interactions.content.viewer import ContentUrls


@dataclass(frozen=True)
class Winmail:
    """`part` is the winmail.dat itself, `mail` and `letter` what is in it: a body and attachments, with the
    addresses that lie in `addresses`. `notes` are sentences on what is missing; what else is to be said of
    it, its own page says."""

    part: Part
    mail: Mail
    letter: Letter
    addresses: ContentUrls
    notes: tuple[str, ...]


def unpacked(mail: Mail, addresses: ContentUrls, source_most: int) -> tuple[dict[str, Winmail], list[str]]:
    """By their paths, and sentences on those that can't be unpacked. `source_most` as `letter` has it."""
    found: dict[str, Winmail] = {}
    refusals: list[str] = []
    for part in mail.parts:
        if part.media_type == opening.TNEF or part.data.startswith(tnef.SIGNATURE):
            try:
                found[part.path] = _unpacked(part, addresses.inside(part.path), source_most)
            except UnviewableContent as unshowable:
                refusals.append(f"Its winmail.dat can’t be unpacked. {unshowable.reason}")
    return found, refusals


def filled(own: Letter, packed: Mapping[str, Winmail]) -> Letter:
    """The letter; where it has no text of its own, with the one that Outlook packed."""
    if own.html or own.text:
        return own
    inner = next((each.letter for each in packed.values() if each.part.letter == own.path), None)
    return replace(own, html=inner.html, text=inner.text, source=inner.source) if inner else own


def _unpacked(part: Part, addresses: ContentUrls, source_most: int) -> Winmail:
    mail = opening.opened(part.data).mail
    notes = ["Its winmail.dat is damaged; it may hold more than is shown."] if mail.defects else []
    if mail.more:
        notes.append(f"Its winmail.dat holds more than the {len(mail.parts)} parts that are listed.")
    return Winmail(
        part, mail, letter(mail, "", mail.message, addresses, source_most), addresses, tuple(notes)
    )
