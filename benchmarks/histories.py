"""A customer's whole history as pages, against what only fetching and parsing it takes.

    python -m benchmarks.histories [--rows 10000] [--rounds N] [--records documented|sample]

It measures two histories: one of records as large as the one in the API's own document (1.35 kB), and one of
records as large as the sample's (2 kB). Larger records give a better ratio, and an installation may have
either.

The peer is `requests.get(url).json()` alone, on the same body, in a process of its own: what any screen over
this API does before it has drawn anything. An nginx is the UCS and has the history as a file; it gives the
same one to every customer, so that a first page can be measured again and again with nothing cached. The
viewer runs as `manage.py start` runs it, with one worker; its pages are complete: facets, histogram, threads,
100 rows. Also said: both in processor time, which other work on the machine changes least.

Goals (the first page): at most 0.5 of the peer's time with documented records and 0.4 with the sample's, and
a worker that holds at most 2 and 1.6 times the body at its peak. Goals (later pages, filters, orders and
neighbours): at most 8 ms of processor time at 10,000 rows, 16 ms at 100,000, and at most a tenth of the
first page. The first page that is filtered by attached data reads all of the answer; it is measured and has
no goal.
"""

import argparse
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from statistics import median

import requests

from benchmarks.dumps import JsonDocument, iter_documented_records, iter_documents, write_dump
from benchmarks.machine import (
    get_listener,
    get_workers,
    read_process_status,
    read_processor_seconds,
    reset_peak_memory,
    run_nginx,
)
from tests.servers import open_signed_in_session, run_viewer

UCS_LOCATION = "location / {{ default_type application/json; try_files /history.json =404; root {root}; }}"
PEER_PROGRAM = """
import sys, time, requests
url, rounds = sys.argv[1], int(sys.argv[2])
times, processor = [], time.process_time()
for number in range(rounds):
    began = time.perf_counter()
    requests.get(f"{url}/customers/A{number}/interactions").json()
    times.append(time.perf_counter() - began)
print((time.process_time() - processor) / rounds, *times)
"""
UDATA_QUERY = "?udata=DispositionCode&udata=CustomerSegment%3Dgold"
MAX_LATER_PAGE_RATIO = 0.1  # of a first page
MAX_WORK_SECONDS = {10_000: 0.008, 100_000: 0.016}  # seconds of processor time of a later page
LATER_PAGE_REPEATS = 20  # of a later page: the kernel counts processor time in hundredths of a second


@dataclass(frozen=True)
class RecordForm:
    """A form of records with its goals: a first page against the peer, the worker's peak against the body."""

    iter_records: Callable[[int], Iterable[JsonDocument]]
    max_first_page_ratio: float
    max_peak_ratio: float


RECORD_FORMS: Mapping[str, RecordForm] = {
    "documented": RecordForm(iter_documented_records, 0.5, 2.0),
    "sample": RecordForm(iter_documents, 0.4, 1.6),
}


def main() -> int:
    options = _parse_options()
    names = [options.records] if options.records else list(RECORD_FORMS)
    return max([_measure_form(name, options.rows, options.rounds) for name in names])


def _measure_form(name: str, rows: int, rounds: int) -> int:
    """Measures a history of one form of records; 1 when it misses a goal, else 0."""
    form = RECORD_FORMS[name]
    with tempfile.TemporaryDirectory(prefix="histories-") as folder:
        root = Path(folder)
        identifiers = write_dump(root / "history.json", rows, form.iter_records)
        size = (root / "history.json").stat().st_size
        print(
            f"{rows:,} {name} records of {size / rows / 1000:.2f} kB, {size / 1_000_000:.1f} MB", flush=True
        )
        (root / "viewer").mkdir()
        with (
            run_nginx(root, "ucs", UCS_LOCATION.format(root=root)) as (ucs, _),
            run_viewer(root / "viewer", UCS_URL=ucs, WORKERS="1") as url,
        ):
            session = open_signed_in_session(url, root / "viewer")
            (worker,) = get_workers(get_listener(url))
            case = HistoryCase(form, session, url, worker, size, identifiers)
            return _measure_history(case, rounds, *_measure_peer(ucs, rounds))


@dataclass(frozen=True)
class HistoryCase:
    """What is measured: a signed-in session with a viewer at `url`, its worker's process, and the history."""

    form: RecordForm
    session: requests.Session
    url: str
    worker: int
    size: int  # bytes
    identifiers: list[str]


