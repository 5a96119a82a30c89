"""A timeline put together: a history and a query in, all that `_timeline.html` shows out."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, tzinfo
from urllib.parse import urlencode

from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from interactions.access.visits import LastVisit
from interactions.history.activity.news import News
from interactions.history.clock.days import days, local_day, nearest
from interactions.history.filtering import cursor
from interactions.history.filtering.cursor import Cursor, Page
from interactions.history.filtering.facets import Facets, facets
from interactions.history.filtering.filters import Filter, day_asked, ignored
from interactions.history.filtering.selection import Matches, Selection
from interactions.history.filtering.udata import asked_for
from interactions.history.history import History
from interactions.history.index import Index
from interactions.pages.format import count, period_words
from interactions.pages.links import Links
from interactions.pages.timeline.rail import Chip, Group, chips, groups
from interactions.pages.timeline.rows import DayShown, Known, shown
from interactions.pages.timeline.strip import RANGES, Strip, strip
from interactions.pages.zone import UNIVERSAL, ZoneChoice


@dataclass(frozen=True)
class Place:
    """Where a timeline's pages are. `range` is the stretch that the strip shows; it goes with the period.
    `zone` is what of the zone an address carries on (zone.py), ready for a query."""

    path: str
    range: str
    zone: str = ""

    def of(self, chosen: Filter, *, range_: str | None = None, **more: str) -> str:
        """The address of a filter, with `after` or `at` when they are given."""
        stretch = self.range if range_ is None else range_
        if stretch and (chosen.start or chosen.end):
            more = {"range": stretch, **more}
        query = "&".join(filter(None, (chosen.query(), urlencode(more), self.zone)))
        return f"{self.path}?{query}" if query else self.path

    def under(self, name: str, chosen: Filter) -> str:
        """The address of a list that is taken along: `export.csv`, `print`."""
        query = chosen.query()
        return f"{self.path}/{name}?{query}" if query else f"{self.path}/{name}"


@dataclass(frozen=True)
class Near:
    """A day beside an empty period, and how many interactions it has."""

    date: date
    count: int
    filter: Filter


@dataclass(frozen=True)
class Around:
    """What all pages of a list have in common, worked out for the first of them."""

    matches: Matches
    groups: tuple[Group, ...]
    keys: tuple[tuple[str, int], ...]
    strip: Strip | None


@dataclass(frozen=True)
class Timeline:
    """`period` is in words, or ""; `first`, `above` (the page that begins with the day above) and `more` are
    addresses, "" on the first and the last page. `here` is the day that the list was asked to begin with, or
    the next that it has; `passed` the one that was asked for when the list has none of it. `keys` are those
    of the attached data, each with its count, when it was asked for."""

    place: Place
    chosen: Filter
    period: str
    page: Page
    days: tuple[DayShown, ...]
    groups: tuple[Group, ...]
    keys: tuple[tuple[str, int], ...]
    chips: tuple[Chip, ...]
    strip: Strip | None
    near: tuple[Near, ...]
    address: str
    first: str
    above: str
    here: date | None
    passed: date | None
    more: str
    notes: tuple[str, ...]
    news: News


def timeline(
    history: History, query: QueryDict, zone: ZoneChoice = UNIVERSAL, visit: LastVisit | None = None
) -> Timeline:
    """The timeline that a query asks for, its days those of `zone`; what is new since a visit is marked."""
    chosen = Filter.from_query(query)
    links = Links(history.owner, history.identifier, chosen, zone.query)
    place = Place(links.path, query.get("range", "") if query.get("range") in RANGES else "", zone.query)
    index, where = history.index, zone.tzinfo
    key = (chosen, place.range, where)
    around = history.recent.get(key, lambda: _around(index, *key))
    matches, rows = around.matches, around.matches.selection
    asked = None if query.get("at") else day_asked(query)
    here = cursor.day_within(rows, asked, where) if asked else None
    page, lost = (cursor.page_from(rows, here, where), ()) if here else _page(rows, query, chosen)
    whole = not chosen.narrows_more_than_period
    known = Known(
        threads=index.threads,
        repeated=index.repeats.former,
        news=index.news(visit.seen, history.fetched_at) if visit else News(),
    )
    return Timeline(
        place=place,
        chosen=chosen,
        period=period_words(chosen.start, chosen.end),
        page=page,
        days=tuple(shown(day, known, links, whole=whole) for day in days(rows, page.start, page.stop, where)),
        groups=around.groups,
        keys=around.keys,
        chips=chips(around.groups, chosen),
        strip=around.strip,
        near=() if rows else _near(index, matches),
        address=place.of(chosen, **({"day": here.isoformat()} if here else _begins(rows, page))),
        first=place.of(chosen) if page.start else "",
        above=_above(rows, page, place, chosen, where),
        here=here,
        passed=asked if here != asked else None,
        more=place.of(chosen, after=page.next.token) if page.next else "",
        notes=(*notes(history, chosen, query), *lost),
        news=known.news,
    )


def _around(index: Index, chosen: Filter, range_: str, zone: tzinfo) -> Around:
    matches = Matches(index, chosen, zone)
    counts = facets(matches)
    return Around(
        matches=matches,
        groups=groups(counts, chosen, index.repeat_days),
        keys=keys_offered(counts),
        strip=strip(index, matches.without_period, chosen, range_, zone),
    )


def _page(rows: Selection, query: QueryDict, chosen: Filter) -> tuple[Page, tuple[str, ...]]:
    """The page that the query asks for, and a note when it can't be had."""
    lost: tuple[str, ...] = ()
    if at := query.get("at"):
        if found := cursor.page_with(rows, at):
            return found, ()
        lost = (_("The interaction in this link is not in this list."),)
    token = query.get("after", "")
    after = Cursor.parse(token)
    if token and after is None:
        lost = (_("The position in this link is not valid, so the list starts from the beginning."),)
    return cursor.page(rows, after, oldest_first=chosen.oldest_first), lost


