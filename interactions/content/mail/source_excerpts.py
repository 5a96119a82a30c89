"""A mail, and its HTML, as they were sent: the beginning as text, and where all of it is."""

from dataclasses import dataclass

from interactions.content.mail.body_blocks import decode_part_text
from interactions.content.mail.mail_parser import MailPart
from interactions.content.text import charsets
from interactions.content.text.markup import reveal_invisible
from interactions.content.viewer import ContentUrls


@dataclass(frozen=True)
class SourceExcerpt:
    """`text` is the beginning of `size` bytes or characters, all of it unless `cut`; `download_url` gives the
    file."""

    text: str
    cut: bool
    size: int
    download_url: str


def build_mail_source(
    sent: bytes, texts: tuple[MailPart, ...], addresses: ContentUrls, most: int
) -> SourceExcerpt:
    """The mail as it was sent, its first `most` bytes; what is not ASCII in the charset of its first text."""
    charset = next((part.charset for part in texts), None)
    text = charsets.decode_text(sent[:most], charset, is_truncated=len(sent) > most).text
    return SourceExcerpt(_normalise_line_ends(text), len(sent) > most, len(sent), addresses.download)


def build_html_source(parts: tuple[MailPart, ...], addresses: ContentUrls, most: int) -> SourceExcerpt | None:
    """The HTML as it was written, the first `most` characters; of several parts one after the other."""
    pages = [part for part in parts if part.media_type == "text/html"]
    if not pages:
        return None
    text = "\n\n".join(decode_part_text(part).text for part in pages)
    return SourceExcerpt(
        _normalise_line_ends(text[:most]),
        len(text) > most,
        len(text),
        addresses.nested(pages[0].path).download,
    )


def _normalise_line_ends(text: str) -> str:
    return reveal_invisible(text.replace("\r\n", "\n").replace("\r", "\n"))
