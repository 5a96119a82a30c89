"""Two interactions side by side: `/compare?a={id}&b={id}`, with `only=differences` for what is not the same.

The IDs stand in the query, so that a plain form leads here and its address is the permalink.
"""

from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from interactions.access.gate import Gate, get_gate
from interactions.history.clock.timeshift import timeshift
from interactions.history.journeys.changes import Kind, Pair, pairs
from interactions.history.media import Has
from interactions.history.phases import Lifecycle, lifecycle
from interactions.pages.errors import Failure, describe
from interactions.pages.format import clock_s, duration, short_date
from interactions.pages.headline import Headline, headline
from interactions.pages.journeys.steps import value_text
from interactions.pages.links import compare
from interactions.pages.paths import path_of
from interactions.pages.timeline.rail import CONTENTS
from interactions.pages.way_back import ONLY, WayBack
from interactions.pages.zone import with_customer
from interactions.ucs.errors import UCSError
from interactions.ucs.identifiers import understand
from interactions.ucs.resources import ContentKind, Interaction

LONGEST = 600  # characters of a value; the interaction's own page has all of it
MOST_KEYS = 1000  # of one comparison
SHOWN = 80  # characters of what is no ID, more than any ID has
CLASSES = {"wait": "w", "handled": "h", "wrap_up": "p", "mixed": "o"}


@dataclass(frozen=True)
class Stretch:
    """A part of a lifecycle's bar; places and widths are percent of the longer one of the two."""

    part: str
    x: float
    width: float


@dataclass(frozen=True)
class Side:
    """One of the two. `failure` says why it can't be shown; without it there is a record."""

    identifier: str
    interaction: Interaction | None = None
    failure: Failure | None = None
    status: int = 200

    @property
    def head(self) -> Headline | None:
        return headline(self.interaction.summary) if self.interaction else None

    @property
    def life(self) -> Lifecycle | None:
        return lifecycle(self.interaction.summary) if self.interaction else None

    @property
    def contents(self) -> tuple[tuple[str, str], ...]:
        """What each of its contents is called, and where it is."""
        kinds: tuple[ContentKind, ...] = self.interaction.contents if self.interaction else ()
        return tuple(
            (CONTENTS[Has(kind)], path_of("interaction-content", self.identifier, kind)) for kind in kinds
        )


@dataclass(frozen=True)
class Line:
    """A fact or a key of both; "" is empty and `None` is not there."""

    name: str
    kind: Kind
    left: str | None
    right: str | None
    leads: bool = False

    @property
    def word(self) -> str:
        """What became of it, in words."""
        return {Kind.SAME: "same", Kind.CHANGED: "differs", Kind.LEFT: "left only", Kind.RIGHT: "right only"}[
            self.kind
        ]


@dataclass(frozen=True)
class Comparison:
    """`bars` are of both sides, on one scale. `facts` and `keys` are those that are shown; `same` counts the
    keys that are in both alike, `more` those beyond what a page holds."""

    left: Side
    right: Side
    bars: tuple[tuple[Stretch, ...], tuple[Stretch, ...]]
    facts: tuple[Line, ...]
    keys: tuple[Line, ...]
    total: int
    same: int
    more: int
    only: bool

    @property
    def sides(self) -> tuple[Side, Side]:
        return self.left, self.right

    @property
    def whole(self) -> bool:
        """Whether both are there to be compared."""
        return bool(self.left.interaction and self.right.interaction)

    @property
    def path(self) -> str:
        """The permalink, all of it shown."""
        return compare(self.left.identifier, self.right.identifier)

    @property
    def differences(self) -> str:
        return compare(self.left.identifier, self.right.identifier, only=True)

    @property
    def turned(self) -> str:
        """The same with the sides changed."""
        return compare(self.right.identifier, self.left.identifier, only=self.only)

    @property
    def carried(self) -> str:
        """What the addresses of its interactions carry, so that they lead back here."""
        return WayBack("compare", sides=(self.left.identifier, self.right.identifier), only=self.only).query


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """The comparison. What can't be had of one side is said there, and the other one stays; with neither, the
    page has the first one's status."""
    first, second = (_identifier(request.GET.get(name, "")) for name in ("a", "b"))
    if not first or not second:
        return render(request, "compare.html", {"comparison": None, "first": first, "second": second})
    door = get_gate(request)
    left = _side(request, door, first)
    right = left if first == second else _side(request, door, second)
    clocks = (timeshift(side.interaction.summary) for side in (left, right) if side.interaction)
    with_customer(request, next(filter(None, clocks), None))
    shown = comparison(left, right, only=request.GET.get("only") == ONLY)
    status = left.status if left.failure and right.failure else 200
    context = {"comparison": shown, "first": first, "second": second}
    return render(request, "compare.html", context, status=status)


