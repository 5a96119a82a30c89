"""An e-mail: who wrote to whom, its body as HTML and as text, what is attached, and the mails inside it."""

from collections.abc import Mapping
from dataclasses import dataclass

from interactions.content.limits import get_content_limits
from interactions.content.mail.cards import Cards, cards
from interactions.content.mail.letter import Letter, letter
from interactions.content.mail.listed import Listed, Node, listed, packed, tree
from interactions.content.mail.parts import Mail, Part, parse
from interactions.content.mail.reasons import damage
from interactions.content.mail.winmail import Winmail, filled, unpacked
from interactions.content.viewer import ContentUrls, ViewerInput, ViewerResult


@dataclass(frozen=True)
class Enclosed:
    """A mail, or a mail inside it, with what is attached to it, what of that are cards, and the address of
    all its parts as one zip file."""

    letter: Letter
    attached: tuple[Listed, ...]
    cards: Cards
    everything_url: str


@dataclass(frozen=True)
class MailView:
    """`inside` are the mails within it, in their order; `parts` all parts of all of them, `tree` how they
    lie in each other."""

    mail: Enclosed
    inside: tuple[Enclosed, ...]
    parts: tuple[Listed, ...]
    tree: tuple[Node, ...]


def view(material: ViewerInput) -> ViewerResult:
    """Any bytes as a mail; the notes say what is damaged, left out or guessed."""
    return shown(parse(material.data), material.addresses, material.data)


def shown(mail: Mail, addresses: ContentUrls, sent: bytes | None = None) -> ViewerResult:
    """A mail that is taken apart already; `sent` are its bytes where it was sent as a mail."""
    share = get_content_limits().mail_source // (len(_held(mail)) + 1)
    letters = _letters(mail, addresses, share, sent)
    winmails, refusals = unpacked(mail, addresses, share)
    parts = listed(mail, letters, addresses)
    rows = {path: packed(winmail) for path, winmail in winmails.items()}
    own, *inside = (_enclosed(each, parts, winmails, rows, addresses) for each in letters)
    every = tuple(row for path, part in parts.items() for row in (part, *rows.get(path, ())))
    notes = (*_notes(mail, len(inside)), *(note for each in letters for note in each.notes))
    notes = (*notes, *refusals, *(note for winmail in winmails.values() for note in winmail.notes))
    notes = (*notes, *(note for each in (own, *inside) for note in each.cards.notes))
    return ViewerResult(
        MailView(own, tuple(inside), every, tree(mail, parts, rows)), tuple(dict.fromkeys(notes))
    )


def _letters(mail: Mail, addresses: ContentUrls, share: int, sent: bytes | None) -> tuple[Letter, ...]:
    """The mail itself and those inside it. They share what is shown of them as they were sent, so that a page
    keeps a size."""
    inside = (
        letter(mail, p.path, p.message.inside[0], addresses, share, sent=None if sent is None else p.data)
        for p in _held(mail)
    )
    return (letter(mail, "", mail.message, addresses, share, sent=sent), *inside)


def _held(mail: Mail) -> list[Part]:
    return [part for part in mail.parts if part.contains][: get_content_limits().mails_inside]


def _enclosed(
    own: Letter,
    parts: Mapping[str, Listed],
    winmails: Mapping[str, Winmail],
    rows: Mapping[str, tuple[Listed, ...]],
    addresses: ContentUrls,
) -> Enclosed:
    """With what is in a winmail.dat in its place."""
    attached = tuple(row for part in own.attached for row in rows.get(part.path) or (parts[part.path],))
    there = addresses.inside(own.path) if own.path else addresses
    return Enclosed(filled(own, winmails), attached, cards(own.attached, addresses), there.everything)


def _notes(mail: Mail, inside: int) -> list[str]:
    notes = [note for note in (damage(mail),) if note]
    if mail.more:
        notes.append(f"It has more parts than the {len(mail.parts)} that are listed.")
    if (held := sum(part.contains for part in mail.parts)) > inside:
        notes.append(f"Of the {held} mails inside it the first {inside} are laid out.")
    return notes
