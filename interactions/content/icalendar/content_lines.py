"""Parses content lines, the format of iCalendar (RFC 5545 §3.1) and vCard (RFC 6350 §3.2, also 2.1), and the
components that BEGIN and END form.

Our own parser, because icalendar 7.3 and vobject 0.9, though quick enough on hostile input, refuse a whole
file for one line without a colon or for a missing END, and neither knows both vCard 2.1 and 4.0. Whoever
opens a file that somebody sent wants to see as much of it as can be read.
"""

import binascii
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice

from django.utils.translation import gettext

from interactions.content.errors import UnviewableContent
from mime import charsets

FOLD_SEQUENCES = tuple(end + blank for end in (b"\r\n", b"\n", b"\r") for blank in (b" ", b"\t"))
UTF16_BYTE_ORDER_MARKS = (b"\xff\xfe", b"\xfe\xff")
CHARSET_PARAMETER_PATTERN = re.compile(rb';CHARSET="?([\w.:-]{1,40})', re.I)
ROW_PATTERN = re.compile(r"[^\r\n]+")
PROPERTY_NAME_PATTERN = re.compile(r"\s*+(?:([\w-]++)\.)?+([\w-]++)", re.ASCII)
PROPERTY_PARAMETER_PATTERN = re.compile(r';\s*+([^=:;"]*+)(?:=((?:"[^"]*"|[^":;]++)*+))?+')
PARAMETER_VALUE_PATTERN = re.compile(r'(?:"[^"]*"|[^",]++|")++')
CARET_ESCAPE_PATTERN = re.compile(r"\^([n^'])")  # RFC 6868
BACKSLASH_ESCAPE_PATTERN = re.compile(r"\\(.)", re.S)
# vCard 2.1 allows these words as parameters without "ENCODING=".
VCARD_21_ENCODINGS = {"QUOTED-PRINTABLE", "BASE64", "8BIT", "7BIT"}
MAX_COMPONENT_DEPTH = 8  # levels of nested components; real files have three
MAX_CONTENT_LINES = 50_000  # read of one file
MAX_LINE_PARAMETERS = 200  # of one line
MAX_PARAMETER_VALUES = 200  # of one parameter
MAX_SPLIT_CHARACTERS = 20_000  # of a value that is split into parts


@dataclass(frozen=True)
class ContentLine:
    """One content line. Its name and the parameters' names are in upper case; `value` is decoded but still
    escaped. `group` is the word before the dot in "item1.TEL". `name` is "" for a row that is no content
    line; `value` is then the whole row."""

    name: str
    value: str
    parameters: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    group: str = ""

    def get_parameter(self, name: str) -> str:
        """The first value of a parameter, "" when there is none."""
        return self.parameters.get(name, ("",))[0]

    @property
    def text(self) -> str:
        return unescape_value(self.value)


@dataclass
class ContentComponent:
    """The lines and components between BEGIN and END. `damaged` says that an END is missing or extra, or that
    a row was no content line; it is set on outermost components only."""

    name: str
    lines: list[ContentLine] = field(default_factory=list)
    children: list["ContentComponent"] = field(default_factory=list)
    damaged: bool = False

    def find_lines(self, *names: str) -> list[ContentLine]:
        """The lines with one of these names and a value, in the order of the file."""
        return [line for line in self.lines if line.name in names and line.value.strip()]

    def find_line(self, name: str) -> ContentLine | None:
        """The first line of this name that has a value."""
        return next(iter(self.find_lines(name)), None)

    def get_text(self, name: str) -> str:
        """The unescaped value of the first line of this name, stripped; "" when there is none."""
        line = self.find_line(name)
        return line.text.strip() if line else ""


def decode_unfolded_text(data: bytes, charset: str | None) -> charsets.DecodedText:
    """The decoded text with folded lines joined; they are joined as bytes, because a fold may split a
    character. `charset` is the declared one; without it the file's own CHARSET counts, else UTF-8 (RFC 5545
    §3.1.4)."""
    if data.startswith(UTF16_BYTE_ORDER_MARKS):
        data, charset = charsets.decode_text(data, None).text.encode("utf-8", "replace"), None
    for fold in FOLD_SEQUENCES:
        data = data.replace(fold, b"")
    named_charset = CHARSET_PARAMETER_PATTERN.search(data)
    return charsets.decode_text(
        data, charset or (named_charset[1].decode("ascii") if named_charset else None)
    )


