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

from contactserver.loaders.report import Failure

MAIL_LIMIT = 64 * 1024 * 1024  # bytes
LINE_LIMIT = 1024 * 1024  # bytes read at once; a longer line comes in pieces
PEEK = 16 * 1024
BLANKS = b"\xef\xbb\xbf \t\r\n"
# "From jane@example.com Thu Aug 22 12:36:23 2002", in its variants, and no sentence that begins with From.
SEPARATOR = re.compile(
    rb"From .{0,300}?\b(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun),? +(?:\d{1,2} +)?"
    rb"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)\b.{0,12}?\d{1,2}:\d\d"
)
UNDATED = re.compile(rb"From [^\s@]+@\S+\s*$")
QUOTED = re.compile(rb">+From ")
HEADER = re.compile(rb"[!-9;-~]{1,76}[ \t]*:")
# At the top of what does not call itself a mail, one of these has to stand.
TELLING = re.compile(
    rb"(?:from|to|date|subject|sender|received|return-path|delivered-to|message-id|mime-version"
    rb"|content-type|envelope-to|reply-to)[ \t]*:",
    re.IGNORECASE,
)
NO_MAIL, EMPTY = "not an e-mail", "empty"
NO_HEADERS, IN_DELIVERY = "no headers", "still being delivered"
TOO_LARGE = f"larger than {MAIL_LIMIT // 1024 // 1024} MB"


@dataclass(frozen=True)
class Found:
    """One mail. `raw` are its bytes, without an mbox's `From ` line and quoting."""

    source: str
    raw: bytes


def find(paths: Iterable[Path]) -> Iterator[Found | Failure]:
    """Every mail under `paths`, in a fixed order, and every file that holds none, with the reason."""
    for path in paths:
        if path.is_dir():
            yield from _in_folder(path)
        else:
            yield from _in_file(path)


def _in_folder(folder: Path) -> Iterator[Found | Failure]:
    errors: list[OSError] = []
    for root, folders, files in os.walk(folder, onerror=errors.append):
        folders.sort()
        here = Path(root)
        in_delivery = here.name == "tmp" and (here.parent / "cur").is_dir() and (here.parent / "new").is_dir()
        for name in sorted(files):
            if in_delivery:
                yield Failure(str(here / name), IN_DELIVERY)
            else:
                yield from _in_file(here / name)
    yield from (Failure(str(error.filename), _said(error)) for error in errors)


def _in_file(path: Path) -> Iterator[Found | Failure]:
    source = str(path)
    try:
        facts = path.stat()
        if not stat.S_ISREG(facts.st_mode):  # reading a pipe would wait for ever
            yield Failure(source, "not a file")
            return
        with path.open("rb") as file:
            top = file.read(PEEK).lstrip(BLANKS)
            file.seek(0)
            calls_itself_one = path.suffix.lower() == ".eml" or path.parent.name in {"cur", "new"}
            if _separates(top.partition(b"\n")[0], after_blank=True) and not calls_itself_one:
                yield from _in_mbox(source, file)
            elif facts.st_size > MAIL_LIMIT:
                yield Failure(source, TOO_LARGE if _looks_like_mail(top) else NO_MAIL)
            elif calls_itself_one or not top or _looks_like_mail(top):
                yield _judged(source, _without_separator(file.read()))
            else:
                yield Failure(source, NO_MAIL)
    except OSError as error:
        yield Failure(source, _said(error))


def _in_mbox(source: str, file: BinaryIO) -> Iterator[Found | Failure]:
    """The mails of an mbox. A line `>From ` in it is a line `From ` of a mail, quoted."""
    number, size, lines = 0, 0, list[bytes]()
    line_begins, after_blank = True, True
    while line := file.readline(LINE_LIMIT):
        if line_begins and _separates(line, after_blank=after_blank):
            if number:
                yield _collected(f"{source}, mail {number}", lines, size)
            number, size, lines = number + 1, 0, []
        elif number:
            size += len(line)
            if size > MAIL_LIMIT:
                lines.clear()
            else:
                lines.append(line[1:] if line_begins and QUOTED.match(line) else line)
        after_blank = line_begins and not line.strip()
        line_begins = line.endswith(b"\n")
    yield _collected(f"{source}, mail {number}", lines, size)


def _separates(line: bytes, *, after_blank: bool) -> bool:
    """Whether a line begins another mail of an mbox. One without a date does so only after a blank line."""
    if not line.startswith(b"From "):
        return False
    return bool(SEPARATOR.match(line) or (after_blank and UNDATED.match(line)))


def _collected(source: str, lines: list[bytes], size: int) -> Found | Failure:
    if size > MAIL_LIMIT:
        return Failure(source, TOO_LARGE)
    raw = b"".join(lines)
    for end in (b"\r\n", b"\n"):  # the blank line that parts it from the next one is the mbox's
        if raw.endswith(end + end):
            return _judged(source, raw[: -len(end)])
    return _judged(source, raw)


def _judged(source: str, raw: bytes) -> Found | Failure:
    top = raw[:PEEK].lstrip(BLANKS)
    if not top and not raw.strip():
        return Failure(source, EMPTY)
    if not any(HEADER.match(line) for line in top.splitlines()[:20]):
        return Failure(source, NO_HEADERS)
    return Found(source, raw)


def _looks_like_mail(top: bytes) -> bool:
    """Whether text begins with header lines and one of them is of a mail."""
    headers = list(takewhile(bytes.strip, top.splitlines()))
    return bool(headers and HEADER.match(headers[0])) and any(TELLING.match(line) for line in headers)


def _without_separator(raw: bytes) -> bytes:
    line, _, rest = raw.partition(b"\n")
    return rest if _separates(line, after_blank=True) else raw


def _said(error: OSError) -> str:
    return (error.strerror or "can't be read").lower()
