"""The complexity guard, the sanitiser and the frame's document."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interactions.content.errors import UnviewableContent
from interactions.content.html.complexity_guard import check_html_complexity
from interactions.content.html.html_view import decode_html, render_frame_document
from interactions.content.html.sanitiser import find_safe_colour, sanitise_html
from tests.interactions.content.html.sanitised import iter_violations

PAYLOADS = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg><a xlink:href='javascript:alert(1)'>x</a><style><img src=x onerror=alert(1)>",
    "<math><mtext><table><mglyph><style><!--</style><img title='--&gt;&lt;img src=1 onerror=alert(1)&gt;'>",
    "<a href=' java\tscript:alert(1)'>x</a><a href='data:text/html,x'>y</a><a href=/logout>z</a>",
    "<form action=https://a.example><button formaction=//b.example>x</button><input name=q></form>",
    "<iframe src=//a.example></iframe><object data=x></object><embed src=x><base href=//a.example>",
    "<meta http-equiv=refresh content='0;url=//a.example'><link rel=stylesheet href=//a.example/x.css>",
    "<table background=//a.example/x.gif><td background=http://a.example/p.gif>x</table>",
    "<p style='background:url(//a.example/x);position:fixed;color:red'>x</p>",
    "<p style='background-color:\\75rl(//a.example)'>x</p><p style='list-style-type:image-set(x)'>y</p>",
    "<img src=/logout><img src=//a.example/p.gif><img src='data:image/svg+xml,<svg onload=x>'>",
    "<img srcset='//a.example/x 2x'><video poster=//a.example/x><source src=//a.example></video>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'></noscript>",
    "<div id=csrf name=x class=top>x</div><template><script>x</script></template><!--[if IE]><b>-->",
    "<a href='https://a.example' target=_self ping=//b.example onclick=x>x</a>",
    "<img src='cid:one'><img src='CID:two'>",
]


@pytest.mark.parametrize("payload", PAYLOADS)
def test_sanitised_html_neither_loads_nor_acts(payload):
    cleaned = sanitise_html(payload)
    assert list(iter_violations(cleaned)) == []
    assert list(iter_violations(sanitise_html(cleaned))) == []
    assert len(sanitise_html(cleaned)) == len(cleaned)


def test_the_payloads_are_violations_before_sanitising():
    assert all(list(iter_violations(payload)) for payload in PAYLOADS)


def test_the_layout_of_a_mail_is_kept():
    cell = '<td style="color:red;background:#fff" colspan="2">x</td>'
    cleaned = sanitise_html(f'<table bgcolor="#eee" width="600"><tr>{cell}</tr></table>')
    for kept in ('bgcolor="#eee"', 'width="600"', "color:red", "background-color:#fff", 'colspan="2"'):
        assert kept in cleaned
    link = sanitise_html('<a href="https://a.example/">x</a>')
    assert 'target="_blank"' in link
    assert 'rel="noreferrer noopener nofollow"' in link


def test_inline_images_are_found_by_content_id():
    images = {"one": "data:image/gif;base64,R0lG"}
    assert (
        sanitise_html('<img src="cid:one"><img src="cid:two">', images)
        == '<img src="data:image/gif;base64,R0lG"><img>'
    )


@given(st.text(alphabet="<>/='\" abisvgtyle-!:;&#\n\0", max_size=120))
def test_any_text_comes_out_harmless(text):
    assert list(iter_violations(sanitise_html(text))) == []


TOO_COMPLEX_HTML = {
    "deep": "<div>" * 30_000,
    "tags": "<b></b>" * 30_000,
    "long tag": f"<a {'x=1 ' * 8000}>",
    "attributes behind a quoted end": f'<a title=">" {" ".join(f"x{n}" for n in range(30_000))}>',
    "… and a quote that is none": f'<a b="c" "d=">" {" ".join(f"x{n}" for n in range(30_000))}>',
    "tags in tags": ("<a " * 5400 + ">") * 25,
    "no end of a quote": f'<a b="{"x" * 400_000}',
    "long": "x" * 600_000,
    "formatting": "<p>" + "".join(f"<b id={n}>" for n in range(200)) + "</p>" + "<p>x</p>" * 9000,
}
HEAVY_HTML = {
    "reopened": "<p>" + "".join(f"<b id={n}>" for n in range(19)) + "</p>" + "<p>x</p>" * 9000,
    "nested": ("<div>" * 250 + "</div>" * 250) * 39,
    "ampersands": "&" * 500_000,
    "less": "<" * 500_000,
    "cells": "<td>" * 19_000,
    "attributes": ("<p " + " ".join(f"x{n}=1" for n in range(1500)) + ">") * 40,
    "comments": "<!--" * 19_000,
    "links in links": ("<a href=https://x.example>w.bank.de<table><tr><td>" * 60 + "</table></a>" * 60) * 20,
    "words of a link": ("<a href=https://x.example>" + "a.co " * 20_000 + "</a>") * 5,
    "letters of a host": "".join(f"<a href=https://{'ä' * 60}.{n}.example>x</a>" for n in range(3000)),
}


@pytest.mark.parametrize("name", TOO_COMPLEX_HTML)
def test_too_complex_html_is_refused_quickly(name):
    before = time.process_time()
    with pytest.raises(UnviewableContent):
        check_html_complexity(TOO_COMPLEX_HTML[name])
    assert time.process_time() - before < 1.5


@pytest.mark.parametrize("name", HEAVY_HTML)
def test_accepted_html_is_sanitised_in_bounded_time(name):
    before = time.process_time()
    render_frame_document(HEAVY_HTML[name].encode(), "utf-8")
    assert time.process_time() - before < 6


def test_the_colours_of_the_body_stay_readable():
    document = render_frame_document(b'<body bgcolor="#000" text=white style="x">x', None)
    assert '<body style="background-color:#000;color:white">' in document
    assert '<body style="background-color:black;color:#171a21">' in render_frame_document(
        b"<body bgcolor=black>x", None
    )
    assert "<body>" in render_frame_document(b'<body bgcolor="red;}x{" text="url(x)">x', None)


@pytest.mark.parametrize(
    ("text", "taken"),
    [("#fff", True), ("RED", True), ("rgb(1, 2, 3)", True), ("url(x)", False), ("a;b", False)],
)
def test_safe_colours_are_told_from_others(text, taken):
    assert (find_safe_colour(text) is not None) == taken


def test_html_is_decoded_by_its_own_charset_where_no_other_is_given():
    html = '<meta http-equiv="Content-Type" content="text/html; charset=koi8-r">Привет'.encode("koi8-r")
    assert decode_html(html, None).text.endswith("Привет")
    assert decode_html(html, "latin-1").charset != "koi8-r"
    assert decode_html(b"<p>none</p>", None).charset == "utf-8"


def test_a_guessed_charset_of_html_is_noted(shown):
    content_view = shown(b"<div>" * 300 + "Größe und Maß, schöne Grüße".encode("cp1252"), "text/html")
    assert content_view.title == "Text of the HTML"
    assert any("is a guess" in note for note in content_view.notes)
