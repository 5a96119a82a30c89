"""The headers of a mail as the loaders use them: in their order, by name, and as attached data.

The standard library's parser is used with its oldest policy: the newer ones take seconds for some real
headers and raise at others. What it leaves undecoded is decoded by `mime`, as in the viewer.
"""

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from email.message import Message
from email.parser import BytesHeaderParser
from email.policy import Compat32
from functools import cached_property

from contactserver.loaders.mail_text import MAX_HEADER_CHARACTERS, decode_header, replace_unstorable
from mime.header_block import HEADER_BLOCK_BYTES, repair_header_block
from mime.mail_headers import COMMENT_PATTERN, parse_mail_date, parse_parameters

MAX_CONTENT_HEADER_CHARACTERS = (
    4 * 1024
)  # characters of a Content-… header: the parser's time grows with their square
MAX_UDATA_CHARACTERS = 8 * 1024  # characters of one header as udata
MAX_HEADER_COUNT = 500
LINE_FOLD_PATTERN = re.compile(r"[ \t]{0,20}[\r\n]+[ \t]*")
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

    def get_all(self, name: str) -> list[str]:
        """The undecoded values of all headers of a name, in any spelling of it."""
        return self._by_name.get(name.lower(), [])

    @cached_property
    def _by_name(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for name, value in self.fields:
            found.setdefault(name.lower(), []).append(value)
        return found

    def get_first(self, name: str) -> str:
        """The undecoded value of the first header of a name; empty when there is none."""
        return next(iter(self.get_all(name)), "")

    def get_text(self, name: str) -> str:
        """The decoded value of the first header of a name; empty when there is none."""
        return decode_header(self.get_first(name), self.charset)

    def get_texts(self) -> dict[str, str | list[str]]:
        """Every header decoded, by its name as the mail spells it first; a list where a name is repeated."""
        found: dict[str, tuple[str, list[str]]] = {}
        for name, value in self.fields:
            _, values = found.setdefault(name.lower(), (replace_unstorable(name), []))
            values.append(decode_header(value, self.charset)[:MAX_UDATA_CHARACTERS])
        return {name: values if len(values) > 1 else values[0] for name, values in found.values()}


def parse_headers(raw: bytes) -> MailHeaders:
    """The headers at the top of a mail. Never raises."""
    return get_part_headers(
        BytesHeaderParser(policy=LENIENT_POLICY).parsebytes(repair_header_block(raw[:HEADER_BLOCK_BYTES]))
    )


def get_part_headers(part: Message) -> MailHeaders:
    """The headers of a part that the standard library parsed."""
    fields = tuple(
        (name, LINE_FOLD_PATTERN.sub(" ", value)) for name, value in list(part.raw_items())[:MAX_HEADER_COUNT]
    )
    charset = parse_parameters(MailHeaders(fields).get_first("Content-Type")).get("charset")
    return MailHeaders(fields, charset)


def parse_utc_date(value: str) -> datetime | None:
    """The moment of a Date header, or of what follows the last `;` of a Received one, in UTC. None when there
    is none, or none between 1900 and 2100."""
    moment = parse_mail_date(COMMENT_PATTERN.sub(" ", value).rpartition(";")[2])
    return moment.astimezone(UTC) if moment and EARLIEST_YEAR <= moment.year <= LATEST_YEAR else None
