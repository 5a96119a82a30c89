"""Which kind of content it is: what is declared, what the first bytes say and what the file's name says,
weighed against each other.

A signature (signatures.py) wins over a name. A name settles only what the other two leave open,
and never makes HTML of anything. Where they disagree, the one that is safer to show is taken, a note says so,
and `alternatives` are what a reader may ask for all the same.
"""

from dataclasses import dataclass, replace

from django.utils.translation import gettext

from interactions.content.file_names import (
    EXTENSION_BY_MEDIA_TYPE,
    describe_misleading_name,
    find_media_type_by_name,
)
from interactions.content.signatures import (
    CARD_TYPES,
    SIGNED_TYPES,
    TEXT_BEGINNING_PATTERNS,
    detect_binary_type,
    detect_text_type,
    has_only_text_bytes,
)
from interactions.content.text.markup import reveal_invisible
from interactions.ucs.resources import ContentKind

UNKNOWN_MEDIA_TYPE = "application/octet-stream"
GENERIC_MEDIA_TYPES = {
    None, "", UNKNOWN_MEDIA_TYPE, "application/octetstream", "binary/octet-stream", "application/unknown",
    "application/binary", "application/force-download", "application/x-download", "*/*",
}  # fmt: skip
MEDIA_TYPE_ALIASES = {
    "image/jpg": "image/jpeg",
    "image/pjpeg": "image/jpeg",
    "image/x-png": "image/png",
    "image/x-ms-bmp": "image/bmp",
    "image/x-bmp": "image/bmp",
    "application/x-pdf": "application/pdf",
    "audio/x-wav": "audio/wav",
    "audio/wave": "audio/wav",
    "audio/vnd.wave": "audio/wav",
    "audio/mp3": "audio/mpeg",
    "audio/x-mp3": "audio/mpeg",
    "audio/x-m4a": "audio/mp4",
    "audio/m4a": "audio/mp4",
    "audio/x-flac": "audio/flac",
    "application/ogg": "audio/ogg",
    "text/json": "application/json",
    "text/x-json": "application/json",
    "text/rfc822": "message/rfc822",
    "application/x-gzip": "application/gzip",
    "application/x-tgz": "application/gzip",
    "application/x-compressed-tar": "application/gzip",
    "application/bzip2": "application/x-bzip2",
    "application/x-bzip": "application/x-bzip2",
    "application/xz": "application/x-xz",
    "application/tar": "application/x-tar",
    "application/x-gtar": "application/x-tar",
    "application/x-rar-compressed": "application/vnd.rar",
    "application/x-rar": "application/vnd.rar",
    "application/vnd.ms-tnef": "application/ms-tnef",
    "application/msoutlook": "application/vnd.ms-outlook",
    "application/x-msg": "application/vnd.ms-outlook",
    "application/ics": "text/calendar",
    "text/x-vcalendar": "text/calendar",
    "text/x-vcard": "text/vcard",
    "text/directory": "text/vcard",
    "application/vcard": "text/vcard",
}
CONTAINER_TYPES = {
    "application/zip",
    "application/gzip",
    "application/x-bzip2",
    "application/x-xz",
    "application/x-7z-compressed",
    "application/vnd.rar",
    "application/x-tar",
    "application/x-ole-storage",
}
OFFICE_CONTAINER_TYPES = {"application/zip", "application/x-ole-storage"}
SIGNATURE_REQUIRED_TYPES = {
    "image/png",
    "image/gif",
    "image/jpeg",
    "image/webp",
    "image/bmp",
    "application/pdf",
    "audio/wav",
}
HARMLESS_TYPES = {UNKNOWN_MEDIA_TYPE, "text/plain"}
HTML_TYPES = {"text/html", "application/xhtml+xml"}
MAX_NOTE_NAME_CHARACTERS = 80  # characters of a name in a note


@dataclass(frozen=True)
class MediaTypeDecision:
    """`media_type` decides the viewer; `guessed` is what the bytes say, None when nothing. `alternatives` are
    other types as which it may safely be shown when a reader asks for it."""

    media_type: str
    guessed: str | None
    note: str | None = None
    alternatives: tuple[str, ...] = ()

    def asked_as(self, wanted: str | None) -> "MediaTypeDecision":
        """With `wanted` in the place of what was decided, where it is one of the alternatives."""
        if wanted is None or wanted not in self.alternatives:
            return self
        others = tuple(other for other in self.alternatives if other != wanted)
        return replace(self, media_type=wanted, alternatives=others)


