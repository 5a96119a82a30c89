"""Bytes of a mail as text, whatever charset they claim: the declared one, then UTF-8, then a guess.

Guessing stands last: a guess before a declared charset spoils more real mails than it mends. What comes
out can go into JSON and into any database: no lone surrogates, no NUL.
"""

import codecs
import re
from functools import lru_cache

from charset_normalizer import from_bytes

# What mails call charsets that Python knows by another name. Latin-1 is what programs write who mean
# Windows-1252, and US-ASCII is what they write who mean nothing in particular.
CHARSET_ALIASES = {
    "ascii": None,
    "us-ascii": None,
    "ansi_x3.4-1968": None,
    "unknown-8bit": None,
    "x-unknown": None,
    "iso-8859-1": "cp1252",
    "iso8859-1": "cp1252",
    "latin1": "cp1252",
    "iso-8859-8-i": "iso-8859-8",
    "iso-8859-8-e": "iso-8859-8",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "x-gbk": "gb18030",
    "big5": "big5hkscs",
    "x-sjis": "cp932",
    "shift_jis": "cp932",
    "shift-jis": "cp932",
    "iso-2022-jp": "iso2022_jp_ext",
    "ks_c_5601-1987": "cp949",
    "euc-kr": "cp949",
    "windows-874": "cp874",
    "unicode-1-1-utf-7": "utf-7",
    "utf-8": "utf-8-sig",
    "utf8": "utf-8-sig",
    "utf8mb4": "utf-8-sig",
}
LATIN_CHARSETS = {"cp1252", "windows-1252", "iso-8859-15"}
# Codecs of Python that are no charset of any text.
REFUSED_CODECS = {"unicode_escape", "raw_unicode_escape", "punycode", "idna", "undefined"}
# What a guess may come to: charsets that people write mails in, the likeliest first.
GUESSED_CHARSETS = (
    "cp1252", "cp1250", "cp1251", "koi8_r", "gb18030", "big5", "cp949", "cp932", "euc_jp",
    "cp1253", "cp1255", "cp1256", "cp1254", "cp874",
)  # fmt: skip
MAX_BROKEN_SHARE = 0.05  # the share of broken characters up to which a declared charset is believed
GUESS_SAMPLE_BYTES = 16 * 1024  # bytes that a guess looks at
MIN_GUESS_BYTES = 64  # bytes; a guess from fewer is a dice roll
UTF16_BYTE_ORDER_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
UNSTORABLE_PATTERN = re.compile("[\x00\ud800-\udfff]")


def decode_mail_bytes(data: bytes, declared: str | None = None) -> str:
    """The text of `data`; U+FFFD stands where bytes mean nothing. Never raises."""
    charset = find_codec(declared)
    telling = (
        "iso2022_jp_ext"
        if b"\x1b$" in data
        else "utf-16"
        if data.startswith(UTF16_BYTE_ORDER_MARKS)
        else None
    )
    if charset in LATIN_CHARSETS:  # any bytes fit, and text in them is as good as never valid UTF-8 by chance
        charset, telling = None if _decode_strictly(data, "utf-8-sig") else charset, None
    for candidate in (charset, telling, "utf-8-sig"):
        text = _decode_strictly(data, candidate)
        if text is not None:
            return replace_unstorable(text)
    if charset:
        text = data.decode(charset, "replace")
        if text.count("\ufffd") <= MAX_BROKEN_SHARE * len(text):
            return replace_unstorable(text)
    return replace_unstorable(data.decode(_guess_charset(data), "replace"))


def replace_unstorable(text: str) -> str:
    """The text with U+FFFD in place of what neither JSON nor a database takes."""
    return UNSTORABLE_PATTERN.sub("\ufffd", text)


@lru_cache(maxsize=256)
def find_codec(declared: str | None) -> str | None:
    """Python's name for a declared charset; None when it says nothing or nothing that is known."""
    name = (declared or "").strip(" \t\"'<>").lower()
    name = CHARSET_ALIASES.get(name, name) or ""
    if not re.fullmatch(r"[a-z0-9_:\-]{1,40}", name):
        return None
    try:
        found = codecs.lookup(name).name.replace("-", "_")
        "".encode(name)  # raises LookupError for what turns bytes into bytes, like base64
    except (LookupError, ValueError):
        return None
    return None if found in REFUSED_CODECS else name


def _decode_strictly(data: bytes, charset: str | None) -> str | None:
    try:
        return data.decode(charset) if charset else None
    except ValueError:
        return None


def _guess_charset(data: bytes) -> str:
    if len(data) < MIN_GUESS_BYTES:
        return GUESSED_CHARSETS[0]
    whole_lines = data.rfind(b"\n", 0, GUESS_SAMPLE_BYTES) + 1 if len(data) > GUESS_SAMPLE_BYTES else 0
    matches = from_bytes(data[: whole_lines or GUESS_SAMPLE_BYTES], cp_isolation=list(GUESSED_CHARSETS))
    ranked = [
        (match.chaos, -match.coherence, GUESSED_CHARSETS.index(match.encoding))
        for match in matches
        if match.encoding in GUESSED_CHARSETS
    ]
    return GUESSED_CHARSETS[min(ranked)[-1]] if ranked else GUESSED_CHARSETS[0]
