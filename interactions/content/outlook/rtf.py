"""Extracts from RTF the HTML that Outlook encapsulated in it ([MS-OXRTFEX]), or else its readable text.

Our own reader, because the libraries either build a tree of the whole file (RTFDE, which needs lark and
oletools) or don't know encapsulated HTML (striprtf). One pass, no recursion, and at most `MAX_RTF_TOKENS`
tokens. Section numbers are those of [MS-OXRTFEX].
"""

import re
from dataclasses import dataclass
from html import escape
from typing import NamedTuple

from interactions.content.outlook import code_pages

MAX_RTF_TOKENS = 400_000  # control words, characters, braces and runs of text that are read
RTF_TOKEN_PATTERN = re.compile(
    rb"\\(?P<word>[a-zA-Z]{1,32})(?P<number>-?\d{1,10})? ?"
    rb"|\\'(?P<code>[0-9a-fA-F]{2})"
    rb"|\\(?P<symbol>[^a-zA-Z'])"
    rb"|(?P<brace>[{}])"
    rb"|(?P<text>[^\\{}\r\n]+)"
    rb"|[\r\n]+|\\'?",
    re.S,
)
SKIPPED_DESTINATIONS = set(
    "fonttbl colortbl stylesheet info pict object header headerl headerr headerf footer footerl footerr "  # noqa: SIM905
    "footerf ftnsep ftnsepc ftncn listtable listoverridetable themedata datastore latentstyles xe tc".split()
)
CONTROL_WORD_CHARACTERS = {
    "par": "\n",
    "line": "\n",
    "row": "\n",
    "sect": "\n",
    "page": "\n",
    "cell": "\t",
    "tab": "\t",
    "lquote": "‘",
    "rquote": "’",
    "ldblquote": "“",
    "rdblquote": "”",
    "bullet": "•",
    "endash": "–",
    "emdash": "—",
    "enspace": "\u2002",
    "emspace": "\u2003",
    "zwj": "\u200d",
    "zwnj": "\u200c",
}
CONTROL_SYMBOL_CHARACTERS = {
    "{": "{",
    "}": "}",
    "\\": "\\",
    "~": "\u00a0",
    "_": "\u2011",
    "\n": "\n",
    "\r": "\n",
}
CHARSET_WORD_CODE_PAGES = {"mac": 10000, "pc": 437, "pca": 850}


@dataclass(frozen=True)
class RtfContent:
    """The content of an RTF file. `is_html` says that `text` is HTML, `is_complete` that all of it was
    read."""

    text: str
    is_html: bool
    is_complete: bool


def extract_rtf_content(data: bytes) -> RtfContent:
    """The content of any bytes; bytes that are no RTF give at most their own text."""
    reader = _RtfReader()
    is_complete = reader.read(data)
    text = reader.build_text()
    return RtfContent(text if reader.is_html else text.strip("\0\n "), reader.is_html, is_complete)


class _GroupState(NamedTuple):
    """The state that the end of a group restores.

    `is_skipped` is set in destinations that are not read, `in_font_table` in the table of fonts. In wrapped
    HTML, `in_html_tag` is set in a piece of the HTML itself, and `is_rtf_substitute` in the RTF that stands
    for such a piece.
    """

    is_skipped: bool = False
    in_font_table: bool = False
    in_html_tag: bool = False
    is_rtf_substitute: bool = False
    fallback_characters: int = 1  # characters after \u, for readers without Unicode
    charset: str = code_pages.ANSI_CHARSET


