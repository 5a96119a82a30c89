"""A recording's waveform, from its own samples, at a bounded price whatever its length.

Up to `waveform_bytes` are read in one pass. Of more, `WINDOW_COUNT` short pieces across the recording are
read by ranges: a gigabyte costs six megabytes. Where the UCS knows no ranges or no size, the beginning is
drawn, and said so. After `waveform_seconds` it is drawn with what is there. What is read is kept nowhere.
"""

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from interactions.content.errors import UnviewableContent
from interactions.content.limits import get_content_limits
from interactions.content.media import wav
from interactions.content.media.audio_samples import PeakRange, compute_peak_ranges
from interactions.ucs.resources import Content, ContentBody

MAX_COLUMNS = 800  # of a waveform read in one pass
WINDOW_COUNT = 200  # pieces of what is longer, a column each
WINDOW_BYTES = 32_768  # bytes of a piece: two seconds of 8 kHz, mono, 16 bits
READ_PIECE_BYTES = 16_384  # bytes between two looks at the clock
CHANNEL_HEIGHT_UNITS = 100  # units of a channel's height, half of them above its middle
MAX_GAIN_FACTOR = 8  # a quiet recording is drawn at most so many times as high
SILENCE_LEVEL = 0.002  # parts of the loudest possible: what stays below is no sound
TICK_STEPS_SECONDS = (1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 18000, 36000)  # seconds
MAX_TICKS = 8

RangeFetch = Callable[[dict[str, str]], Content]  # opens the content with these request headers
WaveformColumn = tuple[PeakRange, ...]  # a `PeakRange` a channel


@dataclass(frozen=True)
class WaveformTick:
    """A time under the waveform: whole seconds, and where in its width, in per cent."""

    second: int
    place: float


@dataclass(frozen=True)
class Waveform:
    """`paths` are the channels' SVG paths, each in a band `CHANNEL_HEIGHT_UNITS` high of its own; `columns`
    is their width. `seconds` is the recording's length, None when nobody knows; `notes` are for the
    reader."""

    paths: tuple[str, ...]
    columns: int
    seconds: float | None
    ticks: tuple[WaveformTick, ...]
    notes: tuple[str, ...] = ()


class DrawingDeadline:
    """The time that a drawing may take."""

    def __init__(self) -> None:
        self.ends = time.monotonic() + get_content_limits().waveform_seconds

    @property
    def is_up(self) -> bool:
        return time.monotonic() > self.ends


def draw_waveform(fetch: RangeFetch, clock: DrawingDeadline | None = None) -> Waveform:
    """The waveform of the content that `fetch` opens. Raises `UnviewableContent` with the reason when it has
    none, and a `UCSError` when the UCS breaks off."""
    clock, whole = clock or DrawingDeadline(), get_content_limits().waveform_bytes
    content = fetch({"Range": f"bytes=0-{wav.WAV_HEADER_BYTES + whole - 1}"})
    try:
        head = _read_until_deadline(content.body, wav.WAV_HEADER_BYTES, clock)
        size = _get_total_bytes(content)
        sound = _check_drawable(wav.parse_wav_header(head, size))
        if content.status != 206 or size is None or (sound.length or 0) <= whole:
            return _draw_beginning(head, content.body, sound, clock)
    finally:
        content.body.close()
    return _draw_windows(fetch, sound, clock)


def _check_drawable(sound: wav.WavHeader) -> wav.WavHeader:
    if not sound.is_plain:
        raise UnviewableContent(
            _("%(format)s sound can’t be drawn without decoding it.") % {"format": sound.coding}
        )
    if sound.start is None:
        raise UnviewableContent(_("The recording has no sound data."))
    return sound


def _get_total_bytes(content: Content) -> int | None:
    """Bytes of the whole content, also when only a part was sent."""
    if content.status != 206:
        return content.length
    total = content.headers.get("Content-Range", "").rpartition("/")[2]
    return int(total) if total.isascii() and total.isdecimal() and len(total) < 19 else None


def _read_until_deadline(body: ContentBody, length: int, clock: DrawingDeadline) -> bytes:
    """So many bytes, fewer at the end or when the time is up."""
    data = bytearray()
    while len(data) < length and not clock.is_up:
        piece = body.read(min(READ_PIECE_BYTES, length - len(data)))
        if not piece:
            break
        data += piece
    return bytes(data)


