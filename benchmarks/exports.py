"""A list as CSV, JSON and NDJSON, against what the standard library takes for writing alone: the floor.

    python -m benchmarks.exports [--rows 10000] [--rounds N]

The floor has every value at hand and writes it with `csv.writer` or `json.dumps`, with no regard to formulas.
An export makes the values first: phases, words, times in a zone, permalinks. Both are processor time.

Goals: CSV at most 8 times the floor, JSON and NDJSON at most 3.5 times, and at most 10 MB of memory beside
the history, for 100,000 rows too.
"""

import argparse
import csv
import json
import os
import sys
import time
import tracemalloc
from collections.abc import Callable
from datetime import UTC, datetime
from io import StringIO
from zoneinfo import ZoneInfo

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
django.setup()

from interactions.history.filtering.filters import HistoryFilter  # noqa: E402
from interactions.history.filtering.selection import select_matching_rows  # noqa: E402
from interactions.history.history import History  # noqa: E402
from interactions.history.history_index import HistoryIndex  # noqa: E402
from interactions.pages.exports.export_columns import COLUMN_NAMES, build_export_values  # noqa: E402
from interactions.pages.exports.export_formats import EXPORT_FORMATS, ExportData  # noqa: E402
from interactions.pages.exports.export_statement import ExportStatement  # noqa: E402
from tests.interactions.history.rows import build_rows  # noqa: E402

PERMALINK_BASE, EXPORT_ZONE = "https://viewer.example/interactions/", ZoneInfo("Europe/Berlin")
MAX_TIME_RATIOS = {"csv": 8.0, "json": 3.5, "ndjson": 3.5}
MAX_PEAK_BYTES = 10_000_000  # bytes


def main() -> int:
    options = _parse_options()
    index = HistoryIndex(build_rows(options.rows), repeat_days=7)
    whole = History("customer", "1", index, (), datetime.now(UTC), 1.0)
    missed = False
    print(f"{options.rows:,} rows")
    for name, goal in MAX_TIME_RATIOS.items():
        own, floor = (
            _measure_best_seconds(lambda name=name: _count_export_bytes(name, whole), options.rounds),
            _measure_floor_seconds(name, whole, options),
        )
        size, peak = _count_export_bytes(name, whole), _measure_peak_bytes(name, whole)
        ratio = own / floor
        missed |= ratio > goal or peak > MAX_PEAK_BYTES
        print(
            f"{name:7}{own:7.3f} s, floor {floor:.3f} s: {ratio:.2f} (goal {goal}), "
            f"{size / 1e6:.1f} MB, {peak / 1e6:.1f} MB of memory (goal {MAX_PEAK_BYTES / 1e6:.0f})"
        )
    return int(missed)


def _count_export_bytes(name: str, whole: History) -> int:
    """Makes an export, and gives its bytes."""
    rows = select_matching_rows(whole.index, HistoryFilter())
    said = ExportStatement(
        whole, HistoryFilter(), len(rows), "https://viewer.example/", datetime.now(UTC), zone=EXPORT_ZONE
    )
    return sum(map(len, EXPORT_FORMATS[name].pieces(ExportData(rows, said, PERMALINK_BASE))))


def _measure_peak_bytes(name: str, whole: History) -> int:
    tracemalloc.start()
    _count_export_bytes(name, whole)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return peak


def _measure_floor_seconds(name: str, whole: History, options: argparse.Namespace) -> float:
    made = [build_export_values(row, None, PERMALINK_BASE, EXPORT_ZONE) for row in whole.rows]
    if name == "csv":
        return _measure_best_seconds(lambda: csv.writer(StringIO()).writerows(made), options.rounds)
    named = [dict(zip(COLUMN_NAMES, row, strict=True)) for row in made]
    return _measure_best_seconds(lambda: "\n".join(map(json.dumps, named)), options.rounds)


def _measure_best_seconds(work: Callable[[], object], rounds: int) -> float:
    taken = []
    for _ in range(rounds):
        began = time.process_time()
        work()
        taken.append(time.process_time() - began)
    return min(taken)


def _parse_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rows", type=int, default=10_000)
    parser.add_argument("--rounds", type=int, default=5)
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
