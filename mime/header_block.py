"""The block of headers at the top of a mail, mended before a parser sees it."""

import re

HEADER_BLOCK_BYTES = 512 * 1024  # bytes of a mail in which its headers are looked for
BLANK_LINE_PATTERN = re.compile(rb"\r?\n[ \t]*\r?\n|\r\r")
DISTURBING_LINE_PATTERN = re.compile(rb"^(?:([!-9;-~]{1,76})[ \t]{1,20}(?=:)|>From .*\n)", re.MULTILINE)


def repair_header_block(raw: bytes) -> bytes:
    """The mail without what makes the standard library take its headers for its body: a byte order mark or
    blank lines before them, a blank before a colon, a line `>From `."""
    raw = raw.removeprefix(b"\xef\xbb\xbf").lstrip(b"\r\n")
    blank = BLANK_LINE_PATTERN.search(raw, 0, HEADER_BLOCK_BYTES)
    end = blank.end() if blank else min(len(raw), HEADER_BLOCK_BYTES)
    return DISTURBING_LINE_PATTERN.sub(rb"\1", raw[:end]) + raw[end:]
