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

from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from msgspec import Struct

from interactions.history.columns.row_columns import MAX_FILTER_VALUE_CHARACTERS
from interactions.pages.formatting import format_count
from interactions.pages.interaction import glossary
from interactions.pages.interaction.json_tree import JsonNode, build_json_tree, format_json
from interactions.pages.interaction.table_cells import MAX_UNFOLDED_CHARACTERS, cut_beginning, format_extent
from interactions.ucs.resources import UdataEntry

PLAIN_NAME_PATTERN = re.compile(r"[A-Za-z0-9_-]{1,48}")
UNQUOTED_TEXT_PATTERN = re.compile(r"[A-Za-z0-9_.~-]*")
NAME_WORDS_PATTERN = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])|[^A-Za-z]+|[A-Z]")
MAX_CACHED_KEY_NAMES = 4096  # names of which all is remembered: records of a contact centre share theirs
MAX_DOCUMENT_CHARACTERS = 200_000  # characters; the record's JSON is one link away
MAX_CACHED_NAME_CHARACTERS = 200  # characters; nobody fills the memory with names


@dataclass(frozen=True)
class UdataOrigin:
    """A group of the glossary. `values` names the codes of some of its keys."""

    title: str
    keys: Mapping[str, str]
    patterns: tuple[tuple[re.Pattern[str], str], ...]
    values: Mapping[str, Mapping[str, str]]


class UdataKey(Struct, frozen=True, gc=False):
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
    tree: JsonNode | None

    @property
    def finding(self) -> str:
        """The query that a timeline is asked to find this value again; "" when it can't be
        (filtering/udata_index.py)."""
        if self.empty or self.tree or len(self.name) + len(self.text) >= MAX_FILTER_VALUE_CHARACTERS:
            return ""
        return f"udata={quote_query_text(self.name)}%3D{quote_query_text(self.text)}"

    @property
    def folded(self) -> bool:
        """Whether the value is too long to be shown at once."""
        return len(self.text) > MAX_UNFOLDED_CHARACTERS

    @property
    def beginning(self) -> str:
        """What stands for a folded value: its first characters, or those of its first entry."""
        if not self.tree:
            return cut_beginning(self.text)
        label, entry = self.tree.entries[0]
        return cut_beginning(entry if isinstance(entry, str) else label)

    @property
    def extent(self) -> str:
        """How much there is of a folded value."""
        if isinstance(self.value, dict | list):
            words = ngettext("%(num)s entry", "%(num)s entries", len(self.value))
            return words % {"num": format_count(len(self.value))}
        return format_extent(self.text)

    def matches(self, needle: str) -> bool:
        """Whether the key or its value holds `needle`, in any case."""
        if not needle:
            return True
        sought = needle.casefold()
        return sought in self.name.casefold() or sought in self.text.casefold()


@dataclass(frozen=True)
class UdataGroup:
    title: str
    keys: tuple[UdataKey, ...]

    def matching(self, needle: str) -> int:
        """How many of its keys the filter lets through."""
        return sum(key.matches(needle) for key in self.keys)


@dataclass(frozen=True)
class UdataTable:
    """`groups` hold the keys that have a value, `empty` the others. Both hold all of them, whatever the
    filter `needle` asks for: a page marks the rows that it does not let through, so that a script can
    change it. `document` is all of it as JSON, to be copied; "" when it is too long for that."""

    groups: tuple[UdataGroup, ...]
    empty: UdataGroup
    needle: str
    alphabetical: bool
    document: str

    @property
    def total(self) -> int:
        return sum(len(group.keys) for group in (*self.groups, self.empty))

    @property
    def titles(self) -> str:
        """The titles of all groups in their order, a line each."""
        return "\n".join(origin.title for origin in UDATA_ORIGINS)

    @property
    def matching(self) -> int:
        """How many keys the filter lets through."""
        return sum(group.matching(self.needle) for group in (*self.groups, self.empty))


