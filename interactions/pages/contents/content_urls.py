"""Where the pages of a content are."""

from urllib.parse import quote

from interactions.content.content_ref import ContentRef
from interactions.content.viewer import ContentUrls
from interactions.pages.paths import reverse_path


def build_content_urls(ref: ContentRef, second: float | None = None) -> ContentUrls:
    """The addresses of a content's pages; `second` is where a recording of it begins."""
    page = reverse_path("interaction-content", ref.interaction_id, ref.kind)
    if ref.path:
        page = f"{page}/parts/{ref.path}"
    return ContentUrls(
        page=page,
        raw=f"{page}/raw",
        download=f"{page}/raw?download",
        frame=f"{page}/frame",
        typed=lambda media_type: f"{page}/raw?as={quote(media_type)}",
        nested=lambda entry_path: build_content_urls(ref.enter(entry_path)),
        zip_download=f"{page}/all",
        hex=f"{page}/hex",
        waveform=f"{page}/waveform",
        second=second,
    )
