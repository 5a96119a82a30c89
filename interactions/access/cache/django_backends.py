"""Django's caches as the shelf of histories needs them: one in this process that is bounded in bytes, and
Redis without pickle. Both hold bytes alone."""

import time
from collections import OrderedDict
from dataclasses import dataclass, field
from threading import Lock
from typing import Any

from django.core.cache.backends.base import DEFAULT_TIMEOUT, BaseCache


class RawBytesSerializer:
    """Redis's serializer: bytes as they are. Django's own is pickle, and whoever can write to the Redis could
    then run anything here."""

    def dumps(self, data: bytes) -> bytes:
        return data

    def loads(self, data: bytes) -> bytes:
        return data


@dataclass
class Memory:
    """What the threads of a process share: until when each is good (seconds since 1970), and the bytes."""

    entries: OrderedDict[str, tuple[float, bytes]] = field(default_factory=OrderedDict)
    lock: Lock = field(default_factory=Lock)


_memories: dict[str, Memory] = {}


class BoundedMemoryCache(BaseCache):
    """Django's cache in this process with `MAX_BYTES` for all entries together, the least recently used going
    first: Django's own counts entries, and one may have a hundred bytes or ten million. What had its time
    goes whether anybody asks for it again or not."""

    def __init__(self, name: str, params: dict[str, Any]) -> None:
        super().__init__(params)
        self.most = int(params["OPTIONS"]["MAX_BYTES"])
        self.memory = _memories.setdefault(name, Memory())

    def get(self, key: str, default: Any = None, version: int | None = None) -> Any:
        place = self.make_and_validate_key(key, version=version)
        with self.memory.lock:
            self._let_go_of_the_old()
            if place not in self.memory.entries:
                return default
            self.memory.entries.move_to_end(place)
            return self.memory.entries[place][1]

    def set(
        self, key: str, value: Any, timeout: float | None = DEFAULT_TIMEOUT, version: int | None = None
    ) -> None:
        place = self.make_and_validate_key(key, version=version)
        ends = self.get_backend_timeout(timeout)
        entries = self.memory.entries
        with self.memory.lock:
            self._let_go_of_the_old()
            entries[place] = (float("inf") if ends is None else ends, value)
            entries.move_to_end(place)
            size = sum(len(data) for _, data in entries.values())
            while size > self.most:
                _, (_, data) = entries.popitem(last=False)
                size -= len(data)

    def delete(self, key: str, version: int | None = None) -> bool:
        place = self.make_and_validate_key(key, version=version)
        with self.memory.lock:
            return self.memory.entries.pop(place, None) is not None

    def clear(self) -> None:
        with self.memory.lock:
            self.memory.entries.clear()

    def _let_go_of_the_old(self) -> None:
        now = time.time()
        for place in [place for place, (ends, _) in self.memory.entries.items() if ends <= now]:
            del self.memory.entries[place]
