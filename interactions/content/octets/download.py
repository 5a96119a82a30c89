"""Everything that no viewer shows: what it says it is, what it looks like, and its first bytes."""

from dataclasses import dataclass

from interactions.content.file_names import type_of
from interactions.content.octets.hex_rows import Row, rows
from interactions.content.viewer import Material, View


@dataclass(frozen=True)
class Download:
    declared: str | None
    guessed: str | None
    named: str | None
    size: int | None
    url: str
    rows: tuple[Row, ...]


def view(material: Material) -> View:
    return View(
        Download(
            material.declared,
            material.guessed,
            type_of(material.name),
            material.size,
            material.addresses.download,
            rows(material.data),
        )
    )
