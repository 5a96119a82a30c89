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

from django.utils.translation import gettext

from interactions.content.errors import UnviewableContent
from interactions.content.text import charsets

FOLD_SEQUENCES = tuple(end + blank for end in (b"\r\n", b"\n", b"\r") for blank in (b" ", b"\t"))
UTF16_BYTE_ORDER_MARKS = (b"\xff\xfe", b"\xfe\xff")
CHARSET_PARAMETER_PATTERN = re.compile(rb';CHARSET="?([\w.:-]{1,40})', re.I)
ROW_PATTERN = re.compile(r"[^\r\n]+")
PROPERTY_NAME_PATTERN = re.compile(r"\s*+(?:([\w-]++)\.)?+([\w-]++)", re.ASCII)
PROPERTY_PARAMETER_PATTERN = re.compile(r';\s*+([^=:;"]*+)(?:=((?:"[^"]*"|[^":;]++)*+))?+')
PARAMETER_VALUE_PATTERN = re.compile(r'(?:"[^"]*"|[^",]++|")++')
CARET_ESCAPE_PATTERN = re.compile(r"\^([n^'])")  # RFC 6868
BACKSLASH_ESCAPE_PATTERN = re.compile(r"\\(.)", re.S)
VCARD_21_ENCODINGS = {
    "QUOTED-PRINTABLE",
    "BASE64",
    "8BIT",
    "7BIT",
}  # of vCard 2.1, which names them without "ENCODING="
MAX_COMPONENT_DEPTH = 8  # levels of components; real ones have three
MAX_CONTENT_LINES = 50_000  # read of one file
MAX_LINE_PARAMETERS = 200  # of one line
MAX_PARAMETER_VALUES = 200  # of one parameter
MAX_SPLIT_CHARACTERS = 20_000  # characters of a value that is taken into parts


@dataclass(frozen=True)
class ContentLine:
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
        return unescape_value(self.value)


@dataclass
class ContentComponent:
    """What stands between BEGIN and END. `damaged` says that its END is missing, or that lines were none."""

    name: str
    lines: list[ContentLine] = field(default_factory=list)
    inside: list["ContentComponent"] = field(default_factory=list)
    damaged: bool = False

    def all(self, *names: str) -> list[ContentLine]:
        return [line for line in self.lines if line.name in names and line.value.strip()]

    def first(self, name: str) -> ContentLine | None:
        return next(iter(self.all(name)), None)

    def text(self, name: str) -> str:
        line = self.first(name)
        return line.text.strip() if line else ""


def decode_unfolded_text(data: bytes, charset: str | None) -> charsets.DecodedText:
    """The text with its folds undone, which happens in bytes: a fold may split a character. `charset` is what
    the file lay in says; else what the file says itself, else UTF-8 (RFC 5545 §3.1.4)."""
    if data.startswith(UTF16_BYTE_ORDER_MARKS):
        data, charset = charsets.decode_text(data, None).text.encode("utf-8", "replace"), None
    for fold in FOLD_SEQUENCES:
        data = data.replace(fold, b"")
    own = CHARSET_PARAMETER_PATTERN.search(data)
    return charsets.decode_text(data, charset or (own[1].decode("ascii") if own else None))


def iter_components(text: str) -> Iterator[ContentComponent]:
    """The outermost components of unfolded text, each when it ends. Raises `UnviewableContent` for what is
    nested beyond measure."""
    opened: list[ContentComponent] = []
    for line in iter_content_lines(text):
        name = line.value.strip().upper()[:40] if line.name in {"BEGIN", "END"} else ""
        if line.name == "BEGIN":
            if any(each.name == name for each in opened):  # the END of the one before it is missing
                yield from _close_component(opened, name, damaged=True)
            if len(opened) == MAX_COMPONENT_DEPTH:
                raise UnviewableContent(
                    gettext("The file is nested more than %(number)s levels deep.")
                    % {"number": MAX_COMPONENT_DEPTH}
                )
            opened.append(ContentComponent(name))
        elif line.name == "END":
            yield from _close_component(opened, name)
        elif opened and line.name:
            opened[-1].lines.append(line)
        elif opened:
            opened[0].damaged = True
    if opened:
        yield from _close_component(opened, opened[0].name, damaged=True)


