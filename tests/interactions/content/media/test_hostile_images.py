"""Images that are small to send and large to draw: told by their heads, in bounded time."""

import struct
import time
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interactions.content.mail.inline_images import build_inline_images
from interactions.content.mail.mail_parser import parse_mail
from interactions.content.media.image_view import (
    IMAGE_HEADER_BYTES,
    is_animated,
    is_drawable,
    parse_image_dimensions,
)
from tests.interactions.content.mail.test_mail import build_mail, build_part

from .test_image_view import IMAGES, JPEG, huge

LARGE = 7000  # pixels each way: 49 million, which a picture that stands still may have
FRAME = b"\x2c" + struct.pack("<HHHHB", 0, 0, 1, 1, 0) + b"\x02\x02\x44\x01\0"


def gif(size, frames, *, first=b""):
    return (
        b"GIF89a" + struct.pack("<HHBBB", size, size, 0x80, 0, 0) + bytes(6) + first + FRAME * frames + b";"
    )


def png(size, *before):
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", size, size, 1, 0, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + b"".join(before) + chunk(b"IDAT", b"x" * 99) + chunk(b"IEND", b"")


def chunk(kind, data):
    return struct.pack(">I4s", len(data), kind) + data + struct.pack(">I", zlib.crc32(kind + data))


def webp(size, flags):
    canvas = (size - 1).to_bytes(3, "little") * 2
    return b"RIFF\0\0\0\0WEBPVP8X\x0a\0\0\0" + bytes([flags, 0, 0, 0]) + canvas


ANIMATION = chunk(b"acTL", struct.pack(">II", 100_000, 0))
STILL = {
    "gif": gif(LARGE, 1),
    "png": png(LARGE),
    "png that only speaks of it": png(LARGE, chunk(b"tEXt", b"acTL")),
    "webp": webp(LARGE, 0x10),
}
MOVING = {
    "gif of 100,000 frames": gif(LARGE, 100_000),
    "gif whose second frame is far behind": gif(LARGE, 1, first=b"\x21\xfe" + b"\xff" * 255 * 1100 + b"\0"),
    "png": png(LARGE, ANIMATION),
    "png that speaks of its picture first": png(LARGE, chunk(b"tEXt", b"IDAT"), ANIMATION),
    "png whose picture is far behind": png(LARGE, chunk(b"iCCP", bytes(IMAGE_HEADER_BYTES)), ANIMATION),
    "webp": webp(LARGE, 0x02),
}
HOSTILE = {
    "jpeg of fill bytes": b"\xff\xd8" + b"\xff" * 18_000_000,
    "jpeg of empty segments": b"\xff\xd8" + b"\xff\xe0\0\2" * 4_000_000,
    "gif of a million frames": gif(1, 1_000_000),
    "gif of empty extensions": gif(1, 0, first=b"\x21\xf9\0" * 5_000_000),
    "png of empty chunks": b"\x89PNG\r\n\x1a\n" + b"\0\0\0\0tEXt\0\0\0\0" * 1_000_000,
}


@pytest.mark.parametrize("name", STILL)
def test_a_large_picture_is_shown(shown, name):
    assert not is_animated(STILL[name])
    assert shown(STILL[name], f"image/{name[:4].strip()}", kind="binary_content").title == "Image"


@pytest.mark.parametrize("name", MOVING)
def test_a_large_animation_is_a_file(shown, name):
    made = shown(MOVING[name], f"image/{name[:4].strip()}", kind="binary_content")
    assert made.template == "content/_download.html"
    assert any("The animation has 7,000 × 7,000 pixels" in note for note in made.notes)
    assert any("Animations of up to 10,000,000 pixels are shown." in note for note in made.notes)


@pytest.mark.parametrize("data", [gif(300, 100_000), png(3000, ANIMATION), webp(3000, 2)])
def test_a_usual_animation_is_shown(data):
    assert is_drawable(data)


@pytest.mark.parametrize("name", HOSTILE)
def test_a_head_is_read_at_once_however_long_it_is(name):
    before = time.process_time()
    parse_image_dimensions(HOSTILE[name])
    is_drawable(HOSTILE[name])
    assert time.process_time() - before < 1.5


def test_a_thumbnail_is_not_taken_for_the_picture():
    """In a JPEG's EXIF lies another JPEG: the size is that of the outer one, whatever the inner one says."""
    inner = JPEG[:-4] + struct.pack(">HH", 65_535, 65_535)
    exif = b"\xff\xe1" + struct.pack(">H", len(inner) + 8) + b"Exif\0\0" + inner
    assert parse_image_dimensions(JPEG[:2] + exif + JPEG[2:]) == (40, 30)
    outer = huge("jpeg")
    small = b"\xff\xe1" + struct.pack(">H", len(JPEG) + 8) + b"Exif\0\0" + JPEG
    assert not is_drawable(outer[:2] + small + outer[2:])


@pytest.mark.parametrize("name", [*IMAGES, *MOVING])
def test_none_is_put_into_the_html_of_a_mail(name):
    data = MOVING.get(name) or huge(name) + bytes(60)
    sent = build_mail(
        build_part("text/html", b"<img src=cid:a>"),
        build_part("image/png", data[:300_000], "Content-ID: <a>"),
    )
    assert build_inline_images(parse_mail(sent)) == {}


def test_a_mail_with_a_hostile_picture_is_read_at_once(shown):
    picture = b"\xff\xd8\xff" + b"\xff" * 10_000_000
    sent = build_mail(
        build_part("text/html", b"<img src=cid:a>"), build_part("image/jpeg", picture, "Content-ID: <a>")
    )
    before = time.process_time()
    assert shown(sent, "message/rfc822", kind="binary_content").title == "E-mail"
    assert time.process_time() - before < 15


@pytest.mark.parametrize("name", [*STILL, *MOVING])
@given(st.data())
def test_any_damage(name, data):
    whole = bytearray((STILL | MOVING)[name][:600])
    for _ in range(data.draw(st.integers(1, 5))):
        at = data.draw(st.integers(0, len(whole) - 1))
        whole[at] = data.draw(st.integers(0, 255))
    cut = bytes(whole[: data.draw(st.integers(0, len(whole)))])
    size = parse_image_dimensions(cut)
    assert isinstance(is_animated(cut), bool)
    if is_drawable(cut):
        assert size is not None
        assert size[0] * size[1] <= 50_000_000
