"""The rows of an interaction's udata as HTML, written here for the reason and by the rule of
timeline/timeline_markup.py: a record has fifty keys, and every text of it goes through `escape`."""

from collections.abc import Iterable
from dataclasses import astuple, dataclass
from functools import lru_cache
from html import escape
from typing import NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from markupsafe import Markup

from interactions.pages.icon_markup import render_icon
from interactions.pages.interaction import table_cells
from interactions.pages.interaction.json_tree import JsonNode
from interactions.pages.interaction.udata_table import (
    MAX_CACHED_KEY_NAMES,
    MAX_CACHED_NAME_CHARACTERS,
    UdataKey,
    split_key_name,
)
from interactions.ucs.untrusted_text import shorten_text

MAX_LABEL_CHARACTERS = 80  # characters of a name in the words of a button; its row has all of it
EMPTY_JSON_TEXT = '""'  # an empty text as JSON
UNNAMED_KEY_TEXT = gettext_noop("unnamed key")


@dataclass(frozen=True)
class UdataRowLinks:
    """Where the ways of all rows lead: the interaction's permalink, the address of its JSON, and the timeline
    of whose interaction it is (`list` is its path, "" when there is none)."""

    permalink: str
    record: str
    list: str = ""
    owner: str = ""


class UdataNameMarkup(NamedTuple):
    """A key's name as its row has it: escaped, explained, and in the words of its buttons. The names of a
    contact centre's keys come again in every record."""

    text: str
    term: str
    short_term: str
    label: str


def render_udata_rows(keys: Iterable[UdataKey], needle: str, places: UdataRowLinks) -> Markup:
    """Keys as table rows, each with an id of its own; those that the filter does not let through hidden."""
    ready = UdataRowLinks(*map(escape, astuple(places)))
    return Markup("\n".join([_render_udata_row(key, needle, ready) for key in keys]))  # noqa: S704 (see above)


def _render_udata_row(key: UdataKey, needle: str, places: UdataRowLinks) -> str:
    hidden = "" if key.matches(needle) else " hidden"
    name, text = _render_key_name(key.name, key.about), escape(key.text)
    term = (
        name.short_term if len(key.text) < table_cells.SHORT_VALUE_CHARACTERS and not key.tree else name.term
    )
    return (
        f'<tr class="r" id="{key.anchor}" data-k="{name.text}" data-g="{key.origin}"{hidden}>\n'
        f'<th scope="row">{term}</th>\n'
        f'<td><div class="c">{_render_udata_value(key, text, places)}'
        f'<span class="ks">{_render_key_actions(key, name.label, text, places)}</span></div></td>\n'
        "</tr>"
    )


def _render_key_name(name: str, about: str) -> UdataNameMarkup:
    make = (
        _render_cached_key_name
        if len(name) <= MAX_CACHED_NAME_CHARACTERS
        else _render_cached_key_name.__wrapped__
    )
    return make(name, about)


@lru_cache(MAX_CACHED_KEY_NAMES)
def _render_cached_key_name(name: str, about: str) -> UdataNameMarkup:
    label = shorten_text(name, MAX_LABEL_CHARACTERS)
    if not name.strip():
        unnamed = f'<span class="em">{_(UNNAMED_KEY_TEXT)}</span>'
        return UdataNameMarkup(escape(name), unnamed, unnamed, escape(label))
    words = split_key_name(name)
    long, short = (table_cells.render_term(words, about, short=short) for short in (False, True))
    return UdataNameMarkup(escape(name), long, short, escape(label))


def _render_key_actions(key: UdataKey, name: str, text: str, places: UdataRowLinks) -> str:
    """What can be done with a key: find its value elsewhere, copy that, and copy the link to it."""
    link = _("Copy link to %(name)s") % {"name": name}
    value = _("Copy value of %(name)s") % {"name": name}
    return (
        f"{_render_search_link(key, name, places)}"
        f"{table_cells.render_copy_button(key.text, text, value)}"
        f'<a class="ib ib-s" href="{places.permalink}#{key.anchor}" data-copy-link title="{link}"'
        f' aria-label="{link}">{render_icon("link", small=True)}</a>'
    )


def _render_udata_value(key: UdataKey, text: str, places: UdataRowLinks) -> str:
    if key.empty:
        said = text if key.text.strip() and key.text != EMPTY_JSON_TEXT else _("empty")
        return f'<span class="em">{said}</span>'
    if key.folded:
        whole = (
            _render_nested_value(key.tree, places.record)
            if key.tree
            else table_cells.render_whole_text(key.text, places.record)
        )
        return table_cells.render_folded_value(key.beginning, key.extent, whole)
    if key.tree:
        return _render_nested_value(key.tree, places.record)
    meaning = f' <span class="mean">{escape(key.meaning)}</span>' if key.meaning else ""
    return f"<span><bdi>{text}</bdi>{meaning}</span>"


def _render_nested_value(node: JsonNode, record: str) -> str:
    """A nested value; how deep and wide it may be is bounded (json_tree.py)."""
    entries = "\n".join([_render_nested_entry(label, entry, record) for label, entry in node.entries])
    words = _("and %(number)s more in the JSON") % {"number": f"{node.more:,}"}
    more = f'<div class="dim">{words}</div>' if node.more else ""
    return f'<dl class="tree">\n{entries}{more}\n</dl>'


def _render_nested_entry(label: str, entry: str | JsonNode, record: str) -> str:
    value = (
        table_cells.render_whole_text(entry, record)
        if isinstance(entry, str)
        else _render_nested_value(entry, record)
    )
    return f"<div><dt><bdi>{escape(label)}</bdi></dt><dd>{value}</dd></div>"


def _render_search_link(key: UdataKey, name: str, places: UdataRowLinks) -> str:
    """The way to the other interactions with this value."""
    query = key.finding if places.list else ""
    if not query:
        return ""
    title = _("Find interactions with this value")
    label = _("Find interactions with this value of %(name)s") % {"name": name}
    return (
        f'<a class="ib ib-s" href="{places.list}?{escape(query)}" title="{title}"'
        f' aria-label="{label}">{render_icon("search", small=True)}</a>'
    )
