"""Heads of recordings and films: what they say, whatever was done to them, and what it costs to read them."""

import re
import struct
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interactions.content.errors import UnviewableContent
from interactions.content.media import media_header, mp3
from interactions.content.media.ranged_media import (
    MAX_RANGE_BYTES,
    MAX_RANGE_REQUESTS,
    MAX_SKIPPED_BYTES,
    RangedMedia,
)
from interactions.content.nested.in_memory import build_in_memory_source
from interactions.ucs.errors import UCSUnavailable
from interactions.ucs.range_requests import apply_range
from interactions.ucs.resources import Content, ContentKind
from tests.interactions.content.conftest import Bytes

from . import sounds

HEAD = 4000  # bytes that the viewer hands over


class Server:
    """Gives a file by ranges, or all of it where it knows none, and counts what was asked and taken."""

    def __init__(self, data, *, ranges=True, tells=True):
        self.data, self.ranges, self.tells = data, ranges, tells
        self.asked, self.bodies = [], []

    def __call__(self, headers):
        self.asked.append(headers["Range"])
        first, last = map(int, re.fullmatch(r"bytes=(\d+)-(\d+)", headers["Range"]).groups())
        size, told = len(self.data), {}
        body = Bytes(self.data)
        if self.ranges:
            body = Bytes(self.data[first : last + 1])
            told = {"Content-Range": f"bytes {first}-{min(last, size - 1)}/{size}"}
        self.bodies.append(body)
        length = len(body.data) if self.tells else None
        status = 206 if self.ranges else 200
        content = Content(ContentKind.BINARY_CONTENT, status, None, None, length, told, body)
        return apply_range(content, headers)

    @property
    def taken(self):
        return sum(body.taken for body in self.bodies)


def read(data):
    return media_header.parse_media_metadata(
        RangedMedia(data[:HEAD], len(data), build_in_memory_source(data))
    )


FILES = {
    "mp3": (sounds.build_mp3(), "44.1 kHz, mono, MP3, 128 kbit/s", 10.4),
    "mp3 behind a picture": (
        sounds.build_mp3(tag=b"\xff\xfb" * 40_000),
        "44.1 kHz, mono, MP3, 128 kbit/s",
        10.4,
    ),
    "mp3 with its frames counted": (sounds.build_mp3(xing=400), "44.1 kHz, mono, MP3, 128 kbit/s", 10.4),
    "opus": (sounds.build_opus(), "48 kHz, mono, Opus", 8.0),
    "a long opus": (sounds.build_opus(30_000), "48 kHz, mono, Opus", 600.0),
    "vorbis": (sounds.build_vorbis(12), "44.1 kHz, stereo, Vorbis, 128 kbit/s", 12.0),
    "flac": (sounds.build_flac(), "8 kHz, mono, 16-bit FLAC", 16.1),
    "m4a": (sounds.build_m4a(), "48 kHz, mono, AAC", 8.0),
    "m4a whose head is its end": (sounds.build_m4a(9000, moov_last=True), "48 kHz, mono, AAC", 192.0),
    "webm": (sounds.build_webm(), "320 × 240, 48 kHz, stereo, VP8 and Opus", 12.0),
}


@pytest.mark.parametrize("name", FILES)
def test_each_format_gives_its_metadata(name):
    data, words, seconds = FILES[name]
    facts = read(data)
    assert facts.summary == words
    assert round(facts.plausible_seconds, 1) == seconds


@pytest.mark.parametrize("name", FILES)
def test_metadata_costs_few_requests_and_bytes(name):
    data, words, _ = FILES[name]
    server = Server(data)
    assert media_header.parse_media_metadata(RangedMedia(data[:HEAD], len(data), server)).summary == words
    assert len(server.asked) <= 3
    assert server.taken <= 2 * MAX_RANGE_BYTES
    assert all(body.closed for body in server.bodies)


@pytest.mark.parametrize("name", FILES)
@given(st.data())
def test_any_damage_gives_plausible_metadata_or_none(name, data):
    whole = bytearray(FILES[name][0][:20_000])
    for _ in range(data.draw(st.integers(1, 6))):
        at = data.draw(st.integers(0, min(len(whole), 400) - 1))
        bits = data.draw(st.binary(min_size=1, max_size=8))
        whole[at : at + len(bits)] = bits
    cut = bytes(whole[: data.draw(st.integers(0, len(whole)))])
    told = data.draw(st.sampled_from([len(cut), None, 2**40, 0]))
    server = Server(cut, ranges=data.draw(st.booleans()), tells=data.draw(st.booleans()))
    facts = media_header.parse_media_metadata(RangedMedia(cut[:HEAD], told, server))
    assert facts.summary == facts.summary.strip(", ")
    assert facts.plausible_seconds is None or 0 < facts.plausible_seconds <= 360_000
    assert len(server.asked) <= MAX_RANGE_REQUESTS


@given(
    st.sampled_from([b"", b"fLaC", b"OggS\0", b"\0\0\0\x10ftypisom\0\0\0\0", b"\x1aE\xdf\xa3", b"ID3\3\0\0"]),
    st.binary(max_size=600),
)
def test_any_bytes_behind_a_signature_give_plausible_metadata(signature, data):
    facts = read(signature + data)
    assert facts.plausible_seconds is None or 0 < facts.plausible_seconds <= 360_000


