"""Waveforms over servers that do as they please: what is asked of them is bounded."""

import re
import time
from array import array

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interactions.content.errors import UnviewableContent
from interactions.content.limits import ContentLimits
from interactions.content.media import waveform
from interactions.content.media.waveform import (
    WINDOW_BYTES,
    WINDOW_COUNT,
    DrawingDeadline,
    WaveformTick,
    draw_waveform,
)
from interactions.ucs.resources import Content, ContentKind
from tests.interactions.content.conftest import Bytes
from tests.interactions.content.media.wav_files import build_wav

WHOLE = ContentLimits().waveform_bytes
HOUR = 57_600_000  # bytes of an hour of 8 kHz, mono, 16 bits


class Server:
    """Answers with parts of a file that is `head` and then as many bytes of noise as `size` needs."""

    def __init__(self, head, size=None, *, ranges=True, tells=True):
        self.head, self.size = head, len(head) if size is None else size
        self.ranges, self.tells, self.bodies = ranges, tells, []

    def __call__(self, headers):
        first, last = map(int, re.fullmatch(r"bytes=(\d+)-(\d+)", headers["Range"]).groups())
        if not self.ranges:
            first, last = 0, self.size - 1
        last = min(last, self.size - 1)
        status = (206 if first < self.size else 416) if self.ranges else 200
        body = self.head[first : last + 1]
        length = last - first + 1 if status != 416 else 0
        self.bodies.append(Noise(body, length))
        total = self.size if self.tells else "*"
        told = {"Content-Range": f"bytes {first}-{last}/{total}"} if status == 206 else {}
        kind = ContentKind.BINARY_CONTENT
        return Content(kind, status, None, None, length if self.tells else None, told, self.bodies[-1])

    @property
    def taken(self):
        return sum(body.taken for body in self.bodies)


