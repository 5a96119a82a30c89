"""Transfer encodings of mails taken off: what is wrong with them is left out, nothing raises."""

import binascii
import re

NON_BASE64_PATTERN = re.compile(rb"[^A-Za-z0-9+/=]+")
IDENTITY_ENCODING_PATTERN = re.compile(r"(?:[78]-?bits?|binary)?")
UUENCODE_NAMES = {"x-uuencode", "uuencode", "x-uue", "uue"}
BASE64_SECTION_PATTERN = re.compile(rb"[A-Za-z0-9+/]+=*")


def decode_transfer_encoding(body: bytes, encoding: str) -> bytes:
    """The bytes that stand in `body`; an encoding that is not known is none."""
    encoding = parse_encoding_name(encoding)
    if encoding == "base64":
        return decode_base64(body)
    if encoding == "quoted-printable":
        return binascii.a2b_qp(body)
    return _decode_uuencoded(body) if encoding in UUENCODE_NAMES else body


def parse_encoding_name(header: str) -> str:
    """The encoding that a Content-Transfer-Encoding header names; some programs write blanks for hyphens."""
    return header.partition(";")[0].strip(" \t\"'").lower().replace(" ", "-")


def is_known_encoding(encoding: str) -> bool:
    return (
        is_opaque_encoding(encoding)
        or encoding == "quoted-printable"
        or IDENTITY_ENCODING_PATTERN.fullmatch(encoding) is not None
    )


def is_opaque_encoding(encoding: str) -> bool:
    """Whether any bytes look otherwise in it; in quoted-printable some do not."""
    return encoding == "base64" or encoding in UUENCODE_NAMES


def decode_base64(text: bytes) -> bytes:
    """Base64 with foreign characters, missing padding, and padding in the middle: some programs encode piece
    by piece. What follows the padding and is no whole piece is none ("aGk= and a remark")."""
    sections = BASE64_SECTION_PATTERN.findall(NON_BASE64_PATTERN.sub(b"", text))
    whole = sections[:1] + [section for section in sections[1:] if len(section) % 4 == 0]
    return b"".join(map(_decode_base64_section, whole))


def _decode_base64_section(text: bytes) -> bytes:
    letters = text.rstrip(b"=")
    letters = letters[: -1 if len(letters) % 4 == 1 else None]
    return binascii.a2b_base64(letters + b"=" * (-len(letters) % 4))


def _decode_uuencoded(body: bytes) -> bytes:
    lines = iter(body.splitlines())
    for line in lines:
        if line.startswith(b"begin "):
            break
    return b"".join(_decode_uu_line(line) for line in lines if line.strip() != b"end")


def _decode_uu_line(line: bytes) -> bytes:
    """One line; what a gateway added at its end is left out."""
    length = (((line[0] - 32) & 63) * 4 + 2) // 3 + 1 if line else 0
    try:
        return binascii.a2b_uu(line[:length])
    except binascii.Error:
        return b""
