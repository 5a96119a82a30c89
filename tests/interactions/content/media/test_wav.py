import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interactions.content.errors import UnviewableContent
from interactions.content.media import wav
from tests.interactions.content.media.wav_files import build_wav


def test_a_plain_head():
    file = build_wav(bytes(32_000), channels=2)
    sound = wav.parse_wav_header(file, len(file))
    assert (sound.data_start, sound.data_bytes, sound.seconds) == (44, 32_000, 1.0)
    assert (sound.is_plain, sound.codec_name) == (True, "16-bit PCM")


@pytest.mark.parametrize(
    ("declared", "size", "length"),
    [
        (0xFFFFFFFF, 10_044, 10_000),  # written while it was recorded
        (0, 10_044, 10_000),
        (4_000_000_000, 10_044, 10_000),  # broken off
        (600, 10_044, 600),  # something follows
        (600, None, 600),
        (0xFFFFFFFF, None, None),
        (600, 10, 0),
    ],
)
def test_the_length_is_what_the_file_can_hold(declared, size, length):
    assert wav.parse_wav_header(build_wav(b"", declared=declared), size).data_bytes == length


def test_odd_chunks_are_padded():
    note = b"LIST" + struct.pack("<I", 5) + b"INFOx\0"
    assert wav.parse_wav_header(build_wav(b"ab", before=note), None).data_start == 44 + len(note)


def test_the_extensible_form_names_its_codec():
    extra = struct.pack("<HHIH", 22, 32, 3, wav.FLOAT_CODEC) + bytes(14)
    sound = wav.parse_wav_header(build_wav(b"", codec=wav.EXTENSIBLE_CODEC, bits=32, extra=extra), None)
    assert (sound.codec_name, sound.is_plain) == ("32-bit float", True)


def test_more_than_four_gigabytes():
    long = b"ds64" + struct.pack("<IQQQI", 28, 0, 6_000_000_000, 0, 0)
    file = b"RF64" + bytes(4) + b"WAVE" + long + build_wav(b"", declared=0xFFFFFFFF)[12:]
    assert wav.parse_wav_header(file, 9_000_000_000).data_bytes == 6_000_000_000


def test_what_must_be_decoded_has_facts_only():
    gsm = build_wav(bytes(1625), codec=0x31, bits=8)
    sound = wav.parse_wav_header(gsm, len(gsm))
    assert (sound.is_plain, sound.codec_name) == (False, "GSM 6.10")
    assert wav.parse_wav_header(build_wav(b"", codec=0x1234, bits=8), None).codec_name == "codec 0x1234"


@pytest.mark.parametrize(
    "file",
    [
        b"",
        b"RIFF",
        build_wav(b"")[:30],
        build_wav(b"", channels=0),
        build_wav(b"", channels=99),
        build_wav(b"", rate=0),
    ],
)
def test_what_does_not_add_up(file):
    with pytest.raises(UnviewableContent):
        wav.parse_wav_header(file, None)


@given(st.binary(max_size=200), st.integers(0, 44), st.none() | st.integers(0, 2**40))
def test_any_bytes(data, kept, size):
    try:
        sound = wav.parse_wav_header(build_wav(b"")[:kept] + data, size)
    except UnviewableContent:
        return
    assert sound.seconds is None or sound.seconds >= 0