class Noise(Bytes):
    def __init__(self, data, length):
        super().__init__(data)
        self.length = length

    def read(self, limit):
        limit = min(limit, self.piece, self.length - self.taken)
        piece = self.data[self.taken : self.taken + limit]
        piece += b"\x00\x20" * ((limit - len(piece) + 1) // 2)
        self.taken += limit
        return piece[:limit]


def sines(count):
    return array("h", [30_000 if number % 2 else -30_000 for number in range(count)]).tobytes()


def test_a_short_recording_is_read_in_one_pass():
    server = Server(build_wav(sines(8000 * 22)))
    wave = draw_waveform(server)
    assert (len(server.bodies), wave.columns, wave.seconds, wave.notes) == (1, 800, 22, ())
    assert wave.paths[0].startswith("M0.5 4V96M1.5 4V96")
    assert wave.ticks[:3] == (WaveformTick(0, 0), WaveformTick(5, 22.73), WaveformTick(10, 45.45))
    assert all(body.closed for body in server.bodies)


def test_each_channel_has_a_band():
    wave = draw_waveform(Server(build_wav(array("h", [16_000, 0] * 9000).tobytes(), channels=2)))
    assert wave.paths[0].startswith("M0.5 4V51")
    assert wave.paths[1].startswith("M0.5 149V151")


@pytest.mark.parametrize("hours", [1, 18, 75])
def test_a_long_recording_costs_a_bounded_number_of_bytes(hours):
    server = Server(build_wav(b"", declared=0xFFFFFFFF), hours * HOUR)
    wave = draw_waveform(server)
    assert wave.columns == wave.paths[0].count("M") == WINDOW_COUNT
    assert server.taken <= WINDOW_COUNT * WINDOW_BYTES + 65_536
    assert wave.notes == ("Drawn from 200 short samples of the recording.",)
    assert round(wave.seconds) == hours * 3600
    assert all(body.closed for body in server.bodies)


@pytest.mark.parametrize("tells", [True, False])
def test_without_ranges_the_beginning_is_drawn(tells):
    server = Server(build_wav(b"", declared=0xFFFFFFFF), HOUR, ranges=False, tells=tells)
    wave = draw_waveform(server)
    assert (len(server.bodies), wave.notes) == (1, ("Only the beginning is drawn.",))
    assert server.taken <= WHOLE + 65_536
    assert round(wave.seconds) == WHOLE // 16_000


@pytest.mark.parametrize("declared", [0, 0xFFFFFFFF, 4_000_000_000])
@pytest.mark.parametrize(("ranges", "tells"), [(True, True), (True, False), (False, True), (False, False)])
def test_a_wrong_length_in_the_header_is_corrected(declared, ranges, tells):
    wave = draw_waveform(Server(build_wav(sines(5000), declared=declared), ranges=ranges, tells=tells))
    assert (wave.seconds, wave.notes) == (0.625, ())


class Boaster(Server):
    """Claims to have what it can't send."""

    def __call__(self, headers):
        answer = super().__call__(headers)
        late = len(self.bodies) > 1
        return Content(answer.kind, 416, None, None, 0, {}, Noise(b"", 0)) if late else answer


def test_a_recording_shorter_than_declared_has_no_waveform():
    with pytest.raises(UnviewableContent, match="not loaded in time"):
        draw_waveform(Boaster(build_wav(b"", declared=0xFFFFFFFF), HOUR))


class Ticking(DrawingDeadline):
    """Is up after so many looks."""

    def __init__(self, looks):
        super().__init__()
        self.looks = looks

    @property
    def has_passed(self):
        self.looks -= 1
        return self.looks < 0


def test_at_the_deadline_the_loaded_windows_are_drawn():
    wave = draw_waveform(Server(build_wav(b"", declared=0xFFFFFFFF), HOUR), Ticking(150))
    drawn = [int(number) for number in re.findall(r"M(\d+)\.5", wave.paths[0])]
    assert 20 < len(drawn) < WINDOW_COUNT
    assert max(drawn) > 180
    assert f"{WINDOW_COUNT - len(drawn)} were not loaded in time" in wave.notes[0]
    short = draw_waveform(Server(build_wav(sines(200_000))), Ticking(10))
    assert short.notes == ("Only the beginning is drawn.",)
    assert 0 < short.seconds < 25


def test_the_deadline_follows_the_limit(settings):
    settings.CONTENT_LIMITS = ContentLimits(waveform_seconds=1000)
    assert 900 < DrawingDeadline().ends_at - time.monotonic() < 1001
    assert ContentLimits().waveform_seconds <= 10


def test_a_silent_recording_has_a_note():
    assert draw_waveform(Server(build_wav(bytes(16_000)))).notes == ("The recording is silent.",)


@pytest.mark.parametrize(
    "file", [b"", b"OggS", build_wav(b""), build_wav(b"x"), build_wav(bytes(99), codec=0x31, bits=8)]
)
def test_a_content_without_a_waveform_has_a_reason(file):
    with pytest.raises(UnviewableContent) as refusal:
        draw_waveform(Server(file))
    assert refusal.value.reason


@pytest.mark.parametrize("seconds", [0.4, 7, 59, 3600, 86_400, 400_000])
def test_there_are_few_ticks_at_round_times(seconds):
    ticks = waveform._build_ticks(seconds)
    assert 1 <= len(ticks) <= waveform.MAX_TICKS + 1
    assert all(0 <= tick.percent <= 96 for tick in ticks)


@given(st.binary(max_size=300), st.integers(0, 44), st.none() | st.integers(0, 2**42), st.booleans())
def test_any_bytes_give_a_waveform_or_a_reason(data, kept, size, ranges):
    server = Server(build_wav(b"", declared=0xFFFFFFFF)[:kept] + data, size, ranges=ranges)
    try:
        wave = draw_waveform(server, Ticking(60))
    except UnviewableContent:
        return
    assert wave.paths
    assert all(body.closed for body in server.bodies)
