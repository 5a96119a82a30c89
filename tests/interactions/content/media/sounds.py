"""Recordings by hand that browsers play: MP3, Ogg Opus, FLAC and M4A, all but silent."""

import struct

MP3_FRAME = b"\xff\xfb\x90\xc4" + bytes(413)  # MPEG-1 Layer III, 128 kbit/s, 44.1 kHz, mono: 417 bytes
MP3_SECONDS = 1152 / 44_100  # of a frame
OPUS_SILENCE = b"\xf8\xff\xfe"  # 20 ms of CELT, mono (RFC 6716 §3.1)
AAC_SILENCE = bytes.fromhex("00c800802380")  # a raw block of AAC-LC, mono
AAC_CONFIG = bytes.fromhex("1188")  # AudioSpecificConfig: AAC-LC, 48 kHz, mono (ISO 14496-3 §1.6.2)


def build_mp3(frames: int = 400, *, tag: bytes = b"", xing: int | None = None) -> bytes:
    """Silence; `tag` is the inside of an ID3v2 tag, `xing` the number of frames that a first one declares."""
    head = b"ID3\x03\0\0" + bytes(len(tag) >> shift & 0x7F for shift in (21, 14, 7, 0)) + tag if tag else b""
    sound = MP3_FRAME * frames
    if xing is not None:
        told = b"Xing" + struct.pack(">III", 3, xing, len(MP3_FRAME) * (xing + 1))
        sound = (MP3_FRAME[:21] + told).ljust(len(MP3_FRAME), b"\0") + sound
    return head + sound


def build_opus(packets: int = 400, *, skip: int = 312) -> bytes:
    """20 ms of silence a packet, fifty packets a page (RFC 7845)."""
    head = b"OpusHead" + struct.pack("<BBHIhB", 1, 1, skip, 16_000, 0, 0)
    tags = b"OpusTags" + struct.pack("<I", 4) + b"test" + bytes(4)
    pages = [build_ogg_page(head, 0, 0, 2), build_ogg_page(tags, 0, 1, 0)]
    for number, first in enumerate(range(0, packets, 50), 2):
        count = min(50, packets - first)
        last = 4 if first + count == packets else 0
        granule = (first + count) * 960
        pages.append(build_ogg_page(OPUS_SILENCE, granule, number, last, count))
    return b"".join(pages)


def build_vorbis(seconds: int, rate: int = 44_100, channels: int = 2) -> bytes:
    """The first and the last page of a Vorbis file: enough for its facts, not for a player."""
    head = b"\x01vorbis" + struct.pack("<IBIiiiBB", 0, channels, rate, 0, 128_000, 0, 0xB8, 1)
    return build_ogg_page(head, 0, 0, 2) + build_ogg_page(b"\0" * 200, seconds * rate, 1, 4)


def build_ogg_page(packet: bytes, granule: int, number: int, flags: int, count: int = 1) -> bytes:
    """A page of `count` times the packet (RFC 3533 §6)."""
    head = struct.pack("<4sBBqIIIB", b"OggS", 0, flags, granule, 7, number, 0, count)
    page = head + bytes([len(packet)]) * count + packet * count
    return page[:22] + struct.pack("<I", _compute_ogg_checksum(page)) + page[26:]


def _compute_ogg_checksum(page: bytes) -> int:
    value = 0
    for byte in page:
        value ^= byte << 24
        for _ in range(8):
            value = (value << 1) ^ (0x04C11DB7 if value & 0x80000000 else 0)
    return value & 0xFFFFFFFF


def build_flac(frames: int = 112, rate: int = 8000) -> bytes:
    """A tone level in constant frames, mono, 16 bits (RFC 9639). Chromium can't seek to the last dozen."""
    packed = rate << 44 | 0 << 41 | 15 << 36 | 1152 * frames
    info = struct.pack(">HH6x", 1152, 1152) + packed.to_bytes(8, "big") + bytes(16)
    head = b"fLaC" + b"\x80" + len(info).to_bytes(3, "big") + info
    return head + b"".join(_build_flac_frame(number) for number in range(frames))


def _build_flac_frame(number: int) -> bytes:
    """Fixed block size 1152 (code 3), rate and bits as in the head, one constant subframe."""
    assert number < 128
    head = b"\xff\xf8\x30\x00" + bytes([number])
    head += bytes([_compute_crc(head, 0x07, 8)])
    body = head + b"\x00" + b"\x00\x00"
    return body + _compute_crc(body, 0x8005, 16).to_bytes(2, "big")


def _compute_crc(data: bytes, polynomial: int, bits: int) -> int:
    value, top, mask = 0, 1 << bits - 1, (1 << bits) - 1
    for byte in data:
        value ^= byte << bits - 8
        for _ in range(8):
            value = (value << 1 ^ (polynomial if value & top else 0)) & mask
    return value


