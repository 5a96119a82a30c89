"""Why a part can't be read, or not as it was meant; and what is wrong with a mail."""

import re

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from interactions.content.mail.encodings import encodes, is_known, named
from interactions.content.mail.headers import parameters, raw
from interactions.content.mail.parts import MAILS, Mail, Part

FOREIGN = re.compile(rb"[^A-Za-z0-9+/=\s]")
ENDS = 64 * 1024  # bytes at each end of a part in which its encoding is looked over
ELSEWHERE = {
    "message/external-body": gettext_noop("The content is stored elsewhere, not in the message."),
    "message/partial": gettext_noop("This is one part of a message that was sent in several parts."),
}
ENCRYPTED = {"enveloped-data", "authenveloped-data"}
SMIME = {"application/pkcs7-mime", "application/x-pkcs7-mime"}
DEFECTS = {
    "CloseBoundaryNotFoundDefect": gettext_noop("the last part has no end"),
    "StartBoundaryNotFoundDefect": gettext_noop("the boundary between parts is missing"),
    "NoBoundaryInMultipartDefect": gettext_noop("no boundary between parts is given"),
    "MissingHeaderBodySeparatorDefect": gettext_noop("no blank line after the headers"),
    "FirstHeaderLineIsContinuationDefect": gettext_noop("the first header is incomplete"),
    "MisplacedEnvelopeHeaderDefect": gettext_noop("a mailbox “From” line is among the headers"),
    "InvalidMultipartContentTransferEncodingDefect": gettext_noop("a multipart has a transfer encoding"),
}


def damage(mail: Mail) -> str | None:
    """A sentence on what no mail may have; None for one that is whole."""
    if not mail.defects:
        return None
    known = [_(DEFECTS[name]) for name in mail.defects if name in DEFECTS]
    if not known:
        return _("The message is damaged. The download may contain more than is shown.")
    words = _("The message is damaged: %(defects)s. The download may contain more than is shown.")
    return words % {"defects": ", ".join(known)}


def reason(mail: Mail, part: Part) -> str:
    """Why it can't be read as it was meant; "" for what can."""
    if part.media_type in ELSEWHERE:
        return _(ELSEWHERE[part.media_type])
    if part.media_type.startswith("multipart/") and part.message.is_multipart():
        return _("Its parts are nested too deeply to show.")
    if part.media_type in MAILS and not part.contains:
        return _("Labelled as a message, but it can’t be read as one.")
    return _("Encrypted.") if _is_encrypted(mail, part) else _encoding(part)


def _is_encrypted(mail: Mail, part: Part) -> bool:
    within = mail.multiparts.get(part.path.rpartition(".")[0], "")
    if within == "encrypted" and part.media_type == "application/octet-stream":
        return True
    smime = parameters(part.message, "Content-Type")[1].get("smime-type", "").lower()
    return part.media_type in SMIME and smime in ENCRYPTED


def _encoding(part: Part) -> str:
    if part.contains:
        return ""
    encoding, body = named(raw(part.message, "Content-Transfer-Encoding")), part.message.body
    if not part.data.strip():
        return _("Empty.")
    if encodes(encoding) and part.data == body:
        return _("The encoding is damaged; shown as it was sent.")
    if not is_known(encoding):
        return _("Unknown transfer encoding; shown as it was sent.")
    if encoding == "base64" and (FOREIGN.search(body[:ENDS]) or FOREIGN.search(body[-ENDS:])):
        return _("The encoding is damaged; only the readable part is shown.")
    return ""
