"""What a browser shows from an address of its own: PDF, sound and film. Seeking is the browser's, by ranges;
of a recording only the head is read here, for what it says of itself."""

from dataclasses import dataclass

from interactions.content.errors import UnviewableContent
from interactions.content.media import heads, wav
from interactions.content.media.facts import Facts
from interactions.content.media.places import Places
from interactions.content.viewer import ViewerInput, ViewerResult

PLAYED = {(wav.PCM, 8), (wav.PCM, 16), (wav.PCM, 24), (wav.PCM, 32), (wav.FLOAT, 32)}  # codec and bits
PLAYED_CODECS = (wav.A_LAW, wav.MU_LAW, 0x0055)


@dataclass(frozen=True)
class Media:
    """`source` is the address for a player, which begins at `second` where the page's address names one;
    `page` is the page's, for links to a second. `waveform` is the address of its waveform, None when it has
    none; `facts` what its head says, "8 kHz, mono, 16 bit PCM"; `seconds` how long it is."""

    url: str
    page: str
    download: str
    second: float | None = None
    waveform: str | None = None
    facts: str = ""
    seconds: float | None = None

    @property
    def source(self) -> str:
        """With a media fragment, which browsers heed without a script."""
        return self.url if self.second is None else f"{self.url}#t={self.second:g}"


def pdf(material: ViewerInput) -> ViewerResult:
    """Nothing of it is read here."""
    return ViewerResult(_media(material, Facts()))


def film(material: ViewerInput) -> ViewerResult:
    """With its facts, where its head is understood."""
    return ViewerResult(_media(material, heads.read(_places(material))))


def audio(material: ViewerInput) -> ViewerResult:
    """A recording with its facts; of a WAV also the waveform."""
    try:
        sound = wav.read(material.data, material.size)
    except UnviewableContent:
        return film(material)  # another format, or a damaged head that the browser may still understand
    facts = Facts(sound.coding, sound.channels, sound.rate, sound.seconds)
    waveform = material.addresses.waveform if sound.is_plain else None
    return ViewerResult(_media(material, facts, waveform), notes=_notes(sound))


def _places(material: ViewerInput) -> Places:
    return Places(material.data, material.size, material.source)


def _media(material: ViewerInput, facts: Facts, waveform: str | None = None) -> Media:
    where = material.addresses
    return Media(
        material.url,
        where.page,
        where.download,
        where.second,
        waveform=waveform,
        facts=facts.words,
        seconds=facts.length,
    )


def _notes(sound: wav.Sound) -> tuple[str, ...]:
    if (sound.codec, sound.bits) in PLAYED or sound.codec in PLAYED_CODECS:
        return ()
    return (f"Browsers play no {sound.coding}: download it to hear it.",)
