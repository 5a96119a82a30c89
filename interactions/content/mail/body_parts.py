"""What of a mail is read as its text and what as its HTML, and what is attached: RFC 8621 §4.1.4.

Of alternatives the fitting one is read; what stands beside them is read in both. Mailing lists put a text
behind an HTML part, some programs write text, picture, text: taking one part only would lose words.
"""

from dataclasses import dataclass

from interactions.content.mail.mail_parser import MailPart, ParsedMail

ENRICHED_TEXT_TYPES = {"text/enriched", "text/richtext"}
REPORT_TYPES = {"message/delivery-status", "message/disposition-notification"}
READABLE_TYPES = {"text/plain", "text/html", *ENRICHED_TEXT_TYPES, *REPORT_TYPES}


@dataclass(frozen=True)
class BodyParts:
    """Each in the order sent. `text` may hold HTML parts, where there is no text beside them, and `html` text
    parts; both may hold pictures."""

    text: tuple[MailPart, ...]
    html: tuple[MailPart, ...]
    attachments: tuple[MailPart, ...]


def select_body_parts(mail: ParsedMail, message_path: str = "") -> BodyParts:
    """Of the mail itself, or of the mail inside it at the path `letter`."""
    reading = _BodyPartSelector(mail, message_path)
    reading.add_multipart(message_path, reading.text, reading.html, alternative=False)
    return BodyParts(tuple(reading.text), tuple(reading.html), tuple(reading.attachments))


class _BodyPartSelector:
    """Walks one mail's tree, which is at most `mail_parts.DEPTH` deep."""

    def __init__(self, mail: ParsedMail, letter: str) -> None:
        self.multiparts = mail.multiparts
        self.parts = {part.path: part for part in mail.parts if part.message_path == letter}
        self.children: dict[str, list[str]] = {}
        containers = {path for path in mail.multiparts if path and path not in self.parts}
        for path in sorted(containers | self.parts.keys(), key=_parse_part_path):
            self.children.setdefault(path.rpartition(".")[0], []).append(path)
        self.text: list[MailPart] = []
        self.html: list[MailPart] = []
        self.attachments: list[MailPart] = []

    def add_multipart(
        self, at: str, text: list[MailPart] | None, html: list[MailPart] | None, *, alternative: bool
    ) -> None:
        """What stands inside the multipart `at`. A list that is None is another alternative's to fill."""
        kind = self.multiparts.get(at, "mixed")
        alternative = alternative or kind == "alternative"
        texts, htmls = len(text or ()), len(html or ())
        for place, path in enumerate(self.children.get(at, ())):
            part = self.parts.get(path)
            if part is None:
                self.add_multipart(path, text, html, alternative=alternative)
            elif not _is_inline(part, kind, place):
                self.attachments.append(part)
            elif kind == "alternative":
                self._add_alternative(part, text, html, texts)
            else:
                if alternative:
                    text = None if part.media_type == "text/html" else text
                    html = None if part.media_type in {"text/plain", *ENRICHED_TEXT_TYPES} else html
                _append_to_bodies(part, text, html)
        if kind == "alternative" and text is not None and html is not None:  # one of them is all there is
            if len(text) == texts:
                text += html[htmls:]
            elif len(html) == htmls:
                html += text[texts:]

    def _add_alternative(
        self, part: MailPart, text: list[MailPart] | None, html: list[MailPart] | None, texts: int
    ) -> None:
        """One alternative; a text again in a richer form is only kept."""
        chosen = html if part.media_type == "text/html" else text
        again = part.media_type in ENRICHED_TEXT_TYPES and len(text or ()) > texts
        if chosen is None or again or part.media_type.startswith("image/"):
            self.attachments.append(part)
        else:
            chosen.append(part)


def _append_to_bodies(part: MailPart, *lists: list[MailPart] | None) -> None:
    for chosen in lists:
        if chosen is not None:
            chosen.append(part)


def _is_inline(part: MailPart, kind: str, place: int) -> bool:
    """Whether it is there to be read where it stands. What has a name and is not the first is a file."""
    picture = part.media_type.startswith("image/")
    if part.is_attachment or part.is_attached_message or not (picture or _is_readable_text(part, place)):
        return False
    return place == 0 or (kind != "related" and (picture or not part.name))


def _is_readable_text(part: MailPart, place: int) -> bool:
    """Text of a kind that nobody knows is read where it is all there is (RFC 2046 §4.1.4)."""
    return part.media_type in READABLE_TYPES or (
        place == 0 and not part.name and part.media_type.startswith("text/")
    )


def _parse_part_path(path: str) -> tuple[int, ...]:
    return tuple(map(int, path.split(".")))
