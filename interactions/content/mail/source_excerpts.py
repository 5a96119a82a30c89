"""The beginning of a mail, and of its HTML, as they were sent, with the address of the whole."""

from dataclasses import dataclass

from interactions.content.mail.body_blocks import decode_part_text
from interactions.content.mail.mail_parser import MailPart
from interactions.content.text.markup import reveal_invisible
from interactions.content.viewer import ContentUrls
from mime import charsets


@dataclass(frozen=True)
class SourceExcerpt:
    """`text` is all of the source, or its beginning if `cut`. `size` is that of the whole, in bytes for a
    mail and in characters for HTML; `download_url` is the address of the whole."""

    text: str
    cut: bool
    size: int
    download_url: str


def build_mail_source(
    sent: bytes, texts: tuple[MailPart, ...], addresses: ContentUrls, max_bytes: int
) -> SourceExcerpt:
    """The first `max_bytes` of a mail as it was sent; bytes beyond ASCII are decoded by the charset of its
    first text part."""
    charset = next((part.charset for part in texts), None)
    text = charsets.decode_text(sent[:max_bytes], charset, is_truncated=len(sent) > max_bytes).text
    return SourceExcerpt(_normalise_line_ends(text), len(sent) > max_bytes, len(sent), addresses.download)


def build_html_source(
    parts: tuple[MailPart, ...], addresses: ContentUrls, max_characters: int
) -> SourceExcerpt | None:
    """The first `max_characters` of a mail's HTML as it was written, its parts one after the other; None
    without an HTML part."""
    html_parts = [part for part in parts if part.media_type == "text/html"]
    if not html_parts:
        return None
    text = "\n\n".join(decode_part_text(part).text for part in html_parts)
    return SourceExcerpt(
        _normalise_line_ends(text[:max_characters]),
        len(text) > max_characters,
        len(text),
        addresses.nested(html_parts[0].path).download,
    )


def _normalise_line_ends(text: str) -> str:
    return reveal_invisible(text.replace("\r\n", "\n").replace("\r", "\n"))
