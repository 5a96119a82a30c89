"""The view of any content that no viewer shows: its types by each kind of evidence, and its first bytes."""

from dataclasses import dataclass

from interactions.content.binary.hex_rows import HexRow, build_hex_rows
from interactions.content.file_names import find_media_type_by_name
from interactions.content.viewer import ViewerInput, ViewerResult


@dataclass(frozen=True)
class DownloadView:
    """`declared`, `detected` and `by_name` are media types, None where one is not told; `size` in bytes,
    `rows` its first bytes."""

    declared: str | None
    detected: str | None
    by_name: str | None
    size: int | None
    url: str
    rows: tuple[HexRow, ...]


def build_download_view(viewer_input: ViewerInput) -> ViewerResult:
    """The view of any bytes at all."""
    return ViewerResult(
        DownloadView(
            viewer_input.declared,
            viewer_input.detected,
            find_media_type_by_name(viewer_input.name),
            viewer_input.size,
            viewer_input.addresses.download,
            build_hex_rows(viewer_input.data),
        )
    )
