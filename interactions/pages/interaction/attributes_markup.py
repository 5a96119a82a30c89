"""The rows of an interaction's attributes as HTML (cells.py says why not by a template)."""

from collections.abc import Iterable
from functools import lru_cache
from html import escape

from django.utils.translation import gettext as _
from markupsafe import Markup

from interactions.pages.interaction import cells
from interactions.pages.interaction.attributes import Attribute
from interactions.pages.zone import kept

KNOWN = 512  # cells of names that are remembered: a hundred names, beside short values and long ones


def written(attributes: Iterable[Attribute], record: str) -> Markup:
    """Attributes as table rows. `record` is the address of the record's JSON, for what is too long."""
    record = escape(record)
    return Markup("\n".join([_row(attribute, record) for attribute in attributes]))  # noqa: S704 (see above)


def _row(attribute: Attribute, record: str) -> str:
    text = attribute.text
    copy = cells.copy(text, escape(text), _("Copy %(name)s") % {"name": escape(attribute.name)})
    return (
        f'<tr class="r">\n<th scope="row">{_term(attribute)}</th>\n'
        f'<td><div class="c">{_value(attribute, record)}<span class="ks">{copy}</span></div></td>\n</tr>'
    )


def _term(attribute: Attribute) -> str:
    """Only what the documentation names has an explanation, so nobody fills the memory with names."""
    short = len(attribute.text) < cells.SHORT
    make = _explained if attribute.about else _explained.__wrapped__
    return make(attribute.name, attribute.about, short)


@lru_cache(KNOWN)
def _explained(name: str, about: str, short: bool) -> str:
    words = name.split("_")
    return cells.term((*(f"{word}_" for word in words[:-1]), words[-1]), about, short=short)


def _value(attribute: Attribute, record: str) -> str:
    text = attribute.text
    if len(text) > cells.LONG:
        value = cells.folded(cells.beginning(text), cells.extent(text), cells.whole(text, record))
    elif attribute.path:
        value = f'<bdi><a class="lk" href="{escape(kept(attribute.path))}">{escape(text)}</a></bdi>'
    else:
        value = f"<bdi>{escape(text)}</bdi>"
    tone = "odd" if attribute.odd else "mean"
    meaning = f' <span class="{tone}">{escape(attribute.meaning)}</span>' if attribute.meaning else ""
    return f"<div>{value}{meaning}</div>" if len(text) > cells.LONG else f"<span>{value}{meaning}</span>"