def _close_component(
    opened: list[ContentComponent], name: str, *, damaged: bool = False
) -> Iterator[ContentComponent]:
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


def iter_content_lines(text: str) -> Iterator[ContentLine]:
    """The lines of unfolded text, at most `MAX_CONTENT_LINES`. Quoted-printable goes on in the next row
    behind a "=" at the end of one."""
    rows = islice(ROW_PATTERN.finditer(text), MAX_CONTENT_LINES)
    for row in rows:
        if not row[0].strip():
            continue
        line = _parse_content_line(row[0])
        if line.parameter("ENCODING").upper() == "QUOTED-PRINTABLE":
            pieces = [line.value]
            while pieces[-1].endswith("=") and (following := next(rows, None)):
                pieces.append(following[0])
            line = _decode_quoted_printable(line, "\n".join(pieces))
        yield line


def unescape_value(value: str) -> str:
    return BACKSLASH_ESCAPE_PATTERN.sub(lambda found: "\n" if found[1] in "nN" else found[1], value)


def split_value(value: str, sign: str) -> list[str]:
    """A value of several parts ("Lindholm;Vera") in its parts, unescaped."""
    made, at, value = [], 0, value[:MAX_SPLIT_CHARACTERS]
    for found in re.finditer(rf"\\.|{sign}", value, re.S):
        if found[0] == sign:
            made.append(value[at : found.start()])
            at = found.end()
    return [unescape_value(part).strip() for part in (*made, value[at:])]


def _parse_content_line(row: str) -> ContentLine:
    name = PROPERTY_NAME_PATTERN.match(row)
    if not name:
        return ContentLine("", row)
    parameters, at = _parse_parameters(row, name.end())
    colon = row.find(":", at)
    if colon < 0:
        return ContentLine("", row)
    return ContentLine(name[2].upper(), row[colon + 1 :], parameters, name[1] or "")


def _parse_parameters(row: str, at: int) -> tuple[dict[str, tuple[str, ...]], int]:
    """What stands between name and colon, and where it ends. A word alone is a type or an encoding, as
    vCard 2.1 has it."""
    found: dict[str, tuple[str, ...]] = {}
    for _ in range(MAX_LINE_PARAMETERS):
        match = PROPERTY_PARAMETER_PATTERN.match(row, at)
        if not match:
            break
        at = match.end()
        name, value = match[1].strip().upper(), match[2]
        if value is None:
            name, value = ("ENCODING" if name in VCARD_21_ENCODINGS else "TYPE"), name
        values = tuple(
            _unquote_parameter_value(piece)
            for piece in PARAMETER_VALUE_PATTERN.findall(value)[:MAX_PARAMETER_VALUES]
        )
        if values:
            found[name] = (found.get(name, ()) + values)[:MAX_PARAMETER_VALUES]
    return found, at


def _unquote_parameter_value(piece: str) -> str:
    """A parameter's value without its quotes."""
    return CARET_ESCAPE_PATTERN.sub(
        lambda found: {"n": "\n", "'": '"'}.get(found[1], "^"), piece.replace('"', "").strip()
    )


def _decode_quoted_printable(line: ContentLine, value: str) -> ContentLine:
    data = binascii.a2b_qp(value.encode("utf-8", "replace"))
    charset = charsets.find_codec_name(line.parameter("CHARSET")) or "utf-8"
    try:
        text = data.decode(charset)
    except UnicodeError:  # no guess for each line: that takes time
        text = data.decode("cp1252", "replace")
    return ContentLine(line.name, text, line.parameters, line.group)
