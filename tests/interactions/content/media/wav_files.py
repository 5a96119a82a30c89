"""WAV files by hand, true and false ones."""

import struct

from interactions.content.media import wav


def build_wav(
    data: bytes,
    *,
    codec: int = wav.PCM_CODEC,
    channels: int = 1,
    rate: int = 8000,
    bits: int = 16,
    declared: int | None = None,
    before: bytes = b"",
    extra: bytes = b"",
) -> bytes:
    """A WAV file around `data`; `declared` is what its head says of the length, `before` chunks before it."""
    frame = channels * bits // 8
    form = struct.pack("<HHIIHH", codec, channels, rate, rate * frame, frame, bits) + extra
    chunks = struct.pack("<4sI", b"fmt ", len(form)) + form + before
    length = len(data) if declared is None else declared
    return b"RIFF" + bytes(4) + b"WAVE" + chunks + struct.pack("<4sI", b"data", length) + data
