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
from benchmarks.load import Load, browser, load
from tests.servers import serving, signed_in, viewer
from tests.upstreams import closed_port

CUSTOMERS, INTERACTIONS = 400, 60  # of an ordinary kind: not one of ten thousand
GOAL = 3.0
UCS_SECONDS = 0.05


def main() -> int:
    options = _options()
    with tempfile.TemporaryDirectory(prefix="users-") as folder:
        root = Path(folder)
        (root / "viewer").mkdir()
        pages, answers = _prepare(root / "ucs")
        with _slow_ucs(root) as ucs, viewer(root / "viewer", UCS_URL=ucs) as url:
            headers = browser(signed_in(url, root / "viewer").cookies)
            work = {"connections": options.users, "seconds": options.seconds, "pause": options.pause}
            print(f"{options.users} readers, a page each in {options.pause} s")
            _say("UCS alone", load(ucs, answers, **work))
            load(url, pages, connections=8, seconds=3, headers=headers)
            met = _say("UCS Viewer", read := load(url, pages, headers=headers, **work))
            print(f"  99th percentile {read.p99 / read.median:.1f} times the median (goal: {GOAL:.0f})")
            return 0 if met and read.p99 <= GOAL * read.median else 1


def _say(name: str, read: Load) -> bool:
    print(
        f"{name:11} {read.rate:7.1f} pages a second, median {1000 * read.median:6.1f} ms, "
        f"p99 {1000 * read.p99:7.1f} ms, {len(read.errors)} errors"
    )
    for error in read.errors[:5]:
        print(f"  {error}")
    return not read.errors


def _prepare(root: Path) -> tuple[list[str], list[str]]:
    """What the UCS has, and the paths of pages and of answers that readers go through."""
    (root / "interactions").mkdir(parents=True)
    pages, answers = [], []
    made = dumps.documents(CUSTOMERS * INTERACTIONS)
    for number in range(CUSTOMERS):
        customer = f"00001aUSERS{number:05}"
        own = [document | {"customer_id": customer} for document in islice(made, INTERACTIONS)]
        (root / "customers" / customer).mkdir(parents=True)
        (root / "customers" / customer / "interactions").write_text(json.dumps(own))
        alone = {
            name: value
            for name, value in own[number % INTERACTIONS].items()
            if name not in dumps.CONTENTS.values()
        }
        (root / "interactions" / str(alone["interaction_id"])).write_text(json.dumps(alone))
        timeline, interaction = f"/customers/{customer}", f"/interactions/{alone['interaction_id']}"
        pages += [timeline, f"{timeline}?media=email", interaction]
        answers += [f"{timeline}/interactions", interaction]
    return pages, answers


@contextmanager
def _slow_ucs(root: Path) -> Iterator[str]:
    port = closed_port()
    command = [sys.executable, "-m", "benchmarks.slow_ucs", str(port), str(root / "ucs")]
    command += ["--seconds", str(UCS_SECONDS)]
    with serving(command, f"http://127.0.0.1:{port}", os.environ, root / "ucs.txt") as url:
        yield url


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.users", description=(__doc__ or "").splitlines()[0]
    )
    parser.add_argument("--users", type=int, default=200, help="readers at once (200)")
    parser.add_argument("--pause", type=float, default=4, help="seconds from page to page of each (4)")
    parser.add_argument("--seconds", type=float, default=30, help="of the measurement (30)")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
