"""What an export tells of an interaction: the one list of columns, for every format and for docs/exports.md.

A column that has a UCS attribute's name holds that attribute as the record has it, its dates excepted, which
are written in the export's time zone with their offset.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from typing import Literal

from interactions.history.index import handled_by
from interactions.history.media import DIRECTION_WORDS, WORDS, direction, family
from interactions.history.phases import phases
from interactions.pages.timeline.rows import state_words
from interactions.ucs.resources import InteractionSummary

Value = str | int | float | bool | list[str] | None
# `local` and `day` are what a spreadsheet reads as a date, without an offset; `moment` has its offset.
Kind = Literal["text", "link", "whole number", "seconds", "moment", "local", "day", "true or false", "texts"]


class Told:
    """A row with what several columns need of it. `base` is what stands before an interaction's ID in its
    absolute permalink; `former` is what it repeats."""

    __slots__ = ("base", "end", "former", "row", "start", "times", "zone")

    def __init__(
        self, row: InteractionSummary, former: InteractionSummary | None, base: str, zone: tzinfo
    ) -> None:
        self.row, self.former, self.base, self.zone = row, former, base, zone
        self.start, self.end = here(row.start_date, zone), here(row.end_date, zone)
        self.times = phases(row)

    def moment(self, at: datetime | None) -> str | None:
        """`2009-08-05T09:33:10.000+00:00`; of a moment that the zone's calendar does not reach, in UTC."""
        there = here(at, self.zone) or at
        return there.isoformat(timespec="milliseconds") if there else None


@dataclass(frozen=True)
class Column:
    """`kind` says how a format writes the value; `None` is what the record does not say."""

    name: str
    kind: Kind
    meaning: str
    value: Callable[[Told], Value]


def here(at: datetime | None, zone: tzinfo = UTC) -> datetime | None:
    """A moment where `zone` is; `None` of one so far off that no calendar has it there."""
    try:
        return at.astimezone(zone) if at else None
    except OverflowError:
        return None


def local(at: datetime | None) -> str | None:
    """`2009-08-05 09:33:10`: a date and time to a spreadsheet, in every language."""
    return f"{at.replace(tzinfo=None, microsecond=0)}" if at else None


COLUMNS: tuple[Column, ...] = (
    Column("interaction_id", "text", "The interaction's ID.", lambda told: told.row.interaction_id),
    Column("start", "local", "When it started, in the export's time zone.", lambda told: local(told.start)),
    Column("end", "local", "When it ended, likewise.", lambda told: local(told.end)),
    Column(
        "day",
        "day",
        "The day on which it started, to group by.",
        lambda told: told.start.date().isoformat() if told.start else None,
    ),
    Column(
        "medium",
        "text",
        "Voice, Chat, E-mail, SMS, Social, Callback or Work item.",
        lambda told: WORDS[family(told.row.media_type, told.row.entity_type)],
    ),
    Column(
        "direction",
        "text",
        "Inbound, Outbound, Internal or Other.",
        lambda told: DIRECTION_WORDS[direction(told.row.type)],
    ),
    Column("state", "text", "The status in words.", lambda told: state_words(told.row.status)),
    Column("subject", "text", "The subject.", lambda told: told.row.subject),
    Column(
        "handled_by",
        "text",
        "The agent whom routing chose, else the owner as `owner 203`: what `handler=` asks for.",
        lambda told: handled_by(told.row),
    ),
    Column("wait_seconds", "seconds", "From start to established.", lambda told: told.times.wait),
    Column(
        "handled_seconds",
        "seconds",
        "From established to released, or a call's duration.",
        lambda told: told.times.handled,
    ),
    Column("wrap_up_seconds", "seconds", "From released to end.", lambda told: told.times.wrap_up),
    Column("total_seconds", "seconds", "From start to end.", lambda told: told.times.total),
    Column("link", "link", "Its permalink.", lambda told: told.base + told.row.interaction_id),
    Column("customer_id", "text", "The customer's ID.", lambda told: told.row.customer_id),
    Column("thread_id", "text", "The thread's ID.", lambda told: told.row.thread_id),
    Column("parent_id", "text", "The interaction that it came from.", lambda told: told.row.parent_id),
    Column(
        "repeats",
        "text",
        "The contact that it repeats, which was over for at most `repeat_days`.",
        lambda told: told.former.interaction_id if told.former else None,
    ),
    Column("owner_id", "whole number", "The owner's number.", lambda told: told.row.owner_id),
    Column("media_type", "text", "The media type.", lambda told: told.row.media_type),
    Column("entity_type", "whole number", "The entity type's code.", lambda told: told.row.entity_type),
    Column("type", "text", "The type.", lambda told: told.row.type),
    Column("sub_type", "text", "The sub-type.", lambda told: told.row.sub_type),
    Column("status", "whole number", "The status code.", lambda told: told.row.status),
    Column("start_date", "moment", "When it started.", lambda told: told.moment(told.row.start_date)),
    Column(
        "established_date",
        "moment",
        "When somebody took it.",
        lambda told: told.moment(told.row.established_date),
    ),
    Column(
        "released_date", "moment", "When they let go of it.", lambda told: told.moment(told.row.released_date)
    ),
    Column("end_date", "moment", "When it ended.", lambda told: told.moment(told.row.end_date)),
    Column("has_plain_text", "true or false", "Whether it has plain text.", lambda told: told.row.has_text),
    Column(
        "has_structured_text",
        "true or false",
        "Whether it has structured text.",
        lambda told: told.row.has_structured_text,
    ),
    Column(
        "has_binary_content",
        "true or false",
        "Whether it has binary content.",
        lambda told: told.row.has_binary_content,
    ),
    Column(
        "problems",
        "texts",
        "What of the record was not understood.",
        lambda told: [": ".join(filter(None, (at.field, at.reason))) for at in told.row.problems],
    ),
)
NAMES = tuple(column.name for column in COLUMNS)


def values(
    row: InteractionSummary, former: InteractionSummary | None, base: str, zone: tzinfo = UTC
) -> list[Value]:
    """A row's values in the order of the columns."""
    told = Told(row, former, base, zone)
    return [column.value(told) for column in COLUMNS]
