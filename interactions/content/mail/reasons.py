"""Why a part can't be read, or not as it was meant; and what is wrong with a mail."""

import re

from interactions.content.mail.encodings import encodes, is_known, named
from interactions.content.mail.headers import parameters, raw
from interactions.content.mail.parts import MAILS, Mail, Part

FOREIGN = re.compile(rb"[^A-Za-z0-9+/=\s]")
ENDS = 64 * 1024  # bytes at each end of a part in which its encoding is looked over
ELSEWHERE = {
    "message/external-body": "It is not in the mail, which only says where it lies.",
    "message/partial": "It is one piece of a mail that was sent in several.",
}
ENCRYPTED = {"enveloped-data", "authenveloped-data"}
SMIME = {"application/pkcs7-mime", "application/x-pkcs7-mime"}
DEFECTS = {
    "CloseBoundaryNotFoundDefect": "its last part has no end",
    "StartBoundaryNotFoundDefect": "the line that its parts begin with is nowhere",
    "NoBoundaryInMultipartDefect": "it names no line that its parts begin with",
    "MissingHeaderBodySeparatorDefect": "its headers break off without a blank line",
    "FirstHeaderLineIsContinuationDefect": "its headers begin in the middle of one",
    "MisplacedEnvelopeHeaderDefect": "a mailbox’s “From” line stands among its headers",
    "InvalidMultipartContentTransferEncodingDefect": "its parts are encoded as a whole, which none may be",
}


def damage(mail: Mail) -> str | None:
    """A sentence on what no mail may have; None for one that is whole."""
    if not mail.defects:
        return None
    known = [DEFECTS[name] for name in mail.defects if name in DEFECTS]
    what = f": {', '.join(known)}" if known else ""
    return f"This mail is damaged{what}. The download may hold more than is shown."


def reason(mail: Mail, part: Part) -> str:
    """Why it can't be read as it was meant; "" for what can."""
    if part.media_type in ELSEWHERE:
        return ELSEWHERE[part.media_type]
    if part.media_type.startswith("multipart/") and part.message.is_multipart():
        return "What it holds lies deeper than a mail is taken apart."
    if part.media_type in MAILS and not part.contains:
        return "It is called a mail and can’t be read as one."
    return "It is encrypted." if _is_encrypted(mail, part) else _encoding(part)


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
        return "It is empty."
    if encodes(encoding) and part.data == body:
        return "Its encoding is damaged beyond reading; it is given as it was sent."
    if not is_known(encoding):
        return "Its transfer encoding is not known; it is given as it was sent."
    if encoding == "base64" and (FOREIGN.search(body[:ENDS]) or FOREIGN.search(body[-ENDS:])):
        return "Its encoding is damaged; what can be read of it is given."
    return ""
