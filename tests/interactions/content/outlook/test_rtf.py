import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interactions.content.outlook.rtf import RtfContent, extract_rtf_content

ENCAPSULATED_HTML = rb"""{\rtf1\ansi\ansicpg1251\fromhtml1 \deff0
{\fonttbl{\f0\fswiss Arial;}{\f1\fmodern\fcharset238 Courier;}{\f2\fcharset128 MS Mincho;}}
{\colortbl\red0\green0\blue0;}
\uc1\pard\plain\deftab360 \f0\fs24
{\*\htmltag19 <html>}
{\*\htmltag2 \par}{\*\htmltag50 <body>}\htmlrtf {\htmlrtf0
{\*\htmltag64 <p class=\'22x\'22>}\htmlrtf {\htmlrtf0 a \u1078? {\f2 \'82\'a0} {\f1 \'b9}
 \'e6{\*\htmltag84 &nbsp;}\htmlrtf \'a0\htmlrtf0
1{\*\htmltag84 &lt;}\htmlrtf <\htmlrtf0 2 > 1
\htmlrtf\par}\htmlrtf0
{\*\htmltag72 </p>}{\*\mhtmltag84 <img src="x">}
\u-10179?\u-8704?
{\*\htmltag27 </html>}}"""


def test_encapsulated_html_is_extracted():
    html = '<html>\n<body><p class="x">a ж あ ą ж&nbsp;1&lt;2 &gt; 1</p>😀</html>'
    assert extract_rtf_content(ENCAPSULATED_HTML) == RtfContent(html, is_html=True, is_complete=True)


def test_text_between_the_html_tags_is_escaped():
    content = extract_rtf_content(
        rb"{\rtf1\fromhtml1 {\*\htmltag64 <p>}\u60?script\'3e & co{\*\htmltag72 </p>}}"
    )
    assert content.text == "<p>&lt;script&gt; &amp; co</p>"


@pytest.mark.parametrize(
    ("rtf", "text"),
    [
        (rb"{\rtf1\ansi Hello\par W\'f6rld {\b bold}\tab x}", "Hello\nWörld bold\tx"),
        (
            rb"{\rtf1{\fonttbl{\f0 Arial;}}{\info{\title Secret}}{\*\generator x;}a\~b\_c\{\}\\}",
            "a\u00a0b\u2011c{}\\",
        ),
        (rb"{\rtf1 \lquote a\rquote  \ldblquote b\rdblquote \emdash\bullet}", "‘a’ “b”—•"),
        (rb"{\rtf1 a{\pict\wmetafile8 0102}b{\bin4 }}}}c}", "abc"),
        (rb"{\rtf1 {\field{\*\fldinst HYPERLINK x}{\fldrslt the link}}}", "the link"),
        (rb"{\rtf1\uc2 \u228 xyz{\uc0\u228 z}\u228 \'41\'42c}", "äzäzäc"),
        (rb"{\rtf1\mac \'8e}", "é"),
        (rb"{\rtf1\deff1{\fonttbl{\f1\fcharset204 A;}{\f2\cpg437 B;}}\f2 \'81\plain \'e6}", "üж"),
        (rb"{\rtf1\fcharset204 \cpg99999 a}", "a"),
        (rb"no rtf at all", "no rtf at all"),
        (rb"{\rtf1 cut in {\b the mid", "cut in the mid"),
        (rb"{\rtf1 end}{\rtf1 behind}", "end"),
        (rb"{\rtf1 \u-10179?half}", "\ufffdhalf"),
    ],
)
def test_rtf_without_html_gives_its_text(rtf, text):
    assert extract_rtf_content(rtf) == RtfContent(text, is_html=False, is_complete=True)


RTF_TOKENS = (
    rb"\u{}|\u-10179?|\'8|\'41|{|}|\*|\htmltag64 |\htmlrtf|\htmlrtf0|\fromhtml1|\fonttbl|\f1|\fcharset128|"
    rb"\uc9|\bin3|x"
)


@given(st.lists(st.one_of(st.sampled_from(RTF_TOKENS.split(b"|")), st.binary(max_size=5))).map(b"".join))
def test_any_bytes_give_text_that_can_be_encoded(data):
    extract_rtf_content(data).text.encode("utf-8")
    assert extract_rtf_content(data).is_complete


@pytest.mark.parametrize(
    "piece", [b"{", b"}", b"{}", b"{\\b x}", b"\\u1?", b"\\'41", b"{\\*", b"\\f1 a\\f2 b", b"<\\tab"]
)
def test_reading_ends_after_the_token_limit(piece):
    for begin in (b"{\\rtf1 ", b"{\\rtf1\\fromhtml1 {\\*\\htmltag "):
        before = time.process_time()
        extract_rtf_content(begin + piece * 450_000)
        assert time.process_time() - before < 24
    assert not extract_rtf_content(b"{\\rtf1 " + b"{\\b x}" * 450_000).is_complete
