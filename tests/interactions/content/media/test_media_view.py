from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interactions.content.content_view import build_content_view
from interactions.content.media.playback_position import format_playback_position, parse_playback_position
from interactions.content.nested.in_memory import build_in_memory_source
from tests.interactions.content.conftest import ADDRESSES, content
from tests.interactions.content.media.wav_files import build_wav

from . import sounds

HERE = replace(ADDRESSES, waveform="/c/waveform", second=83.0)


def media(data, media_type="audio/x-wav", where=HERE):
    return build_content_view(lambda _: content(data, media_type, kind="binary_content"), where)


def test_a_recording_says_what_it_is():
    made_of = media(build_wav(bytes(32_000), channels=2)).view
    assert (made_of.facts, made_of.seconds) == ("8 kHz, stereo, 16-bit PCM", 1.0)
    assert (made_of.source, made_of.waveform) == ("/c/raw#t=83", "/c/waveform")


@pytest.mark.parametrize(
    ("form", "note", "waveform"),
    [
        ({"codec": 6, "bits": 8}, None, "/c/waveform"),
        ({"codec": 7, "bits": 8}, None, "/c/waveform"),
        ({"codec": 3, "bits": 64}, "Browsers can’t play 64-bit float", "/c/waveform"),
        ({"codec": 0x31, "bits": 8}, "Browsers can’t play GSM 6.10", None),
    ],
)
def test_what_no_browser_plays_is_said(form, note, waveform):
    shown = media(build_wav(bytes(800), **form))
    assert shown.view.waveform == waveform
    assert any(note in each for each in shown.notes) if note else not shown.notes


@pytest.mark.parametrize(
    ("data", "media_type"),
    [(b"ID3\x03xyz", "audio/mpeg"), (b"RIFFxxxxWAVE", "audio/wav"), (b"\0\0\0\x20ftypisom", "video/mp4")],
)
def test_others_play_without_facts(data, media_type):
    shown = media(data, media_type)
    assert (shown.view.source, shown.view.waveform, shown.view.facts) == ("/c/raw#t=83", None, "")
    assert media(data, media_type, ADDRESSES).view.source == "/c/raw"


@pytest.mark.parametrize(
    ("data", "media_type", "facts", "seconds"),
    [
        (sounds.build_mp3(), "audio/mpeg", "44.1 kHz, mono, MP3, 128 kbit/s", 10.425),
        (sounds.build_opus(), "application/ogg", "48 kHz, mono, Opus", 7.9935),
        (sounds.build_webm(), "video/webm", "320 × 240, 48 kHz, stereo, VP8 and Opus", 12),
        (sounds.build_m4a(9000, moov_last=True, brand=b"isom"), "video/mp4", "48 kHz, mono, AAC", 192),
    ],
)
def test_what_other_heads_say(data, media_type, facts, seconds):
    made_of = build_content_view(build_in_memory_source(data, media_type), HERE).view
    assert (made_of.facts, made_of.seconds, made_of.waveform) == (facts, seconds, None)


@pytest.mark.parametrize(
    ("text", "value"),
    [("83", 83), (" 83.5", 83.5), ("1:23", 83), ("1:02:03", 3723), ("0", 0), ("99:00:00", 356_400)]
    + [(bad, None) for bad in (None, "", "-1", "1e3", "nan", "1:2:3:4", "x", "83,5", "٨٣", "999999", "1\n")],
)
def test_moments(text, value):
    assert parse_playback_position(text) == (1 if text == "1\n" else value)


@given(st.text(max_size=20))
def test_any_text_is_a_moment_or_none(text):
    found = parse_playback_position(text)
    assert found is None or 0 <= found <= 360_000


def test_as_people_write_it():
    assert [format_playback_position(each) for each in (0, 5.9, 83, 3723)] == [
        "0:00",
        "0:05",
        "1:23",
        "1:02:03",
    ]
