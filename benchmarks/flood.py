"""As many pages as a server gives: by h2load, which takes a fiftieth of what readers written in Python take.
The machine's cores are what is measured, and whoever uses them all would pay for the readers too."""

import shutil
import subprocess
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from benchmarks.load import LoadResult

WARM_UP_PAGES = 2  # pages of each connection


def run_h2load(
    base: str, paths: Sequence[str], *, connections: int, seconds: float, headers: Mapping[str, str]
) -> LoadResult:
    """What `connections` that stay open get in so many seconds, each asking for the paths in their order,
    again and again, as soon as the last answer is there. Raises SystemExit without h2load."""
    if not shutil.which("h2load"):
        raise SystemExit(
            "This needs h2load (Debian: apt-get install --no-install-recommends nghttp2-client)."
        )
    with tempfile.TemporaryDirectory(prefix="flood-") as folder:
        addresses, log = Path(folder, "addresses"), Path(folder, "log")
        addresses.write_text("".join(f"{base}{path}\n" for path in paths))
        command = ["h2load", "--h1", f"--clients={connections}", f"--input-file={addresses}"]
        command += [f"--header={name}: {value}" for name, value in headers.items()]
        # Its own warm-up counts what is under way when it ends as failed, and servers go on with that.
        subprocess.run(
            [*command, f"--requests={WARM_UP_PAGES * connections}"], check=True, capture_output=True
        )
        command += [f"--duration={seconds:g}", f"--log-file={log}"]
        subprocess.run(command, check=True, capture_output=True)
        answers = [line.split("\t") for line in log.read_text().splitlines()]
    times = [int(taken) / 1e6 for _, status, taken, *_ in answers if status == "200"]
    return LoadResult(times, seconds, [f"status {status}" for _, status, *_ in answers if status != "200"])
