"""Django cache backends for serialized histories: one in this process that is bounded in bytes, and Redis
without pickle. Both hold bytes alone."""

import math
from dataclasses import dataclass, field
from threading import Lock
from typing import Any

from django.core.cache.backends.base import DEFAULT_TIMEOUT, BaseCache

from interactions.access.cache.bounded_store import BoundedStore, StoredEntry


class RawBytesSerializer:
    """Redis's serializer: bytes as they are. Django's own is pickle, and whoever can write to the Redis could
    then run anything here."""

    def dumps(self, data: bytes) -> bytes:
        return data

    def loads(self, data: bytes) -> bytes:
        return data


@dataclass
class ProcessMemory:
    """What the threads of a process share: Django gives each of them a backend of its own."""

    store: BoundedStore[str, bytes] = field(default_factory=BoundedStore)
    lock: Lock = field(default_factory=Lock)


_memories: dict[str, ProcessMemory] = {}


class BoundedMemoryCache(BaseCache):
    """A cache in this process with `MAX_BYTES` for all entries together, the least recently used going first:
    Django's own counts entries, and one may have a hundred bytes or ten million."""

    def __init__(self, name: str, params: dict[str, Any]) -> None:
        super().__init__(params)
        self.max_bytes = int(params["OPTIONS"]["MAX_BYTES"])
        self.memory = _memories.setdefault(name, ProcessMemory())

    def get(self, key: str, default: Any = None, version: int | None = None) -> Any:
        full_key = self.make_and_validate_key(key, version=version)
        with self.memory.lock:
            entry = self.memory.store.find(full_key)
        return default if entry is None else entry.value

    def set(
        self, key: str, value: Any, timeout: float | None = DEFAULT_TIMEOUT, version: int | None = None
    ) -> None:
        full_key = self.make_and_validate_key(key, version=version)
        seconds = self.default_timeout if timeout is DEFAULT_TIMEOUT else timeout
        with self.memory.lock:
            now = self.memory.store.timer()
            expires_at = math.inf if seconds is None else now + seconds
            entry = StoredEntry(value, len(value), created_at=now, expires_at=expires_at)
            self.memory.store.put(full_key, entry, max_bytes=self.max_bytes)

    def delete(self, key: str, version: int | None = None) -> bool:
        full_key = self.make_and_validate_key(key, version=version)
        with self.memory.lock:
            return self.memory.store.delete(full_key)

    def clear(self) -> None:
        with self.memory.lock:
            self.memory.store.clear()
