"""What the rows of a record's two tables, attributes and udata, have in common, as HTML.

Written here rather than in a template for the reason and by the rule of timeline_markup.py: a record has a
hundred rows, and every text of it goes through `escape`.
"""

from collections.abc import Iterable
from html import escape

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from interactions.pages.formatting import format_count
from interactions.pages.icon_markup import render_icon

SHORT_VALUE_CHARACTERS = 28  # characters of a value beside which what explains its name has room
MAX_UNFOLDED_CHARACTERS = 240  # characters; a longer value is folded
BEGINNING_CHARACTERS = 120  # characters of it that are shown
MAX_VALUE_CHARACTERS = 20_000  # characters of a value that stand on the page; the record's JSON has all of it


def render_term(parts: Iterable[str], about: str, *, short: bool) -> str:
    """A name, which may be broken between its parts, and what is known of it behind it."""
    name = f"<bdi>{'<wbr>'.join([escape(part) for part in parts])}</bdi>"
    if not about:
        return name
    wide = " wide" if short else ""
    return f'<details class="why{wide}"><summary>{name}</summary><p>{escape(about)}</p></details>'


def render_copy_button(text: str, escaped: str, label: str) -> str:
    """The button that copies a value; `label` is escaped too. None for what is cut off here."""
    if len(text) > MAX_VALUE_CHARACTERS:
        return ""
    return (
        f'<button class="ib ib-s" type="button" data-copy="{escaped}" title="{label}" aria-label="{label}">'
        f"{render_icon('copy', small=True)}</button>"
    )


def render_folded_value(beginning: str, extent: str, whole: str) -> str:
    """A long value: its beginning, how much there is of it, and behind that all of it, as HTML."""
    return (
        f'<details class="long">\n<summary><bdi>{escape(beginning)}…</bdi>'
        f' <span class="lk">{extent}</span></summary>\n{whole}\n</details>'
    )


def render_whole_text(text: str, record: str) -> str:
    """All of a text; of one that is too long for the page its beginning, and the way to `record`, the address
    of the record's JSON, escaped."""
    if len(text) <= MAX_VALUE_CHARACTERS:
        return f"<bdi>{escape(text)}</bdi>"
    return (
        f"<bdi>{escape(text[:MAX_VALUE_CHARACTERS])}…</bdi>"
        f' <a class="lk" href="{record}">{_("Show the rest in the JSON")}</a>'
    )


def cut_beginning(text: str) -> str:
    """What stands for a long text."""
    return text[:BEGINNING_CHARACTERS]


def format_extent(text: str) -> str:
    """How much there is of a long text."""
    words = ngettext("show %(num)s character", "show all %(num)s characters", len(text))
    return words % {"num": format_count(len(text))}
