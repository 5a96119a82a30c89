"""The rows of an interaction's udata as HTML, written here for the reason and by the rule of
timeline/markup.py: a record has fifty keys, and every text of it goes through `escape`."""

from collections.abc import Iterable
from dataclasses import astuple, dataclass
from functools import lru_cache
from html import escape
from typing import NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from markupsafe import Markup

from interactions.pages.interaction import cells
from interactions.pages.interaction.tree import Node
from interactions.pages.interaction.udata import KNOWN, LONGEST_KNOWN, Key, parts
from interactions.pages.marks import icon

LONGEST_LABEL = 80  # characters of a name in the words of a button; its row has all of it
EMPTY_TEXT = '""'  # an empty text as JSON
NO_NAME = gettext_noop("unnamed key")


@dataclass(frozen=True)
class Places:
    """Where the ways of all rows lead: the interaction's permalink, the address of its JSON, and the timeline
    of whose interaction it is (`list` is its path, "" when there is none)."""

    permalink: str
    record: str
    list: str = ""
    owner: str = ""


class Name(NamedTuple):
    """A key's name as its row has it: escaped, explained, and in the words of its buttons. The names of a
    contact centre's keys come again in every record."""

    text: str
    term: str
    short_term: str
    label: str


def written(keys: Iterable[Key], needle: str, places: Places) -> Markup:
    """Keys as table rows, each with an id of its own; those that the filter does not let through hidden."""
    ready = Places(*map(escape, astuple(places)))
    return Markup("\n".join([_row(key, needle, ready) for key in keys]))  # noqa: S704 (see above)


def _row(key: Key, needle: str, places: Places) -> str:
    hidden = "" if key.matches(needle) else " hidden"
    name, text = _name(key.name, key.about), escape(key.text)
    term = name.short_term if len(key.text) < cells.SHORT and not key.tree else name.term
    return (
        f'<tr class="r" id="{key.anchor}" data-k="{name.text}" data-g="{key.origin}"{hidden}>\n'
        f'<th scope="row">{term}</th>\n'
        f'<td><div class="c">{_value(key, text, places)}'
        f'<span class="ks">{_ways(key, name.label, text, places)}</span></div></td>\n'
        "</tr>"
    )


def _name(name: str, about: str) -> Name:
    make = _named if len(name) <= LONGEST_KNOWN else _named.__wrapped__
    return make(name, about)


@lru_cache(KNOWN)
def _named(name: str, about: str) -> Name:
    label = name if len(name) <= LONGEST_LABEL else f"{name[: LONGEST_LABEL - 1]}…"
    if not name.strip():
        unnamed = f'<span class="em">{_(NO_NAME)}</span>'
        return Name(escape(name), unnamed, unnamed, escape(label))
    words = parts(name)
    long, short = (cells.term(words, about, short=short) for short in (False, True))
    return Name(escape(name), long, short, escape(label))


def _ways(key: Key, name: str, text: str, places: Places) -> str:
    """What can be done with a key: find its value elsewhere, copy that, and copy the link to it."""
    link = _("Copy link to %(name)s") % {"name": name}
    value = _("Copy value of %(name)s") % {"name": name}
    return (
        f"{_find(key, name, places)}"
        f"{cells.copy(key.text, text, value)}"
        f'<a class="ib ib-s" href="{places.permalink}#{key.anchor}" data-copy-link title="{link}"'
        f' aria-label="{link}">{icon("link", small=True)}</a>'
    )


def _value(key: Key, text: str, places: Places) -> str:
    if key.empty:
        said = text if key.text.strip() and key.text != EMPTY_TEXT else _("empty")
        return f'<span class="em">{said}</span>'
    if key.folded:
        whole = _nested(key.tree, places.record) if key.tree else cells.whole(key.text, places.record)
        return cells.folded(key.beginning, key.extent, whole)
    if key.tree:
        return _nested(key.tree, places.record)
    meaning = f' <span class="mean">{escape(key.meaning)}</span>' if key.meaning else ""
    return f"<span><bdi>{text}</bdi>{meaning}</span>"


def _nested(node: Node, record: str) -> str:
    """A nested value; how deep and wide it may be is bounded (tree.py)."""
    entries = "\n".join([_entry(label, entry, record) for label, entry in node.entries])
    words = _("and %(number)s more in the JSON") % {"number": f"{node.more:,}"}
    more = f'<div class="dim">{words}</div>' if node.more else ""
    return f'<dl class="tree">\n{entries}{more}\n</dl>'


def _entry(label: str, entry: str | Node, record: str) -> str:
    value = cells.whole(entry, record) if isinstance(entry, str) else _nested(entry, record)
    return f"<div><dt><bdi>{escape(label)}</bdi></dt><dd>{value}</dd></div>"


def _find(key: Key, name: str, places: Places) -> str:
    """The way to the other interactions with this value."""
    query = key.finding if places.list else ""
    if not query:
        return ""
    title = _("Find interactions with this value")
    label = _("Find interactions with this value of %(name)s") % {"name": name}
    return (
        f'<a class="ib ib-s" href="{places.list}?{escape(query)}" title="{title}"'
        f' aria-label="{label}">{icon("search", small=True)}</a>'
    )
