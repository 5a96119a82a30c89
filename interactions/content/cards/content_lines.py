"""Content lines, which iCalendar (RFC 5545 §3.1) and vCard (RFC 6350 §3.2, and 2.1 before it) are written in,
and the components that BEGIN and END make of them.

Read by 100 lines of our own: icalendar 7.3 and vobject 0.9 are quick enough on hostile input, but refuse a
whole file for one line that has no colon or for an END that is missing, and neither knows vCard 2.1 beside
4.0. A reader of one file that somebody sent wants what can be had of it.
"""

import binascii
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice

from interactions.content.errors import UnviewableContent
from interactions.content.text import charsets

FOLDS = tuple(end + blank for end in (b"\r\n", b"\n", b"\r") for blank in (b" ", b"\t"))
WIDE = (b"\xff\xfe", b"\xfe\xff")
CHARSET = re.compile(rb';CHARSET="?([\w.:-]{1,40})', re.I)
ROW = re.compile(r"[^\r\n]+")
NAME = re.compile(r"\s*+(?:([\w-]++)\.)?+([\w-]++)", re.ASCII)
PARAMETER = re.compile(r';\s*+([^=:;"]*+)(?:=((?:"[^"]*"|[^":;]++)*+))?+')
PIECE = re.compile(r'(?:"[^"]*"|[^",]++|")++')
CARET = re.compile(r"\^([n^'])")  # RFC 6868
ESCAPED = re.compile(r"\\(.)", re.S)
ENCODINGS = {
    "QUOTED-PRINTABLE",
    "BASE64",
    "8BIT",
    "7BIT",
}  # of vCard 2.1, which names them without "ENCODING="
DEEPEST = 8  # levels of components; real ones have three
LINES = 50_000  # read of one file
PARAMETERS = 200  # of one line
VALUES = 200  # of one parameter
DIVIDED = 20_000  # characters of a value that is taken into parts


@dataclass(frozen=True)
class Line:
    """`name` and the parameters' names are in capitals; `value` is decoded but still escaped. `group` is what
    stands before a dot ("item1.TEL"). A line that is none has no name."""

    name: str
    value: str
    parameters: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    group: str = ""

    def parameter(self, name: str) -> str:
        """Its first value, "" when there is none."""
        return self.parameters.get(name, ("",))[0]

    @property
    def text(self) -> str:
        return unescaped(self.value)


@dataclass
class Component:
    """What stands between BEGIN and END. `damaged` says that its END is missing, or that lines were none."""

    name: str
    lines: list[Line] = field(default_factory=list)
    inside: list["Component"] = field(default_factory=list)
    damaged: bool = False

    def all(self, *names: str) -> list[Line]:
        return [line for line in self.lines if line.name in names and line.value.strip()]

    def first(self, name: str) -> Line | None:
        return next(iter(self.all(name)), None)

    def text(self, name: str) -> str:
        line = self.first(name)
        return line.text.strip() if line else ""


def decoded(data: bytes, charset: str | None) -> charsets.Text:
    """The text with its folds undone, which happens in bytes: a fold may split a character. `charset` is what
    the file lay in says; else what the file says itself, else UTF-8 (RFC 5545 §3.1.4)."""
    if data.startswith(WIDE):
        data, charset = charsets.decode(data, None).text.encode("utf-8", "replace"), None
    for fold in FOLDS:
        data = data.replace(fold, b"")
    own = CHARSET.search(data)
    return charsets.decode(data, charset or (own[1].decode("ascii") if own else None))