def _begins(rows: Selection, page: Page) -> dict[str, str]:
    """What of an address makes it this page's: the interaction above it."""
    if not page.start:
        return {}
    above = rows[page.start - 1]
    return {"after": Cursor(above.start_date, above.interaction_id).token}


def _above(rows: Selection, page: Page, place: Place, chosen: Filter, zone: tzinfo) -> str:
    """The page that begins with the day of the row above this one; "" when there is none."""
    day = local_day(rows[page.start - 1], zone) if page.start else None
    return place.of(chosen, day=day.isoformat()) if day else ""


def _near(index: Index, matches: Matches) -> tuple[Near, ...]:
    chosen = matches.chosen
    rows = Selection(index, matches.without_period, oldest_first=True)
    return tuple(
        Near(day, count, chosen.changed(start=day, end=day))
        for day, count in nearest(rows, chosen.start, chosen.end, matches.zone)
    )


def notes(history: History, chosen: Filter, query: QueryDict) -> tuple[str, ...]:
    """What was not understood, of the UCS's answer and of the query."""
    return (*_troubles(history), *_skipped(history, chosen), *_misread(query))


def _troubles(history: History) -> tuple[str, ...]:
    """What was not understood of the UCS's answer: nothing of it is left out silently."""
    odd = history.index.odd
    said = []
    if odd:
        words = ngettext(
            "%(num)s of %(total)s records has values we could not read. It is marked; open it for details.",
            "%(num)s of %(total)s records have values we could not read. "
            "They are marked; open them for details.",
            odd,
        )
        said.append(words % {"num": count(odd), "total": count(len(history.rows))})
    for reason, times in Counter(problem.reason for problem in history.problems).items():
        counted = _("%(reason)s (%(times)s times)") % {"reason": reason, "times": count(times)}
        said.append(reason if times == 1 else counted)
    return tuple(said)


def keys_offered(counts: Facets) -> tuple[tuple[str, int], ...]:
    """The keys of the attached data by the alphabet, each with its count."""
    return tuple(sorted(counts.keys.items(), key=lambda key: key[0].casefold()))


def _skipped(history: History, chosen: Filter) -> tuple[str, ...]:
    """What a filter by attached data can't know."""
    if not chosen.udata or not (skipped := asked_for(history.index.udata).skipped):
        return ()
    words = ngettext(
        "The attached data of %(num)s interaction could not be searched completely.",
        "The attached data of %(num)s interactions could not be searched completely.",
        skipped,
    )
    return (words % {"num": count(skipped)},)


def _misread(query: QueryDict) -> tuple[str, ...]:
    values = ignored(query)
    if not values:
        return ()
    said = ", ".join(f"“{value[:40]}”" for value in values[:5])
    words = ngettext(
        "Ignored unknown filter value: %(values)s.", "Ignored unknown filter values: %(values)s.", len(values)
    )
    return (words % {"values": said},)
