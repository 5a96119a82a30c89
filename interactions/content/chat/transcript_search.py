"""Find in a transcript: which lines hold the words, and those words marked in them."""

from dataclasses import dataclass, field

from markupsafe import Markup, escape

from interactions.content.chat.transcript_log import EventLine, MessageLine, TranscriptLine, TranscriptLog
from interactions.content.text.markup import extract_markup_text, highlight_spans
from interactions.content.text.text_search import find_spans, fold_text

MAX_SEARCH_CHARACTERS = 200  # characters that are looked for
MAX_SEARCH_MARKS = 2000  # marks in one transcript


@dataclass
class TranscriptSearch:
    """`text` is what was asked for, `anchors` the lines that hold it, from top to bottom."""

    text: str
    anchors: tuple[str, ...] = ()
    _folded_text: str = ""
    _marks_left: int = MAX_SEARCH_MARKS
    _index_by_anchor: dict[str, int] = field(default_factory=dict)

    def highlight(self, html: str) -> Markup:
        """Text (escaped here) or HTML of ours, with <mark> around what was found in its text."""
        if not self._folded_text or self._marks_left <= 0:
            return escape(html)
        return highlight_spans(escape(html), self._find_spans)

    def find_neighbours(self, line: TranscriptLine) -> tuple[str, str] | None:
        """The lines found before and after this one, in a ring; None for a line that was not found."""
        at = self._index_by_anchor.get(line.anchor)
        if at is None:
            return None
        return self.anchors[at - 1], self.anchors[(at + 1) % len(self.anchors)]

    def _find_spans(self, text: str) -> list[tuple[int, int]]:
        found = find_spans(text, self._folded_text, self._marks_left)
        self._marks_left -= len(found)
        return found


@dataclass(frozen=True)
class SearchableTranscript:
    """What the template shows: the log, and `search_transcript` for what a reader asks of it."""

    log: TranscriptLog

    def find(self, text: str) -> TranscriptSearch:
        return search_transcript(self.log, text)


def search_transcript(log: TranscriptLog, text: str) -> TranscriptSearch:
    """Looks in what is said, in the names, and in what happened; not in what is folded."""
    text = text.strip()[:MAX_SEARCH_CHARACTERS]
    sought = fold_text(text)
    if not sought:
        return TranscriptSearch(text)
    anchors = tuple(
        line.anchor
        for line in log.lines
        if any(sought in fold_text(each) for each in _get_visible_texts(line))
    )
    places = {anchor: at for at, anchor in enumerate(anchors)}
    return TranscriptSearch(text, anchors, sought, MAX_SEARCH_MARKS, places)


def _get_visible_texts(line: TranscriptLine) -> tuple[str, ...]:
    """What a reader sees of a line: the name only where it begins a turn."""
    if isinstance(line, MessageLine):
        return extract_markup_text(line.html), line.party.label if line.starts_turn else ""
    return (line.text, extract_markup_text(line.html)) if isinstance(line, EventLine) else ()