def comparison(left: Side, right: Side, *, only: bool) -> Comparison:
    """Both sides put together."""
    one, other = left.interaction, right.interaction
    found = pairs(one.udata, other.udata) if one and other else ()
    keys = [pair for pair in found if not only or pair.kind is not Kind.SAME]
    facts = _facts(one, other) if one and other else ()
    return Comparison(
        left=left,
        right=right,
        bars=_bars(left.life, right.life),
        facts=tuple(line for line in facts if not only or line.kind is not Kind.SAME),
        keys=tuple(map(_line, keys[:MOST_KEYS])),
        total=len(found),
        same=sum(pair.kind is Kind.SAME for pair in found),
        more=max(0, len(keys) - MOST_KEYS),
        only=only,
    )


def _identifier(text: str) -> str:
    """The ID that somebody typed or pasted; what holds none is left as it is, to be refused."""
    own = (clue.identifier for clue in understand(text) if clue.owner in {None, "interaction"})
    return next(own, text.strip()[:SHOWN])


def _side(request: HttpRequest, door: Gate, identifier: str) -> Side:
    try:
        return Side(identifier, door.load_interaction(identifier).value)
    except UCSError as error:
        return Side(identifier, failure=describe(request, error), status=error.status)


def _line(pair: Pair) -> Line:
    left, right = value_text(pair.left, LONGEST), value_text(pair.right, LONGEST)
    return Line(pair.key[:LONGEST], pair.kind, left, right, pair.leads)


def _facts(one: Interaction, other: Interaction) -> tuple[Line, ...]:
    left, right = _said(one), _said(other)
    return tuple(_fact(name, left[name], right[name]) for name in left if left[name] or right[name])


def _fact(name: str, left: str, right: str) -> Line:
    one, other = value_text([left], LONGEST), value_text([right], LONGEST)
    if left == right:
        return Line(name, Kind.SAME, one, other)
    kind = Kind.CHANGED if left and right else Kind.LEFT if left else Kind.RIGHT
    return Line(name, kind, one or None, other or None)


def _said(interaction: Interaction) -> dict[str, str]:
    """The facts of one, by their names; "" is what the record does not say."""
    row, head = interaction.summary, headline(interaction.summary)
    times = head.phases
    return {
        "Medium": head.medium,
        "Direction": head.way,
        "Subject": row.subject or "",
        "Start": _moment(row.start_date),
        "End": _moment(row.end_date),
        "Length": _duration(times.total),
        "Waited": _duration(times.wait),
        "Handled": _duration(times.handled),
        "Wrap-up": _duration(times.wrap_up),
        "Handled by": head.handled_by,
        "State": head.state,
        "Customer": row.customer_id or "",
        "Thread": row.thread_id or "",
        "Parent": row.parent_id or "",
        "Timeshift": "" if row.timeshift is None else str(row.timeshift),
    }


def _moment(at: datetime | None) -> str:
    return f"{short_date(at)}, {clock_s(at)}" if at else ""


def _duration(seconds: float | None) -> str:
    return "" if seconds is None else duration(seconds)


def _bars(left: Lifecycle | None, right: Lifecycle | None) -> tuple[tuple[Stretch, ...], tuple[Stretch, ...]]:
    longest = max(_length(left), _length(right))
    return _bar(left, longest), _bar(right, longest)


def _bar(life: Lifecycle | None, longest: float) -> tuple[Stretch, ...]:
    """The parts of one; one part alone when only its length is known, none when not even that is."""
    if not life or not longest:
        return ()
    share = _length(life) / longest
    if life.drawable:
        return tuple(
            Stretch(CLASSES[span.kind], round(span.x * share, 3), round(span.width * share, 3))
            for span in life.spans
        )
    return (Stretch("o", 0.0, round(100 * share, 3)),) if share else ()


def _length(life: Lifecycle | None) -> float:
    """Seconds that a bar stands for."""
    if not life:
        return 0.0
    return sum(span.seconds for span in life.spans) if life.drawable else max(life.phases.total or 0.0, 0.0)
