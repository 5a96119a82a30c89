"""An SVG, as its source. Opened at an address of its own it could run scripts and load from other servers,
so no browser gets it as what it is (`inline_types.py`)."""

import re
import zlib
from dataclasses import replace

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from interactions.content.errors import UnviewableContent
from interactions.content.limits import get_content_limits
from interactions.content.signatures import SIGNATURE_BYTES
from interactions.content.text import charsets, plain_text_view
from interactions.content.viewer import ViewerInput, ViewerResult

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


def build_svg_view(material: ViewerInput) -> ViewerResult:
    """What is declared as one, packed or not, or is XML that begins like one. Declines other XML."""
    material = _decompress_material(material) if material.data.startswith(GZIP_SIGNATURE) else material
    declared = material.media_type.startswith(SVG_MEDIA_TYPE)
    if not declared and not SVG_ROOT_PATTERN.match(
        charsets.decode_text(material.data[:SIGNATURE_BYTES], material.charset).text
    ):
        raise UnviewableContent
    shown = plain_text_view.build_plain_text_view(material)
    return ViewerResult(shown.value, (_(SVG_SOURCE_NOTE), *shown.notes), _("SVG source"))


def _decompress_material(material: ViewerInput) -> ViewerInput:
    """The beginning of what is packed in it (.svgz), up to the limit of a text."""
    most = get_content_limits().text_bytes
    try:
        data = zlib.decompressobj(GZIP_WINDOW_BITS).decompress(material.data, most + 1)
    except zlib.error as error:
        raise UnviewableContent(_("The packed SVG is damaged.")) from error
    return replace(material, data=data[:most], cut=material.cut or len(data) > most)
