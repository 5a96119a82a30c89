"""WAV files by hand, true and false ones."""

import struct

from interactions.content.media import wav


def build_wav(
    data: bytes, *, codec=wav.PCM_CODEC, channels=1, rate=8000, bits=16, declared=None, before=b"", extra=b""
) -> bytes:
    """A WAV file around `data`; `declared` is what its head says of the length, `before` chunks before it."""
    frame = channels * bits // 8
    form = struct.pack("<HHIIHH", codec, channels, rate, rate * frame, frame, bits) + extra
    chunks = struct.pack("<4sI", b"fmt ", len(form)) + form + before
    length = len(data) if declared is None else declared
    return b"RIFF" + bytes(4) + b"WAVE" + chunks + struct.pack("<4sI", b"data", length) + data