@dataclass(frozen=True)
class MediaTypeEvidence:
    """What each of the three says, "" or None where it says nothing that helps. `declared` is `said` even
    where that is vague."""

    declared: str
    said: str
    guessed: str | None
    named: str | None
    name: str
    head: bytes


def decide_media_type(
    kind: ContentKind, declared: str | None, head: bytes, name: str = ""
) -> MediaTypeDecision:
    """Weighs the declared type, the first bytes (`head`, at least 64 of them where there are) and the file's
    name, as its sender wrote it, against each other."""
    said = MEDIA_TYPE_ALIASES.get(declared or "", declared or "")
    if not head:
        return MediaTypeDecision("text/plain", None)
    if kind is ContentKind.PLAIN_TEXT and (said in GENERIC_MEDIA_TYPES or said == "text/plain"):
        return MediaTypeDecision("text/plain", None)
    vague = said in GENERIC_MEDIA_TYPES or (said == "text/plain" and kind is ContentKind.STRUCTURED_TEXT)
    guessed = detect_binary_type(head) or detect_text_type(kind, said, head)
    voices = MediaTypeEvidence(
        said, "" if vague else said, guessed, find_media_type_by_name(name), name, head
    )
    media_type, note = _weigh_evidence(voices)
    return MediaTypeDecision(media_type, guessed, note, _find_alternatives(voices, media_type))


def is_text_type(media_type: str) -> bool:
    """Of the types that are characters, whatever they are meant for."""
    return media_type.startswith(("text/", "message/")) or media_type.endswith(("xml", "json"))


def _weigh_evidence(voices: MediaTypeEvidence) -> tuple[str, str | None]:
    """The type, and what there is to say about it."""
    media_type, against_said = _decide_by_bytes(voices), False
    if voices.said:
        media_type, against_said = _check_claimed_type(voices.said, voices.guessed)
    by_name, against_name = _check_named_type(voices)
    signed = media_type == voices.guessed and media_type in SIGNED_TYPES
    if _can_name_decide(voices) or (against_name and not signed and media_type not in HARMLESS_TYPES):
        media_type = by_name
    tricked = describe_misleading_name(voices.name)
    if tricked and media_type != "text/plain":
        media_type = UNKNOWN_MEDIA_TYPE
    note = _describe_disagreement(voices, media_type, against_said=against_said, against_name=against_name)
    return media_type, " ".join(filter(None, (note, tricked))) or None


def _decide_by_bytes(voices: MediaTypeEvidence) -> str:
    """What is declared says nothing that helps."""
    is_plain = voices.declared == "text/plain" or has_only_text_bytes(voices.head)
    return voices.guessed or ("text/plain" if is_plain else UNKNOWN_MEDIA_TYPE)


def _check_claimed_type(claimed: str, guessed: str | None) -> tuple[str, bool]:
    """The safe one of what is claimed and what the bytes say, and whether the bytes contradict; they do also
    where they say nothing, and a real one would have its signature."""
    if guessed == claimed or (guessed is None and claimed not in SIGNATURE_REQUIRED_TYPES):
        return claimed, False
    if guessed is None:
        return UNKNOWN_MEDIA_TYPE, True
    if _is_compatible(claimed, guessed):
        return claimed, False
    return (guessed, True) if _is_same_family(claimed, guessed) else (UNKNOWN_MEDIA_TYPE, True)


def _is_same_family(claimed: str, guessed: str) -> bool:
    """Of one family, so that it is shown in the same way, whichever of the two it is."""
    families = {claimed.partition("/")[0], guessed.partition("/")[0]}
    marked_up = claimed == "text/html" and guessed == "text/xml"
    return families == {"image"} or families <= {"audio", "video"} or marked_up


def _is_compatible(claimed: str, guessed: str) -> bool:
    """Not a contradiction: text that looks like some markup, an office file in its container, sound in what
    may hold a film too or in a format without a signature here."""
    if guessed in {"text/html", "text/xml", "application/json", "message/rfc822", *CARD_TYPES}:
        return is_text_type(claimed) and (claimed, guessed) != ("text/html", "text/xml")
    family, _, subtype = claimed.partition("/")
    if family in {"audio", "video"} and guessed.startswith(("audio/", "video/")):
        return claimed not in SIGNED_TYPES or subtype == guessed.partition("/")[2]
    if (claimed, guessed) == ("image/svg+xml", "application/gzip"):
        return True  # packed, as .svgz
    if guessed not in CONTAINER_TYPES or claimed in SIGNED_TYPES or is_text_type(claimed):
        return False
    return family == "application" and (
        guessed in OFFICE_CONTAINER_TYPES or claimed not in EXTENSION_BY_MEDIA_TYPE
    )


