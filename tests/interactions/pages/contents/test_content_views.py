"""The bytes and frames of contents, over the embedded server."""

import pytest
from django.urls import reverse

from contactserver.loaders.store import StoredContent
from interactions.content.content_ref import ContentRef
from interactions.ucs.resources import ContentKind

ID = "00001aTESTCONT01"
CSP = "Content-Security-Policy"
MAIL = b"""From: Noa <noa@example.com>\r
Subject: Parcel\r
MIME-Version: 1.0\r
Content-Type: multipart/mixed; boundary=b\r
\r
--b\r
Content-Type: multipart/related; boundary=c\r
\r
--c\r
Content-Type: text/html; charset=utf-8\r
\r
<p>Hello <img src="cid:one"><img src="https://track.example/p.gif"><script>alert(1)</script></p>\r
--c\r
Content-Type: image/gif\r
Content-ID: <one>\r
Content-Transfer-Encoding: base64\r
\r
R0lGODlhAQABAAAAACw=\r
--c--\r
--b\r
Content-Type: application/pdf; name="../bill\xe2\x80\xae.pdf"\r
\r
%PDF-1.4\r
--b\r
Content-Type: text/html\r
Content-Disposition: attachment; filename=page.html\r
\r
<script>alert(1)</script>\r
--b--\r
"""


@pytest.fixture
def put(store, record):
    """Stores one content: `put("plain_text", "text/plain", b"…")`."""

    def stored(kind, media_type, data, identifier=ID):
        store(record(identifier, contents={kind: StoredContent(media_type, data)}))

    return stored


def path(name, kind="binary_content", *more):
    return reverse(name, args=[ContentRef(ID, ContentKind(kind), *more)])


def body(response):
    return b"".join(response.streaming_content) if response.streaming else response.content


@pytest.mark.parametrize(
    ("media_type", "served", "attached"),
    [
        ("image/png", "image/png", False),
        ("IMAGE/JPG", "image/jpeg", False),
        ("audio/x-wav", "audio/wav", False),
        ("application/pdf", "application/pdf", False),
        ("text/plain; charset=iso-8859-1", "text/plain; charset=iso8859-1", False),
        ("text/csv", "text/plain; charset=utf-8", False),
        ("text/html", "application/octet-stream", True),
        ("image/svg+xml", "application/octet-stream", True),
        ("text/xml", "application/octet-stream", True),
        ("application/javascript", "application/octet-stream", True),
        ("multipart/x-mixed-replace", "application/octet-stream", True),
    ],
)
def test_only_harmless_types_are_served_as_themselves(client_in, put, media_type, served, attached):
    put("binary_content", media_type, b"<script>alert(1)</script>")
    response = client_in.get(path("content-raw"))
    assert body(response) == b"<script>alert(1)</script>"
    assert response["Content-Type"] == served
    assert response["Content-Disposition"].startswith("attachment" if attached else "inline")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response[CSP] == "default-src 'none'; sandbox; frame-ancestors 'self'"
    assert response["X-Frame-Options"] == "SAMEORIGIN"
    assert response["Referrer-Policy"] == "no-referrer"
    assert response["Cache-Control"] == "private, no-store"
    assert response["Cross-Origin-Resource-Policy"] == "same-origin"


def test_a_download_is_only_to_be_saved(client_in, put):
    put("plain_text", "text/plain", b"x")
    response = client_in.get(path("content-raw", "plain_text") + "?download")
    assert response["Content-Type"] == "application/octet-stream"
    assert response["Content-Disposition"] == f'attachment; filename="{ID}-plain_text.txt"'


def test_a_found_type_counts_where_the_ucs_gives_none(client_in, put):
    put("binary_content", "application/octet-stream", b"%PDF-1.4")
    assert client_in.get(path("content-raw") + "?as=application/pdf")["Content-Type"] == "application/pdf"
    assert client_in.get(path("content-raw") + "?as=text/html")["Content-Type"] == "application/octet-stream"
    put("binary_content", "text/html", b"<p>")
    assert client_in.get(path("content-raw") + "?as=text/plain")["Content-Type"] == "application/octet-stream"
    assert client_in.get(path("content-raw") + "?as=text/html")["Content-Type"] == "application/octet-stream"


