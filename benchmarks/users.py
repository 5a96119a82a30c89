"""Two hundred supervisors at work over a UCS that takes 50 ms for each answer.

    python -m benchmarks.users [--users 200] [--pause 4] [--seconds 30]

Each opens a page, reads it for as long as `--pause` says, and opens the next: a customer's timeline, a filter
on it, an interaction of it. Every customer is opened for the first time by somebody, so that the UCS is asked
all the while. The floor is the UCS itself under the same readers. The viewer is run by `manage.py start`.

Goals: no error, and the 99th percentile at most 3 times the median.
"""

import argparse
import json
import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path

from benchmarks import dumps
from benchmarks.load import LoadResult, build_browser_headers, run_readers
from tests.servers import open_signed_in_session, run_server, run_viewer
from tests.upstreams import find_closed_port

CUSTOMER_COUNT, INTERACTIONS_PER_CUSTOMER = 400, 60  # of an ordinary kind: not one of ten thousand
MAX_P99_RATIO = 3.0
UCS_SECONDS = 0.05


def main() -> int:
    options = _parse_options()
    with tempfile.TemporaryDirectory(prefix="users-") as folder:
        root = Path(folder)
        (root / "viewer").mkdir()
        pages, answers = _prepare_ucs(root / "ucs")
        with _run_slow_ucs(root) as ucs, run_viewer(root / "viewer", UCS_URL=ucs) as url:
            headers = build_browser_headers(open_signed_in_session(url, root / "viewer").cookies)
            work = {"connections": options.users, "seconds": options.seconds, "pause": options.pause}
            print(f"{options.users} readers, a page each in {options.pause} s")
            _print_load("UCS alone", run_readers(ucs, answers, **work))
            run_readers(url, pages, connections=8, seconds=3, headers=headers)
            met = _print_load("UCS Viewer", read := run_readers(url, pages, headers=headers, **work))
            print(
                f"  99th percentile {read.p99 / read.median:.1f} times the median (goal: {MAX_P99_RATIO:.0f})"
            )
            return 0 if met and read.p99 <= MAX_P99_RATIO * read.median else 1


def _print_load(name: str, read: LoadResult) -> bool:
    print(
        f"{name:11} {read.rate:7.1f} pages a second, median {1000 * read.median:6.1f} ms, "
        f"p99 {1000 * read.p99:7.1f} ms, {len(read.errors)} errors"
    )
    for error in read.errors[:5]:
        print(f"  {error}")
    return not read.errors


def _prepare_ucs(root: Path) -> tuple[list[str], list[str]]:
    """What the UCS has, and the paths of pages and of answers that readers go through."""
    (root / "interactions").mkdir(parents=True)
    pages, answers = [], []
    made = dumps.iter_documents(CUSTOMER_COUNT * INTERACTIONS_PER_CUSTOMER)
    for number in range(CUSTOMER_COUNT):
        customer = f"00001aUSERS{number:05}"
        own = [document | {"customer_id": customer} for document in islice(made, INTERACTIONS_PER_CUSTOMER)]
        (root / "customers" / customer).mkdir(parents=True)
        (root / "customers" / customer / "interactions").write_text(json.dumps(own))
        alone = {
            name: value
            for name, value in own[number % INTERACTIONS_PER_CUSTOMER].items()
            if name not in dumps.CONTENT_ATTRIBUTES.values()
        }
        (root / "interactions" / str(alone["interaction_id"])).write_text(json.dumps(alone))
        timeline, interaction = f"/customers/{customer}", f"/interactions/{alone['interaction_id']}"
        pages += [timeline, f"{timeline}?media=email", interaction]
        answers += [f"{timeline}/interactions", interaction]
    return pages, answers


@contextmanager
def _run_slow_ucs(root: Path) -> Iterator[str]:
    port = find_closed_port()
    command = [sys.executable, "-m", "benchmarks.slow_ucs", str(port), str(root / "ucs")]
    command += ["--seconds", str(UCS_SECONDS)]
    with run_server(command, f"http://127.0.0.1:{port}", os.environ, root / "ucs.txt") as url:
        yield url


def _parse_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.users", description=(__doc__ or "").splitlines()[0]
    )
    parser.add_argument("--users", type=int, default=200, help="readers at once (200)")
    parser.add_argument("--pause", type=float, default=4, help="seconds from page to page of each (4)")
    parser.add_argument("--seconds", type=float, default=30, help="of the measurement (30)")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
