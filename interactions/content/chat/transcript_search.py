"""Search in a transcript: which lines contain a text, and that text marked in them."""

from dataclasses import dataclass, field

from markupsafe import Markup, escape

from interactions.content.chat.transcript_log import EventLine, MessageLine, TranscriptLine, TranscriptLog
from interactions.content.text.markup import extract_markup_text, highlight_spans
from interactions.content.text.text_search import find_spans, fold_text

MAX_SEARCH_CHARACTERS = 200  # of the search text
MAX_SEARCH_MARKS = 2000  # in one transcript


@dataclass
class TranscriptSearch:
    """The result of a search for `text`: the anchors of the lines that contain it, from top to bottom."""

    text: str
    anchors: tuple[str, ...] = ()
    _folded_text: str = ""
    _marks_left: int = MAX_SEARCH_MARKS
    _index_by_anchor: dict[str, int] = field(default_factory=dict)

    def highlight(self, html: str) -> Markup:
        """The text, which is escaped here, or HTML of ours, with <mark> around each match, until
        `MAX_SEARCH_MARKS` are used up."""
        if not self._folded_text or self._marks_left <= 0:
            return escape(html)
        return highlight_spans(escape(html), self._find_spans)

    def find_neighbours(self, line: TranscriptLine) -> tuple[str, str] | None:
        """The anchors of the matching lines before and after this one, in a ring; None for a line that does
        not match."""
        index = self._index_by_anchor.get(line.anchor)
        if index is None:
            return None
        return self.anchors[index - 1], self.anchors[(index + 1) % len(self.anchors)]

    def _find_spans(self, text: str) -> list[tuple[int, int]]:
        spans = find_spans(text, self._folded_text, self._marks_left)
        self._marks_left -= len(spans)
        return spans


@dataclass(frozen=True)
class SearchableTranscript:
    """A log for its template, which can search it."""

    log: TranscriptLog

    def find(self, text: str) -> TranscriptSearch:
        return search_transcript(self.log, text)


def search_transcript(log: TranscriptLog, text: str) -> TranscriptSearch:
    """Searches the messages, the names and the events, regardless of case and accents; not what is folded."""
    text = text.strip()[:MAX_SEARCH_CHARACTERS]
    folded_text = fold_text(text)
    if not folded_text:
        return TranscriptSearch(text)
    anchors = tuple(
        line.anchor
        for line in log.lines
        if any(folded_text in fold_text(visible_text) for visible_text in _get_visible_texts(line))
    )
    index_by_anchor = {anchor: index for index, anchor in enumerate(anchors)}
    return TranscriptSearch(text, anchors, folded_text, MAX_SEARCH_MARKS, index_by_anchor)


def _get_visible_texts(line: TranscriptLine) -> tuple[str, ...]:
    """The texts of a line that the reader sees: the name only where the line begins a turn."""
    if isinstance(line, MessageLine):
        return extract_markup_text(line.html), line.party.label if line.starts_turn else ""
    return (line.text, extract_markup_text(line.html)) if isinstance(line, EventLine) else ()
