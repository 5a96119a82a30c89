"""Recordings: tones in the rhythm of two people speaking in turn, as a WAV of 8 kHz: of 16 bits, mono or with
a channel for each of the two, or in µ-law (G.711), as telephone systems record.

Nobody is heard: syllables are three partials each under an envelope, with pauses between words and turns.
All in whole numbers, so that every machine makes the same samples.
"""

import io
import math
import struct
import sys
import wave
from array import array
from enum import Enum
from functools import cache
from random import Random

from samplecentre.seeded_random import build_random

SAMPLES_PER_SECOND = 8000
RECORDING_SECONDS = 22
VOICE_PITCHES_HERTZ = (118, 196)  # hertz, of the two voices
VOWEL_FORMANTS_HERTZ = (
    (730, 1090),
    (530, 1840),
    (390, 1990),
    (570, 840),
    (440, 1020),
)  # hertz, the first two formants
SINE_TABLE = tuple(round(math.sin(2 * math.pi * step / 1024) * 4096) for step in range(1024))


class RecordingForm(Enum):
    MONO = "mono"
    STEREO = "stereo"
    MU_LAW = "µ-law"


@cache
def build_recording(
    seed: str, seconds: int = RECORDING_SECONDS, form: RecordingForm = RecordingForm.MONO
) -> bytes:
    """A recording of so many seconds; another seed is another conversation."""
    rng = build_random(f"recording {seed}")
    tracks = [
        array("h", bytes(2 * SAMPLES_PER_SECOND * seconds))
        for _ in range(2 if form is RecordingForm.STEREO else 1)
    ]
    at, turn = SAMPLES_PER_SECOND // 2, 0
    while at < len(tracks[0]):
        for _ in range(rng.randrange(6, 16)):
            at = _add_word(tracks[turn % len(tracks)], at, rng, VOICE_PITCHES_HERTZ[turn])
        at += rng.randrange(SAMPLES_PER_SECOND // 4, SAMPLES_PER_SECOND)
        turn = 1 - turn
    return _build_mu_law_wav(tracks[0]) if form is RecordingForm.MU_LAW else _build_pcm_wav(tracks)


def _add_word(samples: "array[int]", at: int, rng: Random, pitch: int) -> int:
    """One to three syllables and the gap after them; gives where the next word begins."""
    for _ in range(rng.randrange(1, 4)):
        length = rng.randrange(SAMPLES_PER_SECOND // 10, SAMPLES_PER_SECOND // 4)
        _add_syllable(samples, at, length, pitch + rng.randrange(-18, 19), rng.choice(VOWEL_FORMANTS_HERTZ))
        at += length + rng.randrange(60, 240)
    return at + rng.randrange(SAMPLES_PER_SECOND // 20, SAMPLES_PER_SECOND // 6)


def _add_syllable(samples: "array[int]", at: int, length: int, pitch: int, formants: tuple[int, int]) -> None:
    """A swell of the pitch and of the two partials of it that are nearest to the formants."""
    low, high = (max(formant // pitch, 2) for formant in formants)
    step = pitch * 1024 * 256 // SAMPLES_PER_SECOND  # 1/256 of a place in the table
    for offset in range(min(length, len(samples) - at)):
        phase = offset * step >> 8
        sound = (
            4 * SINE_TABLE[phase & 1023]
            + 3 * SINE_TABLE[phase * low & 1023]
            + SINE_TABLE[phase * high & 1023]
        )
        swell = min(offset, length - offset, 480)
        samples[at + offset] = sound * swell // 1300


def _build_pcm_wav(tracks: "list[array[int]]") -> bytes:
    samples = array("h", bytes(2 * len(tracks[0]) * len(tracks)))
    for channel, track in enumerate(tracks):
        samples[channel :: len(tracks)] = track
    if sys.byteorder == "big":
        samples.byteswap()
    buffer = io.BytesIO()
    with wave.open(buffer, "wb") as file:
        file.setnchannels(len(tracks))
        file.setsampwidth(2)
        file.setframerate(SAMPLES_PER_SECOND)
        file.writeframes(samples.tobytes())
    return buffer.getvalue()


def _build_mu_law_wav(samples: "array[int]") -> bytes:
    """The library's writer knows PCM only; other codecs have a `fact` chunk besides."""
    data = bytes(map(_encode_mu_law, samples))
    form = struct.pack("<4sIHHIIHHH", b"fmt ", 18, 7, 1, SAMPLES_PER_SECOND, SAMPLES_PER_SECOND, 1, 8, 0)
    chunks = form + struct.pack("<4sII4sI", b"fact", 4, len(data), b"data", len(data)) + data
    return struct.pack("<4sI4s", b"RIFF", len(chunks) + 4, b"WAVE") + chunks


def _encode_mu_law(sample: int) -> int:
    """G.711: sign, exponent and mantissa of the sample, inverted."""
    size = min(abs(sample), 32635) + 132
    exponent = size.bit_length() - 8
    return ~((sample < 0) << 7 | exponent << 4 | size >> exponent + 3 & 15) & 0xFF
