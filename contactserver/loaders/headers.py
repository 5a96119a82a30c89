"""The headers of a mail, decoded with patience: folded, encoded (RFC 2047), 8-bit, broken.

The standard library's parser is used with its oldest policy: the newer ones take seconds for some real
headers and raise at others. What it leaves undecoded is decoded here.
"""

import base64
import binascii
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.message import Message
from email.parser import BytesHeaderParser
from email.policy import Compat32
from email.utils import parsedate_tz
from functools import cached_property
from urllib.parse import unquote_to_bytes

from contactserver.loaders.charsets import decode_mail_bytes, replace_unstorable

MAX_HEADER_BLOCK_BYTES = 512 * 1024  # bytes of a mail in which its headers are looked for
MAX_HEADER_CHARACTERS = 64 * 1024  # characters of one header; a list of recipients can be long
MAX_CONTENT_HEADER_CHARACTERS = (
    4 * 1024
)  # characters of a Content-… header: the parser's time grows with their square
MAX_UDATA_CHARACTERS = 8 * 1024  # characters of one header as udata
MAX_HEADER_COUNT = 500
BLANK_LINE_PATTERN = re.compile(rb"\r\n\r\n|\n\n|\r\r|\n\r\n")
DISTURBING_LINE_PATTERN = re.compile(rb"^(?:([!-9;-~]{1,76})[ \t]{1,20}(?=:)|>From .*\n)", re.MULTILINE)
LINE_FOLD_PATTERN = re.compile(r"[ \t]{0,20}[\r\n]+[ \t]*")
ENCODED_WORD_PATTERN = re.compile(
    r"=\?([^?\s*]{1,60})(?:\*[^?\s]{0,40})?\?([bBqQ])\?((?:[^?]|\?(?!=)){0,2000}?)\?=", re.DOTALL
)
PARAMETER_PATTERN = re.compile(r';\s*([^\s=;"]+)\s*=\s*("(?:[^"\\]|\\.)*"?|[^;]*)', re.DOTALL)
PARAMETER_SECTION_PATTERN = re.compile(r"([^*]+)(?:\*(\d{1,3}))?(\*)?")
BASE64_SECTION_PATTERN = re.compile(rb"([A-Za-z0-9+/]+)(=*)")
NON_BASE64_BYTES = re.sub(rb"[A-Za-z0-9+/=]+", b"", bytes(range(256)))
EARLIEST_YEAR, LATEST_YEAR = 1900, 2100  # years; a date outside is a broken clock or a broken header


class LenientPolicy(Compat32):
    """The standard library's oldest policy, with bounds, and 8-bit headers left as they came."""

    def header_source_parse(self, sourcelines: list[str]) -> tuple[str, str]:
        name, _, value = "".join(sourcelines[:1000]).partition(":")
        limit = (
            MAX_CONTENT_HEADER_CHARACTERS if name.lower().startswith("content-") else MAX_HEADER_CHARACTERS
        )
        return name.rstrip(" \t"), value.lstrip(" \t").rstrip("\r\n")[:limit].replace("\0", "")

    def header_fetch_parse(self, name: str, value: str) -> str:
        return value


LENIENT_POLICY = LenientPolicy()


