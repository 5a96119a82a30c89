"""What a browser shows from an address of its own: PDF, sound and film. Seeking is the browser's, by ranges;
of a recording only the head is read here, for what it says of itself."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from interactions.content.errors import UnviewableContent
from interactions.content.media import media_header, wav
from interactions.content.media.media_metadata import MediaMetadata
from interactions.content.media.random_access import RandomAccessMedia
from interactions.content.viewer import ViewerInput, ViewerResult

PLAYABLE_FORMATS = {
    (wav.PCM_CODEC, 8),
    (wav.PCM_CODEC, 16),
    (wav.PCM_CODEC, 24),
    (wav.PCM_CODEC, 32),
    (wav.FLOAT_CODEC, 32),
}  # codec and bits
PLAYABLE_CODECS = (wav.A_LAW_CODEC, wav.MU_LAW_CODEC, 0x0055)


@dataclass(frozen=True)
class MediaView:
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


def build_pdf_view(material: ViewerInput) -> ViewerResult:
    """Nothing of it is read here."""
    return ViewerResult(_build_media_view(material, MediaMetadata()))


def build_video_view(material: ViewerInput) -> ViewerResult:
    """With its facts, where its head is understood."""
    return ViewerResult(
        _build_media_view(material, media_header.parse_media_metadata(_build_random_access(material)))
    )


def build_audio_view(material: ViewerInput) -> ViewerResult:
    """A recording with its facts; of a WAV also the waveform."""
    try:
        sound = wav.parse_wav_header(material.data, material.size)
    except UnviewableContent:
        return build_video_view(
            material
        )  # another format, or a damaged head that the browser may still understand
    facts = MediaMetadata(sound.coding, sound.channels, sound.rate, sound.seconds)
    waveform = material.addresses.waveform if sound.is_plain else None
    return ViewerResult(_build_media_view(material, facts, waveform), notes=_format_audio_notes(sound))


def _build_random_access(material: ViewerInput) -> RandomAccessMedia:
    return RandomAccessMedia(material.data, material.size, material.source)


def _build_media_view(material: ViewerInput, facts: MediaMetadata, waveform: str | None = None) -> MediaView:
    where = material.addresses
    return MediaView(
        material.url,
        where.page,
        where.download,
        where.second,
        waveform=waveform,
        facts=facts.words,
        seconds=facts.length,
    )


def _format_audio_notes(sound: wav.WavHeader) -> tuple[str, ...]:
    if (sound.codec, sound.bits) in PLAYABLE_FORMATS or sound.codec in PLAYABLE_CODECS:
        return ()
    return (
        _("Browsers can’t play %(format)s. Download the recording to play it.") % {"format": sound.coding},
    )
