"""The rows of a timeline as HTML.

Written here rather than in a template, which takes ten times as long
(docs/decisions/0010-jinja2-for-our-pages.md), since a hundred rows are most of a page. So nothing escapes by
itself: every text of a record goes through `escape` (the standard library's takes a third of the time of
markupsafe's, since it makes no `Markup`), and a test puts markup into each of them.
"""

from collections.abc import Iterable
from html import escape

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext
from markupsafe import Markup

from interactions.history.columns.record_codes import MEDIA_LABELS, MediaFamily
from interactions.pages.icon_markup import MEDIA_ICON_NAMES, render_icon, render_media_icon
from interactions.pages.timeline.timeline_rows import ChangeBadge, PhaseCssClass, TimelineRow

UNREADABLE_RECORD_TEXT = gettext_noop("This record has values that could not be read")
THICK_BAR_ATTRIBUTES, THIN_BAR_ATTRIBUTES = 'y="1" height="6" rx="1.5"', 'y="3" height="2" rx="1"'
BAR_PART_ATTRIBUTES: dict[PhaseCssClass, str] = {
    "w": THICK_BAR_ATTRIBUTES,
    "h": THICK_BAR_ATTRIBUTES,
    "p": THICK_BAR_ATTRIBUTES,
    "r": THIN_BAR_ATTRIBUTES,
}
CHANGE_BADGE_MARKUP: dict[ChangeBadge, str] = {"New": gettext_noop("New"), "Ended": gettext_noop("Ended")}
NEWS_CLASSES: dict[ChangeBadge, str] = {"New": "nw", "Ended": "nw nw-e"}


def render_timeline_rows(rows: Iterable[TimelineRow]) -> Markup:
    """Rows as list items."""
    return Markup("\n".join([_render_timeline_row(row) for row in rows]))  # noqa: S704 (see above)


def _render_timeline_row(row: TimelineRow) -> str:
    """One line a column, in their order on the page. Unescaped are numbers and our own words only."""
    title = escape(row.title)
    return (
        f'<li class="row" id="i-{escape(row.identifier)}">\n'
        f'<span class="{row.rail}"></span>\n'
        f"{_render_start_time(row)}\n"
        f"{render_media_icon(row.family)}\n"
        f'<span class="subw">{_render_change_badge(row)}<a class="sub{"" if row.named else " nosub"}"'
        f' href="{escape(row.href)}" title="{title}" dir="auto" data-row>{title}</a>'
        f"{_render_thread_chip(row)}{_render_repeat_chip(row)}{_render_problem_sign(row)}{_render_sub_type(row)}</span>\n"
        f"{_render_direction(row)}\n"
        f"{_render_handler(row)}\n"
        f"{_render_phase_bar(row)}\n"
        f'<span class="du">{row.duration or _render_missing_end()}</span>\n'
        f'<span class="st {row.tone}">{row.state}</span>\n'
        "</li>"
    )


def render_media_counts(media: Iterable[tuple[MediaFamily, int]]) -> Markup:
    """How many of each medium a day has."""
    return Markup(  # noqa: S704 (see above)
        "\n".join(
            [
                f'<span class="m-{family}">{render_icon(MEDIA_ICON_NAMES[family])}{count:,}'
                f'<span class="vh"> {_(MEDIA_LABELS[family])}</span></span>'
                for family, count in media
            ]
        )
    )


def _render_change_badge(row: TimelineRow) -> str:
    if not row.news:
        return ""
    return f'<span class="{NEWS_CLASSES[row.news]}"><span>{_(CHANGE_BADGE_MARKUP[row.news])}</span></span>'


def _render_missing_end() -> str:
    return f'<span class="dim" title="{_("No end time in the record")}">–</span>'


def _render_start_time(row: TimelineRow) -> str:
    if not row.start:
        return '<time class="tm">–</time>'
    offset = f"<small>{row.offset}</small>" if row.offset else ""
    return f'<time class="tm" datetime="{row.start}">{row.clock}{offset}</time>'


def _render_thread_chip(row: TimelineRow) -> str:
    if not row.chip:
        return ""
    label = ngettext("Thread of %(num)s interaction", "Thread of %(num)s interactions", row.chip)
    return (
        f'<a class="tchip" href="{escape(row.thread_href)}" title="{_("Show this thread")}"'
        f' aria-label="{label % {"num": f"{row.chip:,}"}}" data-key="x" data-key-label="{_("Thread")}">'
        f"{render_icon('list-tree')}{row.chip}</a>"
    )


def _render_repeat_chip(row: TimelineRow) -> str:
    if not row.again:
        return ""
    return (
        f'<a class="tchip again" href="{escape(row.again_href)}" title="{escape(row.again_words)}">'
        f"{render_icon('repeat')}<span>{row.again}</span></a>"
    )


def _render_problem_sign(row: TimelineRow) -> str:
    if not row.problems:
        return ""
    words = _(UNREADABLE_RECORD_TEXT)
    icon = render_icon("triangle-alert")
    return f'<span class="odd" title="{words}">{icon}<span class="vh">{words}</span></span>'


def _render_sub_type(row: TimelineRow) -> str:
    return f'<span class="kind">{escape(row.kind)}</span>' if row.kind else ""


def _render_direction(row: TimelineRow) -> str:
    drawn = render_icon(row.direction_icon) if row.direction_icon else ""
    return f'<span class="dir">{drawn}<span>{escape(row.direction)}</span></span>'


def _render_handler(row: TimelineRow) -> str:
    if not row.handler:
        return f'<span class="ag"><span class="dim">{_("No agent")}</span></span>'
    name = escape(row.handler)
    return f'<span class="ag" title="{name}">{name}</span>'


def _render_phase_bar(row: TimelineRow) -> str:
    parts = [
        f'<rect class="{part}" x="{x:.1f}" width="{width:.1f}" {BAR_PART_ATTRIBUTES[part]}/>'
        for part, x, width in row.bar
    ]
    return (
        f'<span class="lcw" title="{row.bar_words}">'
        f'<svg class="lc m-{row.family}" aria-hidden="true">{"".join(parts)}</svg>'
        f'<span class="vh">{row.bar_words}</span></span>'
    )
