"""What the head of a recording or a film says of it, as people read it: "44.1 kHz, stereo, MP3, 128 kbit/s".

Heads are read by own code, a few dozen lines a format: what reads them all (tinytag: MIT, no exception in
480,000 hostile files) wants the whole file, and took 7 s for 20 MB of 0xff; here a few ranges must do.
"""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext

KILO = 1000
LONGEST = 100 * 3600  # seconds; what says it is longer says nothing
FASTEST = 1_000_000  # hertz
WORDS = {1: gettext_noop("mono"), 2: gettext_noop("stereo")}


@dataclass(frozen=True)
class Facts:
    """`rate` in samples a second, `seconds` how long it is, `pace` in bits a second, `width` and `height` in
    pixels; what is 0 or None is not known. `coding` names the codecs."""

    coding: str = ""
    channels: int = 0
    rate: int = 0
    seconds: float | None = None
    pace: int = 0
    width: int = 0
    height: int = 0

    @property
    def words(self) -> str:
        said = (
            f"{self.width} × {self.height}" if self.width and self.height else "",
            _rate(self.rate) if 0 < self.rate <= FASTEST else "",
            _channels(self.channels),
            self.coding,
            f"{self.pace / KILO:.0f} kbit/s" if self.pace else "",
        )
        return ", ".join(word for word in said if word)

    @property
    def length(self) -> float | None:
        """The seconds, where they make sense."""
        return self.seconds if self.seconds is not None and 0 < self.seconds <= LONGEST else None


def _channels(number: int) -> str:
    if number in WORDS:
        return _(WORDS[number])
    return ngettext("%(num)s channel", "%(num)s channels", number) % {"num": number} if number else ""


def _rate(rate: int) -> str:
    return f"{rate / KILO:.4g} kHz" if rate >= KILO else f"{rate} Hz"
