"""The attached data of an interaction (udata) as a table: grouped by origin, explained, filtered, in order.

Where a key belongs (ucs-protocol §4.2): exact names first, then what names begin with, and all the rest is
business data. Both are in glossary/udata.toml. Keys may hold any character (§4.1), so a key's place in the
page has a name of its own that is safe in HTML and in an address.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from hashlib import blake2s
from typing import Any
from urllib.parse import quote_plus

from interactions.history.filtering.filters import LONGEST_TEXT
from interactions.pages.format import plural
from interactions.pages.interaction import glossary
from interactions.pages.interaction.tree import Node, as_json, tree
from interactions.ucs.resources import Udatum

PLAIN_NAME = re.compile(r"[A-Za-z0-9_-]{1,48}")
WORDS = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])|[^A-Za-z]+|[A-Z]")
LONG = 240  # characters; a longer value is folded
KNOWN = 4096  # names whose group is remembered: records of a contact centre share theirs
BEGINNING = 120  # characters of it that are shown


@dataclass(frozen=True)
class Origin:
    """A group of the glossary. `values` names the codes of some of its keys."""

    title: str
    keys: Mapping[str, str]
    patterns: tuple[tuple[re.Pattern[str], str], ...]
    values: Mapping[str, Mapping[str, str]]


@dataclass(frozen=True)
class Key:
    """One key, ready to be shown. `about` explains the key and `meaning` the value; "" is nothing known.
    `nth` tells apart what a UCS sent under the same key (§4.1), from 1."""

    name: str
    value: Any
    origin: str
    about: str
    meaning: str
    nth: int

    @property
    def named(self) -> bool:
        """Whether its name can be seen."""
        return bool(self.name.strip())

    @cached_property
    def anchor(self) -> str:
        """Its HTML id. The other forms hold a dot, which the first never does."""
        again = f".{self.nth}" if self.nth > 1 else ""
        if PLAIN_NAME.fullmatch(self.name):
            return f"u-{self.name}{again}"
        return f"u-.{blake2s(self.name.encode(), digest_size=6).hexdigest()}{again}"

    @property
    def parts(self) -> tuple[str, ...]:
        """The name cut where a line may break."""
        return _words(self.name)

    @cached_property
    def text(self) -> str:
        """The value as text, to copy and to search: JSON of whatever is not a string."""
        return self.value if isinstance(self.value, str) else as_json(self.value)

    @property
    def condition(self) -> str:
        """What a timeline is asked for to find this value again; "" when it can't be (filtering/udata.py)."""
        askable = not self.empty and not isinstance(self.value, dict | list)
        condition = f"{self.name}={self.text}" if askable else ""
        return condition if len(condition.strip()) <= LONGEST_TEXT else ""

    @property
    def finding(self) -> str:
        """The same as a query."""
        condition = self.condition
        return f"udata={quote_plus(condition)}" if condition else ""

    @cached_property
    def empty(self) -> bool:
        """`""`, blanks, `null`, `{}` and `[]`; 0 and false say something."""
        return self.value in (None, {}, []) or (isinstance(self.value, str) and not self.value.strip())

    @cached_property
    def tree(self) -> Node | None:
        """A nested value laid out; `None` of a plain one."""
        return tree(self.value) if isinstance(self.value, dict | list) and self.value else None

    @property
    def folded(self) -> bool:
        """Whether the value is too long to be shown at once."""
        return len(self.text) > LONG

    @property
    def beginning(self) -> str:
        """What stands for a folded value: its first characters, or those of its first entry."""
        if not self.tree:
            return self.text[:BEGINNING]
        label, entry = self.tree.entries[0]
        return (entry if isinstance(entry, str) else label)[:BEGINNING]

    @property
    def extent(self) -> str:
        """How much there is of a folded value."""
        if isinstance(self.value, dict | list):
            return plural(len(self.value), "entry", "entries")
        return f"all {plural(len(self.text), 'character')}"

    def matches(self, needle: str) -> bool:
        """Whether the key or its value holds `needle`, in any case."""
        sought = needle.casefold()
        return not sought or sought in self.name.casefold() or sought in self.text.casefold()


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
    change it."""

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


def table(udata: Iterable[Udatum], *, needle: str = "", alphabetical: bool = False) -> Table:
    """The table of a record's udata. `alphabetical` gives one group without a title."""
    keys = sorted(_keys(udata), key=lambda key: (key.name.casefold(), key.name, key.nth))
    full = [key for key in keys if not key.empty]
    if alphabetical:
        groups = [Group("", tuple(full))]
    else:
        groups = [Group(o.title, tuple(key for key in full if key.origin == o.title)) for o in ORIGINS]
    return Table(
        groups=tuple(group for group in groups if group.keys),
        empty=Group("Empty", tuple(key for key in keys if key.empty)),
        needle=needle.strip(),
        alphabetical=alphabetical,
        document=as_json({key.name: key.value for key in keys}, indent=2),
    )


def _keys(udata: Iterable[Udatum]) -> Iterator[Key]:
    seen: Counter[str] = Counter()
    for udatum in udata:
        seen[udatum.key] += 1
        origin, about = _origin(udatum.key)
        meaning = origin.values.get(udatum.key, {}).get(str(udatum.value), "")
        yield Key(udatum.key, udatum.value, origin.title, about, meaning, seen[udatum.key])


@lru_cache(KNOWN)
def _words(name: str) -> tuple[str, ...]:
    return tuple(WORDS.findall(name))


@lru_cache(KNOWN)
def _origin(name: str) -> tuple[Origin, str]:
    """The group that a key belongs to, and what is known of the key."""
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