def _check_named_type(voices: MediaTypeEvidence) -> tuple[str, bool]:
    """The same of the name. A text in a charset of two bytes is not one by its bytes, so there the declared
    type counts too."""
    if not voices.named:
        return UNKNOWN_MEDIA_TYPE, False
    if (
        is_text_type(voices.named)
        and not has_only_text_bytes(voices.head)
        and not is_text_type(voices.declared)
    ):
        return UNKNOWN_MEDIA_TYPE, True
    return _check_claimed_type(voices.named, voices.guessed)


def _can_name_decide(voices: MediaTypeEvidence) -> bool:
    """The name says more than what is declared, and the bytes are such as it says: they don't contradict."""
    named, guessed = voices.named, voices.guessed
    if not named or not (voices.declared in GENERIC_MEDIA_TYPES or voices.declared == "text/plain"):
        return False
    if not is_text_type(named):
        return (
            voices.declared in GENERIC_MEDIA_TYPES and guessed is not None and _is_compatible(named, guessed)
        )
    textual = has_only_text_bytes(voices.head) and guessed not in SIGNED_TYPES
    return textual and _has_expected_beginning(named, guessed, voices.head)


def _has_expected_beginning(named: str, guessed: str | None, head: bytes) -> bool:
    """Whether text is such as its name says. HTML is left to the bytes: what is only called so stays text."""
    if named in HTML_TYPES:
        return False
    if named.endswith(("xml", "json")):
        return guessed == ("text/xml" if named.endswith("xml") else "application/json")
    if named in TEXT_BEGINNING_PATTERNS:
        return TEXT_BEGINNING_PATTERNS[named].match(head) is not None
    return guessed in {None, "text/html"}  # it is called plain text, or near to it: the safer of the two


def _find_alternatives(voices: MediaTypeEvidence, media_type: str) -> tuple[str, ...]:
    """Of the voices' types: those of text where it is text, those of bytes where it has their signature."""
    textual, signed = has_only_text_bytes(voices.head), detect_binary_type(voices.head)
    others = ("text/plain", voices.declared, voices.guessed or "", voices.named or "")
    return tuple(
        other
        for other in dict.fromkeys(others)
        if other not in GENERIC_MEDIA_TYPES
        and other != media_type
        and (textual if is_text_type(other) else other == signed)
    )


def _describe_disagreement(
    voices: MediaTypeEvidence, media_type: str, *, against_said: bool, against_name: bool
) -> str | None:
    """What the voices disagree about, or which of them was left to decide."""
    name = reveal_invisible(voices.name[:MAX_NOTE_NAME_CHARACTERS])
    if against_said or against_name:
        claim = _claim(voices.said if against_said else "", name if against_name else "")
        return f"{claim} {_finding(voices, (voices.said if against_said else voices.named) or '')}"
    if voices.said == media_type or (not voices.said and voices.named == voices.guessed):
        return None
    if media_type == voices.named and (media_type != "text/plain" or voices.guessed):
        values = {"name": name, "type": media_type}
        return gettext("No specific type is given; shown as %(type)s because of its name, %(name)s.") % values
    if media_type == voices.guessed:
        return gettext("No specific type is given; it looks like %(type)s.") % {"type": media_type}
    return None


def _claim(said: str, name: str) -> str:
    """How it is labelled: by its declared type, by its name or by both."""
    if said and name:
        return gettext("Labelled as %(type)s and named %(name)s.") % {"type": said, "name": name}
    if said:
        return gettext("Labelled as %(type)s.") % {"type": said}
    return gettext("Named %(name)s.") % {"name": name}


def _finding(voices: MediaTypeEvidence, claimed: str) -> str:
    """What it is instead, as far as its first bytes tell."""
    if voices.guessed:
        return gettext("The content looks like %(type)s.") % {"type": voices.guessed}
    if is_text_type(claimed):
        return gettext("The content isn’t text.")
    return gettext("The content doesn’t look like %(type)s.") % {"type": claimed}
