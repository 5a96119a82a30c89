"""The header of a WAV file: the format of its samples, where they begin and how many there are.

Headers can't be trusted: a recorder that writes while it records leaves the lengths at 0 or 0xFFFFFFFF,
others break off early. So the length is what the file itself can hold, and the header's only where that is
less.
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
    """What a header says. `sample_rate` is in samples a second of each channel, `sample_bits` of one sample,
    `frame_bytes` of one sample of each channel together. `data_start` is the offset of the samples and
    `data_bytes` their length; None when it could not be found out."""

    codec: int
    channels: int
    sample_rate: int
    sample_bits: int
    frame_bytes: int
    bytes_per_second: int
    data_start: int | None
    data_bytes: int | None

    @property
    def is_plain(self) -> bool:
        """Whether every sample stands for itself, so that it can be drawn without decoding what is before
        it."""
        return (
            self.sample_bits in CODEC_SAMPLE_BITS.get(self.codec, ())
            and self.frame_bytes == self.channels * self.sample_bits // 8
        )

    @property
    def seconds(self) -> float | None:
        """The length of the recording, None when it is not known."""
        if self.data_bytes is None:
            return None
        return (
            self.data_bytes // self.frame_bytes / self.sample_rate
            if self.is_plain
            else self.data_bytes / self.bytes_per_second
        )

    @property
    def codec_name(self) -> str:
        """`16-bit PCM`, `µ-law`, `codec 0x1234`."""
        if self.codec in (PCM_CODEC, FLOAT_CODEC):
            return f"{self.sample_bits}-bit {'PCM' if self.codec == PCM_CODEC else 'float'}"
        return WAV_CODEC_NAMES.get(self.codec, f"codec 0x{self.codec:04x}")


def parse_wav_header(head: bytes, size: int | None) -> WavHeader:
    """The header of a file of `size` bytes (None when not known) that begins with `head`.

    Raises `UnviewableContent` for what is no WAV, or contradicts itself.
    """
    if head[:4] not in (b"RIFF", b"RF64", b"BW64") or head[8:12] != b"WAVE":
        raise UnviewableContent(gettext("This is not a WAV file."))
    format_fields, start, declared_bytes = None, None, None
    long_bytes = None
    for name, position, length in _iter_chunks(head):
        if name == b"ds64" and position + 16 <= len(head):
            long_bytes = int.from_bytes(head[position + 8 : position + 16], "little")
        elif name == b"fmt " and format_fields is None and position + 16 <= len(head):
            format_fields = _parse_format_chunk(head[position : position + length])
        elif name == b"data":
            start, declared_bytes = position, long_bytes if length == 0xFFFFFFFF and long_bytes else length
            break
    if format_fields is None:
        raise UnviewableContent(gettext("The WAV header is damaged."))
    return WavHeader(
        *format_fields,
        data_start=start,
        data_bytes=None if start is None else _compute_data_bytes(declared_bytes, start, size),
    )


def _iter_chunks(head: bytes) -> Iterator[tuple[bytes, int, int]]:
    """Name, offset and declared length of the chunks whose beginning is in `head`. Each begins at an even
    offset."""
    offset = 12
    for _ in range(MAX_CHUNKS):
        if offset + 8 > len(head):
            return
        name, length = struct.unpack_from("<4sI", head, offset)
        yield name, offset + 8, length
        offset += 8 + length + length % 2


def _parse_format_chunk(chunk: bytes) -> tuple[int, int, int, int, int, int]:
    """Codec, channels, sample rate, bits of a sample, bytes of a frame and bytes a second. Raises
    `UnviewableContent` when they contradict each other."""
    codec, channels, sample_rate, bytes_per_second, frame_bytes, sample_bits = struct.unpack_from(
        "<HHIIHH", chunk
    )
    if codec == EXTENSIBLE_CODEC and len(chunk) >= 26:
        codec = int.from_bytes(chunk[24:26], "little")  # the first two bytes of the sub-format's GUID
    if not (0 < channels <= MAX_CHANNELS and sample_rate and bytes_per_second and frame_bytes):
        raise UnviewableContent(gettext("The WAV header is not consistent."))
    return codec, channels, sample_rate, sample_bits, frame_bytes, bytes_per_second


def _compute_data_bytes(declared_bytes: int | None, start: int, size: int | None) -> int | None:
    """Bytes of samples: as many as declared, as far as the file has them. A recorder that never came back to
    write the length leaves 0 or all ones there."""
    is_unknown = declared_bytes in (None, 0, 0xFFFFFFFF)
    if size is None:
        return None if is_unknown else declared_bytes
    available_bytes = max(size - start, 0)
    return available_bytes if is_unknown else min(declared_bytes or 0, available_bytes)
