"""The media type of a content, decided by three kinds of evidence: the declared type, the first bytes and the
file's name.

A signature (signatures.py) outweighs a name. A name settles only what the other two leave open, and never
makes HTML of anything. Where they disagree, the type that is safer to show is taken, a note says so, and
`alternatives` are the types that a reader may ask for instead.
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
    """`media_type` decides the viewer; `detected` is the type by the first bytes, None when they tell none.
    `note` is a sentence for the reader. `alternatives` are other types as which the content may safely be
    shown when a reader asks for it."""

    media_type: str
    detected: str | None
    note: str | None = None
    alternatives: tuple[str, ...] = ()

    def choose_alternative(self, requested_type: str | None) -> "MediaTypeDecision":
        """The decision with `requested_type` in the place of what was decided, where it is one of the
        alternatives; otherwise unchanged."""
        if requested_type is None or requested_type not in self.alternatives:
            return self
        remaining = tuple(media_type for media_type in self.alternatives if media_type != requested_type)
        return replace(self, media_type=requested_type, alternatives=remaining)


@dataclass(frozen=True)
class MediaTypeEvidence:
    """The three kinds of evidence. `declared` is the declared type; `specific` the same, but "" where that is
    too general to help. `detected` is the type by the first bytes (`head`), `by_name` the type by the file's
    `name`; both None when they tell none."""

    declared: str
    specific: str
    detected: str | None
    by_name: str | None
    name: str
    head: bytes


def decide_media_type(
    kind: ContentKind, declared: str | None, head: bytes, name: str = ""
) -> MediaTypeDecision:
    """The type of a content, from the declared type, its first bytes (`head`, at least 64 of them where there
    are) and the file's name as its sender wrote it."""
    claimed = MEDIA_TYPE_ALIASES.get(declared or "", declared or "")
    if not head:
        return MediaTypeDecision("text/plain", None)
    if kind is ContentKind.PLAIN_TEXT and (claimed in GENERIC_MEDIA_TYPES or claimed == "text/plain"):
        return MediaTypeDecision("text/plain", None)
    is_generic = claimed in GENERIC_MEDIA_TYPES or (
        claimed == "text/plain" and kind is ContentKind.STRUCTURED_TEXT
    )
    detected = detect_binary_type(head) or detect_text_type(kind, claimed, head)
    evidence = MediaTypeEvidence(
        claimed, "" if is_generic else claimed, detected, find_media_type_by_name(name), name, head
    )
    media_type, note = _weigh_evidence(evidence)
    return MediaTypeDecision(media_type, detected, note, _find_alternatives(evidence, media_type))


def is_text_type(media_type: str) -> bool:
    """Whether the bytes of this media type are characters, whatever they are meant for."""
    return media_type.startswith(("text/", "message/")) or media_type.endswith(("xml", "json"))


def _weigh_evidence(evidence: MediaTypeEvidence) -> tuple[str, str | None]:
    """The decided type, and a note for the reader where there is something to say about it."""
    media_type, contradicts_declared = _decide_by_bytes(evidence), False
    if evidence.specific:
        media_type, contradicts_declared = _check_claimed_type(evidence.specific, evidence.detected)
    type_by_name, contradicts_name = _check_named_type(evidence)
    has_signature = media_type == evidence.detected and media_type in SIGNED_TYPES
    if _can_name_decide(evidence) or (
        contradicts_name and not has_signature and media_type not in HARMLESS_TYPES
    ):
        media_type = type_by_name
    misleading = describe_misleading_name(evidence.name)
    if misleading and media_type != "text/plain":
        media_type = UNKNOWN_MEDIA_TYPE
    note = _describe_disagreement(
        evidence, media_type, contradicts_declared=contradicts_declared, contradicts_name=contradicts_name
    )
    return media_type, " ".join(filter(None, (note, misleading))) or None


def _decide_by_bytes(evidence: MediaTypeEvidence) -> str:
    """The type where the declared one is too general to help."""
    is_plain = evidence.declared == "text/plain" or has_only_text_bytes(evidence.head)
    return evidence.detected or ("text/plain" if is_plain else UNKNOWN_MEDIA_TYPE)


def _check_claimed_type(claimed: str, detected: str | None) -> tuple[str, bool]:
    """The safe one of a claimed type and the detected one, and whether the bytes contradict the claim. They
    also do where they tell nothing although the claimed type has a signature."""
    if detected == claimed or (detected is None and claimed not in SIGNATURE_REQUIRED_TYPES):
        return claimed, False
    if detected is None:
        return UNKNOWN_MEDIA_TYPE, True
    if _is_compatible(claimed, detected):
        return claimed, False
    return (detected, True) if _is_same_family(claimed, detected) else (UNKNOWN_MEDIA_TYPE, True)


def _is_same_family(claimed: str, detected: str) -> bool:
    """Whether both types are of one family, so that the content is shown in the same way whichever of them it
    is."""
    families = {claimed.partition("/")[0], detected.partition("/")[0]}
    is_markup = claimed == "text/html" and detected == "text/xml"
    return families == {"image"} or families <= {"audio", "video"} or is_markup