def test_what_a_browser_decodes_is_served_as_what_it_was_found_to_be(client_in, put):
    put("binary_content", "application/msword", b"%PDF-1.4")
    response = client_in.get(path("content-raw") + "?as=application/pdf")
    assert response["Content-Type"] == "application/pdf"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response[CSP] == "default-src 'none'; sandbox; frame-ancestors 'self'"


@pytest.mark.parametrize(
    ("asked", "status", "sent", "content_range"),
    [
        (None, 200, b"0123456789", None),
        ("bytes=2-4", 206, b"234", "bytes 2-4/10"),
        ("bytes=0-0", 206, b"0", "bytes 0-0/10"),
        ("bytes=-3", 206, b"789", "bytes 7-9/10"),
        ("bytes=7-", 206, b"789", "bytes 7-9/10"),
        ("bytes=99-", 416, b"", "bytes */10"),
        ("bytes=0-1,4-5", 200, b"0123456789", None),
    ],
)
def test_ranges_pass_both_ways(client_in, put, asked, status, sent, content_range):  # noqa: PLR0917
    put("binary_content", "audio/wav", b"0123456789")
    response = client_in.get(path("content-raw"), headers={"Range": asked} if asked else {})
    assert (response.status_code, body(response)) == (status, sent)
    assert response.headers.get("Content-Range") == content_range
    assert response["Content-Type"] == "audio/wav" or status == 416
    if status in {200, 206}:
        assert response["Content-Length"] == str(len(sent))
        assert response["Accept-Ranges"] == "bytes"


def test_validators_pass_both_ways(client_in, put):
    put("binary_content", "audio/wav", b"0123456789")
    first = client_in.get(path("content-raw"))
    again = client_in.get(path("content-raw"), headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, body(again)) == (304, b"")
    changed = client_in.get(path("content-raw"), headers={"Range": "bytes=0-1", "If-Range": '"other"'})
    assert changed.status_code == 200


def test_head_gives_the_headers(client_in, put):
    put("binary_content", "audio/wav", b"0123456789")
    response = client_in.head(path("content-raw"))
    assert (response["Content-Length"], body(response)) == ("10", b"")


def test_the_body_is_closed_when_the_reader_leaves(client_in, put):
    put("binary_content", "audio/wav", bytes(3_000_000))
    response = client_in.get(path("content-raw"))
    first = next(iter(response.streaming_content))
    assert len(first) < 3_000_000
    response.close()
    assert list(response.streaming_content) == []


def test_an_error_is_said_inside_the_frame(client_in, ucs_down):
    response = client_in.get(path("content-frame", "structured_text"))
    assert response.status_code == 503
    assert "frame-ancestors 'self'" in response[CSP]
    assert b"be reached" in response.content


def test_a_frame_holds_cleaned_html_under_its_own_policy(client_in, put):
    put("structured_text", "text/html; charset=utf-8", '<p onclick="x()">é<script>alert(1)</script>'.encode())
    response = client_in.get(path("content-frame", "structured_text"))
    text = response.content.decode()
    assert "<p>é</p>" in text
    assert "alert" not in text
    assert "onclick" not in text
    assert "sandbox allow-same-origin allow-popups allow-popups-to-escape-sandbox" in response[CSP]
    assert "allow-scripts" not in response[CSP]
    assert "script-src 'self'" not in response[CSP]
    assert response["X-Frame-Options"] == "SAMEORIGIN"


@pytest.mark.parametrize("html", [b"<div>" * 5000, b"<p>x</p>" * 200_000, b"<b>" * 30_000])
def test_a_frame_says_why_it_is_empty(client_in, put, html):
    put("structured_text", "text/html", html)
    response = client_in.get(path("content-frame", "structured_text"))
    assert response.status_code == 200
    assert len(response.content) < 2000


