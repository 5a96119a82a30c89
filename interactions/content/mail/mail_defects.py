"""Sentences on what is wrong with a mail, and on why a part of it can't be read as it was meant."""

import re

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from interactions.content.mail.mail_parser import MESSAGE_MEDIA_TYPES, MailPart, ParsedMail
from mime.mail_headers import find_raw_header, parse_header_parameters
from mime.transfer_encodings import is_known_encoding, is_opaque_encoding, parse_encoding_name

BASE64_DAMAGE_PATTERN = re.compile(rb"[^A-Za-z0-9+/=\s]")
ENCODING_SAMPLE_BYTES = 64 * 1024  # at each end of a part, searched for damage of its encoding
EXTERNAL_PART_SENTENCES = {
    "message/external-body": gettext_noop("The content is stored elsewhere, not in the message."),
    "message/partial": gettext_noop("This is one part of a message that was sent in several parts."),
}
ENCRYPTED_SMIME_TYPES = {"enveloped-data", "authenveloped-data"}
SMIME_MEDIA_TYPES = {"application/pkcs7-mime", "application/x-pkcs7-mime"}
DEFECT_WORDS = {
    "CloseBoundaryNotFoundDefect": gettext_noop("the last part has no end"),
    "StartBoundaryNotFoundDefect": gettext_noop("the boundary between parts is missing"),
    "NoBoundaryInMultipartDefect": gettext_noop("no boundary between parts is given"),
    "MissingHeaderBodySeparatorDefect": gettext_noop("no blank line after the headers"),
    "FirstHeaderLineIsContinuationDefect": gettext_noop("the first header is incomplete"),
    "MisplacedEnvelopeHeaderDefect": gettext_noop("a mailbox “From” line is among the headers"),
    "InvalidMultipartContentTransferEncodingDefect": gettext_noop("a multipart has a transfer encoding"),
}


def format_mail_damage(mail: ParsedMail) -> str | None:
    """A sentence on the defects that the parser found; None when it found none."""
    if not mail.defects:
        return None
    causes = [_(DEFECT_WORDS[name]) for name in mail.defects if name in DEFECT_WORDS]
    if not causes:
        return _("The message is damaged. The download may contain more than is shown.")
    words = _("The message is damaged: %(defects)s. The download may contain more than is shown.")
    return words % {"defects": ", ".join(causes)}


def format_part_problem(mail: ParsedMail, part: MailPart) -> str:
    """A sentence on why the part can't be read as it was meant; "" for one that can."""
    if part.media_type in EXTERNAL_PART_SENTENCES:
        return _(EXTERNAL_PART_SENTENCES[part.media_type])
    if part.media_type.startswith("multipart/") and part.message.is_multipart():
        return _("Its parts are nested too deeply to show.")
    if part.media_type in MESSAGE_MEDIA_TYPES and not part.is_attached_message:
        return _("Labelled as a message, but it can’t be read as one.")
    return _("Encrypted.") if _is_encrypted_part(mail, part) else _format_encoding_problem(part)


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
        return _("Empty.")
    if is_opaque_encoding(encoding) and part.data == body:
        return _("The encoding is damaged; shown as it was sent.")
    if not is_known_encoding(encoding):
        return _("Unknown transfer encoding; shown as it was sent.")
    if encoding == "base64" and (
        BASE64_DAMAGE_PATTERN.search(body[:ENCODING_SAMPLE_BYTES])
        or BASE64_DAMAGE_PATTERN.search(body[-ENCODING_SAMPLE_BYTES:])
    ):
        return _("The encoding is damaged; only the readable part is shown.")
    return ""
