"""A recording of 1 GB through the viewer, against nginx's `proxy_pass` with its default buffering.

    python -m benchmarks.streaming [--size MB] [--rounds N]

Two nginx of one worker each: one is the UCS and has the recording as a file; the other passes it on as nginx
does when nobody tunes it. The viewer runs as `manage.py start` runs it, with one worker. curl reads from each
in turn, so that what else the machine does falls on both. Goals: at least as fast, and at most 10 MB more
memory than nginx. Needs nginx and curl (Debian: apt-get install --no-install-recommends nginx-light curl).
"""

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

from benchmarks.machine import (
    get_listener,
    get_workers,
    read_process_status,
    read_processor_seconds,
    reset_peak_memory,
    run_nginx,
)
from tests.servers import open_signed_in_session, run_viewer

RECORDING_ID = "00001aBENCHMARK1"
CONTENT_PATH = f"/interactions/{RECORDING_ID}/binary_content"
MB, MIB = 1_000_000, 1_048_576
MIN_SPEED_RATIO, MAX_GROWTH_MB = (
    1.0,
    10.0,
)  # of proxy_pass's speed, at least; MB more than proxy_pass, at most
UCS_LOCATIONS = """
  location = /interactions/{id} {{ default_type application/json; alias {root}/record.json; }}
  location = {content} {{ default_type audio/wav; sendfile on; alias {root}/recording.wav; }}
"""
PROXY_LOCATION = "location / {{ proxy_pass {ucs}; }}"


@dataclass
class StreamingContender:
    """Something that curl can fetch the recording from. `pids` are its worker processes; speeds in MB/s,
    `ranges` in milliseconds, `work` in seconds of processor time: what a busy machine changes least."""

    name: str
    url: str
    pids: list[int]
    cookie: str = ""
    before: float = 0.0
    speeds: list[float] = field(default_factory=list)
    ranges: list[float] = field(default_factory=list)
    work: list[float] = field(default_factory=list)

    def fetch(self, size: int, part: str = "") -> float:
        """Reads it once to /dev/null; gives seconds. Raises when it was not what was asked for."""
        asked = ["curl", "-s", "-o", os.devnull, "-w", "%{http_code} %{size_download} %{time_total}"]
        asked += ["-b", self.cookie] if self.cookie else []
        asked += ["-H", f"Range: {part}"] if part else []
        said = subprocess.run([*asked, self.url], capture_output=True, text=True, check=True).stdout.split()
        if said[:2] != ["206" if part else "200", str(size)]:
            raise SystemExit(f"{self.name} answered {said[0]} with {said[1]} bytes, not {size}.")
        return float(said[2])

    def measure(self, size: int) -> None:
        """One round: the whole recording (`size` in MB), and 1 MiB out of its middle."""
        began = self.processor()
        self.speeds.append(size / self.fetch(size * MB))
        self.work.append(self.processor() - began)
        middle = size * MB // 2
        self.ranges.append(1000 * self.fetch(MIB, f"bytes={middle}-{middle + MIB - 1}"))

    def processor(self) -> float:
        """Seconds of processor time that its workers have used."""
        return sum(read_processor_seconds(pid) for pid in self.pids)

    @property
    def growth(self) -> float:
        """MB that its workers needed at most on top of what they had before."""
        return self.memory("VmHWM") - self.before

    def memory(self, what: str) -> float:
        """`VmRSS` (now) or `VmHWM` (the most since it was reset) of all its workers, in MB."""
        return sum(read_process_status(pid, what) for pid in self.pids) / 1000


