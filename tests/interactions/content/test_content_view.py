import pytest
from hypothesis import given
from hypothesis import strategies as st

from interactions.content.content_view import build_content_view
from interactions.ucs.resources import ContentKind

from .conftest import ADDRESSES, content
from .conftest import shown as show_bytes
from .media.test_image_view import png


def test_reads_no_more_than_the_viewer_needs_and_closes(content, addresses):
    big = content(b"\xff\xfe\x00not text" + bytes(5_000_000), "application/zip")
    assert build_content_view(lambda _: big, addresses).template == "content/_download.html"
    assert big.body.closed
    assert big.body.taken <= 65536


def test_a_beginning_of_a_large_text_is_shown(shown):
    made = shown(b"word " * 600_000, "text/plain", kind="plain_text")
    assert len(made.view.html) == 2_000_000
    assert any("first 2 MB" in note for note in made.notes)
    assert made.size == 3_000_000


def test_nothing_is_said_to_be_empty(shown):
    for media_type in (None, "text/xml", "image/png", "message/rfc822"):
        made = shown(b"", media_type)
        assert made.notes == ("The content is empty.",)
        assert made.template == "content/_plain_text.html"


def test_what_is_not_text_is_a_download(shown):
    made = shown(bytes(range(256)) * 4, "text/plain", kind="plain_text")
    assert made.template == "content/_download.html"
    assert any("isn’t text" in note for note in made.notes)


@pytest.mark.parametrize("kind", list(ContentKind))
@given(
    st.binary(max_size=400),
    st.sampled_from(
        [
            None,
            "text/plain",
            "text/html",
            "text/xml",
            "application/json",
            "message/rfc822",
            "image/png",
            "image/jpeg",
            "application/pdf",
            "audio/mpeg",
            "application/zip",
            "x/y",
        ]
    ),
    st.sampled_from([None, "utf-8", "utf-16", "iso-8859-1", "idna", "no-such", "shift_jis", "utf-7"]),
)
def test_any_bytes_give_a_view(kind, data, media_type, charset):
    asked = content(data, media_type, kind=kind, charset=charset)
    made = build_content_view(lambda _: asked, ADDRESSES)
    assert made.title
    assert made.template.startswith("content/_")
    assert asked.body.closed


def test_size_is_known_when_all_was_read():
    assert show_bytes(b"hello", "text/plain", length=None).size == 5


def test_what_is_too_large_to_be_laid_out_is_shown_as_text():
    made = show_bytes(b'["' + b"x" * 2_100_000 + b'"]', "application/json")
    assert (made.title, made.template) == ("Source", "content/_plain_text.html")
    assert made.notes[0] == "The content is larger than 2 MB, so it is not shown as JSON."


def test_a_type_that_the_ucs_does_not_give_goes_with_the_address():
    assert show_bytes(b"%PDF-1.7", None, kind="binary_content").view.url == "/c/raw?as=application/pdf"
    assert show_bytes(b"%PDF-1.7", "application/pdf", kind="binary_content").view.url == "/c/raw"


def test_a_reader_may_ask_for_another_type_where_that_is_safe():
    html = b"<p>Hello</p>"
    made = show_bytes(html, "image/png", kind="binary_content")
    assert (made.title, made.alternatives, made.usual_media_type) == (
        "File",
        ("text/plain", "text/html"),
        None,
    )
    asked = show_bytes(html, "image/png", kind="binary_content", wanted="text/html")
    assert (asked.title, asked.media_type) == ("HTML", "text/html")
    assert (asked.alternatives, asked.usual_media_type) == (("text/plain",), "application/octet-stream")
    assert asked.notes == (
        "Labelled as image/png. The content looks like text/html.",
        "Shown as text/html, as this link asks.",
    )
    text = show_bytes(html, "image/png", kind="binary_content", wanted="text/plain")
    assert "&lt;p&gt;Hello" in text.view.html


@pytest.mark.parametrize("wanted", ["image/jpeg", "text/csv", "application/pdf", "x", "", "*/*"])
def test_what_is_not_among_the_alternatives_is_not_heard(wanted):
    made = show_bytes(b"<p>Hello</p>", "image/png", kind="binary_content", wanted=wanted)
    assert made == show_bytes(b"<p>Hello</p>", "image/png", kind="binary_content")


def test_only_what_a_viewer_shows_otherwise_is_offered():
    assert show_bytes(b"<order>", "text/xml").title == "Source"  # damaged: it is shown as text already
    assert show_bytes(b"<order>", "text/xml").alternatives == ()
    assert show_bytes(b"<order/>", "text/xml").alternatives == ("text/plain",)
    assert show_bytes(b"PK\3\4\0", "image/png", kind="binary_content").alternatives == ("application/zip",)
    assert show_bytes(b"\0\1\2", "image/png", kind="binary_content").alternatives == ()
    made = show_bytes(b"words", "message/external-body", kind="binary_content", name="photo.jpg")
    assert (made.title, made.alternatives) == ("File", ("text/plain",))  # none shows message/external-body


def test_a_picture_that_is_called_something_else_is_served_as_a_picture():
    asked = {"kind": "binary_content", "wanted": "image/png"}
    assert show_bytes(png(3, 4), "application/pdf", **asked).view.url == "/c/raw?as=image/png"
    assert show_bytes(png(3, 4), "image/jpeg", kind="binary_content").view.url == "/c/raw?as=image/png"
    assert show_bytes(png(3, 4), "image/x-png", kind="binary_content").view.url == "/c/raw"


def test_the_file_s_name_is_one_of_the_voices():
    made = show_bytes(b"a;b\n1;2\n", "text/plain", kind="binary_content", name="export.csv")
    assert (made.title, made.alternatives) == ("Table", ("text/plain",))
