"""A history by columns: of each row the one thing that a filter asks, a byte a row.

A set of rows is a whole number with a byte a row, 1 for a row that is in it. So "chats that are done" is one
`&` of two numbers, and how many they are is one count of bits: microseconds for 100,000 rows, where asking
each row takes tens of milliseconds. Row 0 is the lowest byte.
"""

from collections import Counter
from collections.abc import Callable, Collection, Hashable, Iterable, Sequence
from functools import cached_property
from itertools import compress
from typing import Generic, TypeVar

MAX_FILTER_VALUE_CHARACTERS = 200  # of a value of a column, and of what a filter asks of it

D = TypeVar("D")
K = TypeVar("K", bound=Hashable)
V = TypeVar("V", bound=Hashable)


def build_row_set(flags: bytes | bytearray) -> int:
    """The rows whose byte is 1, as a set."""
    return int.from_bytes(flags, "little")


def build_row_flags(rows: int, total: int) -> bytes:
    """A byte a row, 1 for those of the set."""
    return rows.to_bytes(total, "little")


def map_memoized(keys: Iterable[K], decide: Callable[[K], D]) -> Iterable[D]:
    """What each key stands for, decided once for all that are the same: a history has few."""

    class Known(dict[K, D]):
        def __missing__(self, key: K) -> D:
            found = self[key] = decide(key)
            return found

    return map(Known().__getitem__, keys)


class CategoryColumn(Generic[V]):
    """A column with few values, such as the medium: `codes` has a byte a row: its place in `values`."""

    def __init__(self, values: Sequence[V], codes: bytes) -> None:
        self.values, self.codes = tuple(values), codes
        self.known: dict[frozenset[V], int] = {}

    @classmethod
    def of(cls, values: Sequence[V], keys: Iterable[K], decide: Callable[[K], V]) -> "CategoryColumn[V]":
        """The column of rows of which each has a key that decides its value."""
        places = {value: place for place, value in enumerate(values)}
        return cls(values, bytes(map_memoized(keys, lambda key: places[decide(key)])))

    def rows(self, chosen: Collection[V]) -> int:
        """The rows that have one of these values."""
        key = frozenset(chosen)
        if key not in self.known:
            wanted = bytes(value in key for value in self.values).ljust(256, b"\0")
            self.known[key] = build_row_set(self.codes.translate(wanted))
        return self.known[key]

    def counts(self, among: int) -> Counter[V]:
        """How many of a set have each value."""
        return Counter(
            {value: count for value in self.values if (count := (among & self.rows((value,))).bit_count())}
        )


class ValueColumn(Generic[V]):
    """A column with many values, such as the agent; `None` is none. Counting is quicker when equal values are
    the same object, as `map_memoized` gives them: the same few places in memory are looked at."""

    def __init__(self, rows: Iterable[V | None]) -> None:
        self.by_row = tuple(rows)

    @cached_property
    def places(self) -> dict[V, list[int]]:
        """The rows of each value."""
        found: dict[V, list[int]] = {}
        for place, value in enumerate(self.by_row):
            if value is not None:
                found.setdefault(value, []).append(place)
        return found

    def rows(self, chosen: Collection[V]) -> int:
        """The rows that have one of these values."""
        flags = bytearray(len(self.by_row))
        for value in chosen:
            for place in self.places.get(value, ()):
                flags[place] = 1
        return build_row_set(flags)

    def counts(self, among: int) -> Counter[V]:
        """How many of a set have each value."""
        counted = Counter(compress(self.by_row, build_row_flags(among, len(self.by_row))))
        counted.pop(None, None)
        return counted  # type: ignore[return-value]


class TextColumn:
    """A column that is searched, in any case. `made` gives the texts, when somebody searches for the first
    time; looking through 100,000 of them then takes five milliseconds."""

    def __init__(self, made: Callable[[], Iterable[str]]) -> None:
        self.made = made

    @cached_property
    def by_row(self) -> list[str]:
        return [text.casefold() for text in self.made()]

    def rows(self, words: Iterable[str]) -> int:
        """The rows whose text has all of these case-folded words in it."""
        texts = self.by_row
        found = build_row_set(b"\1" * len(texts))
        for word in words:
            found &= build_row_set(bytes([word in text for text in texts]))
        return found
