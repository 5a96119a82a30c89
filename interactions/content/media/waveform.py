"""A recording's waveform, from its own samples, at a bounded cost whatever its length.

Up to `waveform_bytes` are read in one pass. Of more, `WINDOW_COUNT` short windows across the recording are
read by ranges: a gigabyte costs six megabytes. Where the UCS gives no ranges or no size, only the beginning
is drawn, and a note says so. After `waveform_seconds` it is drawn of what has arrived. What is read is not
kept.
"""

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from interactions.content.errors import UnviewableContent
from interactions.content.limits import get_content_limits
from interactions.content.media import wav
from interactions.content.media.audio_samples import PeakRange, compute_peak_ranges
from interactions.ucs.byte_ranges import build_range_header, parse_content_range
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
    """A time under the waveform: whole seconds, and its position in per cent of the width."""

    second: int
    percent: float


@dataclass(frozen=True)
class Waveform:
    """`paths` are the channels' SVG paths, each in a band of its own that is `CHANNEL_HEIGHT_UNITS` high;
    `columns` is their width. `seconds` is the recording's length, None when not known; `notes` are for the
    reader."""

    paths: tuple[str, ...]
    columns: int
    seconds: float | None
    ticks: tuple[WaveformTick, ...]
    notes: tuple[str, ...] = ()


class DrawingDeadline:
    """The end of the time that drawing may take."""

    def __init__(self) -> None:
        self.ends_at = time.monotonic() + get_content_limits().waveform_seconds

    @property
    def has_passed(self) -> bool:
        return time.monotonic() > self.ends_at


def draw_waveform(open_range: RangeFetch, deadline: DrawingDeadline | None = None) -> Waveform:
    """The waveform of the content that `open_range` opens. Raises `UnviewableContent` when it has none, and a
    `UCSError` when the UCS breaks off."""
    deadline, max_bytes = deadline or DrawingDeadline(), get_content_limits().waveform_bytes
    content = open_range(build_range_header(0, wav.WAV_HEADER_BYTES + max_bytes))
    try:
        beginning = _read_until_deadline(content.body, wav.WAV_HEADER_BYTES, deadline)
        size = _get_total_bytes(content)
        header = _check_drawable(wav.parse_wav_header(beginning, size))
        if content.status != 206 or size is None or (header.data_bytes or 0) <= max_bytes:
            return _draw_beginning(beginning, content.body, header, deadline)
    finally:
        content.body.close()
    return _draw_windows(open_range, header, deadline)


def _check_drawable(header: wav.WavHeader) -> wav.WavHeader:
    """The header itself. Raises `UnviewableContent` when its samples can't be drawn."""
    if not header.is_plain:
        raise UnviewableContent(
            _("%(format)s sound can’t be drawn without decoding it.") % {"format": header.codec_name}
        )
    if header.data_start is None:
        raise UnviewableContent(_("The recording has no sound data."))
    return header


def _get_total_bytes(content: Content) -> int | None:
    """Bytes of the whole content, also when only a part was sent; None when not known."""
    if content.status != 206:
        return content.length
    content_range = parse_content_range(content.headers)
    return content_range.size if content_range else None


def _read_until_deadline(body: ContentBody, length: int, deadline: DrawingDeadline) -> bytes:
    """The next `length` bytes, fewer at the end or when the time is up."""
    data = bytearray()
    while len(data) < length and not deadline.has_passed:
        piece = body.read(min(READ_PIECE_BYTES, length - len(data)))
        if not piece:
            break
        data += piece
    return bytes(data)


