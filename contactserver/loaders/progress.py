"""What a person sees of a load: how far it is, and at the end what was loaded and what was not."""

import sys
import time
from collections.abc import Iterable, Iterator
from typing import TextIO, TypeVar

from django.core.management.base import CommandError, OutputWrapper
from tqdm import tqdm

from contactserver.loaders.report import LoadFailure, LoadReport

T = TypeVar("T")
LINE_SECONDS = 10.0  # between two lines of progress where no bar can be drawn


def track_progress(
    items: Iterable[T], *, unit: str, total: int | None = None, out: TextIO | None = None
) -> Iterator[T]:
    """Passes items on and shows how many there were: a bar on a terminal, else a line now and then.
    `unit` is what one item is called ("records"), `total` how many there will be, if that is known."""
    out = out or sys.stderr
    if out.isatty():
        yield from tqdm(items, unit=f" {unit}", total=total, file=out, leave=False)
    else:
        yield from _track_in_lines(items, unit, total, out)


def _track_in_lines(items: Iterable[T], unit: str, total: int | None, out: TextIO) -> Iterator[T]:
    last = time.monotonic()
    for count, item in enumerate(items, start=1):
        yield item
        if time.monotonic() - last >= LINE_SECONDS:
            last = time.monotonic()
            out.write(f"  {count:,} of {total:,} {unit}\n" if total else f"  {count:,} {unit}\n")
            out.flush()


def write_report(report: LoadReport, out: OutputWrapper | TextIO) -> None:
    """Writes the report. Raises CommandError (exit code 1) when nothing at all could be read."""
    _write_failures("{number:,} loaded with changes:", report.remarks, out)
    _write_failures("{number:,} could not be read:", report.failures, out)
    out.write(
        f"{report.loaded:,} loaded, {report.unchanged:,} unchanged, "
        f"{len(report.failures):,} could not be read\n"
    )
    if not report.loaded and not report.unchanged:
        raise CommandError("Nothing could be loaded.")


def _write_failures(heading: str, entries: list[LoadFailure], out: OutputWrapper | TextIO) -> None:
    if entries:
        out.write(heading.format(number=len(entries)) + "\n")
    for entry in entries:
        out.write(f"  {entry.source}: {entry.reason}\n")
