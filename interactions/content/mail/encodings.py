"""Transfer encodings of mails taken off: what is wrong with them is left out, nothing raises."""

import binascii
import re

FOREIGN = re.compile(rb"[^A-Za-z0-9+/=]+")
NONE = re.compile(r"(?:[78]-?bits?|binary)?")
UUENCODE = {"x-uuencode", "uuencode", "x-uue", "uue"}
SECTION = re.compile(rb"[A-Za-z0-9+/]+=*")


def transfer_decoded(body: bytes, encoding: str) -> bytes:
    """The bytes that stand in `body`; an encoding that is not known is none."""
    encoding = named(encoding)
    if encoding == "base64":
        return base64(body)
    if encoding == "quoted-printable":
        return binascii.a2b_qp(body)
    return _uudecoded(body) if encoding in UUENCODE else body


def named(header: str) -> str:
    """The encoding that a Content-Transfer-Encoding header names; some programs write blanks for hyphens."""
    return header.partition(";")[0].strip(" \t\"'").lower().replace(" ", "-")


def is_known(encoding: str) -> bool:
    return encodes(encoding) or encoding == "quoted-printable" or NONE.fullmatch(encoding) is not None


def encodes(encoding: str) -> bool:
    """Whether any bytes look otherwise in it; in quoted-printable some do not."""
    return encoding == "base64" or encoding in UUENCODE


def base64(text: bytes) -> bytes:
    """Base64 with foreign characters, missing padding, and padding in the middle: some programs encode piece
    by piece. What follows the padding and is no whole piece is none ("aGk= and a remark")."""
    sections = SECTION.findall(FOREIGN.sub(b"", text))
    whole = sections[:1] + [section for section in sections[1:] if len(section) % 4 == 0]
    return b"".join(map(_section, whole))


def _section(text: bytes) -> bytes:
    letters = text.rstrip(b"=")
    letters = letters[: -1 if len(letters) % 4 == 1 else None]
    return binascii.a2b_base64(letters + b"=" * (-len(letters) % 4))


def _uudecoded(body: bytes) -> bytes:
    lines = iter(body.splitlines())
    for line in lines:
        if line.startswith(b"begin "):
            break
    return b"".join(_uuline(line) for line in lines if line.strip() != b"end")


def _uuline(line: bytes) -> bytes:
    """One line; what a gateway added at its end is left out."""
    length = (((line[0] - 32) & 63) * 4 + 2) // 3 + 1 if line else 0
    try:
        return binascii.a2b_uu(line[:length])
    except binascii.Error:
        return b""
