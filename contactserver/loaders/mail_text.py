"""Text of mails as the server keeps it: decoded as the viewer decodes it, and fit for JSON and databases."""

import re

from mime.charsets import decode_text
from mime.mail_headers import decode_header_value

MAX_HEADER_CHARACTERS = 64 * 1024  # characters of one header; a list of recipients can be long
UNSTORABLE_PATTERN = re.compile("[\x00\ud800-\udfff]")


def decode_mail_bytes(data: bytes, declared: str | None = None) -> str:
    """The text of a body that is declared to be in this charset; U+FFFD stands where bytes mean nothing."""
    return replace_unstorable(decode_text(data, declared).text)


def decode_header(value: str, charset: str | None = None) -> str:
    """A header's value with its encoded words decoded, and its 8-bit bytes by `charset`."""
    if value.isascii() and "=?" not in value:
        return value.strip()
    return replace_unstorable(decode_header_value(value, charset, max_characters=MAX_HEADER_CHARACTERS))


def replace_unstorable(text: str) -> str:
    """The text with U+FFFD in place of lone surrogates, which are not for JSON, and of NUL, which is not for
    databases."""
    return UNSTORABLE_PATTERN.sub("\ufffd", text)
