"""Pages a second of a history of 10,000, against what a team would pick instead.

    python -m benchmarks.peers [--rows 10000] [--seconds 8]

The peers are Datasette and Django's admin over the same rows in SQLite, with an index on whatever they
filter, count or order by; Datasette is told that the file never changes, which spares it counting. Each
shows 100 rows a page with three facets or filters and their counts, unfiltered and under the same filters
as ours, and one row with all that it holds. All have 32 readers whose connections stay open, for the same
time, in turns. The viewer and the admin run under gunicorn with as many processes and threads; Datasette is
one process by its nature. The viewer has no database of the rows: an nginx is the UCS, which it asks for
the history once a process and for the record once on each of its pages (they name no content, which it
would ask for too).

Goals: a list at least 20 times as often as either peer; an interaction at least twice as often as Datasette's
row page and 8 times as often as the admin's change page.
"""

import argparse
import re
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

import requests

from benchmarks.flood import run_h2load
from benchmarks.load import LoadResult
from benchmarks.peer_servers import ComparedServer, prepare_history, run_admin, run_datasette, run_ucs_viewer

CONNECTION_COUNT = 32
MIN_RATE_RATIOS = {
    ("list", "Datasette"): 20,
    ("list", "admin"): 20,
    ("interaction", "Datasette"): 2,
    ("interaction", "admin"): 8,
}


def main() -> int:
    options = _parse_options()
    with tempfile.TemporaryDirectory(prefix="peers-") as folder:
        root = Path(folder)
        identifiers = prepare_history(root, options.rows)
        print(
            f"{options.rows:,} interactions, {CONNECTION_COUNT} connections, {options.seconds} s each",
            flush=True,
        )
        with (
            run_ucs_viewer(root, identifiers) as ours,
            run_datasette(root, identifiers) as first,
            run_admin(root, identifiers) as second,
        ):
            servers = (ours, first, second)
            for server in servers:
                _check_server(server)
            met = [_compare_rates(what, servers, options.seconds) for what in ("list", "interaction")]
    return 0 if all(met) else 1


def _compare_rates(what: str, servers: Sequence[ComparedServer], seconds: float) -> bool:
    rates = {}
    for server in servers:
        paths = server.lists if what == "list" else server.records
        read = run_h2load(
            server.url, paths, connections=CONNECTION_COUNT, seconds=seconds, headers=server.headers
        )
        rates[server.name] = _print_rate(what, server.name, read)
    own, met = rates.pop("UCS Viewer"), True
    for name, rate in rates.items():
        goal = MIN_RATE_RATIOS[what, name]
        print(f"  {own / rate:.1f} times {name} (goal: {goal})")
        met = met and own >= goal * rate
    return met


def _print_rate(what: str, name: str, read: LoadResult) -> float:
    print(
        f"{what:12} {name:11} {read.rate:8.1f} pages a second, median {1000 * read.median:7.1f} ms, "
        f"p99 {1000 * read.p99:7.1f} ms, {len(read.errors)} errors"
    )
    if read.errors:
        raise SystemExit(f"{name}: {read.errors[0]}")
    return read.rate


def _check_server(server: ComparedServer) -> None:
    """Each list shows a hundred rows, and a record is a page: else its speed says nothing."""
    for path in server.lists:
        answer = requests.get(server.url + path, headers=server.headers, timeout=60)
        if answer.status_code != 200 or len(re.findall(server.mark, answer.text)) != 100:
            raise SystemExit(f"{server.name}: {path} is no page of a hundred rows.")
    answer = requests.get(server.url + server.records[0], headers=server.headers, timeout=60)
    if answer.status_code != 200 or "RTargetAgentSelected" not in answer.text:
        raise SystemExit(f"{server.name}: {server.records[0]} is no interaction's page.")


def _parse_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.peers", description=(__doc__ or "").splitlines()[0]
    )
    parser.add_argument("--rows", type=int, default=10_000, help="interactions of the history (10000)")
    parser.add_argument("--seconds", type=float, default=8, help="of each measurement (8)")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
