"""Selects which parts of a mail are its text body, which its HTML body, and which attachments (RFC 8621
§4.1.4).

Each body takes the fitting part of a multipart/alternative, and all readable parts beside it. Mailing lists
add a text after an HTML part, and some programs write text, picture, text: one part alone would lose words.
"""

from dataclasses import dataclass

from interactions.content.mail.mail_parser import MailPart, ParsedMail

ENRICHED_TEXT_TYPES = {"text/enriched", "text/richtext"}
REPORT_TYPES = {"message/delivery-status", "message/disposition-notification"}
READABLE_TYPES = {"text/plain", "text/html", *ENRICHED_TEXT_TYPES, *REPORT_TYPES}


@dataclass(frozen=True)
class BodyParts:
    """The parts of the two bodies and the attachments, each in the order sent.

    `text` contains HTML parts where no text was sent beside them, and `html` likewise contains text parts;
    both may contain pictures.
    """

    text: tuple[MailPart, ...]
    html: tuple[MailPart, ...]
    attachments: tuple[MailPart, ...]


def select_body_parts(mail: ParsedMail, message_path: str = "") -> BodyParts:
    """Selects the bodies and attachments of the mail itself, or of the attached message at `message_path`."""
    selector = _BodyPartSelector(mail, message_path)
    selector.add_multipart(message_path, selector.text, selector.html, alternative=False)
    return BodyParts(tuple(selector.text), tuple(selector.html), tuple(selector.attachments))


class _BodyPartSelector:
    """Walks the tree of one message, recursively: it is at most `ContentLimits.mail_depth` levels deep."""

    def __init__(self, mail: ParsedMail, message_path: str) -> None:
        self.multiparts = mail.multiparts
        self.parts = {part.path: part for part in mail.parts if part.message_path == message_path}
        self.children: dict[str, list[str]] = {}
        containers = {path for path in mail.multiparts if path and path not in self.parts}
        for path in sorted(containers | self.parts.keys(), key=_parse_part_path):
            self.children.setdefault(path.rpartition(".")[0], []).append(path)
        self.text: list[MailPart] = []
        self.html: list[MailPart] = []
        self.attachments: list[MailPart] = []

    def add_multipart(
        self,
        multipart_path: str,
        text: list[MailPart] | None,
        html: list[MailPart] | None,
        *,
        alternative: bool,
    ) -> None:
        """Adds the parts of the multipart at path `multipart_path` to the bodies `text` and `html`, or to the
        attachments. A body is None where another alternative fills it."""
        subtype = self.multiparts.get(multipart_path, "mixed")
        alternative = alternative or subtype == "alternative"
        texts_before, htmls_before = len(text or ()), len(html or ())
        for position, path in enumerate(self.children.get(multipart_path, ())):
            part = self.parts.get(path)
            if part is None:
                self.add_multipart(path, text, html, alternative=alternative)
            elif not _is_inline(part, subtype, position):
                self.attachments.append(part)
            elif subtype == "alternative":
                self._add_alternative(part, text, html, texts_before)
            else:
                if alternative:
                    text = None if part.media_type == "text/html" else text
                    html = None if part.media_type in {"text/plain", *ENRICHED_TEXT_TYPES} else html
                _append_to_bodies(part, text, html)
        if subtype == "alternative" and text is not None and html is not None:  # one of them is all there is
            if len(text) == texts_before:
                text += html[htmls_before:]
            elif len(html) == htmls_before:
                html += text[texts_before:]

    def _add_alternative(
        self, part: MailPart, text: list[MailPart] | None, html: list[MailPart] | None, texts_before: int
    ) -> None:
        """Adds one alternative to its body; a second text, in a richer form, becomes an attachment."""
        body = html if part.media_type == "text/html" else text
        is_duplicate_text = part.media_type in ENRICHED_TEXT_TYPES and len(text or ()) > texts_before
        if body is None or is_duplicate_text or part.media_type.startswith("image/"):
            self.attachments.append(part)
        else:
            body.append(part)


def _append_to_bodies(part: MailPart, *bodies: list[MailPart] | None) -> None:
    for body in bodies:
        if body is not None:
            body.append(part)


def _is_inline(part: MailPart, subtype: str, position: int) -> bool:
    """Whether the part is to be read in the body. One that has a name and is not the first is a file."""
    is_picture = part.media_type.startswith("image/")
    if (
        part.is_attachment
        or part.is_attached_message
        or not (is_picture or _is_readable_text(part, position))
    ):
        return False
    return position == 0 or (subtype != "related" and (is_picture or not part.name))


def _is_readable_text(part: MailPart, position: int) -> bool:
    """Whether the part is text that can be read; text of an unknown subtype is, where it comes first and has
    no name (RFC 2046 §4.1.4)."""
    return part.media_type in READABLE_TYPES or (
        position == 0 and not part.name and part.media_type.startswith("text/")
    )


def _parse_part_path(path: str) -> tuple[int, ...]:
    return tuple(map(int, path.split(".")))
