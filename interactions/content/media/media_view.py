"""What a browser shows from an address of its own: PDF, sound and video. Seeking is the browser's work, by
ranges; of a recording only the header is read here."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from interactions.content.errors import UnviewableContent
from interactions.content.media import media_header, wav
from interactions.content.media.media_metadata import MediaMetadata
from interactions.content.media.ranged_media import RangedMedia
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
    none; `facts` what its header says, "8 kHz, mono, 16 bit PCM"; `seconds` its length."""

    url: str
    page: str
    download: str
    second: float | None = None
    waveform: str | None = None
    facts: str = ""
    seconds: float | None = None

    @property
    def source(self) -> str:
        """The address with a media fragment, which browsers follow without a script."""
        return self.url if self.second is None else f"{self.url}#t={self.second:g}"


def build_pdf_view(viewer_input: ViewerInput) -> ViewerResult:
    """The view of a PDF; nothing of it is read here."""
    return ViewerResult(_build_media_view(viewer_input, MediaMetadata()))


def build_video_view(viewer_input: ViewerInput) -> ViewerResult:
    """The view of a video, or of a recording that is no WAV, with its metadata where the header is
    understood."""
    return ViewerResult(
        _build_media_view(viewer_input, media_header.parse_media_metadata(_open_ranged_media(viewer_input)))
    )


def build_audio_view(viewer_input: ViewerInput) -> ViewerResult:
    """The view of a recording with its metadata; of a WAV also the waveform."""
    try:
        header = wav.parse_wav_header(viewer_input.data, viewer_input.size)
    except UnviewableContent:
        return build_video_view(
            viewer_input
        )  # another format, or a damaged head that the browser may still understand
    metadata = MediaMetadata(header.codec_name, header.channels, header.sample_rate, header.seconds)
    waveform = viewer_input.addresses.waveform if header.is_plain else None
    return ViewerResult(
        _build_media_view(viewer_input, metadata, waveform), notes=_format_audio_notes(header)
    )


def _open_ranged_media(viewer_input: ViewerInput) -> RangedMedia:
    return RangedMedia(viewer_input.data, viewer_input.size, viewer_input.source)


def _build_media_view(
    viewer_input: ViewerInput, metadata: MediaMetadata, waveform: str | None = None
) -> MediaView:
    urls = viewer_input.addresses
    return MediaView(
        viewer_input.url,
        urls.page,
        urls.download,
        urls.second,
        waveform=waveform,
        facts=metadata.summary,
        seconds=metadata.plausible_seconds,
    )


def _format_audio_notes(header: wav.WavHeader) -> tuple[str, ...]:
    if (header.codec, header.sample_bits) in PLAYABLE_FORMATS or header.codec in PLAYABLE_CODECS:
        return ()
    return (
        _("Browsers can’t play %(format)s. Download the recording to play it.")
        % {"format": header.codec_name},
    )