def iter_components(text: str) -> Iterator[ContentComponent]:
    """The outermost components of unfolded text, each when it ends. Raises `UnviewableContent` when they are
    nested more than `MAX_COMPONENT_DEPTH` levels deep."""
    open_components: list[ContentComponent] = []
    for line in iter_content_lines(text):
        name = line.value.strip().upper()[:40] if line.name in {"BEGIN", "END"} else ""
        if line.name == "BEGIN":
            # A component inside one of the same name: the END of the one before is missing.
            if any(component.name == name for component in open_components):
                yield from _close_component(open_components, name, damaged=True)
            if len(open_components) == MAX_COMPONENT_DEPTH:
                raise UnviewableContent(
                    gettext("The file is nested more than %(number)s levels deep.")
                    % {"number": MAX_COMPONENT_DEPTH}
                )
            open_components.append(ContentComponent(name))
        elif line.name == "END":
            yield from _close_component(open_components, name)
        elif open_components and line.name:
            open_components[-1].lines.append(line)
        elif open_components:
            open_components[0].damaged = True
    if open_components:
        yield from _close_component(open_components, open_components[0].name, damaged=True)


def _close_component(
    open_components: list[ContentComponent], name: str, *, damaged: bool = False
) -> Iterator[ContentComponent]:
    """Closes the innermost open component of this name, with all that is still open in it, and yields it if
    it is an outermost one."""
    depth = next((n for n in reversed(range(len(open_components))) if open_components[n].name == name), None)
    if depth is None:
        for outermost in open_components[:1]:
            outermost.damaged = True
        return
    open_components[0].damaged |= damaged or len(open_components) > depth + 1
    while len(open_components) > depth:
        closed = open_components.pop()
        if open_components:
            open_components[-1].children.append(closed)
        else:
            yield closed


def iter_content_lines(text: str) -> Iterator[ContentLine]:
    """The lines of unfolded text, from at most `MAX_CONTENT_LINES` rows. A quoted-printable value continues
    in the next row after a "=" at the end of one."""
    rows = islice(ROW_PATTERN.finditer(text), MAX_CONTENT_LINES)
    for row in rows:
        if not row[0].strip():
            continue
        line = _parse_content_line(row[0])
        if line.get_parameter("ENCODING").upper() == "QUOTED-PRINTABLE":
            pieces = [line.value]
            while pieces[-1].endswith("=") and (following := next(rows, None)):
                pieces.append(following[0])
            line = _decode_quoted_printable(line, "\n".join(pieces))
        yield line


def unescape_value(value: str) -> str:
    """The value with its backslash escapes resolved (RFC 5545 §3.3.11)."""
    return BACKSLASH_ESCAPE_PATTERN.sub(lambda match: "\n" if match[1] in "nN" else match[1], value)


def split_value(value: str, separator: str) -> list[str]:
    """The parts of a structured value ("Lindholm;Vera"), unescaped and stripped."""
    parts, position, value = [], 0, value[:MAX_SPLIT_CHARACTERS]
    for match in re.finditer(rf"\\.|{separator}", value, re.S):
        if match[0] == separator:
            parts.append(value[position : match.start()])
            position = match.end()
    return [unescape_value(part).strip() for part in (*parts, value[position:])]


def _parse_content_line(row: str) -> ContentLine:
    name = PROPERTY_NAME_PATTERN.match(row)
    if not name:
        return ContentLine("", row)
    parameters, position = _parse_parameters(row, name.end())
    colon = row.find(":", position)
    if colon < 0:
        return ContentLine("", row)
    return ContentLine(name[2].upper(), row[colon + 1 :], parameters, name[1] or "")


def _parse_parameters(row: str, position: int) -> tuple[dict[str, tuple[str, ...]], int]:
    """The parameters from `position` on, and the index after them. A word without a value is a type or an
    encoding, as in vCard 2.1."""
    parameters: dict[str, tuple[str, ...]] = {}
    for _ in range(MAX_LINE_PARAMETERS):
        match = PROPERTY_PARAMETER_PATTERN.match(row, position)
        if not match:
            break
        position = match.end()
        name, value = match[1].strip().upper(), match[2]
        if value is None:
            name, value = ("ENCODING" if name in VCARD_21_ENCODINGS else "TYPE"), name
        values = tuple(
            _unquote_parameter_value(piece)
            for piece in PARAMETER_VALUE_PATTERN.findall(value)[:MAX_PARAMETER_VALUES]
        )
        if values:
            parameters[name] = (parameters.get(name, ()) + values)[:MAX_PARAMETER_VALUES]
    return parameters, position


def _unquote_parameter_value(piece: str) -> str:
    """A parameter's value without its quotes, and with the escapes of RFC 6868 resolved."""
    return CARET_ESCAPE_PATTERN.sub(
        lambda match: {"n": "\n", "'": '"'}.get(match[1], "^"), piece.replace('"', "").strip()
    )


def _decode_quoted_printable(line: ContentLine, value: str) -> ContentLine:
    data = binascii.a2b_qp(value.encode("utf-8", "replace"))
    charset = charsets.find_codec_name(line.get_parameter("CHARSET")) or "utf-8"
    try:
        text = data.decode(charset)
    except UnicodeError:  # guessing a charset for each line would take too long
        text = data.decode("cp1252", "replace")
    return ContentLine(line.name, text, line.parameters, line.group)
