"""Two interactions side by side: `/compare?a={id}&b={id}`, with `only=differences` for what is not the same.

The IDs stand in the query, so that a plain form leads here and its address is the permalink.
"""

from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from interactions.access.gate import Gate, get_gate
from interactions.history.clock.timeshift import find_timeshift
from interactions.history.columns.phases import Lifecycle, build_lifecycle
from interactions.history.columns.record_codes import ContentPresence
from interactions.history.journeys.udata_changes import ChangeKind, ComparedKey, compare_udata
from interactions.pages.errors import FailureNotice, describe_error
from interactions.pages.formatting import format_clock_seconds, format_duration, format_short_date
from interactions.pages.headline import InteractionHeadline, build_headline
from interactions.pages.journeys.journey_steps import format_udata_values
from interactions.pages.lists.facets_panel import CONTENT_LABELS
from interactions.pages.page_links import build_comparison_address
from interactions.pages.page_zone import apply_customer_zone
from interactions.pages.paths import reverse_path
from interactions.pages.query.return_target import ONLY_DIFFERENCES, ReturnTarget
from interactions.ucs.errors import UCSError
from interactions.ucs.identifier_parsing import parse_identifiers
from interactions.ucs.resources import ContentKind, Interaction

MAX_COMPARED_CHARACTERS = 600  # characters of a value; the interaction's own page has all of it
MAX_COMPARED_KEYS = 1000  # of one comparison
MAX_TYPED_ID_CHARACTERS = 80  # characters of what is no ID, more than any ID has
SPAN_CSS_CLASSES = {"wait": "w", "handled": "h", "wrap_up": "p", "mixed": "o"}


@dataclass(frozen=True)
class ComparedBarPart:
    """A part of a lifecycle's bar; places and widths are percent of the longer one of the two."""

    part: str
    x: float
    width: float


@dataclass(frozen=True)
class ComparisonSide:
    """One of the two. `failure` says why it can't be shown; without it there is a record."""

    identifier: str
    interaction: Interaction | None = None
    failure: FailureNotice | None = None
    status: int = 200

    @property
    def head(self) -> InteractionHeadline | None:
        return build_headline(self.interaction.summary) if self.interaction else None

    @property
    def life(self) -> Lifecycle | None:
        return build_lifecycle(self.interaction.summary) if self.interaction else None

    @property
    def contents(self) -> tuple[tuple[str, str], ...]:
        """What each of its contents is called, and where it is."""
        kinds: tuple[ContentKind, ...] = self.interaction.contents if self.interaction else ()
        return tuple(
            (
                _(CONTENT_LABELS[ContentPresence(kind)]),
                reverse_path("interaction-content", self.identifier, kind),
            )
            for kind in kinds
        )


@dataclass(frozen=True)
class ComparisonRow:
    """A fact or a key of both; "" is empty and `None` is not there."""

    name: str
    kind: ChangeKind
    left: str | None
    right: str | None
    leads: bool = False

    @property
    def word(self) -> str:
        """What became of it, in words."""
        return {
            ChangeKind.SAME: _("same"),
            ChangeKind.CHANGED: _("different"),
            ChangeKind.LEFT: _("A only"),
            ChangeKind.RIGHT: _("B only"),
        }[self.kind]


@dataclass(frozen=True)
class InteractionComparison:
    """`bars` are of both sides, on one scale. `facts` and `keys` are those that are shown; `same` counts the
    keys that are in both alike, `more` those beyond what a page holds."""

    left: ComparisonSide
    right: ComparisonSide
    bars: tuple[tuple[ComparedBarPart, ...], tuple[ComparedBarPart, ...]]
    facts: tuple[ComparisonRow, ...]
    keys: tuple[ComparisonRow, ...]
    total: int
    same: int
    more: int
    only: bool

    @property
    def sides(self) -> tuple[ComparisonSide, ComparisonSide]:
        return self.left, self.right

    @property
    def whole(self) -> bool:
        """Whether both are there to be compared."""
        return bool(self.left.interaction and self.right.interaction)

    @property
    def path(self) -> str:
        """The permalink, all of it shown."""
        return build_comparison_address(self.left.identifier, self.right.identifier)

    @property
    def differences(self) -> str:
        return build_comparison_address(self.left.identifier, self.right.identifier, only=True)

    @property
    def turned(self) -> str:
        """The address of the comparison with its sides changed."""
        return build_comparison_address(self.right.identifier, self.left.identifier, only=self.only)

    @property
    def carried(self) -> str:
        """What the addresses of its interactions carry, so that they lead back here."""
        return ReturnTarget(
            "compare", sides=(self.left.identifier, self.right.identifier), only=self.only
        ).query


@require_safe
def interaction_comparison(request: HttpRequest) -> HttpResponse:
    """The comparison. What can't be had of one side is said there, and the other one stays; with neither, the
    page has the first one's status."""
    first, second = (_parse_identifier(request.GET.get(name, "")) for name in ("a", "b"))
    if not first or not second:
        return render(request, "compare.html", {"comparison": None, "first": first, "second": second})
    gate = get_gate(request)
    left = _load_side(request, gate, first)
    right = left if first == second else _load_side(request, gate, second)
    clocks = (find_timeshift(side.interaction.summary) for side in (left, right) if side.interaction)
    apply_customer_zone(request, next(filter(None, clocks), None))
    shown = build_comparison(left, right, only=request.GET.get("only") == ONLY_DIFFERENCES)
    status = left.status if left.failure and right.failure else 200
    context = {"comparison": shown, "first": first, "second": second}
    return render(request, "compare.html", context, status=status)


