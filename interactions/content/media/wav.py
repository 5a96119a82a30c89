"""The head of a WAV file: what kind of sound it is, where its samples begin and how many there are.

Recorders lie in their heads: one that writes while it records leaves the lengths at 0 or 0xFFFFFFFF, others
break off early. So the length is what the file itself can hold, and the head's only where that is less.
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext

from interactions.content.errors import UnviewableContent

WAV_HEADER_BYTES = (
    65_536  # bytes in which the samples must begin to be found; a recorder's notes may stand before them
)
MAX_CHANNELS = 8  # more are no recording of people who speak
MAX_CHUNKS = 64
PCM_CODEC, FLOAT_CODEC, A_LAW_CODEC, MU_LAW_CODEC, EXTENSIBLE_CODEC = 1, 3, 6, 7, 0xFFFE
WAV_CODEC_NAMES = {
    0x0002: "ADPCM",
    A_LAW_CODEC: "A-law",
    MU_LAW_CODEC: "µ-law",
    0x0011: "IMA ADPCM",
    0x0022: "TrueSpeech",
    0x0031: "GSM 6.10",
    0x0040: "G.721 ADPCM",
    0x0042: "G.723.1",
    0x0045: "G.726 ADPCM",
    0x0050: "MPEG",
    0x0055: "MP3",
    0x0064: "G.726 ADPCM",
    0x0083: "G.729",
    0x00FF: "AAC",
}
CODEC_SAMPLE_BITS = {
    PCM_CODEC: (8, 16, 24, 32),
    FLOAT_CODEC: (32, 64),
    A_LAW_CODEC: (8,),
    MU_LAW_CODEC: (8,),
}  # bits of a sample, by codec


@dataclass(frozen=True)
class WavHeader:
    """What a head says. `rate` in samples a second of each channel, `bits` of one sample, `frame` in bytes of
    all channels' samples together, `pace` in bytes a second. `start` is where the samples begin and `length`
    how many bytes of them there are; both None when it could not be found out."""

    codec: int
    channels: int
    rate: int
    bits: int
    frame: int
    pace: int
    start: int | None
    length: int | None

    @property
    def is_plain(self) -> bool:
        """Every sample stands for itself, so that it can be drawn without decoding what is before it."""
        return (
            self.bits in CODEC_SAMPLE_BITS.get(self.codec, ())
            and self.frame == self.channels * self.bits // 8
        )

    @property
    def seconds(self) -> float | None:
        if self.length is None:
            return None
        return self.length // self.frame / self.rate if self.is_plain else self.length / self.pace

    @property
    def coding(self) -> str:
        """`16-bit PCM`, `µ-law`, `codec 0x1234`."""
        if self.codec in (PCM_CODEC, FLOAT_CODEC):
            return f"{self.bits}-bit {'PCM' if self.codec == PCM_CODEC else 'float'}"
        return WAV_CODEC_NAMES.get(self.codec, f"codec 0x{self.codec:04x}")


def parse_wav_header(head: bytes, size: int | None) -> WavHeader:
    """The sound of a file of `size` bytes (None when nobody knows) that begins with `head`.

    Raises `UnviewableContent` for what is no WAV, or one that doesn't add up.
    """
    if head[:4] not in (b"RIFF", b"RF64", b"BW64") or head[8:12] != b"WAVE":
        raise UnviewableContent(gettext("This is not a WAV file."))
    form, start, declared = None, None, None
    long_length = None
    for name, at, length in _iter_chunks(head):
        if name == b"ds64" and at + 16 <= len(head):
            long_length = int.from_bytes(head[at + 8 : at + 16], "little")
        elif name == b"fmt " and form is None and at + 16 <= len(head):
            form = _parse_format_chunk(head[at : at + length])
        elif name == b"data":
            start, declared = at, long_length if length == 0xFFFFFFFF and long_length else length
            break
    if form is None:
        raise UnviewableContent(gettext("The WAV header is damaged."))
    return WavHeader(
        *form, start=start, length=None if start is None else _compute_data_bytes(declared, start, size)
    )


def _iter_chunks(head: bytes) -> Iterator[tuple[bytes, int, int]]:
    """Name, place and declared length of the chunks whose beginning is in `head`. Each begins at an even
    place."""
    at = 12
    for _ in range(MAX_CHUNKS):
        if at + 8 > len(head):
            return
        name, length = struct.unpack_from("<4sI", head, at)
        yield name, at + 8, length
        at += 8 + length + length % 2


def _parse_format_chunk(chunk: bytes) -> tuple[int, int, int, int, int, int]:
    """Codec, channels, rate, bits, frame and pace."""
    codec, channels, rate, pace, frame, bits = struct.unpack_from("<HHIIHH", chunk)
    if codec == EXTENSIBLE_CODEC and len(chunk) >= 26:
        codec = int.from_bytes(chunk[24:26], "little")  # the first two bytes of the sub-format's GUID
    if not (0 < channels <= MAX_CHANNELS and rate and pace and frame):
        raise UnviewableContent(gettext("The WAV header is not consistent."))
    return codec, channels, rate, bits, frame, pace


def _compute_data_bytes(declared: int | None, start: int, size: int | None) -> int | None:
    """Bytes of samples: the declared ones as far as the file has them. A recorder that never came back to
    write the length leaves 0 or all ones."""
    open_ended = declared in (None, 0, 0xFFFFFFFF)
    if size is None:
        return None if open_ended else declared
    there = max(size - start, 0)
    return there if open_ended else min(declared or 0, there)
