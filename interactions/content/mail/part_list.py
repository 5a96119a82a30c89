"""The parts of a mail as lists and as a tree, with what can be done with each."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from interactions.content.limits import get_content_limits
from interactions.content.mail.body_blocks import is_displayable_picture
from interactions.content.mail.mail_defects import format_part_problem
from interactions.content.mail.mail_message import MailMessage
from interactions.content.mail.mail_parser import MailPart, ParsedMail
from interactions.content.mail.winmail import WinmailMessage
from interactions.content.text.markup import reveal_invisible
from interactions.content.viewer import ContentUrls

PART_TYPE_NAMES = {
    "text/plain": gettext_noop("Text"),
    "text/html": gettext_noop("HTML"),
    "text/calendar": gettext_noop("Invitation"),
    "text/vcard": gettext_noop("Contact"),
    "text/rfc822-headers": gettext_noop("Headers of a returned message"),
    "message/delivery-status": gettext_noop("Delivery report"),
    "message/disposition-notification": gettext_noop("Read receipt"),
    "message/rfc822": gettext_noop("Message without a subject"),
    "application/ms-tnef": gettext_noop("winmail.dat"),
    "application/pkcs7-signature": gettext_noop("Signature"),
    "application/pgp-signature": gettext_noop("Signature"),
}
MULTIPART_MEANINGS = {
    "mixed": gettext_noop("in sequence"),
    "alternative": gettext_noop("alternative versions of the same content"),
    "related": gettext_noop("a page with its images"),
    "signed": gettext_noop("content with a signature"),
    "encrypted": gettext_noop("encrypted"),
    "report": gettext_noop("report"),
    "digest": gettext_noop("several messages"),
    "form-data": gettext_noop("form fields"),
}


@dataclass(frozen=True)
class ListedPart:
    """A part in a list. `open_url` is its page, or the place in this page of a mail that is laid out here.
    `place` says where it is shown already, `reason` why it can't be read as it was meant; each may be "".
    `picture_url` is given for a picture that may stand small beside its name."""

    path: str
    media_type: str
    name: str
    file_name: str
    size: int
    contains: bool
    download_url: str
    open_url: str
    place: str
    reason: str
    picture_url: str


@dataclass(frozen=True)
class MailTreeNode:
    """A place in the tree: a part, or a multipart, of which `kind` ("multipart/mixed") and `meaning` tell; of
    a mail inside both."""

    part: ListedPart | None
    kind: str
    meaning: str
    inside: tuple["MailTreeNode", ...]


def build_part_list(
    mail: ParsedMail, letters: tuple[MailMessage, ...], addresses: ContentUrls
) -> dict[str, ListedPart]:
    """All parts by their paths, in the order sent; `letters` are those that are laid out."""
    laid_out = {letter.path for letter in letters}
    shown = {path for letter in letters for path in letter.shown}
    beside = [part for letter in letters for part in letter.attached if is_displayable_picture(part)]
    small = {part.path for part in beside[: get_content_limits().mail_pictures]}
    made = {}
    for part in mail.parts:
        place = "below" if part.path in laid_out else "above" if part.path in shown else ""
        made[part.path] = _build_listed_part(mail, part, addresses, place=place, small=part.path in small)
    return made


def _build_listed_part(
    mail: ParsedMail, part: MailPart, addresses: ContentUrls, *, place: str, small: bool
) -> ListedPart:
    there = addresses.nested(part.path)
    return ListedPart(
        path=part.path,
        media_type=part.media_type,
        name=part.name or _type_name(part),
        file_name=part.file_name,
        size=len(part.data),
        contains=part.contains,
        download_url=there.download,
        open_url=f"#mail-{part.path}" if place == "below" else there.page,
        place=place,
        reason=format_part_problem(mail, part),
        picture_url=there.raw if small else "",
    )


def _type_name(part: MailPart) -> str:
    if part.media_type in PART_TYPE_NAMES:
        return _(PART_TYPE_NAMES[part.media_type])
    return _("Part %(number)s") % {"number": part.path}


def list_winmail_parts(winmail: WinmailMessage) -> tuple[ListedPart, ...]:
    """What is attached inside a winmail.dat."""
    made = (
        _build_listed_part(winmail.mail, part, winmail.addresses, place="", small=False)
        for part in winmail.letter.attached
    )
    return tuple(replace(row, path=f"{winmail.part.path}/{row.path}") for row in made)


def build_mail_tree(
    mail: ParsedMail, parts: Mapping[str, ListedPart], rows: Mapping[str, tuple[ListedPart, ...]]
) -> tuple[MailTreeNode, ...]:
    """The mail's own structure: one node, or what is left of it. `rows` are what a winmail.dat holds, by its
    path."""
    inside: dict[str, list[str]] = {}
    paths = {path for path in mail.multiparts if path} | parts.keys()
    for path in sorted(paths, key=lambda path: tuple(map(int, path.split(".")))):
        inside.setdefault(path.rpartition(".")[0], []).append(path)
    made: dict[str, MailTreeNode] = {}
    for path in sorted(paths | {""}, key=lambda path: path.count(".") + bool(path), reverse=True):
        nodes = tuple(made[child] for child in inside.get(path, ()))
        nodes += tuple(MailTreeNode(row, "", "", ()) for row in rows.get(path, ()))
        kind = mail.multiparts.get(path, "")
        made[path] = MailTreeNode(
            parts.get(path),
            reveal_invisible(f"multipart/{kind}")[:80] if kind else "",
            _(MULTIPART_MEANINGS[kind]) if kind in MULTIPART_MEANINGS else "",
            nodes,
        )
    return (made[""],) if made[""].kind else made[""].inside
