"""The rows of a timeline as HTML.

Written here rather than in a template: a hundred rows are most of a page, and this takes a quarter of the
time. So nothing escapes by itself: every text of a record goes through `escape` (the standard library's takes
a third of the time of markupsafe's, since it makes no `Markup`), and a test puts markup into each of them.
"""

from collections.abc import Iterable
from html import escape

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext
from markupsafe import Markup

from interactions.history.media import WORDS, Family
from interactions.pages.marks import MEDIA_ICONS, icon, medium
from interactions.pages.timeline.rows import News, Part, Row

ODD = gettext_noop("This record has values that could not be read")
THICK, THIN = 'y="1" height="6" rx="1.5"', 'y="3" height="2" rx="1"'
SHAPES: dict[Part, str] = {"w": THICK, "h": THICK, "p": THICK, "r": THIN}
NEWS: dict[News, str] = {"New": gettext_noop("New"), "Ended": gettext_noop("Ended")}
NEWS_CLASSES: dict[News, str] = {"New": "nw", "Ended": "nw nw-e"}


def written(rows: Iterable[Row]) -> Markup:
    """Rows as list items."""
    return Markup("\n".join([_row(row) for row in rows]))  # noqa: S704 (see above)


def _row(row: Row) -> str:
    """One line a column, in their order on the page. Unescaped are numbers and our own words only."""
    title = escape(row.title)
    return (
        f'<li class="row" id="i-{escape(row.identifier)}">\n'
        f'<span class="{row.rail}"></span>\n'
        f"{_time(row)}\n"
        f"{medium(row.family)}\n"
        f'<span class="subw">{_news(row)}<a class="sub{"" if row.named else " nosub"}"'
        f' href="{escape(row.href)}" title="{title}" dir="auto" data-row>{title}</a>'
        f"{_thread(row)}{_again(row)}{_odd(row)}{_kind(row)}</span>\n"
        f"{_direction(row)}\n"
        f"{_handler(row)}\n"
        f"{_bar(row)}\n"
        f'<span class="du">{row.duration or _no_end()}</span>\n'
        f'<span class="st {row.tone}">{row.state}</span>\n'
        "</li>"
    )


def counted(media: Iterable[tuple[Family, int]]) -> Markup:
    """How many of each medium a day has."""
    return Markup(  # noqa: S704 (see above)
        "\n".join(
            [
                f'<span class="m-{family}">{icon(MEDIA_ICONS[family])}{count:,}'
                f'<span class="vh"> {_(WORDS[family])}</span></span>'
                for family, count in media
            ]
        )
    )


def _news(row: Row) -> str:
    if not row.news:
        return ""
    return f'<span class="{NEWS_CLASSES[row.news]}"><span>{_(NEWS[row.news])}</span></span>'


def _no_end() -> str:
    return f'<span class="dim" title="{_("No end time in the record")}">–</span>'


def _time(row: Row) -> str:
    if not row.start:
        return '<time class="tm">–</time>'
    offset = f"<small>{row.offset}</small>" if row.offset else ""
    return f'<time class="tm" datetime="{row.start}">{row.clock}{offset}</time>'


def _thread(row: Row) -> str:
    if not row.chip:
        return ""
    label = ngettext("Thread of %(num)s interaction", "Thread of %(num)s interactions", row.chip)
    return (
        f'<a class="tchip" href="{escape(row.thread_href)}" title="{_("Show this thread")}"'
        f' aria-label="{label % {"num": f"{row.chip:,}"}}" data-key="x" data-key-label="{_("Thread")}">'
        f"{icon('list-tree')}{row.chip}</a>"
    )


def _again(row: Row) -> str:
    if not row.again:
        return ""
    return (
        f'<a class="tchip again" href="{escape(row.again_href)}" title="{escape(row.again_words)}">'
        f"{icon('repeat')}<span>{row.again}</span></a>"
    )


def _odd(row: Row) -> str:
    if not row.problems:
        return ""
    words = _(ODD)
    return f'<span class="odd" title="{words}">{icon("triangle-alert")}<span class="vh">{words}</span></span>'


def _kind(row: Row) -> str:
    return f'<span class="kind">{escape(row.kind)}</span>' if row.kind else ""


def _direction(row: Row) -> str:
    drawn = icon(row.direction_icon) if row.direction_icon else ""
    return f'<span class="dir">{drawn}<span>{escape(row.direction)}</span></span>'


def _handler(row: Row) -> str:
    if not row.handler:
        return f'<span class="ag"><span class="dim">{_("No agent")}</span></span>'
    name = escape(row.handler)
    return f'<span class="ag" title="{name}">{name}</span>'


def _bar(row: Row) -> str:
    parts = [
        f'<rect class="{part}" x="{x:.1f}" width="{width:.1f}" {SHAPES[part]}/>' for part, x, width in row.bar
    ]
    return (
        f'<span class="lcw" title="{row.bar_words}">'
        f'<svg class="lc m-{row.family}" aria-hidden="true">{"".join(parts)}</svg>'
        f'<span class="vh">{row.bar_words}</span></span>'
    )
