"""A kept history from the cache, against asking the UCS for it again.

    python -m benchmarks.kept [--rows 10000] [--rounds N] [--redis redis://127.0.0.1:6379/0]

The peer is what is saved: the history from an nginx that plays the UCS and has it as a file, through the
viewer's own client, decoded and ordered. What a page then does with it is the same for both. All times are
the processor time of the viewer: the UCS's own work, and the way from it, are saved on top. Also said: what
putting it there costs.

Goal: at most a half.
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

from benchmarks.dumps import write_dump
from benchmarks.histories import UCS_LOCATION
from benchmarks.machine import run_nginx

# isort: split
from django.conf import settings

from interactions.access.kept_histories import weight
from interactions.access.shelf import Shelf
from interactions.history.history import History, build_history
from interactions.ucs.client import UCSClient
from interactions.ucs.configuration import ClientConfiguration

MAX_TIME_RATIO = 0.5


def main() -> int:
    options = _parse_options()
    logging.getLogger("interactions").setLevel(logging.WARNING)  # else a line for each question
    with tempfile.TemporaryDirectory(prefix="kept-") as folder:
        root = Path(folder)
        write_dump(root / "history.json", options.rows)
        with run_nginx(root, "ucs", UCS_LOCATION.format(root=root)) as (url, _):
            client = UCSClient(ClientConfiguration(base_url=url))
            return _measure_cache(
                lambda: build_history("customer", "C1", client.load_customer_records("C1")), options
            )


def _measure_cache(ask: Callable[[], History], options: argparse.Namespace) -> int:
    history = ask()
    asked = _measure_best_seconds(ask, options.rounds)
    print(f"{options.rows:,} interactions: {weight(history) / 1e6:.1f} MB as it is counted")
    print(f"from the UCS         {1000 * asked:8.1f} ms")
    ratios = [_measure_cache_level("memory", history, asked, options.rounds)]
    if options.redis:
        backend = {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": options.redis}
        settings.CACHES["histories"] = backend | {
            "OPTIONS": {"serializer": "interactions.access.caches.Bytes"}
        }
        ratios.append(_measure_cache_level("Redis", history, asked, options.rounds))
    return 0 if max(ratios) <= MAX_TIME_RATIO else 1


def _measure_cache_level(name: str, history: History, asked: float, rounds: int) -> float:
    shelf = Shelf()
    put = _measure_best_seconds(
        lambda: shelf.put("benchmark", replace(history, fetched_at=datetime.now(UTC))), rounds
    )
    found = shelf.take("benchmark", "customer", "C1", 0)
    if found is None or found.rows != history.rows:
        raise SystemExit(f"The cache in {name} gives something else.")
    took = _measure_best_seconds(lambda: shelf.take("benchmark", "customer", "C1", 0), rounds)
    print(
        f"from the cache       {1000 * took:8.1f} ms from {name}: {took / asked:.2f} of it (goal: "
        f"{MAX_TIME_RATIO})"
    )
    print(f"  put there with     {1000 * put:8.1f} ms")
    return took / asked


def _measure_best_seconds(work: Callable[[], object], rounds: int) -> float:
    times = []
    for _ in range(rounds):
        began = time.process_time()
        work()
        times.append(time.process_time() - began)
    return min(times)


def _parse_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.kept", description=(__doc__ or "").splitlines()[0]
    )
    parser.add_argument("--rows", type=int, default=10_000, help="interactions of the history (10000)")
    parser.add_argument("--rounds", type=int, default=9, help="times each is done (9)")
    parser.add_argument("--redis", default="", help="a Redis to measure too; nothing stays in it for long")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