def main() -> int:
    options = _parse_options()
    for program in ("nginx", "curl"):
        if shutil.which(program) is None:
            print(f"{program} is not installed, so there is nothing to compare with or to read with.")
            print("On Debian or Ubuntu: apt-get install --no-install-recommends nginx-light curl")
            return 2
    with (
        tempfile.TemporaryDirectory(prefix="streaming-") as folder,
        _run_streaming_contenders(Path(folder), options.size * MB) as contenders,
    ):
        for contender in contenders:
            contender.fetch(options.size * MB)  # a first time for each, which pays for what is loaded once
            _reset_contender_peak(contender)
        for number in range(options.rounds):
            for contender in contenders if number % 2 else contenders[::-1]:
                contender.measure(options.size)
        return _print_comparison(*contenders)


def _parse_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.streaming", description=__doc__.splitlines()[0]
    )
    parser.add_argument("--size", type=int, default=1000, help="of the recording, in MB (1000)")
    parser.add_argument("--rounds", type=int, default=7, help="how often each is read (7)")
    return parser.parse_args()


@contextmanager
def _run_streaming_contenders(
    root: Path, size: int
) -> Iterator[tuple[StreamingContender, StreamingContender]]:
    """The viewer and nginx, both in front of an nginx that has the recording."""
    _write_recording(root / "recording.wav", size)
    (root / "record.json").write_text(
        f'{{"interaction_id": "{RECORDING_ID}", "binary_content": "x", "media_type": "voice"}}'
    )
    data = root / "viewer"
    data.mkdir()
    locations = UCS_LOCATIONS.format(id=RECORDING_ID, content=CONTENT_PATH, root=root)
    with (
        run_nginx(root, "ucs", locations) as (ucs, _),
        run_nginx(root, "proxy", PROXY_LOCATION.format(ucs=ucs)) as (proxy, passing),
        run_viewer(data, UCS_URL=ucs, WORKERS="1") as url,
    ):
        session = open_signed_in_session(url, data)
        cookie = "; ".join(f"{name}={value}" for name, value in session.cookies.get_dict().items())
        assert session.get(f"{url}/interactions/{RECORDING_ID}").status_code == 200
        yield (
            StreamingContender(
                "the viewer", f"{url}{CONTENT_PATH}/raw", get_workers(get_listener(url)), cookie
            ),
            StreamingContender("proxy_pass", f"{proxy}{CONTENT_PATH}", passing),
        )


def _write_recording(path: Path, size: int) -> None:
    """A WAV header, and noise so that nothing on the way can make it smaller."""
    with path.open("wb") as file:
        file.write(b"RIFF\xff\xff\xff\xffWAVE")
        noise = os.urandom(4 * MB)
        while file.tell() < size:
            file.write(noise[: size - file.tell()])


def _reset_contender_peak(contender: StreamingContender) -> None:
    for pid in contender.pids:
        reset_peak_memory(pid)
    contender.before = contender.memory("VmRSS")


def _print_comparison(ours: StreamingContender, theirs: StreamingContender) -> int:
    print(
        f"{'':12}{'best':>10}{'median':>10}{'processor':>11}{'1 MiB range':>13}"
        f"{'before':>10}{'peak':>10}{'growth':>9}"
    )
    for one in (ours, theirs):
        print(
            f"{one.name:12}{max(one.speeds):5.0f} MB/s{median(one.speeds):5.0f} MB/s{min(one.work):9.2f} s"
            f"{min(one.ranges):10.1f} ms{one.before:7.1f} MB{one.memory('VmHWM'):7.1f} MB{one.growth:6.1f} MB"
        )
    best, middle = max(ours.speeds) / max(theirs.speeds), median(ours.speeds) / median(theirs.speeds)
    more = ours.growth - theirs.growth
    print(
        f"speed: {best:.2f} of proxy_pass by the best, {middle:.2f} by the median (goal: "
        f"{MIN_SPEED_RATIO:.2f})"
    )
    print(f"memory: {more:+.1f} MB of growth compared with proxy_pass (goal: at most {MAX_GROWTH_MB:+.1f})")
    return 0 if best >= MIN_SPEED_RATIO and more <= MAX_GROWTH_MB else 1


if __name__ == "__main__":
    sys.exit(main())
