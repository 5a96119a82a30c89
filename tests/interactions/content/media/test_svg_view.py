"""An SVG is text to read and a file to save, whatever it is called."""

import gzip
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interactions.content.content_view import build_content_view
from interactions.content.inline_types import find_inline_type, format_content_type
from interactions.content.media.svg_view import SVG_ROOT_PATTERN, SVG_SOURCE_NOTE
from tests.interactions.content.conftest import ADDRESSES, content

SOURCE = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"><script>alert(1)</script></svg>'
NEVER = ("image/svg+xml", "image/svg", "image/svg+xml-compressed", "image/tiff", "image/x-icon", "image/avif")
NEVER += ("image/vnd.microsoft.icon", "image/heic", "image/jxl", "image/x-tga", "image/vnd.adobe.photoshop")


def svg(data, media_type="image/svg+xml"):
    return build_content_view(lambda _: content(data, media_type, kind="binary_content"), ADDRESSES)


@pytest.mark.parametrize("media_type", ["image/svg+xml", "text/xml", "application/xml", None])
def test_it_is_its_source_with_the_reason(media_type):
    made = svg(SOURCE, media_type)
    assert made.title == "SVG source"
    assert SVG_SOURCE_NOTE in made.notes
    assert "&lt;script&gt;" in made.view.html


@pytest.mark.parametrize(
    "before",
    ['<?xml version="1.0"?>\n', "<!-- a --><!-- b -->", '<!DOCTYPE svg [<!ENTITY a "b">]>', "\ufeff  "],
)
def test_whatever_stands_before_it(before):
    assert svg(before.encode() + SOURCE.replace(b"<svg", b"<svg:svg"), "text/xml").title == "SVG source"


def test_other_xml_is_a_tree():
    for data in (b"<a><svg/></a>", b"<svgs/>", b'<?xml version="1.0"?><!-- <svg> --><a/>'):
        assert svg(data, "text/xml").title == "XML"


def test_a_packed_one_is_unpacked_as_far_as_a_text_is_shown():
    made = svg(gzip.compress(SOURCE))
    assert made.title == "SVG source"
    assert "&lt;script&gt;" in made.view.html
    bomb = gzip.compress(SOURCE + b" " * 30_000_000, 1)
    before = time.process_time()
    made = svg(bomb)
    assert time.process_time() - before < 3
    assert len(made.view.html) < 2_100_000
    assert any("first 2 MB" in note for note in made.notes)
    assert "The packed SVG is damaged." in svg(gzip.compress(SOURCE)[:10] + b"\xff" * 20).notes


@pytest.mark.parametrize("media_type", NEVER)
def test_no_browser_gets_it_as_what_it_is(media_type):
    assert find_inline_type(media_type) is None
    assert find_inline_type(None, media_type) is None
    assert format_content_type(None, None) == "application/octet-stream"


@pytest.mark.parametrize("media_type", NEVER[3:])
@pytest.mark.parametrize(
    "data", [b"II*\0\x08\0\0\0", b"MM\0*", b"\0\0\1\0\1\0", b"\0\0\0\x1cftypavif", bytes(64)]
)
def test_pictures_that_browsers_do_not_all_draw_are_files(media_type, data):
    assert svg(data + bytes(64), media_type).template == "content/_download.html"


@pytest.mark.parametrize("piece", ["<!---->", "<?a?>", "<!doctype a [b]>", "<!--", " ", "<!doctype", "<a:"])
def test_no_beginning_takes_long(piece):
    before = time.process_time()
    SVG_ROOT_PATTERN.match(piece * (4096 // len(piece)) + "x")
    assert time.process_time() - before < 0.6


@given(
    st.sampled_from([b"", b"\x1f\x8b\x08\0", b"<svg ", gzip.compress(SOURCE)[:40]]), st.binary(max_size=200)
)
def test_any_bytes(begins, data):
    assert svg(begins + data).template in {"content/_plain_text.html", "content/_download.html"}