def test_parts_of_a_mail(client_in, put):
    put("binary_content", "message/rfc822", MAIL)
    gif = client_in.get(path("inside-raw", "binary_content", "1.2"))
    assert (gif["Content-Type"], gif.getvalue()[:4]) == ("image/gif", b"GIF8")
    pdf = client_in.get(path("inside-raw", "binary_content", "2"))
    assert pdf["Content-Type"] == "application/pdf"
    assert pdf["Content-Disposition"] == 'inline; filename="bill.pdf"'
    html = client_in.get(path("inside-raw", "binary_content", "3"))
    assert html["Content-Type"] == "application/octet-stream"
    assert html["Content-Disposition"] == 'attachment; filename="page.html"'
    assert html[CSP] == gif[CSP] == "default-src 'none'; sandbox; frame-ancestors 'self'"
    saved = client_in.get(path("inside-raw", "binary_content", "1.2") + "?download")
    assert saved["Content-Disposition"] == 'attachment; filename="part-1.2.gif"'


def test_the_html_of_a_mail_with_its_own_images(client_in, put):
    put("binary_content", "message/rfc822", MAIL)
    response = client_in.get(path("inside-frame", "binary_content", "1.1"))
    text = response.content.decode()
    assert '<img src="data:image/gif;base64,R0lGODlhAQABAAAAACw=">' in text
    assert "track.example" not in text
    assert "alert" not in text
    assert "img-src data:" in response[CSP]


def test_the_html_beside_a_mail_with_the_mail_s_images(client_in, store, record):
    html = StoredContent("text/html", b'<img src="cid:o%6Ee" alt="Parcel">')
    store(record(ID, contents={"structured_text": html}))
    alone = client_in.get(path("content-frame", "structured_text")).content.decode()
    assert '<img alt="Parcel">' in alone
    assert "The images are part of the e-mail, which could not be loaded." in alone
    whole = StoredContent("message/rfc822", MAIL)
    store(record(ID, contents={"structured_text": html, "binary_content": whole}))
    beside = client_in.get(path("content-frame", "structured_text")).content.decode()
    assert '<img src="data:image/gif;base64,R0lGODlhAQABAAAAACw=" alt="Parcel">' in beside
    assert "The images are part of" not in beside


@pytest.mark.parametrize("part", ["9", "1.9", "0", "x", "1..2", "%2e%2e", "1.2.3.4", "1 "])
def test_a_part_that_is_not_there(client_in, put, part):
    put("binary_content", "message/rfc822", MAIL)
    place = f"/interactions/{ID}/binary_content/parts/{part}"
    for address in (place, f"{place}/raw", f"{place}/frame", f"{place}/hex", f"{place}/all"):
        assert client_in.get(address).status_code == 404


ROUTES = [
    ("content-raw", ()),
    ("content-waveform", ()),
    ("content-frame", ()),
    ("inside-raw", ("1",)),
    ("inside-frame", ("1",)),
    ("inside", ("1",)),
    ("inside-hex", ("1",)),
    ("inside-waveform", ("1",)),
    ("inside-all", ("1",)),
    ("content-all", ()),
]


@pytest.mark.parametrize(("name", "more"), ROUTES)
class TestEveryAddress:
    def test_needs_a_sign_in(self, client, db, name, more):
        response = client.get(path(name, "binary_content", *more))
        assert response.status_code == 302
        assert response["Location"].startswith("/sign-in?next=")

    def test_takes_no_other_method(self, client_in, name, more):
        assert client_in.post(path(name, "binary_content", *more)).status_code == 405

    def test_unknown(self, client_in, name, more):
        assert client_in.get(path(name, "binary_content", *more)).status_code == 404

    def test_malformed(self, client_in, name, more):
        address = reverse(name, args=[ContentRef("..", ContentKind.BINARY_CONTENT, *more)])
        assert client_in.get(address).status_code == 400

    def test_ucs_down(self, client_in, ucs_down, name, more):
        response = client_in.get(path(name, "binary_content", *more))
        assert response.status_code == 503
        assert "can’t be reached" in response.content.decode()

    def test_ucs_slow(self, client_in, ucs_slow, name, more):
        assert client_in.get(path(name, "binary_content", *more)).status_code == 504


def test_nonsense_is_shown_as_no_more_than_it_is(client_in, ucs_nonsense):
    """A content may be any bytes: a page of HTML in its place is served to be saved, or cleaned."""
    assert client_in.get(path("content-raw"))["Content-Disposition"].startswith("attachment")
    assert b"It works!" in client_in.get(path("content-frame")).content
    assert client_in.get(path("inside-raw", "binary_content", "7")).status_code == 404
