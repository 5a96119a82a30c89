"""Maps Windows code page numbers to the charset names that mails and HTML use."""

from mime import charsets

CODE_PAGE_CHARSETS = {
    1200: "utf-16-le",
    1201: "utf-16-be",
    10000: "mac-roman",
    20127: "us-ascii",
    20866: "koi8-r",
    20932: "euc-jp",
    20936: "gb2312",
    21866: "koi8-u",
    28603: "iso-8859-13",
    28605: "iso-8859-15",
    38598: "iso-8859-8",
    50220: "iso-2022-jp",
    50221: "iso-2022-jp",
    50222: "iso-2022-jp",
    50225: "iso-2022-kr",
    51932: "euc-jp",
    51936: "gb2312",
    51949: "euc-kr",
    52936: "hz-gb-2312",
    54936: "gb18030",
    65000: "utf-7",
    65001: "utf-8",
}
ANSI_CHARSET = "windows-1252"
# The code page for each \fcharset number of RTF (font table, RTF specification 1.9.1).
FONT_CODE_PAGES = {
    77: 10000,
    128: 932,
    129: 949,
    134: 936,
    136: 950,
    161: 1253,
    162: 1254,
    163: 1258,
    177: 1255,
    178: 1256,
    186: 1257,
    204: 1251,
    222: 874,
    238: 1250,
}


def find_charset(code_page: int | None) -> str | None:
    """A charset name that Python can decode; None for an unknown number."""
    if code_page is None:
        return None
    name = CODE_PAGE_CHARSETS.get(code_page) or (
        f"iso-8859-{code_page - 28590}" if 28591 <= code_page <= 28599 else f"cp{code_page}"
    )
    return name if charsets.find_codec_name(name) else None


def decode_known_charset(data: bytes, name: str) -> str:
    """Decodes text in a charset from `find_charset`. Never raises; an unknown name counts as
    `ANSI_CHARSET`."""
    return data.decode(charsets.find_codec_name(name) or ANSI_CHARSET, "replace")