@dataclass(frozen=True)
class MailHeaders:
    """The headers of a mail or of one of its parts, in their order.

    `fields` are names and unfolded values, encoded words and 8-bit bytes (as surrogates) still in them;
    `charset` is the one to try for 8-bit bytes.
    """

    fields: tuple[tuple[str, str], ...]
    charset: str | None = None

    def every(self, name: str) -> list[str]:
        """The undecoded values of all headers of a name, in any spelling of it."""
        return self._by_name.get(name.lower(), [])

    @cached_property
    def _by_name(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for name, value in self.fields:
            found.setdefault(name.lower(), []).append(value)
        return found

    def first(self, name: str) -> str:
        """The undecoded value of the first header of a name; empty when there is none."""
        return next(iter(self.every(name)), "")

    def text(self, name: str) -> str:
        """The decoded value of the first header of a name; empty when there is none."""
        return decode_header(self.first(name), self.charset)

    def texts(self) -> dict[str, str | list[str]]:
        """Every header decoded, by its name as the mail spells it first; a list where a name is repeated."""
        found: dict[str, tuple[str, list[str]]] = {}
        for name, value in self.fields:
            _, values = found.setdefault(name.lower(), (replace_unstorable(name), []))
            values.append(decode_header(value, self.charset)[:MAX_UDATA_CHARACTERS])
        return {name: values if len(values) > 1 else values[0] for name, values in found.values()}


def parse_headers(raw: bytes) -> MailHeaders:
    """The headers at the top of a mail. Never raises."""
    return get_part_headers(
        BytesHeaderParser(policy=LENIENT_POLICY).parsebytes(repair_header_block(raw[:MAX_HEADER_BLOCK_BYTES]))
    )


def repair_header_block(raw: bytes) -> bytes:
    """The mail without what makes the standard library take its headers for its body: a byte order mark or
    blank lines before them, a blank before a colon, a line `>From `."""
    raw = raw.lstrip(b"\xef\xbb\xbf\r\n")
    blank = BLANK_LINE_PATTERN.search(raw, 0, MAX_HEADER_BLOCK_BYTES)
    end = blank.end() if blank else min(len(raw), MAX_HEADER_BLOCK_BYTES)
    return DISTURBING_LINE_PATTERN.sub(rb"\1", raw[:end]) + raw[end:]


def get_part_headers(part: Message) -> MailHeaders:
    """The headers of a part that the standard library parsed."""
    fields = tuple(
        (name, LINE_FOLD_PATTERN.sub(" ", value)) for name, value in list(part.raw_items())[:MAX_HEADER_COUNT]
    )
    charset = parse_parameters(MailHeaders(fields).first("Content-Type")).get("charset")
    return MailHeaders(fields, charset)


def decode_header(value: str, charset: str | None = None) -> str:
    """A header's value with its encoded words decoded (RFC 2047) and its 8-bit bytes too.

    Neighbours of one charset are decoded as one: programs cut characters of several bytes in two.
    """
    if value.isascii() and "=?" not in value:
        return value.strip()
    runs: list[tuple[str | None, bytes]] = []
    end = 0
    for match in ENCODED_WORD_PATTERN.finditer(value):
        between = value[end : match.start()]
        after_word = bool(runs) and end > 0
        if between and not (after_word and between.isspace()):
            runs.append((charset, _encode_raw_bytes(between)))
            after_word = False
        name, encoding, payload = match.group(1).lower(), match.group(2).lower(), match.group(3)
        data = decode_base64(_encode_raw_bytes(payload)) if encoding == "b" else _decode_q_word(payload)
        if after_word and runs[-1][0] == name:
            data = runs.pop()[1] + data
        runs.append((name, data))
        end = match.end()
    runs.append((charset, _encode_raw_bytes(value[end:])))
    return "".join(decode_mail_bytes(data, name) for name, data in runs).strip()


def parse_parameters(value: str) -> dict[str, str]:
    """The parameters of a Content-Type or Content-Disposition by lower-case name, decoded: RFC 2231 with
    its sections and charsets, and RFC 2047 where programs use that instead."""
    sections: dict[str, dict[int, tuple[str, bool]]] = {}
    for match in PARAMETER_PATTERN.finditer(value):
        parts = PARAMETER_SECTION_PATTERN.fullmatch(match.group(1))
        if parts:
            sections.setdefault(parts.group(1).lower(), {}).setdefault(
                int(parts.group(2) or 0), (_unquote_value(match.group(2)), bool(parts.group(3)))
            )
    return {
        name: _join_sections(value for _, value in sorted(found.items())) for name, found in sections.items()
    }


def parse_mail_date(value: str) -> datetime | None:
    """The moment of a Date header, or of what follows the last `;` of a Received one, in UTC."""
    text = re.sub(r"\([^()]*\)", " ", value.rpartition(";")[2])[:200].strip()
    try:
        parts = parsedate_tz(text)
        if parts is None:
            return _normalize_moment(datetime.fromisoformat(text))
        year, month, day, hour, minute, second = parts[:6]
        local = datetime(year, month, day, hour, minute, min(second, 59), tzinfo=UTC)
        return _normalize_moment(local - timedelta(seconds=parts[9] or 0))
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def decode_base64(data: bytes) -> bytes:
    """Base64 with foreign characters, missing padding and padding in the middle; what is left over falls, and
    so does what follows the padding and is no whole piece."""
    decoded = []
    for place, found in enumerate(BASE64_SECTION_PATTERN.finditer(data.translate(None, NON_BASE64_BYTES))):
        letters, padding = found.groups()
        if place and len(letters + padding) % 4:
            continue
        section = letters[:-1] if len(letters) % 4 == 1 else letters
        decoded.append(base64.b64decode(section + b"=" * (-len(section) % 4)))
    return b"".join(decoded)


def _normalize_moment(value: datetime) -> datetime | None:
    value = value.astimezone(UTC) if value.tzinfo else value.replace(tzinfo=UTC)
    return value if EARLIEST_YEAR <= value.year < LATEST_YEAR else None


def _join_sections(found: Iterable[tuple[str, bool]]) -> str:
    """The sections of one parameter as text; the first says the charset when it is an encoded one."""
    values = list(found)
    charset = None
    if values[0][1] and values[0][0].count("'") >= 2:
        charset, _, rest = values[0][0].split("'", 2)
        values[0] = (rest, True)
    elif not any(encoded for _, encoded in values):
        return decode_header("".join(text for text, _ in values))
    return decode_mail_bytes(
        b"".join(
            unquote_to_bytes(_encode_raw_bytes(text)) if encoded else _encode_raw_bytes(text)
            for text, encoded in values
        ),
        charset,
    )


def _unquote_value(value: str) -> str:
    value = value.strip()
    if not value.startswith('"'):
        return value
    inner = value[1:-1] if value.endswith('"') and len(value) > 1 else value[1:]
    return re.sub(r"\\(.)", r"\1", inner)


def _decode_q_word(payload: str) -> bytes:
    return binascii.a2b_qp(_encode_raw_bytes(payload).replace(b" ", b"_"), header=True)


def _encode_raw_bytes(text: str) -> bytes:
    """The bytes as they came: the parser keeps 8-bit ones as surrogates."""
    return text.encode("utf-8", "surrogateescape")
