"""The addresses of a From, To or Cc header, as real programs write them: quoted names, names with bare
commas, comments, groups, encoded words, no address at all. Time grows with the length and no faster."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from contactserver.loaders.headers import MailHeaders
from contactserver.loaders.mail_text import decode_header

MAX_HEADER_ADDRESSES = 1000  # addresses of one header that are kept
ADDRESS_TOKEN_PATTERN = re.compile(
    r"""(?P<word>=\?[^?\s]+\?[bBqQ]\?[^?\s]*\?=)
    | (?P<quoted>"(?:[^"\\]|\\.)*"?)
    | (?P<angle><[^<>]*>?)
    | \((?P<comment>(?:[^()\\]|\\.)*)\)?
    | (?P<end>[,;])
    | (?P<group>:)
    | (?P<text>\[[^\]]*\]?|[^"<,;:(\[=]+|.)""",
    re.VERBOSE | re.DOTALL,
)
BARE_ADDRESS_PATTERN = re.compile(r'(?:"[^"]{0,320}"|[^\s"<>()@]{1,320})@[^\s"<>()]{1,320}')


@dataclass(frozen=True)
class MailAddress:
    """`address` is empty when the header gives a name only."""

    address: str
    personal: str | None = None


@dataclass
class PendingAddress:
    """What was read of one address so far."""

    text: str = ""
    angle: str | None = None
    comments: list[str] = field(default_factory=list)


def parse_addresses(headers: MailHeaders, name: str) -> tuple[MailAddress, ...]:
    """All addresses in all headers of a name, in their order."""
    addresses: list[MailAddress] = []
    for value in headers.get_all(name):
        in_header = list(_iter_addresses(value, headers.charset))
        if not any("@" in address.address for address in in_header) and "=?" in value:
            in_header = list(_iter_addresses(decode_header(value, headers.charset), headers.charset))
        addresses += in_header
    return tuple(addresses[:MAX_HEADER_ADDRESSES])


def _iter_addresses(value: str, charset: str | None) -> Iterator[MailAddress]:
    surname: MailAddress | None = None  # "Doe, Jane <jane@…>" without quotes: the comma ended nothing
    for pending in _split_addresses(value):
        address = _finish_address(pending, charset)
        if address is None:
            continue
        if surname:
            if pending.angle is not None:
                names = (surname.personal or surname.address, address.personal)
                address = MailAddress(address.address, ", ".join(filter(None, names)))
            else:
                yield surname
        surname = address if pending.angle is None and "@" not in address.address else None
        if not surname:
            yield address
    if surname:
        yield surname


def _split_addresses(value: str) -> Iterator[PendingAddress]:
    pending = PendingAddress()
    for match in ADDRESS_TOKEN_PATTERN.finditer(value):
        kind, token = match.lastgroup, match.group()
        if kind == "end":
            yield pending
            pending = PendingAddress()
        elif kind == "angle":
            pending.angle = token.strip("<>") if pending.angle is None else pending.angle
        elif kind == "comment":
            pending.comments.append(match.group("comment"))
        elif kind == "group" and "@" not in pending.text:
            pending = PendingAddress()  # "undisclosed-recipients:", and "mailto:"
        else:
            pending.text += token
    yield pending


def _finish_address(pending: PendingAddress, charset: str | None) -> MailAddress | None:
    """One address, or None when nothing was there."""
    text, comment = pending.text.strip(), " ".join(pending.comments).strip()
    if pending.angle is not None:
        address = _clean_address(pending.angle, charset)
        personal = _clean_personal_name(text, charset) or _clean_personal_name(comment, charset)
    elif match := BARE_ADDRESS_PATTERN.search(text):
        address = _clean_address(match.group(), charset)
        personal = _clean_personal_name(comment, charset) or _clean_personal_name(
            text.replace(match.group(), ""), charset
        )
    else:
        bare = bool(text) and not re.search(r'[\s"]|=\?', text)
        address = _clean_address(text, charset) if bare and text.isascii() else ""
        personal = _clean_personal_name(comment if address else text or comment, charset)
    return MailAddress(address, personal or None) if address or personal else None


def _clean_address(text: str, charset: str | None) -> str:
    """The address itself: no blanks, no route (`@relay:jane@…`), no `mailto:`."""
    text = re.sub(r"\s+", "", decode_header(text, charset))
    return re.sub(r"^(?:mailto:|@[^:]*:)", "", text, flags=re.IGNORECASE)


def _clean_personal_name(text: str, charset: str | None) -> str:
    text = re.sub(r'"((?:[^"\\]|\\.)*)"?', lambda match: re.sub(r"\\(.)", r"\1", match.group(1)), text)
    return decode_header(text, charset).strip(" \t'\"")
