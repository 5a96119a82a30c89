"""How much each viewer reads and shows. Every limit is a setting, `CONTENT_` before its name in capitals
(`CONTENT_MAIL_PARTS`); docs/configuration.md lists them, and a test holds that list against this one.

What a stranger sends decides what is opened here, so everything has a limit. Beyond one a page says what was
shown and what was left out, and offers the download.
"""

from dataclasses import dataclass

from django.conf import settings

MB = 1_000_000


@dataclass(frozen=True)
class ContentLimits:
    """Sizes are in bytes unless a comment says otherwise. docs/configuration.md has these comments as they
    stand, each on one line."""

    # Text and HTML
    text_bytes: int = 2 * MB  # of a text, shown; the rest is left
    html_bytes: int = 1 * MB  # of HTML that is laid out
    html_characters: int = 512_000  # characters of HTML that is laid out
    html_tags: int = 20_000  # tags in it
    html_depth: int = 256  # elements in elements: a parser's time grows with the square
    # Transcripts, XML, JSON, tables
    chat_lines: int = 5000  # lines of a transcript, shown; the rest is left
    tree_elements: int = 20_000  # elements of XML, a transcript's too: a message of a chat has about three
    tree_attributes: int = 100_000  # attributes of XML: a message of a chat has about six
    tree_depth: int = 64  # levels of XML and JSON
    tree_lines: int = 20_000  # lines as which JSON is laid out
    table_rows: int = 1000  # rows of a table
    table_columns: int = 100  # columns of a table
    # Mails
    mail_bytes: int = 25 * MB  # of a mail that is taken apart: parsing takes nine times as much memory
    mail_parts: int = 200  # parts listed
    mail_depth: int = 20  # levels of parts in parts
    mails_inside: int = 20  # mails within a mail that are laid out
    mail_headers: int = 300  # headers shown
    mail_blocks: int = 20  # parts of one body that are laid out; the rest is with the attachments
    mail_text: int = 1_000_000  # characters of one text in a mail
    mail_source: int = 64_000  # of a mail as it was sent, and of its HTML's source, shown beside it
    mail_pictures: int = 6  # pictures in one body, and as many small ones: each is asked for by itself
    mail_images: int = 8 * MB  # of a mail's own pictures, put into its HTML
    # Images and recordings
    image_bytes: int = 25 * MB  # of an image that is shown
    image_pixels: int = 50_000_000  # pixels, by its header; a fifth for what moves: it is drawn on and on
    waveform_bytes: int = 8 * MB  # of a recording that is read whole for its waveform; of more, pieces
    waveform_seconds: int = 6  # seconds after which a waveform is drawn of what is there
    # What holds other files
    archive_bytes: int = 25 * MB  # of an archive that is held where it can't be read in ranges
    archive_entries: int = 1000  # files listed
    archive_member: int = 256 * MB  # of one file, unpacked
    archive_ratio: int = 1000  # how many times as large as packed a file may be
    held_bytes: int = 25 * MB  # of a content that is held while what lies in it is shown
    opened_bytes: int = 100 * MB  # of all such contents being opened or sent at once; who is next waits
    kept_bytes: int = 64 * MB  # of all such contents, cached for a minute in each process
    inside_depth: int = 4  # archives in mails in archives …
    # Invitations, contacts, Outlook's own
    calendar_bytes: int = 256_000  # of an invitation
    calendar_events: int = 20  # events shown of one
    contact_bytes: int = 5 * MB  # of a file of contacts, pictures and all
    contact_cards: int = 50  # vCards shown of one file
    outlook_bytes: int = 25 * MB  # of a winmail.dat or .msg that is opened
    # The bytes of anything
    digest_bytes: int = 4000 * MB  # of a content whose SHA-256 is made
    digest_seconds: int = 40  # seconds that the SHA-256 may take: many a proxy gives a page up after sixty
    skipped_bytes: int = 64 * MB  # read and dropped to get to a place, where the UCS gives no parts


MAX_LIMIT_VALUE = 10**15  # of any
# Above these the limit would not be one: there are no addresses for more levels, or the parser has its own.
LIMIT_CEILINGS = {"inside_depth": 10, "mail_depth": 30, "tree_depth": 200}


def get_content_limits() -> ContentLimits:
    """The limits of this installation."""
    limits: ContentLimits = settings.CONTENT_LIMITS
    return limits
