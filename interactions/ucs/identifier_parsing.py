"""IDs of interactions, customers and services: what can be one, and which ones a text holds.

UCS IDs have 16 letters and digits (docs/ucs-protocol.md §2.5), service IDs are whole numbers or short strings
(docs/ucs-protocol.md §1.5). A little more than that is accepted, and nothing that could be more than one
segment of a path: `quote("..")` is still `..`, so each ID is checked before it goes into one.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal
from urllib.parse import unquote

from django.utils.translation import gettext as _

from .errors import UCSMalformedID
from .resources import ContentKind

MAX_IDENTIFIER_CHARACTERS = 64
IDENTIFIER_PATTERN = rf"[A-Za-z0-9][A-Za-z0-9_-]{{0,{MAX_IDENTIFIER_CHARACTERS - 1}}}"
MAX_PASTED_CHARACTERS = 10_000  # characters; a pasted log line is far shorter

IdentifierKind = Literal["interaction", "customer", "service"]


@dataclass(frozen=True)
class FoundIdentifier:
    """An ID found in a text. `kind` is what it is the ID of, `content` the content that a URL named; None
    where the text does not tell."""

    identifier: str
    kind: IdentifierKind | None
    content: ContentKind | None = None


def is_identifier(text: str) -> bool:
    """Whether this can be an ID: 1 to 64 ASCII letters, digits, `_` and `-`, the first a letter or digit."""
    if (
        text.isalnum() and text.isascii() and len(text) <= MAX_IDENTIFIER_CHARACTERS
    ):  # most are; a quarter of the time
        return True
    return _whole_identifier_pattern.fullmatch(text) is not None


def are_identifiers(texts: Sequence[str]) -> bool:
    """Whether each of these can be an ID, by one match for all: a third of the time of `is_identifier`."""
    lines = "".join([f"{text}\n" for text in texts])
    return lines.count("\n") == len(texts) and _identifier_lines_pattern.fullmatch(lines) is not None


def check_identifier(text: str) -> str:
    """The ID itself. Raises `UCSMalformedID` for what can't be one."""
    if not is_identifier(text):
        raise UCSMalformedID(
            _(
                "An ID has up to 64 letters, digits, hyphens and underscores "
                "and starts with a letter or digit."
            )
        )
    return text


def parse_identifiers(text: str) -> tuple[FoundIdentifier, ...]:
    """The IDs in what a person typed or pasted: an ID, a UCS URL, a permalink, a line of a log.

    Each ID once, in the order of the text, with the kind that any of its occurrences gives away. A single
    word counts as an ID when it can be one; within a longer text only URLs, attributes such as
    `customer_id=…` and words of the form of a Genesys ID count. Reads the first 10,000 characters.
    """
    text = unquote(text[:MAX_PASTED_CHARACTERS])
    word = text.strip(_SURROUNDING_CHARACTERS)
    if is_identifier(word):
        return (FoundIdentifier(word, None),)
    found_by_identifier: dict[str, FoundIdentifier] = {}
    for identifier in _iter_identifiers(text):
        earlier = found_by_identifier.get(identifier.identifier)
        if earlier is None or (earlier.kind is None and identifier.kind):
            found_by_identifier[identifier.identifier] = identifier
    return tuple(found_by_identifier.values())


_SURROUNDING_CHARACTERS = " \t\r\n\f\v\u00a0\ufeff\"'`´‘’“”«»<>()[]{},;:.!?|#"
_KIND_BY_PATH_SEGMENT: dict[str, IdentifierKind] = {
    "interactions": "interaction",
    "customers": "customer",
    "services": "service",
}
# Endings of attribute names, lower case without separators. The value of an attribute that is listed with
# None is the ID of nothing that a UCS can be asked for, though it has the form of one.
_KIND_BY_ATTRIBUTE_ENDING: tuple[tuple[str, IdentifierKind | None], ...] = (
    ("interactionid", "interaction"),
    ("ixnid", "interaction"),
    ("parentid", "interaction"),
    ("sessionid", "interaction"),  # of a transcript (docs/ucs-protocol.md §3.2)
    ("customerid", "customer"),
    ("contactid", "customer"),
    ("serviceid", "service"),
    ("threadid", None),
    ("externalid", None),
    ("connid", None),
    ("userid", None),
    ("vqid", None),
)
_EMPTY_WORDS = {"null", "none", "nil", "undefined", "unknown"}
_whole_identifier_pattern = re.compile(IDENTIFIER_PATTERN)
_identifier_lines_pattern = re.compile(rf"(?:{IDENTIFIER_PATTERN}\n)*")
_scan_pattern = re.compile(
    rf"""
    (?<![\w-]) (?P<room>interactions|customers|services) / (?P<identifier>{IDENTIFIER_PATTERN}) (?![\w-])
        (?: / (?P<content>plain|structured|binary) [_\ ] (?:text|content) \b )?
    | (?P<url>https?://) (?P<host>[^\s/?#"'<>]*)
    | (?<![A-Za-z]) (?P<name>[A-Za-z][A-Za-z_]{{0,40}}) ["']? \s{{0,4}} (?:\[\w{{1,12}}\] \s{{0,4}})?
        (?:=>|[=:]) \s{{0,4}} ["']? (?P<value>{IDENTIFIER_PATTERN}) (?![\w-])
    | (?<![\w-]) (?P<token>[0-9A-Za-z]{{16}}) (?![\w-])
    """,
    re.VERBOSE | re.IGNORECASE,
)
# Most have a lower-case a in the sixth place; those of Interaction Server have none
# (docs/ucs-protocol.md §2.5). Sixteen hex digits are a connection or an external reference.
_genesys_id_pattern = re.compile(r"0[0-9A-Z]{4}a[0-9A-Z]{10}|(?=.*[0-9])(?=.*[G-Z])[0-9A-Z]{16}")
_CONTENT_KIND_BY_WORD = {
    "plain": ContentKind.PLAIN_TEXT,
    "structured": ContentKind.STRUCTURED_TEXT,
    "binary": ContentKind.BINARY_CONTENT,
}


def _iter_identifiers(text: str) -> Iterator[FoundIdentifier]:
    """Every occurrence of an ID in the order of the text, the same ID as often as it comes."""
    for match in _scan_pattern.finditer(text):
        if segment := match["room"]:
            kind = _KIND_BY_PATH_SEGMENT[segment.lower()]
            content = (
                _CONTENT_KIND_BY_WORD.get((match["content"] or "").lower()) if kind == "interaction" else None
            )
            yield FoundIdentifier(match["identifier"], kind, content)
        elif match["name"]:
            yield from _iter_attribute_identifiers(match["name"], match["value"])
        elif match["token"] and _genesys_id_pattern.fullmatch(match["token"]):
            yield FoundIdentifier(match["token"], None)


def _iter_attribute_identifiers(name: str, value: str) -> Iterator[FoundIdentifier]:
    name = name.replace("_", "").lower()
    for ending, kind in _KIND_BY_ATTRIBUTE_ENDING:
        if name.endswith(ending):
            if kind and value.lower() not in _EMPTY_WORDS:
                yield FoundIdentifier(value, kind)
            return
    if _genesys_id_pattern.fullmatch(value):
        yield FoundIdentifier(value, None)
