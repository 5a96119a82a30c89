"""RTF as what it says: the HTML that Outlook wrapped in it ([MS-OXRTFEX]), or its readable text.

Own and small, because what there is builds a tree of all of it (RTFDE, with lark and oletools behind it), or
knows no wrapped HTML (striprtf). One pass, no recursion, and an end after so many pieces. Section numbers are
those of [MS-OXRTFEX].
"""

import re
from dataclasses import dataclass
from html import escape
from typing import NamedTuple

from interactions.content.outlook import code_pages

MAX_RTF_TOKENS = 400_000  # words, characters, braces and runs of text that are read
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
    """`html` says that `text` is HTML; `whole` that all of it was read."""

    text: str
    is_html: bool
    is_complete: bool


def extract_rtf_content(data: bytes) -> RtfContent:
    """Any bytes; what is no RTF gives its own text at most."""
    reader = _RtfReader()
    whole = reader.read(data)
    text = reader.build_text()
    return RtfContent(text if reader.is_html else text.strip("\0\n "), reader.is_html, whole)


class _GroupState(NamedTuple):
    """What a group begins with and its end brings back. `tag`: a piece of HTML as it was; `hidden`: what
    stands for such a piece in RTF."""

    is_skipped: bool = False
    in_font_table: bool = False
    in_html_tag: bool = False
    is_rtf_substitute: bool = False
    fallback_characters: int = 1  # characters behind one in Unicode, for readers who know none
    charset: str = code_pages.ANSI_CHARSET


class _RtfReader:
    def __init__(self) -> None:
        self.is_html = False
        self.state, self.stack = _GroupState(), list[_GroupState]()
        self.charset, self.declared_font, self.default_font = code_pages.ANSI_CHARSET, 0, 0
        self.font_charsets: dict[int, str] = {}
        self.after_star, self.characters_to_skip = False, 0
        self.pieces: list[str] = []
        self.run, self.run_charset, self.run_is_html = bytearray(), code_pages.ANSI_CHARSET, False

    def read(self, data: bytes) -> bool:
        """Whether it came to the end."""
        at = 0
        for _ in range(MAX_RTF_TOKENS):
            found = RTF_TOKEN_PATTERN.match(data, at)
            if found is None:
                return True
            at = found.end()
            if found["brace"]:
                if not self._handle_brace(found["brace"]):
                    return True
            elif found["word"]:
                word, number = found["word"].decode("ascii"), found["number"]
                at += self._handle_word(word, None if number is None else int(number))
            elif found["code"]:
                self._add_bytes(bytes((int(found["code"], 16),)))
            elif found["symbol"]:
                self._handle_symbol(found["symbol"].decode("latin-1"))
            elif found["text"]:
                self._add_bytes(found["text"])
        return at >= len(data)

    def build_text(self) -> str:
        """All that was made. Halves of characters beyond the first plane come one by one."""
        self._end_run()
        return "".join(self.pieces).encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")

    def _handle_brace(self, brace: bytes) -> bool:
        """False behind the last group."""
        self.after_star, self.characters_to_skip = False, 0
        if brace == b"{":
            self.stack.append(self.state)
        elif self.stack:
            self.state = self.stack.pop()
        return bool(self.stack)

    def _handle_word(self, word: str, number: int | None) -> int:
        """How many bytes behind it are not RTF."""
        starred, self.after_star = self.after_star, False
        if word == "bin":
            return max(0, number or 0)
        if self.characters_to_skip and not self.state.is_skipped:
            self.characters_to_skip -= 1
        elif starred and word != "htmltag":
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
        """The table of fonts says which charset each has; choosing one chooses it."""
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
        """Text in the charset of its font. Neighbours are put together: a character may have two of them."""
        self.after_star = False
        left, self.characters_to_skip = (
            data[self.characters_to_skip :],
            max(0, self.characters_to_skip - len(data)),
        )
        if not left or not self._is_readable():
            return
        if (self.run_charset, self.run_is_html) != (self.state.charset, self.state.in_html_tag):
            self._end_run()
            self.run_charset, self.run_is_html = self.state.charset, self.state.in_html_tag
        self.run += left

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
        """Of wrapped HTML, what stands for it in RTF is not read (§2.2.3.2)."""
        state = self.state
        return not (
            state.is_skipped
            or state.in_font_table
            or (self.is_html and state.is_rtf_substitute and not state.in_html_tag)
        )