def build_udata_table(
    udata: Iterable[UdataEntry], *, needle: str = "", alphabetical: bool = False
) -> UdataTable:
    """The table of a record's udata. `alphabetical` gives one group without a title."""
    keys = sorted(_iter_udata_keys(udata), key=lambda key: (key.name.casefold(), key.name))
    full = [key for key in keys if not key.empty]
    if alphabetical:
        groups = [UdataGroup("", tuple(full))]
    else:
        groups = [
            UdataGroup(o.title, tuple(key for key in full if key.origin == o.title)) for o in UDATA_ORIGINS
        ]
    document = format_json({key.name: key.value for key in keys}, indent=2)
    return UdataTable(
        groups=tuple(group for group in groups if group.keys),
        empty=UdataGroup(_("Empty"), tuple(key for key in keys if key.empty)),
        needle=needle.strip(),
        alphabetical=alphabetical,
        document=document if len(document) <= MAX_DOCUMENT_CHARACTERS else "",
    )


def _iter_udata_keys(udata: Iterable[UdataEntry]) -> Iterator[UdataKey]:
    """Each key; what a UCS sent under the same key (docs/ucs-protocol.md §4.1) is told apart by its
    number."""
    seen: Counter[str] = Counter()
    for udatum in udata:
        name, value = udatum.key, udatum.value
        seen[name] += 1
        known = (
            _get_key_info(name)
            if len(name) <= MAX_CACHED_NAME_CHARACTERS
            else _get_key_info.__wrapped__(name)
        )
        text = value if isinstance(value, str) else format_json(value)
        nested = bool(value) and isinstance(value, dict | list)
        yield UdataKey(
            name=name,
            value=value,
            text=text,
            origin=known.origin.title,
            about=known.about,
            meaning=known.origin.values[name].get(str(value), "") if name in known.origin.values else "",
            anchor=known.anchor if seen[name] == 1 else f"{known.anchor}.{seen[name]}",
            empty=value in (None, {}, []) or not text.strip(),
            tree=build_json_tree(value) if nested else None,
        )


def split_key_name(name: str) -> tuple[str, ...]:
    """A key's name cut where a line may break."""
    return tuple(NAME_WORDS_PATTERN.findall(name))


def quote_query_text(text: str) -> str:
    """A text as it stands in a query. Most values are words and numbers, which stand there as they are."""
    return text if UNQUOTED_TEXT_PATTERN.fullmatch(text) else quote_plus(text)


class UdataKeyInfo(NamedTuple):
    """What a key's name tells: the group that it belongs to, what is known of it, and the HTML id of its
    row."""

    origin: UdataOrigin
    about: str
    anchor: str


@lru_cache(MAX_CACHED_KEY_NAMES)
def _get_key_info(name: str) -> UdataKeyInfo:
    return UdataKeyInfo(*_find_origin(name), _build_anchor(name))


def _build_anchor(name: str) -> str:
    """The other form holds a dot, which the first never does."""
    if PLAIN_NAME_PATTERN.fullmatch(name):
        return f"u-{name}"
    return f"u-.{blake2s(name.encode(), digest_size=6).hexdigest()}"


def _find_origin(name: str) -> tuple[UdataOrigin, str]:
    for origin in UDATA_ORIGINS:
        if name in origin.keys:
            return origin, origin.keys[name]
    for origin in UDATA_ORIGINS:
        for pattern, about in origin.patterns:
            if pattern.match(name):
                return origin, about
    return UDATA_ORIGINS[0], ""


def _load_origins() -> tuple[UdataOrigin, ...]:
    return tuple(
        UdataOrigin(
            title=group["title"],
            keys=group.get("keys", {}),
            patterns=tuple((re.compile(begin), about) for begin, about in group.get("patterns", {}).items()),
            values=group.get("values", {}),
        )
        for group in glossary.load_glossary("udata").values()
    )


UDATA_ORIGINS = _load_origins()