class _RtfReader:
    """Reads RTF from token to token. `pieces` is the output so far; `run` are the bytes after it that are not
    decoded yet, all in `run_charset`."""

    def __init__(self) -> None:
        self.is_html = False
        self.state, self.stack = _GroupState(), list[_GroupState]()
        self.charset, self.declared_font, self.default_font = code_pages.ANSI_CHARSET, 0, 0
        self.font_charsets: dict[int, str] = {}
        self.after_star, self.characters_to_skip = False, 0
        self.pieces: list[str] = []
        self.run, self.run_charset, self.run_is_html = bytearray(), code_pages.ANSI_CHARSET, False

    def read(self, data: bytes) -> bool:
        """Reads the data, and returns whether it came to the end of it or of its last group."""
        position = 0
        for _ in range(MAX_RTF_TOKENS):
            token = RTF_TOKEN_PATTERN.match(data, position)
            if token is None:
                return True
            position = token.end()
            if token["brace"]:
                if not self._handle_brace(token["brace"]):
                    return True
            elif token["word"]:
                word, number = token["word"].decode("ascii"), token["number"]
                position += self._handle_word(word, None if number is None else int(number))
            elif token["code"]:
                self._add_bytes(bytes((int(token["code"], 16),)))
            elif token["symbol"]:
                self._handle_symbol(token["symbol"].decode("latin-1"))
            elif token["text"]:
                self._add_bytes(token["text"])
        return position >= len(data)

    def build_text(self) -> str:
        """The whole output. Surrogates are joined here, because \\u gives each half of a pair by itself."""
        self._end_run()
        return "".join(self.pieces).encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")

    def _handle_brace(self, brace: bytes) -> bool:
        """Begins or ends a group; returns False after the end of the last one."""
        self.after_star, self.characters_to_skip = False, 0
        if brace == b"{":
            self.stack.append(self.state)
        elif self.stack:
            self.state = self.stack.pop()
        return bool(self.stack)

    def _handle_word(self, word: str, number: int | None) -> int:
        """Handles a control word, and returns the number of bytes after it that are binary data."""
        is_optional, self.after_star = self.after_star, False
        if word == "bin":
            return max(0, number or 0)
        if self.characters_to_skip and not self.state.is_skipped:
            self.characters_to_skip -= 1
        elif is_optional and word != "htmltag":
            self.state = self.state._replace(is_skipped=True)
        elif not self.state.is_skipped:
            self._apply_word(word, number)
        return 0

    def _apply_word(self, word: str, number: int | None) -> None:
        if word in CONTROL_WORD_CHARACTERS:
            self._add_characters(CONTROL_WORD_CHARACTERS[word])
        elif word == "u" and number is not None:
            self._add_characters(chr(number & 0xFFFF))
            self.characters_to_skip = self.state.fallback_characters
        elif word == "htmltag":
            self.state = self.state._replace(in_html_tag=True)
        elif word == "htmlrtf":
            self.state = self.state._replace(is_rtf_substitute=number != 0)
        elif word == "uc":
            self.state = self.state._replace(fallback_characters=min(max(number or 0, 0), 100))
        elif word == "fromhtml":
            self.is_html = not self.pieces and not self.run
        elif word in {"f", "fcharset", "cpg", "plain", "deff"}:
            self._apply_font(word, number or 0)
        elif word == "ansicpg" or word in CHARSET_WORD_CODE_PAGES:
            self.charset = code_pages.find_charset(CHARSET_WORD_CODE_PAGES.get(word, number)) or self.charset
            self.state = self.state._replace(charset=self.charset)
        elif word in SKIPPED_DESTINATIONS:
            self.state = self.state._replace(in_font_table=word == "fonttbl", is_skipped=word != "fonttbl")

    def _apply_font(self, word: str, number: int) -> None:
        """Records the charset of a font in the font table, or switches to the charset of the chosen font."""
        if word == "deff":
            self.default_font = number
        elif not self.state.in_font_table:
            font = self.default_font if word == "plain" else number
            self.state = self.state._replace(charset=self.font_charsets.get(font, self.charset))
        elif word == "f":
            self.declared_font = number
        elif charset := code_pages.find_charset(
            number if word == "cpg" else code_pages.FONT_CODE_PAGES.get(number)
        ):
            self.font_charsets[self.declared_font] = charset

    def _handle_symbol(self, symbol: str) -> None:
        if symbol == "*":
            self.after_star = True
        elif self.characters_to_skip:
            self.characters_to_skip -= 1
        elif symbol in CONTROL_SYMBOL_CHARACTERS:
            self._add_characters(CONTROL_SYMBOL_CHARACTERS[symbol])

    def _add_bytes(self, data: bytes) -> None:
        """Adds text in the charset of its font. Neighbouring bytes are joined, because a character may need
        two."""
        self.after_star = False
        added, self.characters_to_skip = (
            data[self.characters_to_skip :],
            max(0, self.characters_to_skip - len(data)),
        )
        if not added or not self._is_readable():
            return
        if (self.run_charset, self.run_is_html) != (self.state.charset, self.state.in_html_tag):
            self._end_run()
            self.run_charset, self.run_is_html = self.state.charset, self.state.in_html_tag
        self.run += added

    def _add_characters(self, text: str) -> None:
        if self._is_readable():
            self._end_run()
            self.pieces.append(
                text if not self.is_html or self.state.in_html_tag else escape(text, quote=False)
            )

    def _end_run(self) -> None:
        if self.run:
            text = code_pages.decode_known_charset(bytes(self.run), self.run_charset)
            self.pieces.append(text if not self.is_html or self.run_is_html else escape(text, quote=False))
            self.run.clear()

    def _is_readable(self) -> bool:
        """Whether text here belongs to the output: in wrapped HTML, the RTF that stands for a piece of it
        does not (§2.2.3.2)."""
        state = self.state
        return not (
            state.is_skipped
            or state.in_font_table
            or (self.is_html and state.is_rtf_substitute and not state.in_html_tag)
        )
