"""What the templates make of views: everything escaped, whichever viewer shows it."""

import pytest
from django.template import engines
from hypothesis import given
from hypothesis import strategies as st

from tests.html_reader import find_elements
from tests.interactions.content.chat.test_session_parser import build_join, build_leave, build_message
from tests.interactions.content.mail.test_mail import build_mail, build_part
from tests.interactions.content.media.sounds import build_webm

from .conftest import shown as shown_of
from .media.test_image_view import png

EVIL = '"><script>alert(1)</script><img src=x onerror=alert(1)>'
ESCAPED = EVIL.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")
CHAT = (
    '<chatTranscript startAt="2026-03-02T09:33:10Z">'
    + build_join(
        "C", "CLIENT", ESCAPED, inside=f'<userData><item key="{ESCAPED}">{ESCAPED}</item></userData>'
    )
    + build_message("C", ESCAPED)
    + f'<notice userId="C" timeShift="6"><noticeText noticeType="{ESCAPED}">a={ESCAPED}</noticeText></notice>'
    + f'<notice userId="C" timeShift="6"><noticeText noticeType="{ESCAPED}">b {ESCAPED}</noticeText></notice>'
    + f'<other userId="C" timeShift="6">{ESCAPED}</other>'
    + build_leave("C", reason=f'<reason code="{ESCAPED}">{ESCAPED}</reason>')
    + "</chatTranscript>"
)
CARD = EVIL.replace('"', "").encode()
HEADER = EVIL.replace("\n", "").encode()
CONTENTS = {
    "transcript": (CHAT.encode(), "text/xml", "structured_text"),
    "text": (EVIL.encode(), "text/plain", "plain_text"),
    "html": (EVIL.encode(), "text/html", "structured_text"),
    "html as text": (b"<div>" * 999 + EVIL.encode(), "text/html", "structured_text"),
    "xml": (f'<a b="{ESCAPED}">{ESCAPED}</a>'.encode(), "text/xml", "structured_text"),
    "damaged xml": (f"<a>{EVIL}".encode(), "text/xml", "structured_text"),
    "svg": (f'<svg onload="alert(1)">{EVIL}</svg>'.encode(), "image/svg+xml", "binary_content"),
    "json": (
        b'{"%s": "<script>alert(1)</script>"}' % EVIL[2:].encode(),
        "application/json",
        "structured_text",
    ),
    "table": (f'a,b\n{EVIL},"{EVIL[2:]}"\n'.encode(), "text/csv", "binary_content"),
    "calendar": (
        b"BEGIN:VCALENDAR\nX-WR-CALNAME:%(x)s\nMETHOD:REPLY\nBEGIN:VEVENT\nDTSTART;TZID=%(x)s:20260101T100000\n"
        b"DTEND:%(x)s\nSUMMARY:%(x)s\nLOCATION:%(x)s\nDESCRIPTION:%(x)s\nURL:%(x)s\nRRULE:%(x)s\nSTATUS:%(x)s\n"
        b"COMMENT:%(x)s\nCATEGORIES:%(x)s\nATTENDEE;CN=%(x)s:%(x)s\nORGANIZER;CN=%(x)s:%(x)s\nEND:VEVENT\n"
        b"END:VCALENDAR\n" % {b"x": CARD},
        "text/calendar",
        "binary_content",
    ),
    "contact": (
        b"BEGIN:VCARD\nFN:%(x)s\nORG:%(x)s\nTITLE:%(x)s\na.TEL;TYPE=%(x)s:%(x)s\na.X-ABLABEL:%(x)s\nADR:;;%(x)s\n"
        b"URL:%(x)s\nBDAY:%(x)s\nNOTE:%(x)s\nPHOTO:%(x)s\nEND:VCARD\n" % {b"x": CARD},
        "text/vcard",
        "binary_content",
    ),
    "image": (png(3, 4), "image/png", "binary_content"),
    "pdf": (b"%PDF-1.4", "application/pdf", "binary_content"),
    "audio": (b"RIFF\0\0\0\0WAVEfmt ", "audio/wav", "binary_content"),
    "video": (build_webm(), "video/webm", "binary_content"),
    "file": (b"\0\1" + EVIL.encode(), "application/zip", "binary_content"),
    "html by another name": (EVIL.encode(), "image/png", "binary_content"),
    "empty": (b"", "text/xml", "structured_text"),
    "mail": (
        build_mail(
            build_part("text/plain", EVIL.encode()),
            build_part("text/html", b"<p>x</p>"),
            build_part('image/gif; name="' + EVIL[1:].replace('"', "") + '"', b"GIF89a"),
            build_part(f"x/{EVIL}", b"x"),
            head=b"From: "
            + HEADER
            + b"\r\nDate: "
            + HEADER
            + b"\r\nSubject: "
            + HEADER
            + b"\r\n"
            + b"X-A: "
            + HEADER
            + b"\r\n",
        ),
        "message/rfc822",
        "binary_content",
    ),
}