def _measure_history(case: HistoryCase, rounds: int, peer_work: float, peer: list[float]) -> int:
    session, url, worker = case.session, case.url, case.worker
    session.get(f"{url}/customers/WARM1").raise_for_status()
    before = read_process_status(worker, "VmRSS")
    reset_peak_memory(worker)
    first = [_measure_seconds(lambda: _fetch_timeline(session, f"{url}/customers/F0"))]
    peak = (
        (read_process_status(worker, "VmHWM") - before) * 1000 / case.size
    )  # those that follow find others kept
    worked = read_processor_seconds(worker)
    first += [
        _measure_seconds(lambda n=n: _fetch_timeline(session, f"{url}/customers/F{n}"))
        for n in range(1, rounds)
    ]
    work = (read_processor_seconds(worker) - worked) / (rounds - 1)
    ratio = min(first) / min(peer)
    print(f"requests.get().json()  {1000 * min(peer):8.1f} ms best {1000 * median(peer):8.1f} ms median")
    print(f"first page             {1000 * min(first):8.1f} ms best {1000 * median(first):8.1f} ms median")
    print(f"  processor {1000 * work:.1f} ms of {1000 * peer_work:.1f}: {work / peer_work:.2f} of it")
    print(
        f"  {ratio:.2f} of it (goal: {case.form.max_first_page_ratio}); at its peak {peak:.2f} times the "
        f"body more (goal: {case.form.max_peak_ratio})"
    )
    kept = f"{url}/customers/F{rounds - 1}"
    goal = MAX_WORK_SECONDS[10_000] if len(case.identifiers) <= 10_000 else MAX_WORK_SECONDS[100_000]
    worst = 0.0
    for name, query in _build_queries(case.identifiers).items():
        work, taken = _measure_work(session, f"{kept}{query}", worker)
        worst = max(worst, work)
        print(f"{name:22} {1000 * work:8.1f} ms of work {1000 * taken:6.1f} ms on the clock")
    print(
        f"  the most {1000 * worst:.1f} ms (goal: {1000 * goal:.0f}), "
        f"{worst / min(first):.2f} of a first page (goal: {MAX_LATER_PAGE_RATIO})"
    )
    attached = [
        _measure_seconds(lambda n=n: _fetch_timeline(session, f"{url}/customers/U{n}{UDATA_QUERY}"))
        for n in range(rounds)
    ]
    print(
        f"first by attached data {1000 * min(attached):8.1f} ms, {min(attached) / min(peer):.2f} of the peer"
    )
    return (
        0
        if ratio <= case.form.max_first_page_ratio
        and peak <= case.form.max_peak_ratio
        and worst <= goal
        and worst <= MAX_LATER_PAGE_RATIO * min(first)
        else 1
    )


def _build_queries(identifiers: list[str]) -> dict[str, str]:
    """A later page of each kind."""
    return {
        "again": "",
        "oldest first": "?order=oldest",
        "a medium": "?media=chat",
        "two groups": "?media=chat&media=email&status=done",
        "a period": "?from=2026-03-01&to=2026-06-30",
        "a word": "?q=parcel",
        "attached data": UDATA_QUERY,
        "a page in the middle": f"?at={identifiers[len(identifiers) // 2]}",
    }


def _measure_work(session: requests.Session, address: str, worker: int) -> tuple[float, float]:
    """Processor time and time of one page, from several; what is found at the first is not counted."""
    _fetch_timeline(session, address)
    began, before = time.perf_counter(), read_processor_seconds(worker)
    for _ in range(LATER_PAGE_REPEATS):
        _fetch_timeline(session, address)
    return (read_processor_seconds(worker) - before) / LATER_PAGE_REPEATS, (
        time.perf_counter() - began
    ) / LATER_PAGE_REPEATS


def _fetch_timeline(session: requests.Session, address: str) -> None:
    answer = session.get(address)
    answer.raise_for_status()
    if 'id="timeline"' not in answer.text:
        raise SystemExit(f"{address} is no timeline.")


def _measure_seconds(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def _measure_peer(ucs: str, rounds: int) -> tuple[float, list[float]]:
    """The processor time of a round on average, and the time of each; all in seconds."""
    command = [sys.executable, "-c", PEER_PROGRAM, ucs, str(rounds)]
    printed = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    work, *times = [float(seconds) for seconds in printed.split()]
    return work, times


def _parse_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.histories", description=(__doc__ or "").splitlines()[0]
    )
    parser.add_argument("--rows", type=int, default=10_000, help="interactions of the history (10000)")
    parser.add_argument("--rounds", type=int, default=9, help="first pages, each with nothing kept (9)")
    parser.add_argument("--records", choices=RECORD_FORMS, help="one form of records alone (both)")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
