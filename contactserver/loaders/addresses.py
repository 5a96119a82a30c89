"""The addresses of a From, To or Cc header, as real programs write them: quoted names, names with bare
commas, comments, groups, encoded words, no address at all. Time grows with the length and no faster."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from contactserver.loaders.headers import Headers, words

MOST = 1000  # addresses of one header that are kept
TOKEN = re.compile(
    r"""(?P<word>=\?[^?\s]+\?[bBqQ]\?[^?\s]*\?=)
    | (?P<quoted>"(?:[^"\\]|\\.)*"?)
    | (?P<angle><[^<>]*>?)
    | \((?P<comment>(?:[^()\\]|\\.)*)\)?
    | (?P<end>[,;])
    | (?P<group>:)
    | (?P<text>\[[^\]]*\]?|[^"<,;:(\[=]+|.)""",
    re.VERBOSE | re.DOTALL,
)
BARE = re.compile(r'(?:"[^"]{0,320}"|[^\s"<>()@]{1,320})@[^\s"<>()]{1,320}')


@dataclass(frozen=True)
class Address:
    """`address` is empty when the header gives a name only."""

    address: str
    personal: str | None = None


@dataclass
class Pending:
    """What was read of one address so far."""

    text: str = ""
    angle: str | None = None
    comments: list[str] = field(default_factory=list)


def addresses(headers: Headers, name: str) -> tuple[Address, ...]:
    """All addresses in all headers of a name, in their order."""
    found: list[Address] = []
    for value in headers.every(name):
        some = list(_parse(value, headers.charset))
        if not any("@" in address.address for address in some) and "=?" in value:
            some = list(_parse(words(value, headers.charset), headers.charset))
        found += some
    return tuple(found[:MOST])


def _parse(value: str, charset: str | None) -> Iterator[Address]:
    surname: Address | None = None  # "Doe, Jane <jane@…>" without quotes: the comma ended nothing
    for pending in _split(value):
        found = _finish(pending, charset)
        if found is None:
            continue
        if surname:
            if pending.angle is not None:
                names = (surname.personal or surname.address, found.personal)
                found = Address(found.address, ", ".join(filter(None, names)))
            else:
                yield surname
        surname = found if pending.angle is None and "@" not in found.address else None
        if not surname:
            yield found
    if surname:
        yield surname


def _split(value: str) -> Iterator[Pending]:
    pending = Pending()
    for match in TOKEN.finditer(value):
        kind, token = match.lastgroup, match.group()
        if kind == "end":
            yield pending
            pending = Pending()
        elif kind == "angle":
            pending.angle = token.strip("<>") if pending.angle is None else pending.angle
        elif kind == "comment":
            pending.comments.append(match.group("comment"))
        elif kind == "group" and "@" not in pending.text:
            pending = Pending()  # "undisclosed-recipients:", and "mailto:"
        else:
            pending.text += token
    yield pending


def _finish(pending: Pending, charset: str | None) -> Address | None:
    """One address, or None when nothing was there."""
    text, comment = pending.text.strip(), " ".join(pending.comments).strip()
    if pending.angle is not None:
        address = _address(pending.angle, charset)
        personal = _personal(text, charset) or _personal(comment, charset)
    elif match := BARE.search(text):
        address = _address(match.group(), charset)
        personal = _personal(comment, charset) or _personal(text.replace(match.group(), ""), charset)
    else:
        bare = bool(text) and not re.search(r'[\s"]|=\?', text)
        address = _address(text, charset) if bare and text.isascii() else ""
        personal = _personal(comment if address else text or comment, charset)
    return Address(address, personal or None) if address or personal else None


def _address(text: str, charset: str | None) -> str:
    """The address itself: no blanks, no route (`@relay:jane@…`), no `mailto:`."""
    text = re.sub(r"\s+", "", words(text, charset))
    return re.sub(r"^(?:mailto:|@[^:]*:)", "", text, flags=re.IGNORECASE)


def _personal(text: str, charset: str | None) -> str:
    text = re.sub(r'"((?:[^"\\]|\\.)*)"?', lambda match: re.sub(r"\\(.)", r"\1", match.group(1)), text)
    return words(text, charset).strip(" \t'\"")
