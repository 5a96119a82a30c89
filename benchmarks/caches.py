"""A cached history against asking the UCS for it again, and the cache itself against a dictionary.

    python -m benchmarks.caches [--rows 10000] [--entries 6000] [--rounds N] [--redis URL]

The peer of a history is what is saved: the history from an nginx that plays the UCS and has it as a file,
through the viewer's own client, decoded and ordered. What a page then does with it is the same for both. All
times are the processor time of the viewer: the UCS's own work, and the way from it, are saved on top. Also
said: what storing it costs.

The floor of the cache is a plain dictionary of as many entries, under a lock, from which the oldest goes: it
knows neither sizes nor time, and does not load once for all.

Goals: a history takes at most a half; a hit and a miss at most 0.05 ms, however many entries there are.
"""

import argparse
import logging
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from threading import Lock

from benchmarks.dumps import write_dump
from benchmarks.histories import UCS_LOCATION
from benchmarks.machine import run_nginx

# isort: split
from django.conf import settings

from interactions.access.cache.cache_key import CacheKey, CacheScope
from interactions.access.cache.history_cache import measure_history
from interactions.access.cache.shared_cache import SharedCache
from interactions.access.cache.single_flight import SingleFlightCache
from interactions.history.history import History, build_history
from interactions.ucs.client import UCSClient
from interactions.ucs.configuration import ClientConfiguration

MAX_HISTORY_RATIO = 0.5
MAX_CALL_MILLISECONDS = 0.05
CALLS = 1000  # of a cache, timed together
SCOPE = CacheScope("http://ucs:8080", "reader", "101", "", "everything")


def main() -> int:
    options = _parse_options()
    logging.getLogger("interactions").setLevel(logging.WARNING)  # else a line for each question
    is_fast = _compare_calls(options.entries, options.rounds)
    with tempfile.TemporaryDirectory(prefix="caches-") as folder:
        root = Path(folder)
        write_dump(root / "history.json", options.rows)
        with run_nginx(root, "ucs", UCS_LOCATION.format(root=root)) as (url, _):
            client = UCSClient(ClientConfiguration(base_url=url))
            is_worth_it = _compare_histories(
                lambda: build_history("customer", "C1", client.load_customer_records("C1")), options
            )
    return 0 if is_fast and is_worth_it else 1


def _compare_calls(entries: int, rounds: int) -> bool:
    """Prints what a hit and a miss take in a full cache; whether both reach their goal."""
    cache: SingleFlightCache[CacheKey[str], bytes] = SingleFlightCache(
        max_bytes=lambda: entries, ttl=lambda: 3600, size_of=len
    )
    floor = Floor(entries)
    for key in _build_keys(0, entries):
        for each in (cache, floor):
            each.get_or_load(key, _load)
    print(f"{entries:,} entries in a cache")
    hits = [_build_keys(entries - CALLS, CALLS)] * (rounds + 1)
    misses = [_build_keys(entries + CALLS * number, CALLS) for number in range(rounds)]
    slowest = 0.0
    for name, keys in (("hit", hits), ("miss", misses)):
        took, least = (_time_calls(each.get_or_load, keys) for each in (cache, floor))
        ratio = took / least
        print(f"a {name:18} {took:8.4f} ms: {ratio:.1f} times the floor (goal: {MAX_CALL_MILLISECONDS} ms)")
        slowest = max(slowest, took)
    return slowest <= MAX_CALL_MILLISECONDS


class Floor:
    """A dictionary of so many entries under a lock."""

    def __init__(self, entries: int) -> None:
        self.entries, self.values, self.lock = entries, dict[CacheKey[str], bytes](), Lock()

    def get_or_load(self, key: CacheKey[str], load: Callable[[], bytes]) -> bytes:
        with self.lock:
            if key not in self.values:
                if len(self.values) >= self.entries:
                    del self.values[next(iter(self.values))]
                self.values[key] = load()
            return self.values[key]


def _load() -> bytes:
    return b"x"


def _build_keys(start: int, count: int) -> list[CacheKey[str]]:
    return [CacheKey(SCOPE, "record", str(number)) for number in range(start, start + count)]


def _time_calls(
    call: Callable[[CacheKey[str], Callable[[], bytes]], bytes], rounds: list[list[CacheKey[str]]]
) -> float:
    """Milliseconds of one call in the fastest round."""
    times = []
    for keys in rounds:
        began = time.process_time()
        for key in keys:
            call(key, _load)
        times.append(time.process_time() - began)
    return 1000 * min(times) / CALLS


def _compare_histories(load: Callable[[], History], options: argparse.Namespace) -> bool:
    """Prints what a history takes from the UCS and from each cache; whether all caches reach their goal."""
    history = load()
    loading = _time_best(load, options.rounds)
    print(f"{options.rows:,} interactions: {measure_history(history) / 1e6:.1f} MB as it is counted")
    print(f"from the UCS         {1000 * loading:8.1f} ms")
    ratios = [_compare_shared_cache("memory", history, loading, options.rounds)]
    if options.redis:
        backend = {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": options.redis}
        serializer = "interactions.access.cache.django_backends.RawBytesSerializer"
        settings.CACHES["histories"] = backend | {"OPTIONS": {"serializer": serializer}}
        ratios.append(_compare_shared_cache("Redis", history, loading, options.rounds))
    return max(ratios) <= MAX_HISTORY_RATIO


def _compare_shared_cache(name: str, history: History, loading: float, rounds: int) -> float:
    shared, key = SharedCache(), CacheKey(SCOPE, history.owner, history.identifier)
    storing = _time_best(lambda: shared.put(key, replace(history, fetched_at=datetime.now(UTC))), rounds)
    found = shared.find(key, 0)
    if found is None or found.rows != history.rows:
        raise SystemExit(f"The cache in {name} gives something else.")
    finding = _time_best(lambda: shared.find(key, 0), rounds)
    ratio = finding / loading
    print(
        f"from the cache       {1000 * finding:8.1f} ms from {name}: {ratio:.2f} of it "
        f"(goal: {MAX_HISTORY_RATIO})"
    )
    print(f"  stored in          {1000 * storing:8.1f} ms")
    return ratio


def _time_best(work: Callable[[], object], rounds: int) -> float:
    times = []
    for _ in range(rounds):
        began = time.process_time()
        work()
        times.append(time.process_time() - began)
    return min(times)


def _parse_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.caches", description=(__doc__ or "").splitlines()[0]
    )
    parser.add_argument("--rows", type=int, default=10_000, help="interactions of the history (10000)")
    parser.add_argument("--entries", type=int, default=6_000, help="entries of the cache (6000)")
    parser.add_argument("--rounds", type=int, default=9, help="times each is done (9)")
    parser.add_argument("--redis", default="", help="a Redis to measure too; nothing stays in it for long")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