def components(text: str) -> Iterator[Component]:
    """The outermost components of unfolded text, each when it ends. Raises `Unshowable` for what is nested
    beyond measure."""
    opened: list[Component] = []
    for line in lines(text):
        name = line.value.strip().upper()[:40] if line.name in {"BEGIN", "END"} else ""
        if line.name == "BEGIN":
            if any(each.name == name for each in opened):  # the END of the one before it is missing
                yield from _closed(opened, name, damaged=True)
            if len(opened) == DEEPEST:
                raise UnviewableContent(f"Its components are nested more than {DEEPEST} levels deep.")
            opened.append(Component(name))
        elif line.name == "END":
            yield from _closed(opened, name)
        elif opened and line.name:
            opened[-1].lines.append(line)
        elif opened:
            opened[0].damaged = True
    if opened:
        yield from _closed(opened, opened[0].name, damaged=True)


def _closed(opened: list[Component], name: str, *, damaged: bool = False) -> Iterator[Component]:
    """Closes the innermost of this name, with what was left open in it; yields it when it is outermost."""
    at = next((n for n in reversed(range(len(opened))) if opened[n].name == name), None)
    if at is None:
        for outermost in opened[:1]:
            outermost.damaged = True
        return
    opened[0].damaged |= damaged or len(opened) > at + 1
    while len(opened) > at:
        done = opened.pop()
        if opened:
            opened[-1].inside.append(done)
        else:
            yield done


def lines(text: str) -> Iterator[Line]:
    """The lines of unfolded text, at most `LINES`. Quoted-printable goes on in the next row behind a "=" at
    the end of one."""
    rows = islice(ROW.finditer(text), LINES)
    for row in rows:
        if not row[0].strip():
            continue
        line = _line(row[0])
        if line.parameter("ENCODING").upper() == "QUOTED-PRINTABLE":
            pieces = [line.value]
            while pieces[-1].endswith("=") and (following := next(rows, None)):
                pieces.append(following[0])
            line = _unquoted(line, "\n".join(pieces))
        yield line


def unescaped(value: str) -> str:
    return ESCAPED.sub(lambda found: "\n" if found[1] in "nN" else found[1], value)


def parts(value: str, sign: str) -> list[str]:
    """A value of several parts ("Lindholm;Vera") in its parts, unescaped."""
    made, at, value = [], 0, value[:DIVIDED]
    for found in re.finditer(rf"\\.|{sign}", value, re.S):
        if found[0] == sign:
            made.append(value[at : found.start()])
            at = found.end()
    return [unescaped(part).strip() for part in (*made, value[at:])]


def _line(row: str) -> Line:
    name = NAME.match(row)
    if not name:
        return Line("", row)
    parameters, at = _parameters(row, name.end())
    colon = row.find(":", at)
    if colon < 0:
        return Line("", row)
    return Line(name[2].upper(), row[colon + 1 :], parameters, name[1] or "")


def _parameters(row: str, at: int) -> tuple[dict[str, tuple[str, ...]], int]:
    """What stands between name and colon, and where it ends. A word alone is a type or an encoding, as
    vCard 2.1 has it."""
    found: dict[str, tuple[str, ...]] = {}
    for _ in range(PARAMETERS):
        match = PARAMETER.match(row, at)
        if not match:
            break
        at = match.end()
        name, value = match[1].strip().upper(), match[2]
        if value is None:
            name, value = ("ENCODING" if name in ENCODINGS else "TYPE"), name
        values = tuple(_plain(piece) for piece in PIECE.findall(value)[:VALUES])
        if values:
            found[name] = (found.get(name, ()) + values)[:VALUES]
    return found, at


def _plain(piece: str) -> str:
    """A parameter's value without its quotes."""
    return CARET.sub(lambda found: {"n": "\n", "'": '"'}.get(found[1], "^"), piece.replace('"', "").strip())


def _unquoted(line: Line, value: str) -> Line:
    data = binascii.a2b_qp(value.encode("utf-8", "replace"))
    charset = charsets.known(line.parameter("CHARSET")) or "utf-8"
    try:
        text = data.decode(charset)
    except UnicodeError:  # no guess for each line: that takes time
        text = data.decode("cp1252", "replace")
    return Line(line.name, text, line.parameters, line.group)