def _is_compatible(claimed: str, detected: str) -> bool:
    """Whether the detected type is no contradiction: text that looks like some markup, an office file in its
    container, sound in a format that may hold a film too or that has no signature here."""
    if detected in {"text/html", "text/xml", "application/json", "message/rfc822", *CARD_TYPES}:
        return is_text_type(claimed) and (claimed, detected) != ("text/html", "text/xml")
    family, _, subtype = claimed.partition("/")
    if family in {"audio", "video"} and detected.startswith(("audio/", "video/")):
        return claimed not in SIGNED_TYPES or subtype == detected.partition("/")[2]
    if (claimed, detected) == ("image/svg+xml", "application/gzip"):
        return True  # packed, as .svgz
    if detected not in CONTAINER_TYPES or claimed in SIGNED_TYPES or is_text_type(claimed):
        return False
    return family == "application" and (
        detected in OFFICE_CONTAINER_TYPES or claimed not in EXTENSION_BY_MEDIA_TYPE
    )


def _check_named_type(evidence: MediaTypeEvidence) -> tuple[str, bool]:
    """The safe one of the type by name and the detected one, and whether the bytes contradict the name. Text
    in UTF-16 does not look like text by its bytes, so for text the declared type counts too."""
    if not evidence.by_name:
        return UNKNOWN_MEDIA_TYPE, False
    if (
        is_text_type(evidence.by_name)
        and not has_only_text_bytes(evidence.head)
        and not is_text_type(evidence.declared)
    ):
        return UNKNOWN_MEDIA_TYPE, True
    return _check_claimed_type(evidence.by_name, evidence.detected)


def _can_name_decide(evidence: MediaTypeEvidence) -> bool:
    """Whether the name says more than the declared type, and the bytes don't contradict it."""
    by_name, detected = evidence.by_name, evidence.detected
    if not by_name or not (evidence.declared in GENERIC_MEDIA_TYPES or evidence.declared == "text/plain"):
        return False
    if not is_text_type(by_name):
        return (
            evidence.declared in GENERIC_MEDIA_TYPES
            and detected is not None
            and _is_compatible(by_name, detected)
        )
    is_text = has_only_text_bytes(evidence.head) and detected not in SIGNED_TYPES
    return is_text and _has_expected_beginning(by_name, detected, evidence.head)


def _has_expected_beginning(by_name: str, detected: str | None, head: bytes) -> bool:
    """Whether text begins as its type by name demands. HTML is left to the bytes: what is only named so stays
    text."""
    if by_name in HTML_TYPES:
        return False
    if by_name.endswith(("xml", "json")):
        return detected == ("text/xml" if by_name.endswith("xml") else "application/json")
    if by_name in TEXT_BEGINNING_PATTERNS:
        return TEXT_BEGINNING_PATTERNS[by_name].match(head) is not None
    return detected in {None, "text/html"}  # it is called plain text, or near to it: the safer of the two


def _find_alternatives(evidence: MediaTypeEvidence, media_type: str) -> tuple[str, ...]:
    """Of all types in evidence, text types where the content is text, and binary types whose signature it
    has."""
    is_text, signature_type = has_only_text_bytes(evidence.head), detect_binary_type(evidence.head)
    candidates = ("text/plain", evidence.declared, evidence.detected or "", evidence.by_name or "")
    return tuple(
        candidate
        for candidate in dict.fromkeys(candidates)
        if candidate not in GENERIC_MEDIA_TYPES
        and candidate != media_type
        and (is_text if is_text_type(candidate) else candidate == signature_type)
    )


def _describe_disagreement(
    evidence: MediaTypeEvidence, media_type: str, *, contradicts_declared: bool, contradicts_name: bool
) -> str | None:
    """A sentence on what contradicts the bytes, or on what decided where the declared type said little; None
    when everything agrees."""
    name = reveal_invisible(evidence.name[:MAX_NOTE_NAME_CHARACTERS])
    if contradicts_declared or contradicts_name:
        claim = _describe_claim(
            evidence.specific if contradicts_declared else "", name if contradicts_name else ""
        )
        claimed_type = (evidence.specific if contradicts_declared else evidence.by_name) or ""
        return f"{claim} {_describe_detected(evidence, claimed_type)}"
    if evidence.specific == media_type or (not evidence.specific and evidence.by_name == evidence.detected):
        return None
    if media_type == evidence.by_name and (media_type != "text/plain" or evidence.detected):
        values = {"name": name, "type": media_type}
        return gettext("No specific type is given; shown as %(type)s because of its name, %(name)s.") % values
    if media_type == evidence.detected:
        return gettext("No specific type is given; it looks like %(type)s.") % {"type": media_type}
    return None


def _describe_claim(declared: str, name: str) -> str:
    """How the content is labelled: by its declared type, by its name or by both."""
    if declared and name:
        return gettext("Labelled as %(type)s and named %(name)s.") % {"type": declared, "name": name}
    if declared:
        return gettext("Labelled as %(type)s.") % {"type": declared}
    return gettext("Named %(name)s.") % {"name": name}


def _describe_detected(evidence: MediaTypeEvidence, claimed_type: str) -> str:
    """What the content is instead, as far as its first bytes tell."""
    if evidence.detected:
        return gettext("The content looks like %(type)s.") % {"type": evidence.detected}
    if is_text_type(claimed_type):
        return gettext("The content isn’t text.")
    return gettext("The content doesn’t look like %(type)s.") % {"type": claimed_type}
