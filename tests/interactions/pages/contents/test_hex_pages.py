"""The bytes of contents by pages, over the embedded server and over a UCS that knows no ranges."""

import hashlib
import re

import pytest
from django.urls import reverse
from django.utils.html import escape

from contactserver.loaders.store import StoredContent
from interactions.content.content_ref import ContentRef
from interactions.content.limits import ContentLimits
from interactions.pages.contents import hex_pages
from interactions.pages.contents.hex_pages import parse_byte_offset
from interactions.pages.contents.stream_slots import process_stream_slots
from interactions.ucs.resources import ContentKind
from tests.html_reader import extract_spaced_text
from tests.upstreams import build_http_response, serve_answer

ID = "00001aTESTCONT01"
PATH = reverse("content-hex", args=[ContentRef(ID, ContentKind.BINARY_CONTENT)])
DATA = bytes(range(256)) * 40  # 10,240 bytes: three pages


@pytest.fixture
def put(store, record):
    def stored(data, media_type="application/x-blob", kind="binary_content"):
        store(record(ID, contents={kind: StoredContent(media_type, data)}))

    return stored


def offsets(response):
    return re.findall(r'<tr id="x([0-9a-f]+)"', response.content.decode())


def text(response):
    return extract_spaced_text(response.content.decode())


def linked(response, label):
    found = re.search(rf'href="[^"]*\?at=(\d+)"[^>]*aria-label="{label}"', response.content.decode())
    return found and found[1]


def test_the_first_page(client_in, put):
    put(DATA)
    response = client_in.get(PATH)
    assert response.status_code == 200
    assert (len(offsets(response)), offsets(response)[-1]) == (256, "ff0")
    assert "00 01 02 03 04 05 06 07  08 09 0a 0b 0c 0d 0e 0f" in response.content.decode()
    assert "Bytes 0 to 4,095 of 10,240" in text(response)
    assert "Not a valid offset" not in text(response)
    assert hashlib.sha256(DATA).hexdigest() in response.content.decode()
    steps = [linked(response, f"{name} page") for name in ("First", "Previous", "Next", "Last")]
    assert steps == [None, None, "4096", "8192"]


def test_a_place_in_the_middle_is_marked(client_in, put):
    put(DATA)
    response = client_in.get(PATH, {"at": "0x1141"})
    page = response.content.decode()
    assert offsets(response)[0] == "1000"
    assert "<mark>41</mark>" in page
    assert "@<mark>A</mark>BC" in page
    assert f'href="{PATH}?at=4416#x1140"' in page
    steps = [linked(response, f"{name} page") for name in ("First", "Previous", "Next", "Last")]
    assert steps == ["0", "0", "8192", "8192"]


def test_the_last_page(client_in, put):
    put(DATA)
    response = client_in.get(PATH, {"at": "8192"})
    assert len(offsets(response)) == 128
    assert (linked(response, "Next page"), linked(response, "Last page")) == (None, None)
    assert linked(response, "Previous page") == "4096"


@pytest.mark.parametrize(
    ("typed", "at"), [("4100", 4100), ("0x1004", 4100), ("4,100", 4100), (" 4 100", 4100)]
)
def test_going_to_a_place(client_in, put, typed, at):
    put(DATA)
    response = client_in.get(PATH, {"go": typed})
    assert (response.status_code, response["Location"]) == (302, f"{PATH}?at={at}#x1000")


@pytest.mark.parametrize("asked", [{"go": "ff<b>"}, {"go": "", "at": "4096"}, {"at": "-1"}])
def test_what_is_no_offset_is_said(client_in, put, asked):
    put(DATA)
    response = client_in.get(PATH, asked)
    assert response.status_code == 200
    assert "Not a valid offset" in text(response)
    assert offsets(response)[0] == ("1000" if asked.get("at") == "4096" else "0")
    assert f'name="go" value="{escape(asked.get("go", "-1"))}"' in response.content.decode()


def test_beyond_the_end(client_in, put):
    put(DATA)
    response = client_in.get(PATH, {"at": "99999999999"})
    assert response.status_code == 404
    assert "The content has 10,240 bytes" in text(response)
    assert (linked(response, "First page"), linked(response, "Previous page")) == ("0", "8192")


