"""What an export tells of an interaction: the one list of columns, for every format and for docs/exports.md.

A column that has a UCS attribute's name holds that attribute as the record has it, its dates excepted, which
are written in the export's time zone with their offset.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from typing import Literal

from interactions.history.columns.handlers import get_handler_key
from interactions.history.columns.phases import measure_phases
from interactions.history.columns.record_codes import (
    DIRECTION_LABELS,
    MEDIA_LABELS,
    get_direction,
    get_media_family,
)
from interactions.pages.headline import format_status
from interactions.ucs.resources import InteractionSummary

ExportValue = str | int | float | bool | list[str] | None
# `format_spreadsheet_time` and `day` are what a spreadsheet reads as a date, without an offset; `moment` has
# its offset.
ColumnKind = Literal[
    "text", "link", "whole number", "seconds", "moment", "local", "day", "true or false", "texts"
]


class ExportRow:
    """A row with what several columns need of it. `base` is what stands before an interaction's ID in its
    absolute permalink; `former` is what it repeats."""

    __slots__ = ("base", "end", "former", "row", "start", "times", "zone")

    def __init__(
        self, row: InteractionSummary, former: InteractionSummary | None, base: str, zone: tzinfo
    ) -> None:
        self.row, self.former, self.base, self.zone = row, former, base, zone
        self.start, self.end = convert_to_zone(row.start_date, zone), convert_to_zone(row.end_date, zone)
        self.times = measure_phases(row)

    def moment(self, at: datetime | None) -> str | None:
        """`2009-08-05T09:33:10.000+00:00`; of a moment that the zone's calendar does not reach, in UTC."""
        there = convert_to_zone(at, self.zone) or at
        return there.isoformat(timespec="milliseconds") if there else None


@dataclass(frozen=True)
class ExportColumn:
    """`kind` says how a format writes the value; `None` is what the record does not say."""

    name: str
    kind: ColumnKind
    meaning: str
    value: Callable[[ExportRow], ExportValue]


def convert_to_zone(at: datetime | None, zone: tzinfo = UTC) -> datetime | None:
    """A moment where `zone` is; `None` of one so far off that no calendar has it there."""
    try:
        return at.astimezone(zone) if at else None
    except OverflowError:
        return None


def format_spreadsheet_time(at: datetime | None) -> str | None:
    """`2009-08-05 09:33:10`: a date and time to a spreadsheet, in every language."""
    return f"{at.replace(tzinfo=None, microsecond=0)}" if at else None


EXPORT_COLUMNS: tuple[ExportColumn, ...] = (
    ExportColumn("interaction_id", "text", "The interaction's ID.", lambda told: told.row.interaction_id),
    ExportColumn(
        "start",
        "local",
        "When it started, in the export's time zone.",
        lambda told: format_spreadsheet_time(told.start),
    ),
    ExportColumn(
        "end",
        "local",
        "When it ended, in the export's time zone.",
        lambda told: format_spreadsheet_time(told.end),
    ),
    ExportColumn(
        "day",
        "day",
        "The day it started, for grouping.",
        lambda told: told.start.date().isoformat() if told.start else None,
    ),
    ExportColumn(
        "medium",
        "text",
        "Voice, Chat, E-mail, SMS, Social, Callback or Work item.",
        lambda told: MEDIA_LABELS[get_media_family(told.row.media_type, told.row.entity_type)],
    ),
    ExportColumn(
        "direction",
        "text",
        "Inbound, Outbound, Internal or Other.",
        lambda told: DIRECTION_LABELS[get_direction(told.row.type)],
    ),
    ExportColumn("state", "text", "The status in words.", lambda told: format_status(told.row.status)),
    ExportColumn("subject", "text", "The subject.", lambda told: told.row.subject),
    ExportColumn(
        "handled_by",
        "text",
        "The agent selected by routing, else the owner as `owner 203`, as in `handler=`.",
        lambda told: get_handler_key(told.row),
    ),
    ExportColumn("wait_seconds", "seconds", "From start to established.", lambda told: told.times.wait),
    ExportColumn(
        "handled_seconds",
        "seconds",
        "From established to released, or a call's duration.",
        lambda told: told.times.handled,
    ),
    ExportColumn("wrap_up_seconds", "seconds", "From released to end.", lambda told: told.times.wrap_up),
    ExportColumn("total_seconds", "seconds", "From start to end.", lambda told: told.times.total),
    ExportColumn("link", "link", "Its permalink.", lambda told: told.base + told.row.interaction_id),
    ExportColumn("customer_id", "text", "The customer's ID.", lambda told: told.row.customer_id),
    ExportColumn("thread_id", "text", "The thread's ID.", lambda told: told.row.thread_id),
    ExportColumn(
        "parent_id",
        "text",
        "The interaction that it replies to or came from.",
        lambda told: told.row.parent_id,
    ),
    ExportColumn(
        "repeats",
        "text",
        "The contact that it repeats, which ended at most `repeat_days` before.",
        lambda told: told.former.interaction_id if told.former else None,
    ),
    ExportColumn("owner_id", "whole number", "The owner's configuration ID.", lambda told: told.row.owner_id),
    ExportColumn("media_type", "text", "The media type.", lambda told: told.row.media_type),
    ExportColumn("entity_type", "whole number", "The entity type's code.", lambda told: told.row.entity_type),
    ExportColumn("type", "text", "The type.", lambda told: told.row.type),
    ExportColumn("sub_type", "text", "The sub-type.", lambda told: told.row.sub_type),
    ExportColumn("status", "whole number", "The status code.", lambda told: told.row.status),
    ExportColumn("start_date", "moment", "When it started.", lambda told: told.moment(told.row.start_date)),
    ExportColumn(
        "established_date",
        "moment",
        "When the first agent or bot joined.",
        lambda told: told.moment(told.row.established_date),
    ),
    ExportColumn(
        "released_date",
        "moment",
        "When the last agent or bot left.",
        lambda told: told.moment(told.row.released_date),
    ),
    ExportColumn("end_date", "moment", "When it ended.", lambda told: told.moment(told.row.end_date)),
    ExportColumn(
        "has_plain_text", "true or false", "Whether it has plain text.", lambda told: told.row.has_text
    ),
    ExportColumn(
        "has_structured_text",
        "true or false",
        "Whether it has structured text.",
        lambda told: told.row.has_structured_text,
    ),
    ExportColumn(
        "has_binary_content",
        "true or false",
        "Whether it has binary content.",
        lambda told: told.row.has_binary_content,
    ),
    ExportColumn(
        "problems",
        "texts",
        "Values of the record that could not be read.",
        lambda told: [": ".join(filter(None, (at.field, at.reason))) for at in told.row.problems],
    ),
)
COLUMN_NAMES = tuple(column.name for column in EXPORT_COLUMNS)


def build_export_values(
    row: InteractionSummary, former: InteractionSummary | None, base: str, zone: tzinfo = UTC
) -> list[ExportValue]:
    """A row's values in the order of the columns."""
    export_row = ExportRow(row, former, base, zone)
    return [column.value(export_row) for column in EXPORT_COLUMNS]
