"""What an export says about itself: of whom, what is in it and what was left out, how old it is."""

from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo

from interactions import PRODUCT
from interactions.history.filtering.filters import HistoryFilter
from interactions.history.history import History
from interactions.pages.exports.export_columns import convert_to_zone
from interactions.pages.lists.filter_words import format_filter, format_order


@dataclass(frozen=True)
class ExportStatement:
    """A `history` of which the filter `chosen` leaves `rows`. `link` is the absolute address of the same
    list; `notes` say what was not understood; `zone_name` is `zone` in words; `exported_at` is aware."""

    history: History
    filter: HistoryFilter
    rows: int
    link: str
    exported_at: datetime
    notes: tuple[str, ...] = ()
    zone: tzinfo = UTC
    zone_name: str = "UTC"

    @property
    def lines(self) -> dict[str, str | int | bool | list[str]]:
        """Its lines in their order, as docs/exports.md lists them."""
        history = self.history
        return {
            "owner": history.owner,
            "id": history.identifier,
            "filter": list(format_filter(self.filter, history.index.repeat_days)),
            "order": format_order(self.filter),
            "rows": self.rows,
            "of": len(history.rows),
            "fetched_at": self._moment(history.fetched_at),
            "kept": history.kept,
            "exported_at": self._moment(self.exported_at),
            "time_zone": self.zone_name,
            "repeat_days": history.index.repeat_days,
            "link": self.link,
            "notes": list(self.notes),
            "product": PRODUCT,
        }

    def words(self, at: datetime) -> str:
        """`2 Mar 2026, 16:52:08 UTC`."""
        there = convert_to_zone(at, self.zone) or at
        return f"{there.day} {there:%b %Y, %H:%M:%S} {self.zone_name}"

    def _moment(self, at: datetime) -> str:
        return (convert_to_zone(at, self.zone) or at).isoformat(timespec="seconds")