def _draw_beginning(head: bytes, body: ContentBody, sound: wav.WavHeader, clock: DrawingDeadline) -> Waveform:
    """In one pass: the whole of a short recording, or what the limit and the clock let through of a
    longer."""
    most = get_content_limits().waveform_bytes
    start, length = sound.start or 0, most if sound.length is None else min(sound.length, most)
    data = (head + _read_until_deadline(body, start + length - len(head), clock))[start : start + length]
    drawn = len(data) // sound.frame / sound.rate
    if not drawn:
        raise UnviewableContent(_("The recording has no sound data."))
    ended = len(data) < length and not clock.is_up
    notes = () if ended or length == sound.length == len(data) else (_("Only the beginning is drawn."),)
    return _build_waveform(compute_peak_ranges(data, sound, MAX_COLUMNS), drawn, notes)


def _draw_windows(fetch: RangeFetch, sound: wav.WavHeader, clock: DrawingDeadline) -> Waveform:
    """Pieces across a long recording, from coarse to fine, so that what is there when the time is up is
    spread over all of it."""
    columns: list[WaveformColumn | None] = [None] * WINDOW_COUNT
    for number in _iter_coarse_to_fine(WINDOW_COUNT):
        if clock.is_up:
            break
        columns[number] = _load_window(fetch, sound, number, clock)
    read = sum(column is not None for column in columns)
    if not read:
        raise UnviewableContent(_("The recording was not loaded in time."))
    note = _("Drawn from %(read)s short samples of the recording.")
    if read < WINDOW_COUNT:
        note = _("Drawn from %(read)s short samples of the recording; %(missing)s were not loaded in time.")
    note %= {"read": read, "missing": WINDOW_COUNT - read}
    return _build_waveform(columns, sound.seconds, (note,))


def _iter_coarse_to_fine(count: int) -> Iterator[int]:
    """0 to `count` - 1, each once, every eighth first."""
    return (number for first in (0, 4, 2, 6, 1, 3, 5, 7) for number in range(first, count, 8))


def _load_window(
    fetch: RangeFetch, sound: wav.WavHeader, number: int, clock: DrawingDeadline
) -> WaveformColumn | None:
    """The piece at the beginning of this column; None when the UCS did not send that piece."""
    frames, width = (sound.length or 0) // sound.frame, WINDOW_BYTES // sound.frame
    at = (sound.start or 0) + frames * number // WINDOW_COUNT * sound.frame
    content = fetch({"Range": f"bytes={at}-{at + width * sound.frame - 1}"})
    try:
        if content.status != 206:
            return None
        return next(
            iter(
                compute_peak_ranges(_read_until_deadline(content.body, width * sound.frame, clock), sound, 1)
            ),
            None,
        )
    finally:
        content.body.close()


def _build_waveform(
    columns: Sequence[WaveformColumn | None], seconds: float | None, notes: tuple[str, ...]
) -> Waveform:
    """Of the columns; where one is None, nothing is drawn."""
    drawn = [(number, column) for number, column in enumerate(columns) if column]
    loudest = max(max(-reach.low, reach.high) for _, column in drawn for reach in column)
    if loudest < SILENCE_LEVEL:
        notes = (*notes, _("The recording is silent."))
    gain = min(1 / max(loudest, SILENCE_LEVEL), MAX_GAIN_FACTOR)
    paths = tuple(
        "".join(
            _format_column_path(
                number, column[channel], gain, CHANNEL_HEIGHT_UNITS // 2 + CHANNEL_HEIGHT_UNITS * channel
            )
            for number, column in drawn
        )
        for channel in range(len(drawn[0][1]))
    )
    return Waveform(paths, len(columns), seconds, _build_ticks(seconds), notes)


def _format_column_path(number: int, reach: PeakRange, gain: float, middle: int) -> str:
    """A line from top to bottom, two units at least, so that silence is seen too."""
    half = CHANNEL_HEIGHT_UNITS // 2 - 4
    top = middle - max(round(reach.high * gain * half), 1)
    bottom = middle + max(round(-reach.low * gain * half), 1)
    return f"M{number}.5 {top}V{bottom}"


def _build_ticks(seconds: float | None) -> tuple[WaveformTick, ...]:
    """At most `MAX_TICKS` round times, the last not so near to the end that its figures would be cut."""
    if not seconds:
        return ()
    step = next(
        (step for step in TICK_STEPS_SECONDS if seconds / step <= MAX_TICKS), round(seconds / MAX_TICKS) or 1
    )
    return tuple(
        WaveformTick(second, round(100 * second / seconds, 2))
        for second in range(0, int(seconds) + 1, step)
        if second <= 0.96 * seconds
    )
