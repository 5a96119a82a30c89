"""Decodes the transfer encodings of mails (RFC 2045 §6). Damaged pieces are left out; nothing raises."""

import binascii
import re

NON_BASE64_PATTERN = re.compile(rb"[^A-Za-z0-9+/=]+")
IDENTITY_ENCODING_PATTERN = re.compile(r"(?:[78]-?bits?|binary)?")
UUENCODE_NAMES = {"x-uuencode", "uuencode", "x-uue", "uue"}
BASE64_SECTION_PATTERN = re.compile(rb"[A-Za-z0-9+/]+=*")


def decode_transfer_encoding(body: bytes, encoding: str) -> bytes:
    """The decoded bytes of `body`; the bytes themselves when the encoding is unknown."""
    encoding = parse_encoding_name(encoding)
    if encoding == "base64":
        return decode_base64(body)
    if encoding == "quoted-printable":
        return binascii.a2b_qp(body)
    return _decode_uuencoded(body) if encoding in UUENCODE_NAMES else body


def parse_encoding_name(header: str) -> str:
    """The encoding that a Content-Transfer-Encoding header names, in lower case; some programs write spaces
    for hyphens."""
    return header.partition(";")[0].strip(" \t\"'").lower().replace(" ", "-")


def is_known_encoding(encoding: str) -> bool:
    return (
        is_opaque_encoding(encoding)
        or encoding == "quoted-printable"
        or IDENTITY_ENCODING_PATTERN.fullmatch(encoding) is not None
    )


def is_opaque_encoding(encoding: str) -> bool:
    """Whether the encoding changes all bytes, unlike quoted-printable, which leaves plain text as it is."""
    return encoding == "base64" or encoding in UUENCODE_NAMES


def decode_base64(text: bytes) -> bytes:
    """Decodes Base64, also with foreign characters, without padding, and with padding in the middle, as
    programs write it that encode piece by piece. A text after the padding whose length is no multiple of 4
    is left out ("aGk= and a remark")."""
    sections = BASE64_SECTION_PATTERN.findall(NON_BASE64_PATTERN.sub(b"", text))
    whole = sections[:1] + [section for section in sections[1:] if len(section) % 4 == 0]
    return b"".join(map(_decode_base64_section, whole))


def _decode_base64_section(text: bytes) -> bytes:
    digits = text.rstrip(b"=")
    digits = digits[: -1 if len(digits) % 4 == 1 else None]
    return binascii.a2b_base64(digits + b"=" * (-len(digits) % 4))


def _decode_uuencoded(body: bytes) -> bytes:
    lines = iter(body.splitlines())
    for line in lines:
        if line.startswith(b"begin "):
            break
    return b"".join(_decode_uu_line(line) for line in lines if line.strip() not in {b"", b"end"})


def _decode_uu_line(line: bytes) -> bytes:
    """Decodes one line, which is not empty, without what a gateway appended to it; b"" when it can't be
    decoded."""
    length = (((line[0] - 32) & 63) * 4 + 2) // 3 + 1
    try:
        return binascii.a2b_uu(line[:length])
    except binascii.Error:
        return b""
