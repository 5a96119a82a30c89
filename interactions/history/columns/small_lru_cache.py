"""What was worked out for a history a moment ago and is likely to be asked for again."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


class SmallLRUCache(Generic[K, V]):
    """The values of the last `max_entries` keys. It goes with the history that it is a part of: no value may
    refer to that history, or the two would keep each other. Safe to use from many threads: at worst two of
    them build the same value."""

    def __init__(self, max_entries: int) -> None:
        self.max_entries = max_entries
        self.values: OrderedDict[K, V] = OrderedDict()

    def get_or_build(self, key: K, build: Callable[[], V]) -> V:
        """The value of a key, built when it is not there. Raises what `build` raises."""
        try:
            self.values.move_to_end(key)
            return self.values[key]
        except KeyError:
            value = self.values[key] = build()
        while len(self.values) > self.max_entries:
            self.values.popitem(last=False)
        return value
