"""The attributes of an interaction, each with its raw name, value and plain words (docs/ucs-protocol.md §2.1,
§2.2).

The words are in glossary/attributes.toml. Nothing is left out: attributes that no document names are shown as
such, and what could not be understood is shown as it was sent.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from msgspec import Struct

from interactions.pages.format import clock_ms, offset, short_date
from interactions.pages.interaction import glossary
from interactions.pages.interaction.tree import as_json
from interactions.pages.paths import path_of
from interactions.ucs.identifier_parsing import is_identifier
from interactions.ucs.resources import Interaction, MailAddress, RecordProblem

PAGES = {"customer_id": "customer", "parent_id": "interaction"}
NOT_NAMED = "Not in the documentation"


class Attribute(Struct, frozen=True, gc=False):
    """One attribute. `meaning` stands beside the value, `about` explains the name; `path` leads to the page
    of the ID that it holds. `odd`: the value was not understood and is shown as it was sent."""

    name: str
    text: str
    meaning: str = ""
    about: str = ""
    path: str = ""
    odd: bool = False


@dataclass(frozen=True)
class Section:
    title: str
    attributes: tuple[Attribute, ...]


@dataclass(frozen=True)
class Attributes:
    """`sections` in the page's order, `absent` the common attributes that the record does not have."""

    sections: tuple[Section, ...]
    absent: tuple[str, ...]
    problems: tuple[RecordProblem, ...]

    def get(self, name: str) -> Attribute | None:
        """An attribute by its name in the API."""
        every = (attribute for section in self.sections for attribute in section.attributes)
        return next((attribute for attribute in every if attribute.name == name), None)


def attributes(interaction: Interaction) -> Attributes:
    """Everything that the record says of itself but its udata."""
    values = _values(interaction)
    odd = {problem.field: problem for problem in interaction.problems if problem.raw is not None}
    sections = [Section(title, tuple(_explained(terms, values, odd))) for title, terms in GLOSSARY.items()]
    unknown = tuple(Attribute(name, text(value)) for name, value in values.items() if name not in TERMS)
    return Attributes(
        sections=tuple(s for s in (*sections, Section(NOT_NAMED, unknown)) if s.attributes),
        absent=tuple(name for name in COMMON if name not in values and name not in odd),
        problems=interaction.problems,
    )


def _explained(
    terms: Mapping[str, Any], values: Mapping[str, Any], odd: Mapping[str, RecordProblem]
) -> Iterator[Attribute]:
    """The attributes of one section that the record has, in the glossary's order."""
    for name, term in terms.items():
        if name in odd:
            yield Attribute(name, text(odd[name].raw), odd[name].reason, term["about"], odd=True)
        elif name in values:
            value = values[name]
            yield Attribute(name, text(value), _meaning(term, value), term["about"], _path(name, value))


def _values(interaction: Interaction) -> dict[str, Any]:
    """All attributes that are there, by their names in the API."""
    merged: dict[str, Any] = {name: getattr(interaction.summary, name, None) for name in TERMS}
    merged |= {name: getattr(interaction, name) for name in TERMS if hasattr(interaction, name)}
    merged |= interaction.attributes
    merged |= interaction.unknown
    return {name: value for name, value in merged.items() if value is not None}


def _meaning(term: Mapping[str, Any], value: Any) -> str:
    if "values" in term:
        return str(term["values"].get(str(value), "not a documented code"))
    if isinstance(value, datetime):
        return f"{short_date(value)}, {clock_ms(value)} {offset(value)}"
    return str(term.get("is", ""))


def _path(name: str, value: Any) -> str:
    return path_of(PAGES[name], value) if name in PAGES and is_identifier(str(value)) else ""


def text(value: Any) -> str:
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
            return ", ".join(map(text, value))
        case _:
            return as_json(value)


def _read() -> dict[str, dict[str, Any]]:
    """The glossary's terms by the titles of their sections."""
    tables = glossary.load("attributes").values()
    return {
        table["title"]: {name: term for name, term in table.items() if name != "title"} for table in tables
    }


GLOSSARY = _read()
TERMS = {name: term for terms in GLOSSARY.values() for name, term in terms.items()}
COMMON = tuple(name for title in ("Record", "IDs", "Content") for name in GLOSSARY[title])
