import pytest
from hypothesis import given
from hypothesis import strategies as st

from interactions.ucs.contents import (
    MAX_DECLARED_NAME_CHARACTERS,
    parse_file_name,
    parse_media_type,
    select_request_headers,
)
from interactions.ucs.errors import UCSBadResponse, UCSNotFound
from interactions.ucs.resources import ContentKind
from tests.interactions.ucs.scripted_server import build_reply

PART = {"Range": "bytes=0-3"}
KIND = ContentKind.STRUCTURED_TEXT


def test_what_passes_on_of_the_readers_headers():
    given = {
        "range": "bytes=0-1", "If-Range": '"a"', "IF-NONE-MATCH": '"b"', "If-Modified-Since": "Mon",
        "Cookie": "session=1", "Authorization": "Basic x", "Host": "viewer.example",
        "Accept-Encoding": "gzip",
    }  # fmt: skip
    assert select_request_headers(given) == {
        "Range": "bytes=0-1",
        "If-Range": '"a"',
        "If-None-Match": '"b"',
        "If-Modified-Since": "Mon",
    }


@pytest.mark.parametrize(
    "value", ["bytes=0-1,5-6", "lines=1-2", "bytes=", "bytes=-", "bytes=0-1\r\nX: y", "é"]
)
def test_a_range_that_is_not_one_range_of_bytes_stays_here(value):
    assert select_request_headers({"Range": value, "If-Range": '"a"', "If-None-Match": '"b"'}) == {
        "If-None-Match": '"b"'
    }


@pytest.mark.parametrize("value", ["bytes=0-", "bytes=-500", "bytes=3-3"])
def test_single_ranges_pass(value):
    assert select_request_headers({"Range": value}) == {"Range": value}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('Text/HTML; Charset="UTF-8"', ("text/html", "UTF-8")),
        ("text/xml", ("text/xml", None)),
        ("text/plain; charset=", ("text/plain", None)),
        ("", (None, None)),
        ("nonsense", (None, None)),
        ("a/b c", (None, None)),
        ("text/plain" + ";" * 100_000, ("text/plain", None)),
        ("x" * 100_000, (None, None)),
        ("text/plain; charset*=none''x%41", (None, None)),
    ],
)
def test_media_types(text, expected):
    assert parse_media_type(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('attachment; filename="bill.pdf"', "bill.pdf"),
        ("inline; FILENAME=bill.pdf", "bill.pdf"),
        ("attachment; filename=x.pdf; filename*=UTF-8''%E2%82%AC.pdf", "€.pdf"),
        ("attachment; filename*=iso-8859-1'en'%E9.txt; filename=x.txt", "é.txt"),
        ('attachment; filename="\xc3\xa9t\xc3\xa9.csv"', "été.csv"),
        ('attachment; filename="\xe9.csv"', "é.csv"),
        ('attachment; filename="../a.txt"', "../a.txt"),
        ("attachment; filename*=no-such''x", ""),
        ("attachment", ""),
        ("", ""),
        (';;;="', ""),
        (f"attachment; filename={'x' * 100_000}", "x" * MAX_DECLARED_NAME_CHARACTERS),
    ],
)
def test_file_names(text, expected):
    assert parse_file_name(text) == expected


@given(st.text(max_size=80))
def test_any_disposition_gives_a_name_or_none(text):
    assert len(parse_file_name(text)) <= MAX_DECLARED_NAME_CHARACTERS
    assert len(parse_file_name(f"attachment; filename*={text}")) <= MAX_DECLARED_NAME_CHARACTERS


def test_the_name_of_a_content(scripted, client_of):
    server = scripted(build_reply(b"a,b", Content_Disposition='attachment; filename="export.csv"'))
    content = client_of(server).open_content("X", KIND, headers={}).value
    assert content.name == "export.csv"
    assert "Content-Disposition" not in content.headers


