"""The interactions of a journey as a list, and between them what changed in the attached data."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from interactions.access.cache.record_cache import RecordBatch
from interactions.history.columns.phases import measure_phases
from interactions.history.columns.record_codes import MediaFamily, get_media_family
from interactions.history.journeys.udata_changes import ChangeKind, ComparedKey, find_udata_changes
from interactions.pages.formatting import format_count
from interactions.pages.headline import format_direction, format_handler, format_status, format_title
from interactions.pages.interaction.json_tree import format_json
from interactions.pages.page_links import HistoryLinks, build_comparison_address
from interactions.ucs.resources import Interaction, InteractionSummary
from interactions.ucs.untrusted_text import shorten_text

MAX_STEP_CHANGES = 60  # of one step; a comparison of the two has all of them
MAX_CHANGED_VALUE_CHARACTERS = 120  # characters of a value


@dataclass(frozen=True)
class KeyChange:
    """A key that is not as it was. "" is an empty value, `None` no such key."""

    key: str
    kind: ChangeKind
    before: str | None
    after: str | None


@dataclass(frozen=True)
class StepChanges:
    """What changed in one step: `leading` are agent, target and segment. `said` counts the others in words;
    `more` of them are left out. `compare` is the address of both side by side."""

    leading: tuple[KeyChange, ...]
    others: tuple[KeyChange, ...]
    said: str
    more: int
    compare: str


@dataclass(frozen=True)
class JourneyEntry:
    """An interaction of the list. `changed` is since the one above, `None` when that is not asked or can't be
    told."""

    identifier: str
    number: int
    href: str
    start: datetime | None
    family: MediaFamily
    title: str
    direction: str
    handler: str
    duration: float | None
    state: str
    changed: StepChanges | None


def build_journey_entries(
    rows: Sequence[InteractionSummary], several: RecordBatch | None, links: HistoryLinks
) -> tuple[JourneyEntry, ...]:
    """The list, in the order of time."""
    steps = [None, *_iter_step_changes(rows, several)]
    return tuple(
        _build_journey_entry(number, row, links, changed)
        for number, (row, changed) in enumerate(zip(rows, steps, strict=False), 1)
    )


def _iter_step_changes(
    rows: Sequence[InteractionSummary], several: RecordBatch | None
) -> Iterator[StepChanges | None]:
    found = several.records if several else {}
    for one, other in pairwise(rows):
        before, after = found.get(one.interaction_id), found.get(other.interaction_id)
        yield build_step_changes(before, after) if before and after else None


def build_step_changes(before: Interaction, after: Interaction) -> StepChanges:
    """From one record to the next."""
    found = find_udata_changes(before.udata, after.udata)
    others = [pair for pair in found if not pair.leads]
    counts = Counter(pair.kind for pair in others)
    return StepChanges(
        leading=tuple(_build_key_change(pair) for pair in found if pair.leads),
        others=tuple(_build_key_change(pair) for pair in others[:MAX_STEP_CHANGES]),
        said=_count_changes(counts) if others else "",
        more=max(0, len(others) - MAX_STEP_CHANGES),
        compare=build_comparison_address(before.summary.interaction_id, after.summary.interaction_id),
    )


def _count_changes(counts: Counter[ChangeKind]) -> str:
    """`3 other keys: 2 changed, 1 added`."""
    said = []
    if changed := counts[ChangeKind.CHANGED]:
        said.append(_("%(number)s changed") % {"number": format_count(changed)})
    if added := counts[ChangeKind.RIGHT]:
        said.append(_("%(number)s added") % {"number": format_count(added)})
    if removed := counts[ChangeKind.LEFT]:
        said.append(_("%(number)s removed") % {"number": format_count(removed)})
    words = ngettext("%(num)s other key: %(changes)s", "%(num)s other keys: %(changes)s", counts.total())
    return words % {"num": format_count(counts.total()), "changes": ", ".join(said)}


def list_missing_change_notes(
    rows: Sequence[InteractionSummary], several: RecordBatch | None
) -> tuple[str, ...]:
    """Why the changes of some are not shown; nothing is left out silently."""
    if several is None:
        return ()
    notes = []
    if several.errors:
        titles = dict.fromkeys(_(error.title) for error in several.errors.values())
        words = ngettext(
            "%(num)s record could not be loaded (%(errors)s), so its changes are not shown.",
            "%(num)s records could not be loaded (%(errors)s), so their changes are not shown.",
            len(several.errors),
        )
        notes.append(words % {"num": format_count(len(several.errors)), "errors": "; ".join(titles)})
    missing = len(rows) - len(several.records) - len(several.errors)
    if missing:
        words = ngettext(
            "The changes of %(num)s record are not shown. Choose a shorter period to see more.",
            "The changes of %(num)s records are not shown. Choose a shorter period to see more.",
            missing,
        )
        notes.append(words % {"num": format_count(missing)})
    return tuple(notes)


def format_udata_values(values: Sequence[Any], longest: int = MAX_CHANGED_VALUE_CHARACTERS) -> str | None:
    """The values of a key as text, cut when it is long; `None` when there is none."""
    if not values:
        return None
    text = ", ".join(value if isinstance(value, str) else format_json(value) for value in values)
    return shorten_text(text, longest)


def _build_key_change(pair: ComparedKey) -> KeyChange:
    return KeyChange(
        pair.key[:MAX_CHANGED_VALUE_CHARACTERS],
        pair.kind,
        format_udata_values(pair.left),
        format_udata_values(pair.right),
    )


def _build_journey_entry(
    number: int, row: InteractionSummary, links: HistoryLinks, changed: StepChanges | None
) -> JourneyEntry:
    return JourneyEntry(
        identifier=row.interaction_id,
        number=number,
        href=links.interaction(row.interaction_id),
        start=row.start_date,
        family=get_media_family(row.media_type, row.entity_type),
        title=format_title(row),
        direction=format_direction(row.type) or _("No direction"),
        handler=format_handler(row),
        duration=measure_phases(row).total,
        state=format_status(row.status),
        changed=changed,
    )
