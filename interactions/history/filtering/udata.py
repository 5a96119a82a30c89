"""The attached data of a history, for the filter `key=value`: what each key holds in each row, as hashes.

Of a value only the hash is kept: 64 bits of Python's own. It is salted anew in each process, so that nobody
can send values that collide, and means nothing in another one: a `Udata` goes into no cache that is shared.
A hundred thousand rows with 40 keys each are 4 million pairs of 12 bytes.

Keys and values are compared in any case, without the blanks around them, a value as its page writes it: `1`
and `"1"` are the same, `true` and `"true"` too, `1.0` is another. What lies in an object is a key with a dot
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

from interactions.history.columns import as_set
from interactions.history.recent import Recent

LONGEST = 200  # characters of a condition
KEYS = 1_000  # of one history, in all spellings; those that come after them are not looked through
PAIRS = 5_000_000  # likewise: 60 MB
DEEPEST = 4  # levels of an object
NESTED = "…" * (LONGEST + 1)  # stands for a value that nobody can ask for
AT_ONCE = 256  # rows whose texts wait for being hashed
KNOWN = 16  # conditions whose rows are remembered
OFFERED = 60  # keys

Pairs = Collection[tuple[str, Any]]


class Column:
    """A key, by the name under which it came first. `places` are the rows that have it, one for each value,
    and `values` the hashes of these; `texts` are values on their way there."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.places, self.values = array("I"), array("q")
        self.texts: list[str] = []

    def settle(self) -> None:
        """Hashes the texts that wait, each of them once: most come again and again."""
        own = set(self.texts)
        hashes = dict(zip(own, map(hash, map(folded, own)), strict=True))
        self.values.extend(map(hashes.__getitem__, self.texts))
        self.texts.clear()

    def with_value(self) -> Iterator[int]:
        """The rows in which it is not empty: the hash of an empty text is 0."""
        return compress(self.places, self.values)

    def having(self, text: str) -> Iterator[int]:
        """The rows in which it has this value."""
        return compress(self.places, map(hash(folded(text)).__eq__, self.values))


class Udata:
    """Of `total` rows, whose places with their attached data are `rows`, each once. `read` has a byte a row,
    1 for those that were looked through as a whole."""

    def __init__(self, total: int, rows: Iterable[tuple[int, Pairs]] = ()) -> None:
        self.read, self.pairs = bytearray(total), 0
        self.columns: dict[str, Column] = {}
        self.spelled: dict[str, Column] = {}
        self.known: Recent[str, int] = Recent(KNOWN)
        for number, (place, pairs) in enumerate(rows):
            self.read[place] = self._add(place, pairs)
            if number % AT_ONCE == 0:
                self._settle()
        self._settle()

    @property
    def skipped(self) -> int:
        """How many rows were not looked through, or not as a whole."""
        return self.read.count(0)

    def rows(self, conditions: Iterable[str]) -> int:
        """The rows that all conditions hold for: `key=value`; `key=`, which is there and empty; or `key`,
        which is there and not."""
        found = as_set(b"\1" * len(self.read))
        for condition in conditions:
            found &= self.holding(condition)
        return found

    def holding(self, condition: str) -> int:
        """The rows that one condition holds for."""
        text = folded(condition)
        return self.known.get(text, lambda: self._set(self._places(text)))

    def counts(self, among: int) -> Counter[str]:
        """How many of a set have each of the keys that are offered, and not empty."""
        return Counter({name: count for name, rows in self.offered if (count := (among & rows).bit_count())})

    @cached_property
    def offered(self) -> tuple[tuple[str, int], ...]:
        """The keys that occur most, each with the rows in which it is not empty."""
        most = nlargest(OFFERED, self.columns.values(), key=lambda column: len(column.places))
        return tuple((column.name, self._set(column.with_value())) for column in most if column.name.strip())

    def _places(self, text: str) -> Iterator[int]:
        """A key may hold "=" (docs/ucs-protocol.md §4.1), so each of them may be the one between key and
        value."""
        if column := self.columns.get(text):
            yield from column.with_value()
        for at, character in enumerate(text):
            if character == "=" and (column := self.columns.get(text[:at].strip())):
                yield from column.having(text[at + 1 :])

    def _set(self, places: Iterable[int]) -> int:
        flags = bytearray(len(self.read))
        for place in places:
            flags[place] = 1
        return as_set(flags)

    def _add(self, place: int, pairs: Pairs) -> bool:
        """Takes in a row, and says whether as a whole."""
        if self.pairs + len(pairs) > PAIRS:
            return False
        self.pairs += len(pairs)
        spelled, whole = self.spelled, True
        for key, value in pairs:
            text = value if type(value) is str else _written(value)
            if text is None:
                whole &= self._add_nested(place, key, value)
            elif column := spelled.get(key) or self._column(key):
                column.places.append(place)
                column.texts.append(text)
            else:
                whole &= len(key) > LONGEST
        return whole

    def _add_nested(self, place: int, key: str, value: Any) -> bool:
        """Takes in what lies in an object or a list, likewise."""
        return all(self._add(place, [pair]) for pair in _flat(key, value))

    def _column(self, key: str) -> Column | None:
        """The column of a key in a spelling that is new; `None` when it is too long, or one too many."""
        if len(key) > LONGEST or len(self.spelled) >= KEYS:
            return None
        column = self.spelled[key] = self.columns.setdefault(folded(key), Column(key))
        return column

    def _settle(self) -> None:
        for column in self.columns.values():
            column.settle()


def gathered(
    places: Mapping[str, int], attached: Iterable[tuple[str, Pairs]], twice: Collection[str] = ()
) -> Udata:
    """The attached data of the rows at these places, which come by their IDs. Of those that were sent twice
    the last counts, as of the rows themselves."""

    def once() -> Iterator[tuple[int, Pairs]]:
        last = {}
        for identifier, pairs in attached:
            if identifier in twice:
                last[identifier] = pairs
            elif identifier in places:
                yield places[identifier], pairs
        yield from ((places[identifier], pairs) for identifier, pairs in last.items())

    return Udata(len(places), once())


def asked_for(udata: Udata | None) -> Udata:
    """The attached data of a history that was asked for with it, as whoever filters by it has to."""
    if udata is None:
        raise ValueError("This history was asked for without its attached data.")
    return udata


def folded(text: str) -> str:
    """What is compared of a key or a value."""
    return text.strip().casefold()


def _written(value: Any) -> str | None:
    """A value as its page writes it, nothing of `null`; `None` of an object or a list."""
    if value is None:
        return ""
    return None if isinstance(value, dict | list) else encode(value).decode()


def _flat(key: str, value: Any, depth: int = 1) -> Iterator[tuple[str, Any]]:
    """The keys and the plain values of what is nested, its own key first."""
    yield key, NESTED if value else ""
    items = value.items() if isinstance(value, dict) else ((None, item) for item in value)
    for name, item in items:
        own = key if name is None else f"{key}.{name}"
        if not isinstance(item, dict | list):
            yield own, item
        elif depth < DEEPEST:
            yield from _flat(own, item, depth + 1)