def _draw_beginning(
    beginning: bytes, body: ContentBody, header: wav.WavHeader, deadline: DrawingDeadline
) -> Waveform:
    """The waveform in one pass: of a whole short recording, or of the beginning of a longer one."""
    max_bytes = get_content_limits().waveform_bytes
    start, length = (
        header.data_start or 0,
        max_bytes if header.data_bytes is None else min(header.data_bytes, max_bytes),
    )
    data = (beginning + _read_until_deadline(body, start + length - len(beginning), deadline))[
        start : start + length
    ]
    drawn_seconds = len(data) // header.frame_bytes / header.sample_rate
    if not drawn_seconds:
        raise UnviewableContent(_("The recording has no sound data."))
    is_at_end = len(data) < length and not deadline.has_passed
    notes = (
        () if is_at_end or length == header.data_bytes == len(data) else (_("Only the beginning is drawn."),)
    )
    return _build_waveform(compute_peak_ranges(data, header, MAX_COLUMNS), drawn_seconds, notes)


def _draw_windows(open_range: RangeFetch, header: wav.WavHeader, deadline: DrawingDeadline) -> Waveform:
    """The waveform of windows across a long recording, loaded from coarse to fine, so that those that came in
    time are spread over all of it."""
    columns: list[WaveformColumn | None] = [None] * WINDOW_COUNT
    for number in _iter_coarse_to_fine(WINDOW_COUNT):
        if deadline.has_passed:
            break
        columns[number] = _load_window(open_range, header, number, deadline)
    loaded_count = sum(column is not None for column in columns)
    if not loaded_count:
        raise UnviewableContent(_("The recording was not loaded in time."))
    note = _("Drawn from %(read)s short samples of the recording.")
    if loaded_count < WINDOW_COUNT:
        note = _("Drawn from %(read)s short samples of the recording; %(missing)s were not loaded in time.")
    note %= {"read": loaded_count, "missing": WINDOW_COUNT - loaded_count}
    return _build_waveform(columns, header.seconds, (note,))


def _iter_coarse_to_fine(count: int) -> Iterator[int]:
    """0 to `count` - 1, each once, every eighth first."""
    return (number for first in (0, 4, 2, 6, 1, 3, 5, 7) for number in range(first, count, 8))


def _load_window(
    open_range: RangeFetch, header: wav.WavHeader, number: int, deadline: DrawingDeadline
) -> WaveformColumn | None:
    """The window at the beginning of this column; None when the UCS did not send it."""
    frame_count, window_frames = (
        (header.data_bytes or 0) // header.frame_bytes,
        WINDOW_BYTES // header.frame_bytes,
    )
    start = (header.data_start or 0) + frame_count * number // WINDOW_COUNT * header.frame_bytes
    content = open_range(build_range_header(start, window_frames * header.frame_bytes))
    try:
        if content.status != 206:
            return None
        return next(
            iter(
                compute_peak_ranges(
                    _read_until_deadline(content.body, window_frames * header.frame_bytes, deadline),
                    header,
                    1,
                )
            ),
            None,
        )
    finally:
        content.body.close()


def _build_waveform(
    columns: Sequence[WaveformColumn | None], seconds: float | None, notes: tuple[str, ...]
) -> Waveform:
    """The waveform of these columns; where one is None, nothing is drawn."""
    numbered_columns = [(number, column) for number, column in enumerate(columns) if column]
    loudest = max(max(-peak.low, peak.high) for _, column in numbered_columns for peak in column)
    if loudest < SILENCE_LEVEL:
        notes = (*notes, _("The recording is silent."))
    gain = min(1 / max(loudest, SILENCE_LEVEL), MAX_GAIN_FACTOR)
    paths = tuple(
        "".join(
            _format_column_path(
                number, column[channel], gain, CHANNEL_HEIGHT_UNITS // 2 + CHANNEL_HEIGHT_UNITS * channel
            )
            for number, column in numbered_columns
        )
        for channel in range(len(numbered_columns[0][1]))
    )
    return Waveform(paths, len(columns), seconds, _build_ticks(seconds), notes)


def _format_column_path(number: int, peak: PeakRange, gain: float, middle: int) -> str:
    """A line from top to bottom, at least two units long, so that silence is seen too."""
    half_height = CHANNEL_HEIGHT_UNITS // 2 - 4
    top = middle - max(round(peak.high * gain * half_height), 1)
    bottom = middle + max(round(-peak.low * gain * half_height), 1)
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
