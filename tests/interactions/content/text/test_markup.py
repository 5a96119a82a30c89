import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interactions.content.html.html_text import extract_html_text
from interactions.content.text.markup import render_text, reveal_invisible


def test_links_are_recognised_and_safe():
    html = render_text('See https://shop.example/a?b=1&c="d". Bye <b>')
    assert 'href="https://shop.example/a?b=1&amp;c="' in html
    assert 'target="_blank" rel="noreferrer noopener nofollow"' in html
    assert html.endswith("Bye &lt;b&gt;")


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("(https://a.example/x)", "https://a.example/x"),
        ("https://a.example/x_(y)", "https://a.example/x_(y)"),
        ("https://a.example/.", "https://a.example/"),
        ("HTTPS://a.example!", "HTTPS://a.example"),
    ],
)
def test_a_sentence_s_punctuation_is_not_the_link_s(text, address):
    assert f'href="{address}"' in render_text(text)


@pytest.mark.parametrize("text", ["javascript:alert(1)", "ftp://a.example", "https://", "//a.example"])
def test_nothing_else_is_a_link(text):
    assert "<a " not in render_text(text) or 'href="https://"' in render_text(text)


def test_what_would_not_be_seen_is_shown():
    assert "[U+202E]" in render_text("invoice\u202efdp.exe")
    assert "right-to-left override" in render_text("\u202e")
    assert "␀" in render_text("a\0b")
    assert reveal_invisible("a\u202eb\x1bc\ud800") == "a[U+202E]b␛c\ufffd"
    assert render_text("a\r\nb\rc\td") == "a\nb\nc\td"


@given(st.text(max_size=300))
def test_any_text_is_escaped(text):
    html = render_text(text)
    html.encode("utf-8")
    bare = html
    for tag in ("</a>", "</span>"):
        bare = bare.replace(tag, "")
    assert bare.count("<") == html.count("</a>") + html.count("</span>")


@pytest.mark.parametrize(
    "text", ["\0a" * 500_000, "https://a.example/ " * 100_000, "(" * 2_000_000, "http://" * 280_000]
)
def test_two_megabytes_of_anything_take_bounded_time_and_room(text):
    before = time.process_time()
    assert len(render_text(text)) < 12_000_000
    assert time.process_time() - before < 12


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>One</p><p>Two<br>Three</p>", "One\n\nTwo\nThree"),
        ("<style>x</style><script>y<b></script>z<!-- c <p> -->w", "zw"),
        ('<a href="https://a.example/?b&amp;c">shop</a>', "shop (https://a.example/?b&c)"),
        ("1 < 2 &amp;&lt;b&gt; &eacute;", "1 < 2 &<b> é"),
        ("<script>never closed", ""),
        ("<td>a</td><td>b</td>", "a b"),
    ],
)
def test_the_text_of_html(html, text):
    assert extract_html_text(html) == text


@pytest.mark.parametrize(
    "html", ["<!--" * 200_000, "<script>" * 100_000, "<a href=" * 100_000, "<" * 800_000]
)
def test_the_text_of_hostile_html_takes_bounded_time(html):
    before = time.process_time()
    extract_html_text(html)
    assert time.process_time() - before < 6
