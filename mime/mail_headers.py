"""Decodes the headers of mails: encoded words (RFC 2047), raw bytes of some charset, parameters in pieces
(RFC 2231).

Our own code, because the standard library's newer policy takes seconds for some real headers and raises on
others (docs/content-study.md §3.1). Nothing here raises; what can't be decoded stays as it was sent.
"""

import binascii
import re
from contextlib import suppress
from datetime import UTC, datetime
from email.message import Message
from email.utils import parsedate_to_datetime
from urllib.parse import unquote_to_bytes

from mime import charsets
from mime.transfer_encodings import decode_base64

MAX_HEADER_CHARACTERS = 8192  # of one header that are decoded
MAX_FIRST_PART_DEPTH = 5  # levels of multiparts that are searched for the first part
FOLD_PATTERN = re.compile(r"\r?\n[ \t]*|[\r\n]+")
# Blanks and question marks stand in encoded words of real programs (RFC 2047 §2 allows neither). Bounded, so
# that time grows with the length and no faster.
ENCODED_WORD_PATTERN = re.compile(
    r"=\?([\w.:-]{1,60})(?:\*[\w-]{0,40})?\?([bq])\?([^?]*+(?:\?(?!=)[^?]*+){0,8})\?=", re.IGNORECASE
)
COMMENT_PATTERN = re.compile(r"\([^()]*\)")  # "00:19:00 (EDT) -0400": the offset counts, not the comment
LEAP_SECOND_PATTERN = re.compile(r"(\d\d:\d\d):60\b")  # RFC 5322 §3.3 allows it, datetime does not
HEADER_PARAMETER_PATTERN = re.compile(
    r';\s*([\w!#$%&\'+.^`|~-]+)(\*\d{1,3})?(\*)?\s*=\s*("(?:\\.|[^"\\])*"|[^;]*)'
)


def decode_headers(message: Message) -> list[tuple[str, str]]:
    """The names and decoded values of all headers, in the order sent."""
    charset = _find_body_charset(message)
    return [(str(name)[:200], decode_header_value(raw, charset)) for name, raw in message.raw_items()]


def find_header(message: Message, name: str) -> str:
    """The decoded value of the first header of this name, whatever its case; "" when there is none."""
    return decode_header_value(find_raw_header(message, name), _find_body_charset(message))


def find_raw_header(message: Message, name: str) -> str:
    """The first header of this name as the parser stores it; "" when there is none."""
    lower_name = name.lower()
    return next((str(value) for key, value in message.raw_items() if str(key).lower() == lower_name), "")


def decode_header_value(
    value: object, charset: str | None = None, *, max_characters: int = MAX_HEADER_CHARACTERS
) -> str:
    """A header's text: encoded words decoded (RFC 2047), folds removed. `charset` is the one to try for
    bytes beyond ASCII, which the parser keeps as surrogates; no more than `max_characters` are looked at."""
    text = FOLD_PATTERN.sub(" ", _restore_characters(str(value)[:max_characters], charset)).strip()
    pieces: list[str | tuple[str, bytes]] = []
    position = 0
    for word in ENCODED_WORD_PATTERN.finditer(text):
        between = text[position : word.start()]
        follows_word = bool(pieces) and isinstance(pieces[-1], tuple)
        if between and not (follows_word and between.isspace()):
            pieces.append(between)
        _append_encoded_word(pieces, word[1].lower(), _decode_word_bytes(word[2].lower(), word[3]))
        position = word.end()
    pieces.append(text[position:])
    return "".join(
        piece if isinstance(piece, str) else charsets.decode_text(piece[1], piece[0]).text for piece in pieces
    )


def parse_header_parameters(message: Message, name: str) -> tuple[str, dict[str, str]]:
    """A structured header of a message: its value in lower case, and its parameters as `parse_parameters`
    gives them."""
    text = find_raw_header(message, name)
    return _unfold(text).partition(";")[0].strip().lower(), parse_parameters(text)


