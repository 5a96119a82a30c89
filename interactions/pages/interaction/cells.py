"""What the rows of a record's two tables, attributes and udata, have in common, as HTML.

Written here rather than in a template for the reason and by the rule of timeline/markup.py: a record has a
hundred rows, and every text of it goes through `escape`.
"""

from collections.abc import Iterable
from html import escape

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from interactions.pages.format import count
from interactions.pages.marks import icon

SHORT = 28  # characters of a value beside which what explains its name has room
LONG = 240  # characters; a longer value is folded
BEGINNING = 120  # characters of it that are shown
LONGEST = 20_000  # characters of a value that stand on the page; the record's JSON has all of it


def term(parts: Iterable[str], about: str, *, short: bool) -> str:
    """A name, which may be broken between its parts, and what is known of it behind it."""
    name = f"<bdi>{'<wbr>'.join([escape(part) for part in parts])}</bdi>"
    if not about:
        return name
    wide = " wide" if short else ""
    return f'<details class="why{wide}"><summary>{name}</summary><p>{escape(about)}</p></details>'


def copy(text: str, escaped: str, label: str) -> str:
    """The button that copies a value; `label` is escaped too. None for what is cut off here."""
    if len(text) > LONGEST:
        return ""
    return (
        f'<button class="ib ib-s" type="button" data-copy="{escaped}" title="{label}" aria-label="{label}">'
        f"{icon('copy', small=True)}</button>"
    )


def folded(beginning: str, extent: str, whole: str) -> str:
    """A long value: its beginning, how much there is of it, and behind that all of it, as HTML."""
    return (
        f'<details class="long">\n<summary><bdi>{escape(beginning)}…</bdi>'
        f' <span class="lk">{extent}</span></summary>\n{whole}\n</details>'
    )


def whole(text: str, record: str) -> str:
    """All of a text; of one that is too long for the page its beginning, and the way to `record`, the address
    of the record's JSON, escaped."""
    if len(text) <= LONGEST:
        return f"<bdi>{escape(text)}</bdi>"
    return (
        f"<bdi>{escape(text[:LONGEST])}…</bdi>"
        f' <a class="lk" href="{record}">{_("Show the rest in the JSON")}</a>'
    )


def beginning(text: str) -> str:
    """What stands for a long text."""
    return text[:BEGINNING]


def extent(text: str) -> str:
    """How much there is of a long text."""
    words = ngettext("show %(num)s character", "show all %(num)s characters", len(text))
    return words % {"num": count(len(text))}
