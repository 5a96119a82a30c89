"""Sentences on what is wrong with a mail, and on why a part of it can't be read as it was meant."""

import re

from interactions.content.mail.mail_headers import find_raw_header, parse_header_parameters
from interactions.content.mail.mail_parser import MESSAGE_MEDIA_TYPES, MailPart, ParsedMail
from interactions.content.mail.transfer_encodings import (
    is_known_encoding,
    is_opaque_encoding,
    parse_encoding_name,
)

BASE64_DAMAGE_PATTERN = re.compile(rb"[^A-Za-z0-9+/=\s]")
ENCODING_SAMPLE_BYTES = 64 * 1024  # at each end of a part, searched for damage of its encoding
EXTERNAL_PART_SENTENCES = {
    "message/external-body": "It is not in the mail, which only says where it lies.",
    "message/partial": "It is one piece of a mail that was sent in several.",
}
ENCRYPTED_SMIME_TYPES = {"enveloped-data", "authenveloped-data"}
SMIME_MEDIA_TYPES = {"application/pkcs7-mime", "application/x-pkcs7-mime"}
DEFECT_WORDS = {
    "CloseBoundaryNotFoundDefect": "its last part has no end",
    "StartBoundaryNotFoundDefect": "the line that its parts begin with is nowhere",
    "NoBoundaryInMultipartDefect": "it names no line that its parts begin with",
    "MissingHeaderBodySeparatorDefect": "its headers break off without a blank line",
    "FirstHeaderLineIsContinuationDefect": "its headers begin in the middle of one",
    "MisplacedEnvelopeHeaderDefect": "a mailbox’s “From” line stands among its headers",
    "InvalidMultipartContentTransferEncodingDefect": "its parts are encoded as a whole, which none may be",
}


def format_mail_damage(mail: ParsedMail) -> str | None:
    """A sentence on the defects that the parser found; None when it found none."""
    if not mail.defects:
        return None
    causes = [DEFECT_WORDS[name] for name in mail.defects if name in DEFECT_WORDS]
    cause = f": {', '.join(causes)}" if causes else ""
    return f"This mail is damaged{cause}. The download may hold more than is shown."


def format_part_problem(mail: ParsedMail, part: MailPart) -> str:
    """A sentence on why the part can't be read as it was meant; "" for one that can."""
    if part.media_type in EXTERNAL_PART_SENTENCES:
        return EXTERNAL_PART_SENTENCES[part.media_type]
    if part.media_type.startswith("multipart/") and part.message.is_multipart():
        return "What it holds lies deeper than a mail is taken apart."
    if part.media_type in MESSAGE_MEDIA_TYPES and not part.is_attached_message:
        return "It is called a mail and can’t be read as one."
    return "It is encrypted." if _is_encrypted_part(mail, part) else _format_encoding_problem(part)


def _is_encrypted_part(mail: ParsedMail, part: MailPart) -> bool:
    multipart_subtype = mail.multiparts.get(part.path.rpartition(".")[0], "")
    if multipart_subtype == "encrypted" and part.media_type == "application/octet-stream":
        return True
    smime_type = parse_header_parameters(part.message, "Content-Type")[1].get("smime-type", "").lower()
    return part.media_type in SMIME_MEDIA_TYPES and smime_type in ENCRYPTED_SMIME_TYPES


def _format_encoding_problem(part: MailPart) -> str:
    if part.is_attached_message:
        return ""
    encoding = parse_encoding_name(find_raw_header(part.message, "Content-Transfer-Encoding"))
    body = part.message.body
    if not part.data.strip():
        return "It is empty."
    if is_opaque_encoding(encoding) and part.data == body:
        return "Its encoding is damaged beyond reading; it is given as it was sent."
    if not is_known_encoding(encoding):
        return "Its transfer encoding is not known; it is given as it was sent."
    if encoding == "base64" and (
        BASE64_DAMAGE_PATTERN.search(body[:ENCODING_SAMPLE_BYTES])
        or BASE64_DAMAGE_PATTERN.search(body[-ENCODING_SAMPLE_BYTES:])
    ):
        return "Its encoding is damaged; what can be read of it is given."
    return ""
