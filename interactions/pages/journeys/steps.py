"""The interactions of a journey as a list, and between them what changed in the attached data."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from typing import Any

from interactions.access.cache.record_cache import RecordBatch
from interactions.history.journeys.changes import Kind, Pair, changes
from interactions.history.media import Family, family
from interactions.history.phases import phases
from interactions.pages.format import plural
from interactions.pages.headline import direction_words, handled_by, title
from interactions.pages.interaction.tree import as_json
from interactions.pages.links import Links, compare
from interactions.pages.timeline.rows import state_words
from interactions.ucs.resources import Interaction, Summary

MOST_CHANGES = 60  # of one step; a comparison of the two has all of them
LONGEST_VALUE = 120  # characters of a value
COUNTED = ((Kind.CHANGED, "changed"), (Kind.RIGHT, "new"), (Kind.LEFT, "gone"))


@dataclass(frozen=True)
class Change:
    """A key that is not as it was. "" is an empty value, `None` no such key."""

    key: str
    kind: Kind
    before: str | None
    after: str | None


@dataclass(frozen=True)
class Changed:
    """What changed in one step: `leading` are agent, target and segment. `said` counts the others in words;
    `more` of them are left out. `compare` is the address of both side by side."""

    leading: tuple[Change, ...]
    others: tuple[Change, ...]
    said: str
    more: int
    compare: str


@dataclass(frozen=True)
class Entry:
    """An interaction of the list. `changed` is since the one above, `None` when that is not asked or can't be
    told."""

    identifier: str
    number: int
    href: str
    start: datetime | None
    family: Family
    title: str
    direction: str
    handler: str
    duration: float | None
    state: str
    changed: Changed | None


def entries(rows: Sequence[Summary], several: RecordBatch | None, links: Links) -> tuple[Entry, ...]:
    """The list, in the order of time."""
    steps = [None, *_steps(rows, several)]
    return tuple(
        _entry(number, row, links, changed)
        for number, (row, changed) in enumerate(zip(rows, steps, strict=False), 1)
    )


def _steps(rows: Sequence[Summary], several: RecordBatch | None) -> Iterator[Changed | None]:
    found = several.records if several else {}
    for one, other in pairwise(rows):
        before, after = found.get(one.interaction_id), found.get(other.interaction_id)
        yield changed(before, after) if before and after else None


def changed(before: Interaction, after: Interaction) -> Changed:
    """From one record to the next."""
    found = changes(before.udata, after.udata)
    others = [pair for pair in found if not pair.leads]
    counts = Counter(pair.kind for pair in others)
    said = ", ".join(f"{counts[kind]:,} {word}" for kind, word in COUNTED if counts[kind])
    return Changed(
        leading=tuple(_change(pair) for pair in found if pair.leads),
        others=tuple(_change(pair) for pair in others[:MOST_CHANGES]),
        said=f"{plural(len(others), 'other key')}: {said}" if others else "",
        more=max(0, len(others) - MOST_CHANGES),
        compare=compare(before.summary.interaction_id, after.summary.interaction_id),
    )


def untold(rows: Sequence[Summary], several: RecordBatch | None) -> tuple[str, ...]:
    """Why it can't be told of some what changed; nothing is left out silently."""
    if several is None:
        return ()
    notes = []
    if several.errors:
        titles = dict.fromkeys(error.title for error in several.errors.values())
        notes.append(
            f"{plural(len(several.errors), 'record')} could not be read in full ({'; '.join(titles)}): it "
            "can't be told what changed there."
        )
    missing = len(rows) - len(several.records) - len(several.errors)
    if missing:
        notes.append(
            f"What changed is not shown for all: {plural(missing, 'record was', 'records were')} not read in "
            "full. A shorter period shows more of them."
        )
    return tuple(notes)


def value_text(values: Sequence[Any], longest: int = LONGEST_VALUE) -> str | None:
    """The values of a key as text, cut when it is long; `None` when there is none."""
    if not values:
        return None
    text = ", ".join(value if isinstance(value, str) else as_json(value) for value in values)
    return text if len(text) <= longest else f"{text[: longest - 1]}…"


def _change(pair: Pair) -> Change:
    return Change(pair.key[:LONGEST_VALUE], pair.kind, value_text(pair.left), value_text(pair.right))


def _entry(number: int, row: Summary, links: Links, changed: Changed | None) -> Entry:
    return Entry(
        identifier=row.interaction_id,
        number=number,
        href=links.interaction(row.interaction_id),
        start=row.start_date,
        family=family(row.media_type, row.entity_type),
        title=title(row),
        direction=direction_words(row.type) or "No direction",
        handler=handled_by(row),
        duration=phases(row).total,
        state=state_words(row.status),
        changed=changed,
    )
