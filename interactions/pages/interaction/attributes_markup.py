"""The rows of an interaction's attributes as HTML (cells.py says why not by a template)."""

from collections.abc import Iterable
from functools import lru_cache
from html import escape

from django.utils.translation import gettext as _
from markupsafe import Markup

from interactions.pages.interaction import table_cells
from interactions.pages.interaction.attributes import InteractionAttribute
from interactions.pages.page_zone import add_carried_zone

MAX_CACHED_TERMS = (
    512  # cells of names that are remembered: a hundred names, beside short values and long ones
)


def render_attribute_rows(attributes: Iterable[InteractionAttribute], record: str) -> Markup:
    """Attributes as table rows. `record` is the address of the record's JSON, for what is too long."""
    record = escape(record)
    return Markup("\n".join([_render_attribute_row(attribute, record) for attribute in attributes]))  # noqa: S704 (see above)


def _render_attribute_row(attribute: InteractionAttribute, record: str) -> str:
    text = attribute.text
    copy = table_cells.render_copy_button(
        text, escape(text), _("Copy %(name)s") % {"name": escape(attribute.name)}
    )
    return (
        f'<tr class="r">\n<th scope="row">{_render_attribute_term(attribute)}</th>\n'
        '<td><div class="c">'
        f'{_render_attribute_value(attribute, record)}<span class="ks">{copy}</span></div></td>\n</tr>'
    )


def _render_attribute_term(attribute: InteractionAttribute) -> str:
    """Only what the documentation names has an explanation, so nobody fills the memory with names."""
    short = len(attribute.text) < table_cells.SHORT_VALUE_CHARACTERS
    make = _render_explained_term if attribute.about else _render_explained_term.__wrapped__
    return make(attribute.name, attribute.about, short)


@lru_cache(MAX_CACHED_TERMS)
def _render_explained_term(name: str, about: str, short: bool) -> str:
    words = name.split("_")
    return table_cells.render_term((*(f"{word}_" for word in words[:-1]), words[-1]), about, short=short)


def _render_attribute_value(attribute: InteractionAttribute, record: str) -> str:
    text = attribute.text
    if len(text) > table_cells.MAX_UNFOLDED_CHARACTERS:
        value = table_cells.render_folded_value(
            table_cells.cut_beginning(text),
            table_cells.format_extent(text),
            table_cells.render_whole_text(text, record),
        )
    elif attribute.path:
        value = (
            f'<bdi><a class="lk" href="{escape(add_carried_zone(attribute.path))}">{escape(text)}</a></bdi>'
        )
    else:
        value = f"<bdi>{escape(text)}</bdi>"
    tone = "odd" if attribute.odd else "mean"
    meaning = f' <span class="{tone}">{escape(attribute.meaning)}</span>' if attribute.meaning else ""
    return (
        f"<div>{value}{meaning}</div>"
        if len(text) > table_cells.MAX_UNFOLDED_CHARACTERS
        else f"<span>{value}{meaning}</span>"
    )
