"""Find in a transcript: which lines hold the words, and those words marked in them."""

from dataclasses import dataclass, field

from markupsafe import Markup, escape

from interactions.content.chat.log import Happened, Line, Log, Said
from interactions.content.text.markup import highlighted, text_of
from interactions.content.text.search import fold, spans

LONGEST = 200  # characters that are looked for
MOST = 2000  # marks in one transcript


@dataclass
class Find:
    """`text` is what was asked for, `anchors` the lines that hold it, from top to bottom."""

    text: str
    anchors: tuple[str, ...] = ()
    _sought: str = ""
    _left: int = MOST
    _places: dict[str, int] = field(default_factory=dict)

    def marked(self, html: str) -> Markup:
        """Text (escaped here) or HTML of ours, with <mark> around what was found in its text."""
        if not self._sought or self._left <= 0:
            return escape(html)
        return highlighted(escape(html), self._spans)

    def around(self, line: Line) -> tuple[str, str] | None:
        """The lines found before and after this one, in a ring; None for a line that was not found."""
        at = self._places.get(line.anchor)
        if at is None:
            return None
        return self.anchors[at - 1], self.anchors[(at + 1) % len(self.anchors)]

    def _spans(self, text: str) -> list[tuple[int, int]]:
        found = spans(text, self._sought, self._left)
        self._left -= len(found)
        return found


@dataclass(frozen=True)
class Transcript:
    """What the template shows: the log, and `find` for what a reader asks of it."""

    log: Log

    def find(self, text: str) -> Find:
        return find(self.log, text)


def find(log: Log, text: str) -> Find:
    """Looks in what is said, in the names, and in what happened; not in what is folded."""
    text = text.strip()[:LONGEST]
    sought = fold(text)
    if not sought:
        return Find(text)
    anchors = tuple(line.anchor for line in log.lines if any(sought in fold(each) for each in _texts(line)))
    places = {anchor: at for at, anchor in enumerate(anchors)}
    return Find(text, anchors, sought, MOST, places)


def _texts(line: Line) -> tuple[str, ...]:
    """What a reader sees of a line: the name only where it begins a turn."""
    if isinstance(line, Said):
        return text_of(line.html), line.party.label if line.turn else ""
    return (line.text, text_of(line.html)) if isinstance(line, Happened) else ()
