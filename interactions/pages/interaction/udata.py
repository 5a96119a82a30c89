"""The attached data of an interaction (udata) as a table: grouped by origin, explained, filtered, in order.

Where a key belongs (docs/ucs-protocol.md §4.2): exact names first, then what names begin with, and all the
rest is business data. Both are in glossary/udata.toml. Keys may hold any character
(docs/ucs-protocol.md §4.1), so a key's place in the page has a name of its own that is safe in HTML and in an
address.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2s
from typing import Any, NamedTuple
from urllib.parse import quote_plus

from msgspec import Struct

from interactions.history.filtering.filters import LONGEST_TEXT
from interactions.pages.format import plural
from interactions.pages.interaction import glossary
from interactions.pages.interaction.cells import LONG, beginning, extent
from interactions.pages.interaction.tree import Node, as_json, tree
from interactions.ucs.resources import UdataEntry

PLAIN_NAME = re.compile(r"[A-Za-z0-9_-]{1,48}")
PLAIN_TEXT = re.compile(r"[A-Za-z0-9_.~-]*")
WORDS = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])|[^A-Za-z]+|[A-Z]")
KNOWN = 4096  # names of which all is remembered: records of a contact centre share theirs
LONGEST_DOCUMENT = 200_000  # characters; the record's JSON is one link away
LONGEST_KNOWN = 200  # characters; nobody fills the memory with names


@dataclass(frozen=True)
class Origin:
    """A group of the glossary. `values` names the codes of some of its keys."""

    title: str
    keys: Mapping[str, str]
    patterns: tuple[tuple[re.Pattern[str], str], ...]
    values: Mapping[str, Mapping[str, str]]


class Key(Struct, frozen=True, gc=False):
    """One key, ready to be shown. `about` explains the key and `meaning` the value; "" is nothing known.

    `text` is the value to copy and to search: JSON of whatever is not a string. `anchor` is the row's HTML
    id. `empty` are `""`, blanks, `null`, `{}` and `[]`; 0 and false say something. `tree` is a nested value
    laid out, `None` of a plain one.

    A msgspec Struct, made in a fraction of the time of a frozen dataclass; a record has fifty.
    """

    name: str
    value: Any
    text: str
    origin: str
    about: str
    meaning: str
    anchor: str
    empty: bool
    tree: Node | None

    @property
    def finding(self) -> str:
        """The query that a timeline is asked to find this value again; "" when it can't be
        (filtering/udata.py)."""
        if self.empty or self.tree or len(self.name) + len(self.text) >= LONGEST_TEXT:
            return ""
        return f"udata={quoted(self.name)}%3D{quoted(self.text)}"

    @property
    def folded(self) -> bool:
        """Whether the value is too long to be shown at once."""
        return len(self.text) > LONG

    @property
    def beginning(self) -> str:
        """What stands for a folded value: its first characters, or those of its first entry."""
        if not self.tree:
            return beginning(self.text)
        label, entry = self.tree.entries[0]
        return beginning(entry if isinstance(entry, str) else label)

    @property
    def extent(self) -> str:
        """How much there is of a folded value."""
        if isinstance(self.value, dict | list):
            return plural(len(self.value), "entry", "entries")
        return extent(self.text)

    def matches(self, needle: str) -> bool:
        """Whether the key or its value holds `needle`, in any case."""
        if not needle:
            return True
        sought = needle.casefold()
        return sought in self.name.casefold() or sought in self.text.casefold()


@dataclass(frozen=True)
class Group:
    title: str
    keys: tuple[Key, ...]

    def matching(self, needle: str) -> int:
        """How many of its keys the filter lets through."""
        return sum(key.matches(needle) for key in self.keys)


@dataclass(frozen=True)
class Table:
    """`groups` hold the keys that have a value, `empty` the others. Both hold all of them, whatever the
    filter `needle` asks for: a page marks the rows that it does not let through, so that a script can
    change it. `document` is all of it as JSON, to be copied; "" when it is too long for that."""

    groups: tuple[Group, ...]
    empty: Group
    needle: str
    alphabetical: bool
    document: str

    @property
    def total(self) -> int:
        return sum(len(group.keys) for group in (*self.groups, self.empty))

    @property
    def titles(self) -> str:
        """The titles of all groups in their order, a line each."""
        return "\n".join(origin.title for origin in ORIGINS)

    @property
    def matching(self) -> int:
        """How many keys the filter lets through."""
        return sum(group.matching(self.needle) for group in (*self.groups, self.empty))


def table(udata: Iterable[UdataEntry], *, needle: str = "", alphabetical: bool = False) -> Table:
    """The table of a record's udata. `alphabetical` gives one group without a title."""
    keys = sorted(_keys(udata), key=lambda key: (key.name.casefold(), key.name))
    full = [key for key in keys if not key.empty]
    if alphabetical:
        groups = [Group("", tuple(full))]
    else:
        groups = [Group(o.title, tuple(key for key in full if key.origin == o.title)) for o in ORIGINS]
    document = as_json({key.name: key.value for key in keys}, indent=2)
    return Table(
        groups=tuple(group for group in groups if group.keys),
        empty=Group("Empty", tuple(key for key in keys if key.empty)),
        needle=needle.strip(),
        alphabetical=alphabetical,
        document=document if len(document) <= LONGEST_DOCUMENT else "",
    )


