"""What the header of a recording or a video says of it, as people read it: "44.1 kHz, stereo, MP3, 128
kbit/s".

Headers are parsed by our own code, a few dozen lines a format: the library that parses them all (tinytag:
MIT, no exception in 480,000 hostile files) wants the whole file, and took 7 s for 20 MB of 0xff; here a few
ranges must do.
"""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext

UNITS_PER_KILO = 1000
MAX_DURATION_SECONDS = 100 * 3600  # seconds; what says it is longer says nothing
MAX_SAMPLE_RATE_HERTZ = 1_000_000  # hertz
CHANNEL_WORDS = {1: gettext_noop("mono"), 2: gettext_noop("stereo")}


@dataclass(frozen=True)
class MediaMetadata:
    """`codecs` are names; `sample_rate` is in samples a second, `seconds` the length, `bits_per_second` the
    bit rate, `width` and `height` in pixels. 0, None and "" are unknown."""

    codecs: str = ""
    channels: int = 0
    sample_rate: int = 0
    seconds: float | None = None
    bits_per_second: int = 0
    width: int = 0
    height: int = 0

    @property
    def summary(self) -> str:
        """The known facts in one line, "" when there are none."""
        parts = (
            f"{self.width} × {self.height}" if self.width and self.height else "",
            _format_sample_rate(self.sample_rate) if 0 < self.sample_rate <= MAX_SAMPLE_RATE_HERTZ else "",
            _format_channels(self.channels),
            self.codecs,
            f"{self.bits_per_second / UNITS_PER_KILO:.0f} kbit/s" if self.bits_per_second else "",
        )
        return ", ".join(part for part in parts if part)

    @property
    def plausible_seconds(self) -> float | None:
        """The length in seconds, None where it makes no sense."""
        return self.seconds if self.seconds is not None and 0 < self.seconds <= MAX_DURATION_SECONDS else None


def _format_channels(number: int) -> str:
    if number in CHANNEL_WORDS:
        return _(CHANNEL_WORDS[number])
    return ngettext("%(num)s channel", "%(num)s channels", number) % {"num": number} if number else ""


def _format_sample_rate(rate: int) -> str:
    return f"{rate / UNITS_PER_KILO:.4g} kHz" if rate >= UNITS_PER_KILO else f"{rate} Hz"
