"""The parts of a mail as lists and as a tree, with the links of each part."""

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
    """One part in a list.

    `open_url` is its page, or an anchor in this page for an attached message that is laid out here.
    `shown_where` is "above" or "below" where the page already shows the part, else "". `problem` is a
    sentence on why it can't be read as it was meant, or "". `picture_url` is the address for a thumbnail
    beside its name, or "".
    """

    path: str
    media_type: str
    name: str
    file_name: str
    size: int
    is_attached_message: bool
    download_url: str
    open_url: str
    shown_where: str
    problem: str
    picture_url: str


@dataclass(frozen=True)
class MailTreeNode:
    """One node of the tree: a part, a multipart with its `kind` ("multipart/mixed") and what that means, or
    both for an attached message that is a multipart. `part` is None, and the texts "", where they don't
    apply."""

    part: ListedPart | None
    kind: str
    meaning: str
    children: tuple["MailTreeNode", ...]


def build_part_list(
    mail: ParsedMail, messages: tuple[MailMessage, ...], addresses: ContentUrls
) -> dict[str, ListedPart]:
    """All parts of the mail by their paths, in the order sent. `messages` are those that the page shows."""
    laid_out = {message.path for message in messages}
    shown = {path for message in messages for path in message.shown_paths}
    pictures = [part for message in messages for part in message.attachments if is_displayable_picture(part)]
    thumbnails = {part.path for part in pictures[: get_content_limits().mail_pictures]}
    listed = {}
    for part in mail.parts:
        shown_where = "below" if part.path in laid_out else "above" if part.path in shown else ""
        listed[part.path] = _build_listed_part(
            mail, part, addresses, shown_where=shown_where, thumbnail=part.path in thumbnails
        )
    return listed


def _build_listed_part(
    mail: ParsedMail, part: MailPart, addresses: ContentUrls, *, shown_where: str, thumbnail: bool
) -> ListedPart:
    part_addresses = addresses.nested(part.path)
    return ListedPart(
        path=part.path,
        media_type=part.media_type,
        name=part.name or _format_part_type(part),
        file_name=part.file_name,
        size=len(part.data),
        is_attached_message=part.is_attached_message,
        download_url=part_addresses.download,
        open_url=f"#mail-{part.path}" if shown_where == "below" else part_addresses.page,
        shown_where=shown_where,
        problem=format_part_problem(mail, part),
        picture_url=part_addresses.raw if thumbnail else "",
    )


def _format_part_type(part: MailPart) -> str:
    if part.media_type in PART_TYPE_NAMES:
        return _(PART_TYPE_NAMES[part.media_type])
    return _("Part %(number)s") % {"number": part.path}


def list_winmail_parts(winmail: WinmailMessage) -> tuple[ListedPart, ...]:
    """The attachments inside a winmail.dat; their paths begin with its own ("2/1")."""
    listed_parts = (
        _build_listed_part(winmail.mail, part, winmail.addresses, shown_where="", thumbnail=False)
        for part in winmail.message.attachments
    )
    return tuple(
        replace(listed_part, path=f"{winmail.part.path}/{listed_part.path}") for listed_part in listed_parts
    )


def build_mail_tree(
    mail: ParsedMail, parts: Mapping[str, ListedPart], winmail_parts: Mapping[str, tuple[ListedPart, ...]]
) -> tuple[MailTreeNode, ...]:
    """The structure of the mail: its outermost multipart as one node, or its one part. `winmail_parts` are
    the attachments inside each winmail.dat, by the path of that."""
    children_by_path: dict[str, list[str]] = {}
    paths = {path for path in mail.multiparts if path} | parts.keys()
    for path in sorted(paths, key=lambda path: tuple(map(int, path.split(".")))):
        children_by_path.setdefault(path.rpartition(".")[0], []).append(path)
    nodes_by_path: dict[str, MailTreeNode] = {}
    for path in sorted(paths | {""}, key=lambda path: path.count(".") + bool(path), reverse=True):
        nodes = tuple(nodes_by_path[child] for child in children_by_path.get(path, ()))
        nodes += tuple(MailTreeNode(listed_part, "", "", ()) for listed_part in winmail_parts.get(path, ()))
        kind = mail.multiparts.get(path, "")
        nodes_by_path[path] = MailTreeNode(
            parts.get(path),
            reveal_invisible(f"multipart/{kind}")[:80] if kind else "",
            _(MULTIPART_MEANINGS[kind]) if kind in MULTIPART_MEANINGS else "",
            nodes,
        )
    return (nodes_by_path[""],) if nodes_by_path[""].kind else nodes_by_path[""].children