def build_m4a(frames: int = 375, *, moov_last: bool = False, brand: bytes = b"M4A ") -> bytes:
    """Silence in AAC-LC, 48 kHz, mono: 1,024 samples a frame (ISO 14496-12)."""
    form = build_mp4_box(b"ftyp", brand + bytes(4) + b"isommp42")
    sound = build_mp4_box(b"mdat", AAC_SILENCE * frames)
    offset = len(form) + 8
    moov = _build_moov_box(frames, offset)
    if not moov_last:
        moov = _build_moov_box(frames, offset + len(moov))
        return form + moov + sound
    return form + sound + moov


def build_mp4_box(kind: bytes, *inside: bytes) -> bytes:
    data = b"".join(inside)
    return struct.pack(">I4s", len(data) + 8, kind) + data


def _build_moov_box(frames: int, offset: int) -> bytes:
    units = frames * 1024
    matrix = struct.pack(">9I", 0x10000, 0, 0, 0, 0x10000, 0, 0, 0, 0x40000000)
    mvhd = struct.pack(">IIIIIIH10x", 0, 0, 0, 48_000, units, 0x10000, 0x100) + matrix + bytes(24)
    mvhd += struct.pack(">I", 2)
    tkhd = struct.pack(">IIIII I8xHHHH", 7, 0, 0, 1, 0, units, 0, 0, 0x100, 0) + matrix + bytes(8)
    mdhd = struct.pack(">IIIIIHH", 0, 0, 0, 48_000, units, 0x55C4, 0)
    hdlr = struct.pack(">II4s12x", 0, 0, b"soun") + b"sound\0"
    decoder = _build_descriptor(4, b"\x40\x15" + bytes(11) + _build_descriptor(5, AAC_CONFIG))
    esds = build_mp4_box(
        b"esds", bytes(4) + _build_descriptor(3, b"\0\1\0" + decoder + _build_descriptor(6, b"\2"))
    )
    mp4a = build_mp4_box(b"mp4a", bytes(6) + struct.pack(">H8xHHIHH", 1, 1, 16, 0, 48_000, 0), esds)
    tables = (
        build_mp4_box(b"stsd", struct.pack(">II", 0, 1), mp4a),
        build_mp4_box(b"stts", struct.pack(">IIII", 0, 1, frames, 1024)),
        build_mp4_box(b"stsc", struct.pack(">IIIII", 0, 1, 1, frames, 1)),
        build_mp4_box(b"stsz", struct.pack(">III", 0, len(AAC_SILENCE), frames)),
        build_mp4_box(b"stco", struct.pack(">III", 0, 1, offset)),
    )
    dinf = build_mp4_box(
        b"dinf", build_mp4_box(b"dref", struct.pack(">II", 0, 1), build_mp4_box(b"url ", b"\0\0\0\1"))
    )
    minf = build_mp4_box(b"minf", build_mp4_box(b"smhd", bytes(8)), dinf, build_mp4_box(b"stbl", *tables))
    mdia = build_mp4_box(b"mdia", build_mp4_box(b"mdhd", mdhd), build_mp4_box(b"hdlr", hdlr), minf)
    return build_mp4_box(
        b"moov", build_mp4_box(b"mvhd", mvhd), build_mp4_box(b"trak", build_mp4_box(b"tkhd", tkhd), mdia)
    )


def _build_descriptor(tag: int, data: bytes) -> bytes:
    return bytes([tag, len(data)]) + data


def build_webm(width: int = 320, height: int = 240, seconds: float = 12.0) -> bytes:
    """The head of a WebM: VP8 and Opus (RFC 9559), without a frame."""
    sound = build_ebml_element(
        "e1", build_ebml_element("b5", struct.pack(">d", 48_000)), build_ebml_element("9f", b"\2")
    )
    picture = build_ebml_element(
        "e0",
        build_ebml_element("b0", width.to_bytes(2, "big")),
        build_ebml_element("ba", height.to_bytes(2, "big")),
    )
    tracks = (
        build_ebml_element(
            "ae",
            build_ebml_element("d7", b"\1"),
            build_ebml_element("83", b"\1"),
            build_ebml_element("86", b"V_VP8"),
            picture,
        ),
        build_ebml_element(
            "ae",
            build_ebml_element("d7", b"\2"),
            build_ebml_element("83", b"\2"),
            build_ebml_element("86", b"A_OPUS"),
            sound,
        ),
    )
    info = build_ebml_element(
        "1549a966",
        build_ebml_element("2ad7b1", b"\x0f\x42\x40"),
        build_ebml_element("4489", struct.pack(">d", 1000 * seconds)),
    )
    form = build_ebml_element("1a45dfa3", build_ebml_element("4282", b"webm"))
    return form + bytes.fromhex("18538067 01ffffffffffffff") + info + build_ebml_element("1654ae6b", *tracks)


def build_ebml_element(number: str, *inside: bytes) -> bytes:
    """An EBML element with a length of four bytes (RFC 8794 §4)."""
    data = b"".join(inside)
    return bytes.fromhex(number) + (0x10000000 | len(data)).to_bytes(4, "big") + data
