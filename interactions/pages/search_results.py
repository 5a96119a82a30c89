"""Which of the things that a text may mean the UCS knows."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from interactions.access.gate import Gate
from interactions.history.columns.record_codes import MediaFamily, get_media_family
from interactions.history.history_key import HistoryKind as HistoryOwner
from interactions.pages.headline import format_title
from interactions.pages.paths import reverse_path
from interactions.ucs.errors import UCSNotFound
from interactions.ucs.identifier_parsing import FoundIdentifier, IdentifierKind


@dataclass(frozen=True)
class SearchResult:
    """A customer, service or interaction that is there. `subject` and `family` are of an
    interaction, `count` of the others; `at` is its start, or their last contact."""

    kind: IdentifierKind
    identifier: str
    path: str
    subject: str | None = None
    family: MediaFamily | None = None
    count: int = 0
    at: datetime | None = None


def load_search_results(gate: Gate, identifiers: Iterable[FoundIdentifier]) -> tuple[SearchResult, ...]:
    """Asks for each clue what it can be the ID of: one question where the text tells, else three."""
    return tuple(found for clue in identifiers for found in _load_results(gate, clue))


def _load_results(gate: Gate, clue: FoundIdentifier) -> Iterator[SearchResult]:
    if clue.kind in (None, "interaction"):
        yield from _load_interaction_result(gate, clue)
    if clue.kind in (None, "customer"):
        yield from _load_history_result(gate, "customer", clue.identifier)
    if clue.kind in (None, "service"):
        yield from _load_history_result(gate, "service", clue.identifier)


def _load_interaction_result(gate: Gate, clue: FoundIdentifier) -> Iterator[SearchResult]:
    try:
        row = gate.load_interaction(clue.identifier).value.summary
    except UCSNotFound:
        return
    page = reverse_path("interaction", clue.identifier)
    content = clue.content and reverse_path("interaction-content", clue.identifier, clue.content)
    yield SearchResult(
        kind="interaction",
        identifier=clue.identifier,
        path=content or page,
        subject=row.subject and format_title(row),
        family=get_media_family(row.media_type, row.entity_type),
        at=row.start_date,
    )


def _load_history_result(gate: Gate, owner: HistoryOwner, identifier: str) -> Iterator[SearchResult]:
    rows = gate.load_history(owner, identifier).rows
    if rows:
        last = max((row.start_date for row in rows if row.start_date), default=None)
        path = reverse_path(owner, identifier)
        yield SearchResult(kind=owner, identifier=identifier, path=path, count=len(rows), at=last)
