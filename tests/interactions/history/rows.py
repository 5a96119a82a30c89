"""Invented rows of a history, built by hand and by the hundred."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

from interactions.history.columns.order import map_places, sort_rows
from interactions.history.columns.udata_index import build_udata_index
from interactions.history.filtering.filters import HistoryFilter
from interactions.history.filtering.selection import select_matching_rows
from interactions.history.history_index import HistoryIndex
from interactions.ucs.resources import InteractionSummary

MEDIA_TYPES = (
    ("voice", 3),
    ("chat", 2),
    ("email", 0),
    ("smssession", 2),
    ("twitter", 7),
    ("callback", 5),
    (None, None),
)
NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)  # a Monday


def build_row(identifier: str, start: datetime | None = NOON, **attributes: Any) -> InteractionSummary:
    """A finished inbound chat, but for what a test says otherwise."""
    plain = {"media_type": "chat", "entity_type": 2, "type": "Inbound", "status": 3}
    return InteractionSummary(interaction_id=identifier, start_date=start, **(plain | attributes))


def build_index(rows: Sequence[InteractionSummary]) -> HistoryIndex:
    """Over these rows, put in a history's order."""
    return HistoryIndex(sort_rows(rows), repeat_days=7)


def build_row_udata(row: InteractionSummary) -> list[tuple[str, object]]:
    """The attached data of a row of `build_rows`."""
    number = int(row.interaction_id)
    return [("Segment", ("gold", "")[number % 2]), (f"Key{number % 3}", number % 5)]


def build_index_with_udata(rows: Sequence[InteractionSummary]) -> HistoryIndex:
    """Over these rows of `build_rows`, with their attached data."""
    ordered = sort_rows(rows)
    attached = [(row.interaction_id, build_row_udata(row)) for row in rows]
    udata = build_udata_index(map_places(ordered), attached)
    return HistoryIndex(ordered, udata, repeat_days=7)


def select_rows(chosen: HistoryFilter, rows: Sequence[InteractionSummary]) -> tuple[InteractionSummary, ...]:
    """What a filter leaves of them."""
    return select_matching_rows(build_index(rows), chosen)[:]


def build_rows(count: int, seed: int = 7) -> tuple[InteractionSummary, ...]:
    """Rows in a history's order, of two customers and some of none: some at the same second, some without a
    start, a third in threads, a quarter handled by nobody, some without a content."""
    random = Random(seed)
    made = []
    for number in range(count):
        media_type, entity_type = random.choice(MEDIA_TYPES)
        start = NOON + timedelta(minutes=30 * random.randrange(count)) if random.random() > 0.05 else None
        made.append(
            build_row(
                f"{number:05}",
                start,
                customer_id=("C1", "C2", "C1", "C1", None)[number % 5],
                media_type=media_type,
                entity_type=entity_type,
                type=random.choice(("Inbound", "Outbound", "Internal", "Consult")),
                status=random.choice((0, 1, 2, 3, 3, 3, 9, None)),
                subject=random.choice(("Parcel 4471", "Wrong VAT rate", None)),
                thread_id=f"T{number % (count // 3 + 1)}" if number % 3 else None,
                end_date=start + timedelta(minutes=7) if start else None,
                agent=("1002", "1003", None, None)[number % 4],
                owner_id=7 if number % 4 == 2 else None,
                has_text=number % 2 == 0,
                has_binary_content=number % 5 == 0,
            )
        )
    return tuple(sort_rows(made))
