"""The attached data of a history, for the filter `key=value`: what each key holds in each row, as hashes.

Of a value only the hash is kept: 64 bits of Python's own. It is salted anew in each process, so that nobody
can send values that collide, and means nothing in another process: a `UdataIndex` goes into no shared cache.
A hundred thousand rows with 40 keys each are 4 million pairs of 12 bytes.

Keys and values are compared in any case, without the blanks around them, a value as its page writes it: `1`
and `"1"` are equal, `true` and `"true"` too, `1.0` is another. What lies in an object is a key with a dot
(`RRequestedSkills.French`), and each item of a list a value of the list's key.
"""

from array import array
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import cached_property
from heapq import nlargest
from itertools import compress
from typing import Any

from msgspec.json import encode

from interactions.history.columns.row_columns import build_row_set
from interactions.history.columns.small_lru_cache import SmallLRUCache

MAX_CONDITION_CHARACTERS = 200  # characters of a condition
MAX_KEY_SPELLINGS = (
    1_000  # of one history, in all spellings; those that come after them are not looked through
)
MAX_INDEXED_PAIRS = 5_000_000  # of one history, 60 MB; rows that come after them are not looked through
MAX_NESTING_LEVELS = 4  # levels of an object
NESTED_VALUE_PLACEHOLDER = "…" * (MAX_CONDITION_CHARACTERS + 1)  # stands for a value that nobody can ask for
HASH_BATCH_ROWS = 256  # rows whose texts wait for being hashed
MAX_CACHED_CONDITIONS = 16  # conditions whose rows are remembered
MAX_OFFERED_KEYS = 60  # keys

UdataPairs = Collection[tuple[str, Any]]