def _keys(udata: Iterable[UdataEntry]) -> Iterator[Key]:
    """Each key; what a UCS sent under the same key (docs/ucs-protocol.md §4.1) is told apart by its
    number."""
    seen: Counter[str] = Counter()
    for udatum in udata:
        name, value = udatum.key, udatum.value
        seen[name] += 1
        known = _known(name) if len(name) <= LONGEST_KNOWN else _known.__wrapped__(name)
        text = value if isinstance(value, str) else as_json(value)
        nested = bool(value) and isinstance(value, dict | list)
        yield Key(
            name=name,
            value=value,
            text=text,
            origin=known.origin.title,
            about=known.about,
            meaning=known.origin.values[name].get(str(value), "") if name in known.origin.values else "",
            anchor=known.anchor if seen[name] == 1 else f"{known.anchor}.{seen[name]}",
            empty=value in (None, {}, []) or not text.strip(),
            tree=tree(value) if nested else None,
        )


def parts(name: str) -> tuple[str, ...]:
    """A key's name cut where a line may break."""
    return tuple(WORDS.findall(name))


def quoted(text: str) -> str:
    """A text as it stands in a query. Most values are words and numbers, which stand there as they are."""
    return text if PLAIN_TEXT.fullmatch(text) else quote_plus(text)


class Known(NamedTuple):
    """What a key's name tells: the group that it belongs to, what is known of it, and the HTML id of its
    row."""

    origin: Origin
    about: str
    anchor: str


@lru_cache(KNOWN)
def _known(name: str) -> Known:
    return Known(*_origin(name), _anchor(name))


def _anchor(name: str) -> str:
    """The other form holds a dot, which the first never does."""
    if PLAIN_NAME.fullmatch(name):
        return f"u-{name}"
    return f"u-.{blake2s(name.encode(), digest_size=6).hexdigest()}"


def _origin(name: str) -> tuple[Origin, str]:
    for origin in ORIGINS:
        if name in origin.keys:
            return origin, origin.keys[name]
    for origin in ORIGINS:
        for pattern, about in origin.patterns:
            if pattern.match(name):
                return origin, about
    return ORIGINS[0], ""


def _read() -> tuple[Origin, ...]:
    return tuple(
        Origin(
            title=group["title"],
            keys=group.get("keys", {}),
            patterns=tuple((re.compile(begin), about) for begin, about in group.get("patterns", {}).items()),
            values=group.get("values", {}),
        )
        for group in glossary.load("udata").values()
    )


ORIGINS = _read()
