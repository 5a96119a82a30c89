"""An SVG, shown as its source. Opened at an address of its own it could run scripts and load from other
servers, so no browser gets it as an SVG (`inline_types.py`)."""

import re
import zlib
from dataclasses import replace

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from interactions.content.errors import UnviewableContent
from interactions.content.limits import get_content_limits
from interactions.content.signatures import SIGNATURE_BYTES
from interactions.content.text import plain_text_view
from interactions.content.viewer import ViewerInput, ViewerResult
from mime import charsets

SVG_MEDIA_TYPE = "image/svg"
GZIP_SIGNATURE = b"\x1f\x8b"
GZIP_WINDOW_BITS = 31  # zlib's word for "with a gzip header"
SVG_SOURCE_NOTE = gettext_noop(
    "An SVG can run scripts, so its source is shown instead of the picture. "
    "Download it to open it in another program."
)
# *+ goes back over nothing: a run of comments must not be tried in every way.
SVG_ROOT_PATTERN = re.compile(
    r"\s*+(?:(?:<\?.*?\?>|<!--.*?-->|<!doctype[^>\[]*+(?:\[[^\]]*+\]\s*+)?>)\s*+)*+<(?:[\w.-]{1,40}:)?svg[\s/>]",
    re.I | re.S,
)


def build_svg_view(viewer_input: ViewerInput) -> ViewerResult:
    """The source of what is declared as SVG, compressed or not, and of XML that begins like one. Raises
    `UnviewableContent` without a reason for other XML, and with one for damaged compression."""
    viewer_input = (
        _decompress_material(viewer_input) if viewer_input.data.startswith(GZIP_SIGNATURE) else viewer_input
    )
    is_declared = viewer_input.media_type.startswith(SVG_MEDIA_TYPE)
    if not is_declared and not SVG_ROOT_PATTERN.match(
        charsets.decode_text(viewer_input.data[:SIGNATURE_BYTES], viewer_input.charset).text
    ):
        raise UnviewableContent
    text_result = plain_text_view.build_plain_text_view(viewer_input)
    return ViewerResult(text_result.value, (_(SVG_SOURCE_NOTE), *text_result.notes), _("SVG source"))


def _decompress_material(viewer_input: ViewerInput) -> ViewerInput:
    """The beginning of a compressed SVG (.svgz), up to the limit of a text. Raises `UnviewableContent` when
    it is damaged."""
    max_bytes = get_content_limits().text_bytes
    try:
        data = zlib.decompressobj(GZIP_WINDOW_BITS).decompress(viewer_input.data, max_bytes + 1)
    except zlib.error as error:
        raise UnviewableContent(_("The packed SVG is damaged.")) from error
    return replace(
        viewer_input, data=data[:max_bytes], is_truncated=viewer_input.is_truncated or len(data) > max_bytes
    )
