"""The attributes of an interaction, each with its raw name, value and plain words (docs/ucs-protocol.md §2.1,
§2.2).

The words are in glossary/attributes.toml. Nothing is left out: attributes that no document names are shown as
such, and what could not be understood is shown as it was sent.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.utils.translation import gettext as _
from msgspec import Struct

from interactions.pages.formatting import format_clock_seconds, format_page_offset, format_short_date
from interactions.pages.interaction import glossary
from interactions.pages.interaction.json_tree import format_json
from interactions.pages.paths import reverse_path
from interactions.ucs.identifier_parsing import is_identifier
from interactions.ucs.resources import Interaction, MailAddress, RecordProblem

PAGE_NAMES_BY_ATTRIBUTE = {"customer_id": "customer", "parent_id": "interaction"}


class InteractionAttribute(Struct, frozen=True, gc=False):
    """One attribute. `meaning` stands beside the value, `about` explains the name; `path` leads to the page
    of the ID that it holds. `odd`: the value was not understood and is shown as it was sent."""

    name: str
    text: str
    meaning: str = ""
    about: str = ""
    path: str = ""
    odd: bool = False


@dataclass(frozen=True)
class AttributeSection:
    title: str
    attributes: tuple[InteractionAttribute, ...]


@dataclass(frozen=True)
class AttributeTable:
    """`sections` in the page's order, `absent` the common attributes that the record does not have."""

    sections: tuple[AttributeSection, ...]
    absent: tuple[str, ...]
    problems: tuple[RecordProblem, ...]

    def get(self, name: str) -> InteractionAttribute | None:
        """An attribute by its name in the API."""
        every = (attribute for section in self.sections for attribute in section.attributes)
        return next((attribute for attribute in every if attribute.name == name), None)


def build_attribute_table(interaction: Interaction) -> AttributeTable:
    """Everything that the record says of itself but its udata."""
    values = _collect_values(interaction)
    odd = {problem.field: problem for problem in interaction.problems if problem.raw is not None}
    sections = [
        AttributeSection(title, tuple(_iter_explained_attributes(terms, values, odd)))
        for title, terms in ATTRIBUTE_GLOSSARY.items()
    ]
    unknown = tuple(
        InteractionAttribute(name, format_attribute_value(value))
        for name, value in values.items()
        if name not in ATTRIBUTE_TERMS
    )
    return AttributeTable(
        sections=tuple(s for s in (*sections, AttributeSection(_("Undocumented"), unknown)) if s.attributes),
        absent=tuple(name for name in COMMON_ATTRIBUTES if name not in values and name not in odd),
        problems=interaction.problems,
    )


def _iter_explained_attributes(
    terms: Mapping[str, Any], values: Mapping[str, Any], odd: Mapping[str, RecordProblem]
) -> Iterator[InteractionAttribute]:
    """The attributes of one section that the record has, in the glossary's order."""
    for name, term in terms.items():
        if name in odd:
            yield InteractionAttribute(
                name, format_attribute_value(odd[name].raw), odd[name].reason, term["about"], odd=True
            )
        elif name in values:
            value = values[name]
            yield InteractionAttribute(
                name,
                format_attribute_value(value),
                _explain_value(term, value),
                term["about"],
                _build_attribute_path(name, value),
            )


def _collect_values(interaction: Interaction) -> dict[str, Any]:
    """All attributes that are there, by their names in the API."""
    merged: dict[str, Any] = {name: getattr(interaction.summary, name, None) for name in ATTRIBUTE_TERMS}
    merged |= {name: getattr(interaction, name) for name in ATTRIBUTE_TERMS if hasattr(interaction, name)}
    merged |= interaction.attributes
    merged |= interaction.unknown
    return {name: value for name, value in merged.items() if value is not None}


def _explain_value(term: Mapping[str, Any], value: Any) -> str:
    if "values" in term:
        return str(term["values"].get(str(value), _("undocumented code")))
    if isinstance(value, datetime):
        return f"{format_short_date(value)}, {format_clock_seconds(value)} {format_page_offset(value)}"
    return str(term.get("is", ""))


def _build_attribute_path(name: str, value: Any) -> str:
    return (
        reverse_path(PAGE_NAMES_BY_ATTRIBUTE[name], value)
        if name in PAGE_NAMES_BY_ATTRIBUTE and is_identifier(str(value))
        else ""
    )


def format_attribute_value(value: Any) -> str:
    """A value as text: dates in ISO 8601 and UTC, addresses as a mail writes them, JSON of all else."""
    match value:
        case str():
            return value
        case datetime():
            return value.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
        case MailAddress():
            both = value.personal and value.address
            return f"{value.personal} <{value.address}>" if both else value.personal or value.address
        case list() | tuple() if value and all(isinstance(item, MailAddress) for item in value):
            return ", ".join(map(format_attribute_value, value))
        case _:
            return format_json(value)


def _load_attribute_glossary() -> dict[str, dict[str, Any]]:
    """The glossary's terms by the titles of their sections."""
    tables = glossary.load_glossary("attributes").values()
    return {
        table["title"]: {name: term for name, term in table.items() if name != "title"} for table in tables
    }


ATTRIBUTE_GLOSSARY = _load_attribute_glossary()
ATTRIBUTE_TERMS = {name: term for terms in ATTRIBUTE_GLOSSARY.values() for name, term in terms.items()}
COMMON_ATTRIBUTES = tuple(
    name for title in ("Record", "IDs", "Content") for name in ATTRIBUTE_GLOSSARY[title]
)