def parse_parameters(header: str) -> dict[str, str]:
    """The parameters of a Content-Type or Content-Disposition by their names in lower case, decoded: those in
    pieces and with a charset (RFC 2231) put together, and encoded words where programs use these instead."""
    text = _unfold(header)
    parameters: dict[str, str] = {}
    pieces: dict[str, list[tuple[int, bool, str]]] = {}
    for key, number, encoded, quoted in HEADER_PARAMETER_PATTERN.findall(text):
        content = _unquote_parameter(quoted)
        if number or encoded:
            pieces.setdefault(key.lower(), []).append((int(number[1:6] or 0), bool(encoded), content))
        else:
            parameters.setdefault(key.lower(), decode_header_value(content))
    return parameters | {key: _join_parameter_pieces(key_pieces) for key, key_pieces in pieces.items()}


def _unfold(header: str) -> str:
    return FOLD_PATTERN.sub(" ", _restore_characters(header[:MAX_HEADER_CHARACTERS]))


def parse_mail_date(text: str) -> datetime | None:
    """A Date header as an aware time, in the zone that it names, else in UTC; None when it can't be read."""
    moment = _parse_date_time(text)
    return moment.replace(tzinfo=UTC) if moment and not moment.tzinfo else moment


def has_time_zone(text: str) -> bool:
    """Whether a Date header names its zone; `-0000` means that the zone is unknown (RFC 5322 §3.3)."""
    moment = _parse_date_time(text)
    return moment is not None and moment.tzinfo is not None


def _parse_date_time(text: str) -> datetime | None:
    text = LEAP_SECOND_PATTERN.sub(r"\1:59", COMMENT_PATTERN.sub(" ", text[:200])).strip()
    for parse in (parsedate_to_datetime, datetime.fromisoformat):
        with suppress(ValueError, TypeError, IndexError, OverflowError):
            moment = parse(text)
            return moment if 1900 < moment.year < 9000 else None
    return None


def parse_received_date(message: Message) -> datetime | None:
    """When the last server received the mail: the time in the first Received header, which that server adds
    and not the sender (RFC 5321 §4.4). None when there is none or it can't be read."""
    return parse_mail_date(
        COMMENT_PATTERN.sub(" ", decode_header_value(find_raw_header(message, "Received")))
        .rpartition(";")[2]
        .strip()
    )


def _restore_characters(text: str, charset: str | None = None) -> str:
    """Decodes the bytes beyond ASCII, which the parser stores as surrogates: as UTF-8 if they are valid, else
    by the body's charset. A header is too short for a guess."""
    if text.isascii():
        return text
    data = text.encode("utf-8", "surrogateescape")
    try:
        return data.decode()
    except UnicodeDecodeError:
        return charsets.decode_text(data, charset).text


def _find_body_charset(message: Message) -> str | None:
    """The charset that a mail declares for its body; of a multipart, that of its first part."""
    for _ in range(MAX_FIRST_PART_DEPTH):
        charset = parse_header_parameters(message, "Content-Type")[1].get("charset")
        children = message.get_payload() if message.is_multipart() else None
        if charset or not children or not isinstance(children, list) or not isinstance(children[0], Message):
            return charset
        message = children[0]
    return None


def _decode_word_bytes(encoding: str, text: str) -> bytes:
    data = text.encode("utf-8", "replace")
    return decode_base64(data) if encoding == "b" else binascii.a2b_qp(data, header=True)


def _append_encoded_word(pieces: list[str | tuple[str, bytes]], charset: str, data: bytes) -> None:
    """Joins the bytes of neighbouring words of one charset: some programs split a character between two."""
    last = pieces[-1] if pieces else ""
    if isinstance(last, tuple) and last[0] == charset:
        pieces[-1] = charset, last[1] + data
    else:
        pieces.append((charset, data))


def _unquote_parameter(text: str) -> str:
    text = text.strip()
    if len(text) > 1 and text[0] == text[-1] == '"':
        return re.sub(r"\\(.)", r"\1", text[1:-1])
    return text.strip('"')


def _join_parameter_pieces(parts: list[tuple[int, bool, str]]) -> str:
    parts.sort(key=lambda part: part[0])
    charset = None
    if parts[0][1] and parts[0][2].count("'") >= 2:
        charset, _, rest = parts[0][2].split("'", 2)
        parts[0] = (*parts[0][:2], rest)
    data = b"".join(
        unquote_to_bytes(text) if encoded else text.encode("utf-8", "replace") for _, encoded, text in parts
    )
    return charsets.decode_text(data, charset).text
