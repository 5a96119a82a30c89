"""A mail, and its HTML, as they were sent: the beginning as text, and where all of it is."""

from dataclasses import dataclass

from interactions.content.mail.blocks import text_of
from interactions.content.mail.parts import Part
from interactions.content.text import charsets
from interactions.content.text.markup import visible
from interactions.content.viewer import ContentUrls


@dataclass(frozen=True)
class Source:
    """`text` is the beginning of `size` bytes or characters, all of it unless `cut`; `download_url` gives the
    file."""

    text: str
    cut: bool
    size: int
    download_url: str


def raw_source(sent: bytes, texts: tuple[Part, ...], addresses: ContentUrls, most: int) -> Source:
    """The mail as it was sent, its first `most` bytes; what is not ASCII in the charset of its first text."""
    charset = next((part.charset for part in texts), None)
    text = charsets.decode(sent[:most], charset, cut=len(sent) > most).text
    return Source(_lines(text), len(sent) > most, len(sent), addresses.download)


def html_source(parts: tuple[Part, ...], addresses: ContentUrls, most: int) -> Source | None:
    """The HTML as it was written, the first `most` characters; of several parts one after the other."""
    pages = [part for part in parts if part.media_type == "text/html"]
    if not pages:
        return None
    text = "\n\n".join(text_of(part).text for part in pages)
    return Source(_lines(text[:most]), len(text) > most, len(text), addresses.inside(pages[0].path).download)


def _lines(text: str) -> str:
    return visible(text.replace("\r\n", "\n").replace("\r", "\n"))
