import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interactions.content.media.image_view import parse_image_dimensions


def png(width, height):
    return b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + struct.pack(">II", width, height) + bytes(5)


JPEG = b"\xff\xd8\xff\xe0\0\x06abcd\xff\xdb\0\x04ab\xff\xff\xc2\0\x0b\x08" + struct.pack(">HH", 30, 40)
IMAGES = {
    "png": png(40, 30),
    "gif": b"GIF89a" + struct.pack("<HH", 40, 30),
    "bmp": b"BM" + bytes(16) + struct.pack("<ii", 40, -30),
    "jpeg": JPEG,
    "webp lossy": b"RIFF\0\0\0\0WEBPVP8 " + bytes(10) + struct.pack("<HH", 40, 30),
    "webp lossless": b"RIFF\0\0\0\0WEBPVP8L" + bytes(4) + b"\x2f" + struct.pack("<I", 39 | 29 << 14),
    "webp extended": b"RIFF\0\0\0\0WEBPVP8X" + bytes(8) + b"\x27\0\0\x1d\0\0",
}


@pytest.mark.parametrize("name", IMAGES)
def test_the_size_is_in_the_header(name):
    assert parse_image_dimensions(IMAGES[name]) == (40, 30)


@pytest.mark.parametrize("name", IMAGES)
@given(st.data())
def test_any_bytes_behind_a_signature(name, data):
    cut = data.draw(st.integers(0, len(IMAGES[name])))
    parse_image_dimensions(IMAGES[name][:cut] + data.draw(st.binary(max_size=60)))


def test_a_frame_may_be_larger_than_its_screen():
    head = b"GIF89a" + struct.pack("<HHBBB", 1, 1, 0x80, 0, 0) + bytes(6) + b"\x21\xf9\x04abcd\0"
    frame = b"\x2c" + struct.pack("<HHHHB", 5, 0, 60_000, 65_535, 0x81) + bytes(12) + b"\x08\x02ab\0"
    assert parse_image_dimensions(head + frame) == (60_005, 65_535)
    assert (
        parse_image_dimensions(head + frame.replace(b"\x81", b"\0", 1)[:11] + b"\x02ab\0" + frame)[0]
        == 60_005
    )


def test_an_old_bmp_has_short_sizes():
    assert parse_image_dimensions(b"BM" + bytes(12) + struct.pack("<IHH", 12, 40, 30)) == (40, 30)


def huge(name):
    """The same image with a billion pixels and more in its header."""
    most = {
        "png": png(2**31 - 1, 2**31 - 1),
        "gif": b"GIF89a" + struct.pack("<HH", 65_535, 65_535),
        "bmp": b"BM" + bytes(12) + struct.pack("<Iii", 40, 2**31 - 1, -(2**31)),
        "jpeg": JPEG[:-4] + struct.pack(">HH", 65_535, 65_535),
        "webp lossy": IMAGES["webp lossy"][:-4] + struct.pack("<HH", 0x3FFF, 0x3FFF),
        "webp lossless": IMAGES["webp lossless"][:-4] + struct.pack("<I", 0x0FFFFFFF),
        "webp extended": IMAGES["webp extended"][:-6] + b"\xff" * 6,
    }
    return most[name]


@pytest.mark.parametrize("name", IMAGES)
def test_a_billion_pixels_are_not_shown_in_any_format(shown, name):
    made = shown(huge(name) + bytes(60), f"image/{name.split()[0]}", kind="binary_content")
    assert made.template == "content/_download.html"
    assert any("Images of up to" in note for note in made.notes)


def test_an_image_is_shown_by_its_address(shown):
    made = shown(png(40, 30), "image/png", kind="binary_content")
    assert (made.title, made.view.url, made.view.width) == ("Image", "/c/raw", 40)
    untold = shown(png(40, 30), "application/octet-stream", kind="binary_content")
    assert untold.view.url == "/c/raw?as=image/png"


@pytest.mark.parametrize(
    ("data", "reason"), [(png(40_000, 40_000), "Images of up to"), (png(0, 1), "damaged")]
)
def test_an_image_that_is_too_much_or_too_little_is_a_file(shown, data, reason):
    made = shown(data, "image/png", kind="binary_content")
    assert made.template == "content/_download.html"
    assert any(reason in note for note in made.notes)
