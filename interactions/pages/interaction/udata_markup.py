"""The rows of an interaction's udata as HTML, written here for the reason and by the rule of
timeline/markup.py: a record has fifty keys, and every text of it goes through `escape`."""

from collections.abc import Iterable
from dataclasses import dataclass

from markupsafe import Markup, escape

from interactions.pages.interaction.tree import Node
from interactions.pages.interaction.udata import Key
from interactions.pages.marks import breaks, icon

LONGEST_LABEL = 80  # characters of a name in the words of a button; its row has all of it
SHORT = 28  # characters of a value beside which what explains the key has room
EMPTY_TEXT = '""'  # an empty text as JSON
NO_NAME = '<span class="em">a key without a name</span>'


@dataclass(frozen=True)
class Around:
    """What the rows of one table share: the table's filter, the interaction's permalink, and the timeline of
    whose interaction it is (`list` is its path, "" when there is none)."""

    needle: str
    permalink: str
    list: str = ""
    owner: str = ""


def written(keys: Iterable[Key], needle: str, permalink: str, list_: str, owner: str) -> Markup:
    """Keys as table rows, each with an id of its own; those that the filter does not let through hidden."""
    around = Around(needle, escape(permalink), escape(list_), escape(owner))
    return Markup("\n".join([_row(key, around) for key in keys]))  # noqa: S704 (see above)


def _row(key: Key, around: Around) -> str:
    hidden = "" if key.matches(around.needle) else " hidden"
    name, text, group = escape(key.name), escape(key.text), escape(key.origin)
    return (
        f'<tr class="r" id="{key.anchor}" data-k="{name}" data-g="{group}"{hidden}>\n'
        f'<th scope="row">{_term(key)}</th>\n'
        f'<td><div class="c">{_value(key, text)}'
        f'<span class="ks">{_ways(key, _label(key.name), text, around)}</span></div></td>\n'
        "</tr>"
    )


def _ways(key: Key, name: str, text: str, around: Around) -> str:
    """What can be done with a key: find its value elsewhere, copy that, and copy the link to it."""
    copy, link = f"Copy the value of {name}", f"Copy the link to {name}"
    return (
        f"{_find(key, name, around)}"
        f'<button class="ib ib-s" type="button" data-copy="{text}" title="{copy}" aria-label="{copy}">'
        f"{icon('copy', small=True)}</button>"
        f'<a class="ib ib-s" href="{around.permalink}#{key.anchor}" data-copy-link title="{link}"'
        f' aria-label="{link}">{icon("link", small=True)}</a>'
    )


def _label(name: str) -> str:
    return escape(name if len(name) <= LONGEST_LABEL else f"{name[: LONGEST_LABEL - 1]}…")


def _term(key: Key) -> str:
    """The key's name, and what is known of it behind it."""
    term = f"<bdi>{breaks(key.parts)}</bdi>" if key.named else NO_NAME
    if not key.about:
        return term
    wide = " wide" if len(key.text) < SHORT and not key.tree else ""
    return f'<details class="why{wide}"><summary>{term}</summary><p>{escape(key.about)}</p></details>'


def _value(key: Key, text: str) -> str:
    if key.empty:
        return f'<span class="em">{text if key.text.strip() and key.text != EMPTY_TEXT else "empty"}</span>'
    if key.folded:
        return (
            f'<details class="long">\n<summary><bdi>{escape(key.beginning)}…</bdi>'
            f' <span class="lk">{key.extent}</span></summary>\n'
            f"{_nested(key.tree) if key.tree else f'<bdi>{text}</bdi>'}\n</details>"
        )
    if key.tree:
        return _nested(key.tree)
    meaning = f' <span class="mean">{escape(key.meaning)}</span>' if key.meaning else ""
    return f"<span><bdi>{text}</bdi>{meaning}</span>"


def _nested(node: Node) -> str:
    """A nested value; how deep and wide it may be is bounded (tree.py)."""
    entries = "\n".join([_entry(label, entry) for label, entry in node.entries])
    more = f'<div class="dim">and {node.more:,} more, in the record’s JSON</div>' if node.more else ""
    return f'<dl class="tree">\n{entries}{more}\n</dl>'


def _entry(label: str, entry: str | Node) -> str:
    value = f"<bdi>{escape(entry)}</bdi>" if isinstance(entry, str) else _nested(entry)
    return f"<div><dt><bdi>{escape(label)}</bdi></dt><dd>{value}</dd></div>"


def _find(key: Key, name: str, around: Around) -> str:
    """The way to the other interactions with this value."""
    if not around.list or not key.finding:
        return ""
    said = f"This {around.owner}’s interactions with this value"
    return (
        f'<a class="ib ib-s" href="{around.list}?{escape(key.finding)}" title="{said}"'
        f' aria-label="{said}: {name}">{icon("search", small=True)}</a>'
    )
