from array import array

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interactions.content.media import wav
from interactions.content.media.audio_samples import compute_peak_ranges
from tests.interactions.content.media.wav_files import build_wav


def reached(data, stretches=1, **form):
    return compute_peak_ranges(data, wav.parse_wav_header(build_wav(data, **form), None), stretches)


@pytest.mark.parametrize(
    ("data", "form"),
    [
        (bytes([128, 64, 192]), {"bits": 8}),
        (array("h", [0, -16384, 16384]).tobytes(), {}),
        (b"\0\0\0" + b"\0\0\xc0" + b"\0\0\x40", {"bits": 24}),
        (array("i", [0, -(2**30), 2**30]).tobytes(), {"bits": 32}),
        (array("f", [0, -0.5, 0.5]).tobytes(), {"bits": 32, "codec": wav.FLOAT_CODEC}),
        (array("d", [0, -0.5, 0.5]).tobytes(), {"bits": 64, "codec": wav.FLOAT_CODEC}),
    ],
)
def test_half_as_loud_as_can_be(data, form):
    assert reached(data, **form) == [((-0.5, 0.5),)]


@pytest.mark.parametrize(
    ("codec", "quiet", "low", "high", "loudest"),
    [(wav.MU_LAW_CODEC, 0xFF, 0x00, 0x80, 32124), (wav.A_LAW_CODEC, 0xD5, 0x2A, 0xAA, 32256)],
)
def test_g711(codec, quiet, low, high, loudest):
    form = {"codec": codec, "bits": 8}
    assert reached(bytes([low, high]), **form) == [((-loudest / 32768, loudest / 32768),)]
    assert max(map(abs, reached(bytes([quiet]), **form)[0][0])) < 0.001


def test_channels_and_stretches_are_apart():
    data = array("h", [8192, -8192] * 2 + [16384, -16384] * 2).tobytes()
    assert reached(data, 2, channels=2) == [((0, 0.25), (-0.25, 0)), ((0, 0.5), (-0.5, 0))]


def test_what_is_no_number_is_passed_over():
    odd = array("f", [float("nan"), 0.25, float("nan"), float("inf")]).tobytes()
    assert reached(odd, codec=wav.FLOAT_CODEC, bits=32) == [((0, 1),)]


CODINGS = [
    (wav.PCM_CODEC, 8),
    (wav.PCM_CODEC, 16),
    (wav.PCM_CODEC, 24),
    (wav.PCM_CODEC, 32),
    (wav.FLOAT_CODEC, 32),
    (wav.FLOAT_CODEC, 64),
]


@given(
    st.binary(max_size=400),
    st.sampled_from([*CODINGS, (wav.MU_LAW_CODEC, 8), (wav.A_LAW_CODEC, 8)]),
    st.integers(1, 8),
    st.integers(1, 9),
)
def test_any_samples(data, coding, channels, stretches):
    columns = reached(data, stretches, codec=coding[0], bits=coding[1], channels=channels)
    assert len(columns) <= stretches
    for column in columns:
        assert len(column) == channels
        assert all(-1 <= reach.low <= reach.high <= 1 for reach in column)