def test_an_empty_content(client_in, put):
    put(b"")
    response = client_in.get(PATH)
    assert response.status_code == 200
    assert "Empty content" in text(response)


def test_types(client_in, put):
    put(b"%PDF-1.7\n" + DATA)
    for at in ("0", "4096", "999999"):
        page = text(client_in.get(PATH, {"at": at}))
        assert "Type given by the UCS application/x-blob" in page
        assert "Detected type application/pdf" in page


def test_a_large_sum_is_made_when_asked_for(client_in, put, monkeypatch, settings):
    put(DATA)
    monkeypatch.setattr(hex_pages, "MAX_AUTOMATIC_DIGEST_BYTES", 100)
    page = client_in.get(PATH).content.decode()
    assert hashlib.sha256(DATA).hexdigest() not in page
    assert f'href="{PATH}?at=0&amp;sha256=1#sha256"' in page
    assert hashlib.sha256(DATA).hexdigest() in client_in.get(PATH, {"sha256": "1"}).content.decode()
    settings.CONTENT_LIMITS = ContentLimits(digest_bytes=5000)
    assert "more than 5,000 bytes" in text(client_in.get(PATH, {"sha256": "1"}))


def test_no_sum_while_all_places_are_taken(client_in, put, settings):
    put(DATA)
    settings.THREADS = 2
    taken = process_stream_slots.acquire()
    response = client_in.get(PATH, {"sha256": "1"})
    process_stream_slots.release(taken)
    assert "Too many files are being loaded" in text(response)
    assert len(offsets(response)) == 256


def test_a_ucs_without_ranges_and_without_a_length(client_in, settings):
    endless = b"HTTP/1.0 200 OK\r\nContent-Type: audio/wav\r\n\r\n" + DATA
    with serve_answer(endless) as settings.UCS_URL:
        page = text(client_in.get(PATH, {"at": "4096"}))
        assert "Bytes 4,096 to 8,191 " in page
        assert "Size unknown" in page
        assert "bytes of this content can be shown. Download it to see all of it." in text(
            client_in.get(PATH, {"at": "9999999999"})
        )


def test_a_ucs_without_ranges(client_in, settings):
    with serve_answer(build_http_response(DATA, content_type="audio/wav")) as settings.UCS_URL:
        assert "Bytes 8,192 to 10,239 of 10,240" in text(client_in.get(PATH, {"at": "8192"}))


def test_a_sum_that_breaks_off_takes_no_page_along(client_in, settings):
    part = b"HTTP/1.1 206 Partial Content\r\nContent-Length: 4\r\nContent-Range: bytes 0-3/9\r\n\r\nabcd"
    with serve_answer(part) as settings.UCS_URL:
        page = text(client_in.get(PATH))
        assert "61 62 63 64" in page
        assert "Unexpected response from the UCS" in page


def test_every_viewer_leads_to_the_bytes(client_in, put):
    for kind, media_type in (("plain_text", "text/plain"), ("binary_content", "image/png")):
        put(DATA, media_type, kind)
        page = client_in.get(reverse("interaction-content", args=[ID, kind])).content.decode()
        assert f'href="{reverse("content-hex", args=[ContentRef(ID, ContentKind(kind))])}"' in page


@pytest.mark.parametrize("typed", ["", "x", "0x", "1.5", "-1", "1" * 19, "0x" + "f" * 16, "٣", "1e3"])
def test_no_offsets(typed):
    assert parse_byte_offset(typed) is None


class TestTheAddress:
    def test_needs_a_sign_in(self, client, db):
        assert client.get(PATH)["Location"].startswith("/sign-in?next=")

    def test_takes_no_other_method(self, client_in):
        assert client_in.post(PATH).status_code == 405

    def test_unknown(self, client_in):
        assert client_in.get(PATH).status_code == 404

    def test_malformed(self, client_in):
        assert (
            client_in.get(
                reverse("content-hex", args=[ContentRef("..", ContentKind.BINARY_CONTENT)])
            ).status_code
            == 400
        )

    def test_ucs_down(self, client_in, ucs_down):
        assert client_in.get(PATH).status_code == 503

    def test_ucs_slow(self, client_in, ucs_slow):
        assert client_in.get(PATH).status_code == 504