class TestRangedMedia:
    def test_bytes_of_the_head_are_not_requested(self):
        server = Server(bytes(9000))
        media = RangedMedia(server.data[:HEAD], 9000, server)
        assert len(media.read_at(100, 300)) == 300
        assert server.asked == []
        assert len(media.read_at(8900, 300)) == 100
        assert server.asked == ["bytes=8900-8999"]

    def test_the_number_of_requests_is_limited(self):
        server = Server(bytes(10_000_000))
        media = RangedMedia(b"", None, server)
        assert [len(media.read_at(number * MAX_RANGE_BYTES, 2 * MAX_RANGE_BYTES)) for number in range(9)] == [
            MAX_RANGE_BYTES
        ] * MAX_RANGE_REQUESTS + [0] * 3
        assert server.taken == MAX_RANGE_REQUESTS * MAX_RANGE_BYTES

    def test_nothing_is_requested_after_the_time_limit(self):
        server = Server(bytes(9000))
        media = RangedMedia(b"", 9000, server)
        media.ends_at = time.monotonic() - 1
        assert (media.read_at(0, 10), server.asked) == (b"", [])

    def test_skipping_without_ranges_is_limited(self):
        server = Server(bytes(MAX_SKIPPED_BYTES + 9000), ranges=False)
        media = RangedMedia(b"", len(server.data), server)
        assert media.read_at(MAX_SKIPPED_BYTES + 1, 100) == b""
        assert server.taken == 0
        assert len(media.read_at(MAX_SKIPPED_BYTES - 9000, 100)) == 100

    def test_without_ranges_and_length_nothing_is_read(self):
        server = Server(bytes(9000), ranges=False, tells=False)
        assert RangedMedia(b"", None, server).read_at(10, 10) == b""
        assert server.taken == 0
        assert server.bodies[0].closed

    @pytest.mark.parametrize(
        "error", [UCSUnavailable("The UCS is away."), UnviewableContent("The file is encrypted.")]
    )
    def test_a_failed_request_gives_the_bytes_of_the_head(self, error):
        def refuse(headers):
            raise error

        assert RangedMedia(b"abc", 99, refuse).read_at(1, 10) == b"bc"


def test_a_recording_of_unknown_length_costs_no_request():
    """Of unknown length there is no end to look for; what comes at the beginning must do."""
    server = Server(b"", ranges=False, tells=False)
    facts = media_header.parse_media_metadata(RangedMedia(sounds.build_opus(9000)[:HEAD], None, server))
    assert (facts.summary, facts.plausible_seconds, server.asked) == ("48 kHz, mono, Opus", None, [])
    facts = media_header.parse_media_metadata(RangedMedia(sounds.build_mp3()[:HEAD], None, server))
    assert (facts.summary, facts.plausible_seconds, server.asked) == (
        "44.1 kHz, mono, MP3, 128 kbit/s",
        None,
        [],
    )


def test_a_variable_bit_rate_gives_no_length():
    slower = b"\xff\xfb\x50\xc4" + bytes(204)  # 64 kbit/s
    facts = read((sounds.MP3_FRAME + slower) * 50)
    assert (facts.summary, facts.plausible_seconds) == ("44.1 kHz, mono, MP3", None)


def test_mpeg_2_and_vbri_headers_are_parsed():
    frame = b"\xff\xf3\x40\xc4" + bytes(188)  # MPEG-2, 32 kbit/s, 22.05 kHz, mono: 104 bytes
    frame = frame[:104]
    assert read(frame * 100).summary == "22.05 kHz, mono, MP3, 32 kbit/s"
    told = b"VBRI" + struct.pack(">HHHII", 1, 0, 75, 104_000, 1000)
    counted = (frame[:36] + told).ljust(104, b"\0") + frame * 9
    assert round(read(counted).plausible_seconds, 2) == 26.12


@pytest.mark.parametrize("frames", [1, 2**32 - 1])
def test_an_implausible_frame_count_gives_no_length(frames):
    facts = read(sounds.build_mp3(2, xing=1).replace(struct.pack(">II", 3, 1), struct.pack(">II", 3, frames)))
    assert (facts.plausible_seconds is None) == (frames > 1)


@pytest.mark.parametrize(
    "data",
    [
        b"\xff" * 4_000_000,
        b"\xff\xfb\x90\xc4" * 1_000_000,
        b"OggS\0" * 800_000,
        sounds.build_opus()[:100] + b"OggS\0" + b"\xff" * 9 + (b"OggS\0" + bytes(30)) * 100_000,
        b"\0\0\0\x10ftypisom\0\0\0\0" + b"\0\0\0\x08free" * 500_000,
        b"\0\0\0\x10ftypisom\0\0\0\0" + b"\xff\xff\xff\xffmoov" + b"\0\0\0\x08trak" * 500_000,
        b"\0\0\0\x10ftypisom\0\0\0\0\0\0\0\1mdat" + b"\xff" * 8,
        b"\x1aE\xdf\xa3\x80\x18\x53\x80\x67\xff" + b"\x80\x80" * 2_000_000,
        b"\x1aE\xdf\xa3\x80\x18\x53\x80\x67\xff\x16\x54\xae\x6b\xff" + b"\xae\x80" * 2_000_000,
        b"ID3\x03\0\0\x7f\x7f\x7f\x7f" + b"\xff" * 4_000_000,
    ],
)
def test_hostile_headers_take_bounded_time(data):
    server, began = Server(data), time.process_time()
    facts = media_header.parse_media_metadata(RangedMedia(data[:HEAD], len(data), server))
    assert time.process_time() - began < 1.5
    assert server.taken <= MAX_RANGE_REQUESTS * MAX_RANGE_BYTES
    assert facts.plausible_seconds is None


def test_what_is_no_mp3_is_refused():
    with pytest.raises(UnviewableContent):
        mp3.parse_mp3_metadata(RangedMedia(b"\xff\xf1\x50\x80" * 40))  # AAC in ADTS begins nearly like one