class UdataColumn:
    """A key, by the name under which it came first. `places` are the rows that have it, one for each value,
    and `values` the hashes of these; `texts` are values on their way there."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.places, self.values = array("I"), array("q")
        self.texts: list[str] = []

    def settle(self) -> None:
        """Hashes the texts that wait, each of them once: most come again and again."""
        own = set(self.texts)
        hashes = dict(zip(own, map(hash, map(fold_for_comparison, own)), strict=True))
        self.values.extend(map(hashes.__getitem__, self.texts))
        self.texts.clear()

    def iter_filled_rows(self) -> Iterator[int]:
        """The rows in which it is not empty: the hash of an empty text is 0."""
        return compress(self.places, self.values)

    def iter_rows_with(self, text: str) -> Iterator[int]:
        """The rows in which it has this value."""
        return compress(self.places, map(hash(fold_for_comparison(text)).__eq__, self.values))


class UdataIndex:
    """Of `total` rows, whose places with their attached data are `rows`, each once. `read` has a byte a row,
    1 for those that were looked through as a whole."""

    def __init__(self, total: int, rows: Iterable[tuple[int, UdataPairs]] = ()) -> None:
        self.indexed_flags, self.pairs = bytearray(total), 0
        self.columns: dict[str, UdataColumn] = {}
        self.spelled: dict[str, UdataColumn] = {}
        self._rows_by_condition: SmallLRUCache[str, int] = SmallLRUCache(MAX_CACHED_CONDITIONS)
        for number, (place, pairs) in enumerate(rows):
            self.indexed_flags[place] = self._add(place, pairs)
            if number % HASH_BATCH_ROWS == 0:
                self._settle()
        self._settle()

    @property
    def skipped(self) -> int:
        """How many rows were not looked through, or not as a whole."""
        return self.indexed_flags.count(0)

    def rows(self, conditions: Iterable[str]) -> int:
        """The rows that all conditions hold for: `key=value`; `key=`, which is there and empty; or `key`,
        which is there and not."""
        found = build_row_set(b"\1" * len(self.indexed_flags))
        for condition in conditions:
            found &= self.find_rows(condition)
        return found

    def find_rows(self, condition: str) -> int:
        """The rows that one condition holds for."""
        text = fold_for_comparison(condition)
        return self._rows_by_condition.get_or_build(text, lambda: self._set(self._places(text)))

    def counts(self, among: int) -> Counter[str]:
        """How many of a set have each of the keys that are offered, and not empty."""
        return Counter({name: count for name, rows in self.offered if (count := (among & rows).bit_count())})

    @cached_property
    def offered(self) -> tuple[tuple[str, int], ...]:
        """The keys that occur most, each with the rows in which it is not empty."""
        most = nlargest(MAX_OFFERED_KEYS, self.columns.values(), key=lambda column: len(column.places))
        return tuple(
            (column.name, self._set(column.iter_filled_rows())) for column in most if column.name.strip()
        )

    def _places(self, text: str) -> Iterator[int]:
        """A key may hold "=" (docs/ucs-protocol.md §4.1), so each of them may be the one between key and
        value."""
        if column := self.columns.get(text):
            yield from column.iter_filled_rows()
        for at, character in enumerate(text):
            if character == "=" and (column := self.columns.get(text[:at].strip())):
                yield from column.iter_rows_with(text[at + 1 :])

    def _set(self, places: Iterable[int]) -> int:
        flags = bytearray(len(self.indexed_flags))
        for place in places:
            flags[place] = 1
        return build_row_set(flags)

    def _add(self, place: int, pairs: UdataPairs) -> bool:
        """Indexes a row's attached data. Whether all of it was indexed: there are limits to pairs and
        spellings."""
        if self.pairs + len(pairs) > MAX_INDEXED_PAIRS:
            return False
        self.pairs += len(pairs)
        spelled, whole = self.spelled, True
        for key, value in pairs:
            text = value if type(value) is str else _format_plain_value(value)
            if text is None:
                whole &= self._add_nested(place, key, value)
            elif column := spelled.get(key) or self._column(key):
                column.places.append(place)
                column.texts.append(text)
            else:
                whole &= len(key) > MAX_CONDITION_CHARACTERS
        return whole

    def _add_nested(self, place: int, key: str, value: Any) -> bool:
        """Indexes what lies in an object or a list. Whether all of it was indexed."""
        return all(self._add(place, [pair]) for pair in _iter_nested_pairs(key, value))

    def _column(self, key: str) -> UdataColumn | None:
        """The column of a key in a spelling that is new; `None` when it is too long, or one too many."""
        if len(key) > MAX_CONDITION_CHARACTERS or len(self.spelled) >= MAX_KEY_SPELLINGS:
            return None
        column = self.spelled[key] = self.columns.setdefault(fold_for_comparison(key), UdataColumn(key))
        return column

    def _settle(self) -> None:
        for column in self.columns.values():
            column.settle()


def build_udata_index(
    places: Mapping[str, int], attached: Iterable[tuple[str, UdataPairs]], twice: Collection[str] = ()
) -> UdataIndex:
    """The attached data of the rows at these places, which come by their IDs. Of those that were sent twice
    the last counts, as of the rows themselves."""

    def once() -> Iterator[tuple[int, UdataPairs]]:
        last = {}
        for identifier, pairs in attached:
            if identifier in twice:
                last[identifier] = pairs
            elif identifier in places:
                yield places[identifier], pairs
        yield from ((places[identifier], pairs) for identifier, pairs in last.items())

    return UdataIndex(len(places), once())


def require_udata_index(udata: UdataIndex | None) -> UdataIndex:
    """The attached data of a history. Raises `ValueError` when the history was loaded without it: whoever
    filters by it has to load it so."""
    if udata is None:
        raise ValueError("This history was asked for without its attached data.")
    return udata


def fold_for_comparison(text: str) -> str:
    """A key or a value as it is compared: without blanks around it, case-folded."""
    return text.strip().casefold()


def _format_plain_value(value: Any) -> str | None:
    """A value as its page writes it, nothing of `null`; `None` of an object or a list."""
    if value is None:
        return ""
    return None if isinstance(value, dict | list) else encode(value).decode()


def _iter_nested_pairs(key: str, value: Any, depth: int = 1) -> Iterator[tuple[str, Any]]:
    """The keys and the plain values of what is nested, its own key first."""
    yield key, NESTED_VALUE_PLACEHOLDER if value else ""
    items = value.items() if isinstance(value, dict) else ((None, item) for item in value)
    for name, item in items:
        own = key if name is None else f"{key}.{name}"
        if not isinstance(item, dict | list):
            yield own, item
        elif depth < MAX_NESTING_LEVELS:
            yield from _iter_nested_pairs(own, item, depth + 1)
