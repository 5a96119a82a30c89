"""Finds the mails in what one names: mbox files, Maildir folders, folders of single mails, single mails.

Nothing larger than one mail is held in memory, whatever the size of an mbox.
"""

import os
import re
import stat
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import takewhile
from pathlib import Path
from typing import BinaryIO

from contactserver.loaders.report import LoadFailure

MAX_MAIL_BYTES = 64 * 1024 * 1024  # bytes
MAX_LINE_BYTES = 1024 * 1024  # bytes read at once; a longer line comes in pieces
PEEK_BYTES = 16 * 1024
BLANK_BYTES = b"\xef\xbb\xbf \t\r\n"
# "From jane@example.com Thu Aug 22 12:36:23 2002", in its variants, and no sentence that begins with From.
MBOX_SEPARATOR_PATTERN = re.compile(
    rb"From .{0,300}?\b(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun),? +(?:\d{1,2} +)?"
    rb"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)\b.{0,12}?\d{1,2}:\d\d"
)
UNDATED_SEPARATOR_PATTERN = re.compile(rb"From [^\s@]+@\S+\s*$")
QUOTED_SEPARATOR_PATTERN = re.compile(rb">+From ")
HEADER_LINE_PATTERN = re.compile(rb"[!-9;-~]{1,76}[ \t]*:")
# At the top of what does not call itself a mail, one of these has to stand.
MAIL_HEADER_PATTERN = re.compile(
    rb"(?:from|to|date|subject|sender|received|return-path|delivered-to|message-id|mime-version"
    rb"|content-type|envelope-to|reply-to)[ \t]*:",
    re.IGNORECASE,
)
NO_MAIL_REASON, EMPTY_REASON = "not an e-mail", "empty"
NO_HEADERS_REASON, IN_DELIVERY_REASON = "no headers", "still being delivered"
TOO_LARGE_REASON = f"larger than {MAX_MAIL_BYTES // 1024 // 1024} MB"


@dataclass(frozen=True)
class FoundMail:
    """One mail. `raw` are its bytes, without an mbox's `From ` line and quoting."""

    source: str
    raw: bytes


def iter_mails(paths: Iterable[Path]) -> Iterator[FoundMail | LoadFailure]:
    """Every mail under `paths`, in a fixed order, and every file that holds none, with the reason."""
    for path in paths:
        if path.is_dir():
            yield from _iter_folder_mails(path)
        else:
            yield from _iter_file_mails(path)


def _iter_folder_mails(folder: Path) -> Iterator[FoundMail | LoadFailure]:
    errors: list[OSError] = []
    for root, folders, files in os.walk(folder, onerror=errors.append):
        folders.sort()
        here = Path(root)
        in_delivery = here.name == "tmp" and (here.parent / "cur").is_dir() and (here.parent / "new").is_dir()
        for name in sorted(files):
            if in_delivery:
                yield LoadFailure(str(here / name), IN_DELIVERY_REASON)
            else:
                yield from _iter_file_mails(here / name)
    yield from (LoadFailure(str(error.filename), _format_reason(error)) for error in errors)


def _iter_file_mails(path: Path) -> Iterator[FoundMail | LoadFailure]:
    source = str(path)
    try:
        facts = path.stat()
        if not stat.S_ISREG(facts.st_mode):  # reading a pipe would wait for ever
            yield LoadFailure(source, "not a file")
            return
        with path.open("rb") as file:
            top = file.read(PEEK_BYTES).lstrip(BLANK_BYTES)
            file.seek(0)
            calls_itself_one = path.suffix.lower() == ".eml" or path.parent.name in {"cur", "new"}
            if _is_separator(top.partition(b"\n")[0], after_blank=True) and not calls_itself_one:
                yield from _iter_mbox_mails(source, file)
            elif facts.st_size > MAX_MAIL_BYTES:
                yield LoadFailure(source, TOO_LARGE_REASON if _has_mail_headers(top) else NO_MAIL_REASON)
            elif calls_itself_one or not top or _has_mail_headers(top):
                yield _check_mail(source, _strip_separator(file.read()))
            else:
                yield LoadFailure(source, NO_MAIL_REASON)
    except OSError as error:
        yield LoadFailure(source, _format_reason(error))


def _iter_mbox_mails(source: str, file: BinaryIO) -> Iterator[FoundMail | LoadFailure]:
    """The mails of an mbox. A line `>From ` in it is a line `From ` of a mail, quoted."""
    number, size, lines = 0, 0, list[bytes]()
    line_begins, after_blank = True, True
    while line := file.readline(MAX_LINE_BYTES):
        if line_begins and _is_separator(line, after_blank=after_blank):
            if number:
                yield _collect_mail(f"{source}, mail {number}", lines, size)
            number, size, lines = number + 1, 0, []
        elif number:
            size += len(line)
            if size > MAX_MAIL_BYTES:
                lines.clear()
            else:
                lines.append(line[1:] if line_begins and QUOTED_SEPARATOR_PATTERN.match(line) else line)
        after_blank = line_begins and not line.strip()
        line_begins = line.endswith(b"\n")
    yield _collect_mail(f"{source}, mail {number}", lines, size)


def _is_separator(line: bytes, *, after_blank: bool) -> bool:
    """Whether a line begins another mail of an mbox. One without a date does so only after a blank line."""
    if not line.startswith(b"From "):
        return False
    return bool(MBOX_SEPARATOR_PATTERN.match(line) or (after_blank and UNDATED_SEPARATOR_PATTERN.match(line)))


def _collect_mail(source: str, lines: list[bytes], size: int) -> FoundMail | LoadFailure:
    if size > MAX_MAIL_BYTES:
        return LoadFailure(source, TOO_LARGE_REASON)
    raw = b"".join(lines)
    for end in (b"\r\n", b"\n"):  # the blank line that parts it from the next one is the mbox's
        if raw.endswith(end + end):
            return _check_mail(source, raw[: -len(end)])
    return _check_mail(source, raw)


def _check_mail(source: str, raw: bytes) -> FoundMail | LoadFailure:
    top = raw[:PEEK_BYTES].lstrip(BLANK_BYTES)
    if not top and not raw.strip():
        return LoadFailure(source, EMPTY_REASON)
    if not any(HEADER_LINE_PATTERN.match(line) for line in top.splitlines()[:20]):
        return LoadFailure(source, NO_HEADERS_REASON)
    return FoundMail(source, raw)


def _has_mail_headers(top: bytes) -> bool:
    """Whether text begins with header lines and one of them is of a mail."""
    headers = list(takewhile(bytes.strip, top.splitlines()))
    return bool(headers and HEADER_LINE_PATTERN.match(headers[0])) and any(
        MAIL_HEADER_PATTERN.match(line) for line in headers
    )


def _strip_separator(raw: bytes) -> bytes:
    line, _, rest = raw.partition(b"\n")
    return rest if _is_separator(line, after_blank=True) else raw


def _format_reason(error: OSError) -> str:
    return (error.strerror or "can't be read").lower()