def build_comparison(left: ComparisonSide, right: ComparisonSide, *, only: bool) -> InteractionComparison:
    """Both sides put together."""
    one, other = left.interaction, right.interaction
    found = compare_udata(one.udata, other.udata) if one and other else ()
    keys = [pair for pair in found if not only or pair.kind is not ChangeKind.SAME]
    facts = _compare_facts(one, other) if one and other else ()
    return InteractionComparison(
        left=left,
        right=right,
        bars=_build_bar_pair(left.life, right.life),
        facts=tuple(line for line in facts if not only or line.kind is not ChangeKind.SAME),
        keys=tuple(map(_build_key_row, keys[:MAX_COMPARED_KEYS])),
        total=len(found),
        same=sum(pair.kind is ChangeKind.SAME for pair in found),
        more=max(0, len(keys) - MAX_COMPARED_KEYS),
        only=only,
    )


def _parse_identifier(text: str) -> str:
    """The ID that somebody typed or pasted; what holds none is left as it is, to be refused."""
    own = (clue.identifier for clue in parse_identifiers(text) if clue.kind in {None, "interaction"})
    return next(own, text.strip()[:MAX_TYPED_ID_CHARACTERS])


def _load_side(request: HttpRequest, gate: Gate, identifier: str) -> ComparisonSide:
    try:
        return ComparisonSide(identifier, gate.load_interaction(identifier).value)
    except UCSError as error:
        return ComparisonSide(identifier, failure=describe_error(request, error), status=error.status)


def _build_key_row(pair: ComparedKey) -> ComparisonRow:
    left, right = (
        format_udata_values(pair.left, MAX_COMPARED_CHARACTERS),
        format_udata_values(pair.right, MAX_COMPARED_CHARACTERS),
    )
    return ComparisonRow(pair.key[:MAX_COMPARED_CHARACTERS], pair.kind, left, right, pair.leads)


def _compare_facts(one: Interaction, other: Interaction) -> tuple[ComparisonRow, ...]:
    left, right = _collect_facts(one), _collect_facts(other)
    return tuple(_compare_fact(name, left[name], right[name]) for name in left if left[name] or right[name])


def _compare_fact(name: str, left: str, right: str) -> ComparisonRow:
    one, other = (
        format_udata_values([left], MAX_COMPARED_CHARACTERS),
        format_udata_values([right], MAX_COMPARED_CHARACTERS),
    )
    if left == right:
        return ComparisonRow(name, ChangeKind.SAME, one, other)
    kind = ChangeKind.CHANGED if left and right else ChangeKind.LEFT if left else ChangeKind.RIGHT
    return ComparisonRow(name, kind, one or None, other or None)


def _collect_facts(interaction: Interaction) -> dict[str, str]:
    """The facts of one, by their names; "" is what the record does not say."""
    row, head = interaction.summary, build_headline(interaction.summary)
    times = head.phases
    return {
        _("Media type"): head.medium,
        _("Direction"): head.way,
        _("Subject"): row.subject or "",
        _("Start"): _format_optional_moment(row.start_date),
        _("End"): _format_optional_moment(row.end_date),
        _("Length"): _format_optional_duration(times.total),
        _("Wait"): _format_optional_duration(times.wait),
        _("Handled"): _format_optional_duration(times.handled),
        _("Wrap-up"): _format_optional_duration(times.wrap_up),
        _("Handled by"): head.handled_by,
        _("Status"): head.state,
        _("Customer"): row.customer_id or "",
        _("Thread"): row.thread_id or "",
        _("Parent"): row.parent_id or "",
        _("Timeshift"): "" if row.timeshift is None else str(row.timeshift),
    }


def _format_optional_moment(at: datetime | None) -> str:
    return f"{format_short_date(at)}, {format_clock_seconds(at)}" if at else ""


def _format_optional_duration(seconds: float | None) -> str:
    return "" if seconds is None else format_duration(seconds)


def _build_bar_pair(
    left: Lifecycle | None, right: Lifecycle | None
) -> tuple[tuple[ComparedBarPart, ...], tuple[ComparedBarPart, ...]]:
    longest = max(_measure_bar_seconds(left), _measure_bar_seconds(right))
    return _build_lifecycle_bar(left, longest), _build_lifecycle_bar(right, longest)


def _build_lifecycle_bar(life: Lifecycle | None, longest: float) -> tuple[ComparedBarPart, ...]:
    """The parts of one; one part alone when only its length is known, none when not even that is."""
    if not life or not longest:
        return ()
    share = _measure_bar_seconds(life) / longest
    if life.drawable:
        return tuple(
            ComparedBarPart(
                SPAN_CSS_CLASSES[span.kind], round(span.x * share, 3), round(span.width * share, 3)
            )
            for span in life.spans
        )
    return (ComparedBarPart("o", 0.0, round(100 * share, 3)),) if share else ()


def _measure_bar_seconds(life: Lifecycle | None) -> float:
    """Seconds that a bar stands for."""
    if not life:
        return 0.0
    return sum(span.seconds for span in life.spans) if life.drawable else max(life.phases.total or 0.0, 0.0)
