"""What was worked out for a history a moment ago and is likely to be asked for again."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


class SmallLRUCache(Generic[K, V]):
    """The values of the last few keys. It goes with the history that it is a part of: no value may refer to
    that history, or the two would keep each other. Safe to use from many threads: at worst two of them work
    out the same."""

    def __init__(self, most: int) -> None:
        self.most = most
        self.values: OrderedDict[K, V] = OrderedDict()

    def get(self, key: K, make: Callable[[], V]) -> V:
        """The value of a key, made when it is not there."""
        try:
            self.values.move_to_end(key)
            return self.values[key]
        except KeyError:
            value = self.values[key] = make()
        while len(self.values) > self.most:
            self.values.popitem(last=False)
        return value
