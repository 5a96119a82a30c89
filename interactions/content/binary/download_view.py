"""Everything that no viewer shows: what it says it is, what it looks like, and its first bytes."""

from dataclasses import dataclass

from interactions.content.binary.hex_rows import HexRow, build_hex_rows
from interactions.content.file_names import find_media_type_by_name
from interactions.content.viewer import ViewerInput, ViewerResult


@dataclass(frozen=True)
class DownloadView:
    declared: str | None
    guessed: str | None
    named: str | None
    size: int | None
    url: str
    rows: tuple[HexRow, ...]


def build_download_view(material: ViewerInput) -> ViewerResult:
    return ViewerResult(
        DownloadView(
            material.declared,
            material.guessed,
            find_media_type_by_name(material.name),
            material.size,
            material.addresses.download,
            build_hex_rows(material.data),
        )
    )
