"""Readers at work: many connections that are kept open, each asking for one page after another."""

import http.client
import time
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import cycle, islice
from statistics import median, quantiles
from urllib.parse import urlsplit

from requests.cookies import RequestsCookieJar


@dataclass(frozen=True)
class LoadResult:
    """What readers met: the seconds that each page took, how long all of it lasted, and what was no page."""

    times: list[float]
    seconds: float
    errors: list[str]

    @property
    def rate(self) -> float:
        """Pages a second."""
        return len(self.times) / self.seconds

    @property
    def median(self) -> float:
        return median(self.times)

    @property
    def p99(self) -> float:
        return quantiles(self.times, n=100)[98]


def build_browser_headers(cookies: RequestsCookieJar | None = None) -> dict[str, str]:
    """What a browser says: that it takes compressed pages, and who it is."""
    said = {"Accept-Encoding": "gzip", "Accept": "text/html"}
    return said | (
        {"Cookie": "; ".join(f"{name}={value}" for name, value in cookies.items())} if cookies else {}
    )


def run_readers(
    base: str,
    paths: Sequence[str],
    *,
    connections: int,
    seconds: float,
    headers: Mapping[str, str] | None = None,
    pause: float = 0.0,
) -> LoadResult:
    """Lets so many readers read for so long, each beginning at another path. One who pauses asks once in
    `pause` seconds, as people do, and they don't all begin at once; else as soon as the last is there."""
    began = time.perf_counter()

    def one(number: int) -> tuple[list[float], list[str]]:
        time.sleep(pause * number / connections)
        own = islice(cycle(paths), number * len(paths) // connections, None)
        return _read_pages(base, own, dict(headers or {}), began + seconds, pause)

    with ThreadPoolExecutor(connections) as readers:
        read = list(readers.map(one, range(connections)))
    times = [taken for own, _ in read for taken in own]
    return LoadResult(times, time.perf_counter() - began, [error for _, own in read for error in own])


def _read_pages(
    base: str, paths: Iterable[str], headers: dict[str, str], until: float, pause: float
) -> tuple[list[float], list[str]]:
    times, errors = [], []
    connection = http.client.HTTPConnection(urlsplit(base).netloc, timeout=60)
    for path in paths:
        began = time.perf_counter()
        if began >= until:
            break
        try:
            connection.request("GET", path, headers=headers)
            answer = connection.getresponse()
            answer.read()
            if answer.status != 200:
                errors.append(f"{answer.status} {path}")
        except (http.client.HTTPException, OSError) as problem:
            errors.append(f"{type(problem).__name__} {path}")
            connection.close()
        else:
            times.append(time.perf_counter() - began)
        time.sleep(max(0.0, pause - (time.perf_counter() - began)))
    connection.close()
    return times, errors