def test_a_whole_content(scripted, client_of):
    server = scripted(
        build_reply(b"<x/>", Content_Type="Text/XML; charset=iso-8859-1", ETag='"1"', Accept_Ranges="bytes",
              Set_Cookie="a=b", Content_Disposition="attachment", X_Secret="s")
    )  # fmt: skip
    content = client_of(server, "/cv").open_content("X", KIND, headers={"Cookie": "a"}).value
    assert (content.kind, content.status, content.length) == (KIND, 200, 4)
    assert (content.media_type, content.charset) == ("text/xml", "iso-8859-1")
    assert set(content.headers) == {"Content-Type", "Content-Length", "ETag", "Accept-Ranges"}
    assert b"".join(content.body) == b"<x/>"
    assert server.asked[0].target == "/cv/interactions/X/structured_text"
    assert server.asked[0].headers["Accept"] == "*/*"
    assert server.asked[0].headers["Accept-Encoding"] == "identity"


def test_a_part(scripted, client_of):
    server = scripted(build_reply(b"abcd", "206 Partial Content", Content_Range="bytes 0-3/9"))
    content = client_of(server).open_content("X", KIND, headers=PART | {"If-Range": '"1"'}).value
    assert (content.status, content.headers["Content-Range"]) == (206, "bytes 0-3/9")
    assert b"".join(content.body) == b"abcd"
    assert (server.asked[0].headers["Range"], server.asked[0].headers["If-Range"]) == ("bytes=0-3", '"1"')


@pytest.mark.parametrize(
    ("status", "asked"),
    [("304 Not Modified", {"If-None-Match": '"1"'}), ("416 Range Not Satisfiable", PART)],
)
def test_answers_without_a_content(scripted, client_of, status, asked):
    answer = build_reply(
        b"" if status[:3] == "304" else b'{"code":416}', status, ETag='"1"', Content_Range="bytes */9"
    )
    content = client_of(scripted(answer)).open_content("X", KIND, headers=asked).value
    assert (content.status, content.length) == (int(status[:3]), None)
    assert (list(content.body), content.body.read(5)) == ([], b"")
    assert content.headers == {"ETag": '"1"', "Content-Range": "bytes */9"}


def test_head_stays_head_and_keeps_the_connection(scripted, client_of):
    head = build_reply(Content_Length="200000000", Content_Type="audio/wav")
    server = scripted(head)
    client = client_of(server)
    for _ in range(2):
        content = client.open_content("X", KIND, method="HEAD", headers={}).value
        assert (content.length, content.media_type, list(content.body)) == (200_000_000, "audio/wav", [])
    assert [asked.method for asked in server.asked] == ["HEAD", "HEAD"]
    assert server.connections == 1


@pytest.mark.parametrize(
    ("answer", "asked", "error"),
    [
        (build_reply(b"abcd", "206 Partial Content", Content_Range="bytes 0-3/9"), {}, UCSBadResponse),
        (build_reply(b"abcd", "206 Partial Content"), PART, UCSBadResponse),
        (
            build_reply(b"abcd", "206 Partial Content", Content_Range="bytes 0-3/9", Content_Encoding="gzip"),
            PART,
            UCSBadResponse,
        ),
        (build_reply(b"abcd", Content_Encoding="br"), {}, UCSBadResponse),
        (build_reply(status="304 Not Modified"), {}, UCSBadResponse),
        (build_reply(status="416 No"), {}, UCSBadResponse),
        (build_reply(status="204 No Content"), {}, UCSNotFound),
        (build_reply(b'{"message":"none"}', status="404 Not Found"), {}, UCSNotFound),
    ],
)  # fmt: skip
def test_answers_to_something_else(scripted, client_of, answer, asked, error):
    with pytest.raises(error):
        client_of(scripted(answer)).open_content("X", KIND, headers=asked)


def test_a_header_with_control_characters_does_not_pass_on(scripted, client_of):
    server = scripted(build_reply(b"x", ETag='"\x07"', Last_Modified="a\tb"))
    content = client_of(server).open_content("X", KIND, headers={}).value
    assert set(content.headers) == {"Content-Type", "Content-Length"}


def test_a_content_is_only_read(scripted, client_of):
    with pytest.raises(ValueError, match="GET or HEAD"):
        client_of(scripted(build_reply())).open_content("X", KIND, method="POST", headers={})