def render(made):
    return engines["jinja2"].get_template("content/_shown.html").render({"shown": made})


@pytest.mark.parametrize("name", CONTENTS)
def test_nothing_that_was_sent_becomes_markup(name, shown):
    data, media_type, kind = CONTENTS[name]
    elements = find_elements(render(shown(data, media_type, kind=kind)))
    names = {attribute for element in elements for attribute, _ in element.attributes}
    images = [element.get_attribute("src") for element in elements if element.tag == "img"]
    assert "script" not in {element.tag for element in elements}
    assert not {each for each in names if each.startswith("on") or each == "style"}
    assert images == (["/c/raw"] if name == "image" else [])


@given(st.text(max_size=60).map(EVIL.__add__))
def test_no_name_becomes_markup(name):
    for wanted in (None, "text/plain"):
        for ending in ("", ".jpg", ".pdf.exe"):
            made = shown_of(b"<p>x", "image/png", kind="binary_content", name=name + ending, wanted=wanted)
            assert not {"script", "img"} & {element.tag for element in find_elements(render(made))}


@pytest.mark.parametrize("name", ["html", "mail"])
def test_frames_run_nothing(name, shown):
    data, media_type, kind = CONTENTS[name]
    html = render(shown(data, media_type, kind=kind))
    assert 'sandbox="allow-same-origin allow-popups allow-popups-to-escape-sandbox"' in html
    assert 'referrerpolicy="no-referrer"' in html
    assert "allow-scripts" not in html


def test_a_pdf_has_no_sandbox_attribute_and_a_link(shown):
    html = render(shown(b"%PDF-1.4", "application/pdf", kind="binary_content"))
    assert "sandbox=" not in html
    assert 'target="_blank"' in html


def test_a_transcript_s_messages_are_anchors(shown):
    html = render(shown(CHAT.encode(), "text/xml"))
    assert 'id="m1"' in html
    assert '<time datetime="2026-03-02T09:33:15Z"><a href="#m1"' in html
    assert 'href="/c#m1" data-copy-link' in html


def test_notes_come_first(shown):
    html = render(shown(b"<p>x", "image/png", kind="binary_content"))
    assert "Labelled as image/png. The content looks like text/html." in html
    assert html.index("ct-notes") < html.index("ct-file")


def test_other_types_are_offered_where_something_is_wrong(shown):
    html = render(shown(b"<p>x", "image/png", kind="binary_content"))
    notes = html[: html.index("</ul>")]
    assert 'href="/c?as=text/plain#content" rel="nofollow">Show as text</a>' in notes
    assert 'href="/c?as=text/html#content" rel="nofollow">Show as text/html</a>' in notes
    asked = render(shown(b"<p>x", "image/png", kind="binary_content", wanted="text/plain"))
    assert '<a class="lk" href="/c#content">Show in the default view</a>' in asked


def test_where_nothing_is_wrong_they_stand_at_the_foot(shown):
    html = render(shown(b"<order><a/></order>", "text/xml"))
    assert html.index("ct-tree") < html.index("Show as text</a>")
    assert "Show as" not in render(shown(b"words", "text/plain", kind="plain_text"))
