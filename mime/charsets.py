"""Bytes into characters, without losing any: by the declared charset where it fits, as UTF-8, and by a guess
last.

The order is measured (docs/content-study.md §2): guessing first loses declared charsets. A charset fits when
at most 5 % of the characters had to be replaced.
"""

import codecs
from dataclasses import dataclass

from charset_normalizer import from_bytes
from django.utils.translation import gettext as _

MAX_REPLACED_SHARE = 0.05
GUESS_SAMPLE_BYTES = 8192  # bytes given to the guess: enough to tell, quick enough for a page
MIN_GUESS_BYTES = 64  # bytes; a guess from fewer is a dice roll
# What people write in, the likeliest first.
GUESSED_CHARSETS = (
    "cp1252", "cp1250", "cp1251", "koi8_r", "gb18030", "big5", "cp949", "cp932", "euc_jp", "cp1253", "cp1255",
    "cp1256", "cp1254", "cp874",
)  # fmt: skip
BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# Python's codecs that are no charset of text, or that take time beyond measure.
FORBIDDEN_CODECS = {"idna", "punycode", "unicode-escape", "raw-unicode-escape", "undefined", "mbcs", "oem"}
# Any bytes fit these, and text in them is as good as never valid UTF-8 by chance.
LATIN_CODECS = {"iso8859-1", "iso8859-15", "cp1252"}
CHARSET_ALIASES = {
    "x-sjis": "cp932",
    "shift_jis": "cp932",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "x-gbk": "gb18030",
    "ks_c_5601-1987": "cp949",
    "euc-kr": "cp949",
    "iso-8859-8-i": "iso-8859-8",
    "windows-874": "cp874",
    "unicode-1-1-utf-7": "utf-7",
    "utf8mb4": "utf-8",
    "x-mac-roman": "mac-roman",
}


@dataclass(frozen=True)
class DecodedText:
    """`charset` is the one that was used; `note` a sentence when it was guessed or did not fit."""

    text: str
    charset: str
    note: str | None = None


def decode_text(data: bytes, declared: str | None, *, is_truncated: bool = False) -> DecodedText:
    """The text of any bytes; never raises. `is_truncated` says that the last character may be incomplete."""
    charset = _find_marked_charset(data) or find_codec_name(declared)
    if (
        b"\x1b$" in data[:GUESS_SAMPLE_BYTES]
    ):  # the bytes are ASCII in any case: what says nothing of Japanese is wrong
        charset = charset if charset and charset.startswith("iso2022") else "iso2022_jp_ext"
    if charset == "ascii":
        charset = None  # all ASCII is UTF-8, and what isn't ASCII was declared wrongly
    decoded = _decode_if_fitting(data, charset, is_truncated) if charset else None
    decoded_as_utf_8 = (
        _decode_utf8(data, is_truncated)
        if decoded is None or charset in LATIN_CODECS or "\ufffd" in decoded
        else None
    )
    if decoded_as_utf_8 is not None and not (decoded_as_utf_8.isascii() and decoded):
        is_misdeclared = declared and charset not in {None, "utf-8", "utf-8-sig"}
        note = _("Labelled as %(charset)s, but it is UTF-8.") % {"charset": _shorten_charset_name(declared)}
        return DecodedText(decoded_as_utf_8, "utf-8", note if is_misdeclared else None)
    return DecodedText(decoded, charset or "") if decoded is not None else _decode_by_guess(data, declared)


def find_codec_name(name: str | None) -> str | None:
    """Python's name of a charset of text, None for an unknown one and for a codec that is no charset of
    text."""
    label = CHARSET_ALIASES.get(
        (name or "").strip().strip("\"'").lower(), (name or "").strip().strip("\"'").lower()
    )
    if not label or len(label) > 40 or not label.isascii() or not label.isprintable():
        return None
    try:
        codec = codecs.lookup(label)
        b"x".decode(label, "replace")  # refuses Python's codecs that make no text, such as zlib's
    except (LookupError, ValueError):
        return None
    return None if codec.name.replace("_", "-") in FORBIDDEN_CODECS else codec.name


def _find_marked_charset(data: bytes) -> str | None:
    return next((charset for mark, charset in BYTE_ORDER_MARKS if data.startswith(mark)), None)


def _decode_utf8(data: bytes, is_truncated: bool) -> str | None:
    try:
        return codecs.getincrementaldecoder("utf-8")("strict").decode(data, final=not is_truncated)
    except UnicodeDecodeError:
        return None


def _decode_if_fitting(data: bytes, charset: str, is_truncated: bool) -> str | None:
    if charset == "iso8859-1" and any(byte in data for byte in range(0x80, 0xA0)):
        charset = "cp1252"  # what nearly all of them mean, and what browsers read
    if charset in {"utf-16", "utf-32"} and not _find_marked_charset(data):
        charset += "-le"  # Windows writes it so; Python's decoder refuses it without a mark
    try:
        text = codecs.getincrementaldecoder(charset)("replace").decode(data, final=not is_truncated)
    except UnicodeError:  # a codec that knows no replacement
        return None
    return text if text.count("\ufffd") <= MAX_REPLACED_SHARE * len(text) else None


def _decode_by_guess(data: bytes, declared: str | None) -> DecodedText:
    charset = _guess_charset(data[:GUESS_SAMPLE_BYTES])
    note = _("No character set is given; %(guess)s is a guess.") % {"guess": charset}
    if declared:
        note = _("The character set %(declared)s does not fit; %(guess)s is a guess.") % {
            "declared": _shorten_charset_name(declared),
            "guess": charset,
        }
    return DecodedText(data.decode(charset, "replace"), charset, note)


def _guess_charset(sample: bytes) -> str:
    if len(sample) < MIN_GUESS_BYTES or b"\0" in sample:
        return GUESSED_CHARSETS[0]
    matches = from_bytes(sample, steps=5, chunk_size=512, cp_isolation=list(GUESSED_CHARSETS))
    ranked = [(match.chaos, -match.coherence, GUESSED_CHARSETS.index(match.encoding)) for match in matches]
    return GUESSED_CHARSETS[min(ranked)[-1]] if ranked else GUESSED_CHARSETS[0]


def _shorten_charset_name(declared: str | None) -> str:
    return (declared or "")[:40]
