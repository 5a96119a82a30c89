"""How much each viewer reads and shows. Every limit is a setting: `CONTENT_` and its name in capitals
(`CONTENT_MAIL_PARTS`). docs/configuration.md lists them; a test compares that list with this one.

Content comes from strangers, so everything has a limit. Beyond one, the page says what it left out and
offers the download.
"""

from dataclasses import dataclass

from django.conf import settings

MB = 1_000_000


@dataclass(frozen=True)
class ContentLimits:
    """Sizes are in bytes unless a comment says otherwise. docs/configuration.md repeats these comments word
    for word, so each stays on one line."""

    # Text and HTML
    text_bytes: int = 2 * MB  # text that is shown; longer text is cut off
    html_bytes: int = 1 * MB  # largest HTML that is rendered
    html_characters: int = 512_000  # characters in HTML that is rendered
    html_tags: int = 20_000  # tags in HTML
    html_depth: int = 256  # nesting levels in HTML; parsing time grows with their square
    # Transcripts, XML, JSON, tables
    chat_lines: int = 5000  # lines of a transcript that are shown
    tree_elements: int = 20_000  # elements in XML or a transcript; a chat message has about three
    tree_attributes: int = 100_000  # attributes in XML; a chat message has about six
    tree_depth: int = 64  # nesting levels in XML and JSON
    tree_lines: int = 20_000  # lines in formatted JSON
    table_rows: int = 1000  # table rows shown
    table_columns: int = 100  # table columns shown
    # Mails
    mail_bytes: int = 25 * MB  # largest mail that is parsed; parsing needs nine times its size in memory
    mail_parts: int = 200  # mail parts listed
    mail_depth: int = 20  # nesting levels of mail parts
    mails_inside: int = 20  # attached messages shown in full
    mail_headers: int = 300  # mail headers shown
    mail_blocks: int = 20  # parts shown in a message body; the rest are listed as attachments
    mail_text: int = 1_000_000  # characters of each text part shown
    mail_source: int = 64_000  # source of a mail that is shown, and of its HTML
    mail_pictures: int = 6  # images in a message body, and thumbnails of attachments; each is a request
    mail_images: int = 8 * MB  # total size of a mail's embedded images placed in its HTML
    # Images and recordings
    image_bytes: int = 25 * MB  # largest image that is shown
    image_pixels: int = 50_000_000  # pixels in an image (width × height); a fifth of this for animations
    waveform_bytes: int = 8 * MB  # largest recording read in full for its waveform; larger ones are sampled
    waveform_seconds: int = 6  # seconds to read for a waveform; it then shows what has been read
    # Archives and other containers
    archive_bytes: int = 25 * MB  # largest archive held in memory, if the UCS can't send ranges
    archive_entries: int = 1000  # files listed
    archive_member: int = 256 * MB  # largest file in an archive, after decompression
    archive_ratio: int = 1000  # highest compression ratio of a file in an archive
    held_bytes: int = 25 * MB  # largest content held in memory to show what is inside it
    opened_bytes: int = 100 * MB  # memory budget for large contents per process; further requests wait
    kept_bytes: int = 64 * MB  # cache for the contents held in memory, per process; each stays for a minute
    inside_depth: int = 4  # nesting levels of archives, mails and other containers
    # Invitations, contacts, Outlook files
    calendar_bytes: int = 256_000  # largest invitation
    calendar_events: int = 20  # events shown per invitation
    contact_bytes: int = 5 * MB  # largest contact file, including its pictures
    contact_cards: int = 50  # contacts (vCards) shown per file
    outlook_bytes: int = 25 * MB  # largest winmail.dat or .msg file that is opened
    # Any content
    digest_bytes: int = 4000 * MB  # largest content for which a SHA-256 checksum is computed
    digest_seconds: int = 40  # seconds to compute a checksum; many proxies give up after 60
    skipped_bytes: int = 64 * MB  # bytes read and discarded to reach an offset, if the UCS can't send ranges


MAX_LIMIT_VALUE = 10**15  # of any limit
# Higher values would have no effect: URLs have no room for more levels, or the parser has its own limit.
LIMIT_CEILINGS = {"inside_depth": 10, "mail_depth": 30, "tree_depth": 200}


def get_content_limits() -> ContentLimits:
    """The limits of this installation."""
    limits: ContentLimits = settings.CONTENT_LIMITS
    return limits
