"""An archive's files have pages, bytes, hex and sums of their own, over the embedded server."""

import gzip
import io
import zipfile
import zlib
from random import Random

import pytest
from django.urls import reverse

from contactserver.loaders.store import StoredContent
from interactions.content.content_ref import ContentRef
from interactions.ucs.resources import ContentKind
from tests.interactions.content.archive.archives import FalseZipEntry, build_false_zip, build_tar, build_zip

ID = "00001aTESTARCH01"
NOISE = Random(1).randbytes(400_000)
CSV = b"lamp,price\nGlobe,12.40\n"
ZIP = build_zip(
    ("read me.txt", b"the first file"),
    ("list/lamps.csv", CSV),
    ("older.tar.gz", gzip.compress(build_tar(("a/letter.txt", b"the letter"), ("b/letter.txt", b"another")))),
    ("page.html", b"<script>alert(1)</script><p>hello"),
)


@pytest.fixture
def put(store, record):
    def stored(data, media_type="application/zip"):
        store(record(ID, contents={"binary_content": StoredContent(media_type, data)}))

    return stored


PAGE = reverse("interaction-content", args=[ID, ContentKind.BINARY_CONTENT])


def at(path, name="inside"):
    return reverse(name, args=[ContentRef(ID, ContentKind.BINARY_CONTENT, path)])


def of_all(name):
    return reverse(name, args=[ContentRef(ID, ContentKind.BINARY_CONTENT)])


def test_the_list_on_the_interaction_s_page(client_in, put):
    put(ZIP)
    text = client_in.get(PAGE).content.decode()
    assert "4 files" in text
    assert f'href="{at("2")}"' in text
    assert f'href="{at("2", "inside-raw")}?download"' in text
    assert of_all("content-all") not in text


def test_a_file_s_page_bytes_and_hex(client_in, put):
    put(ZIP)
    page = client_in.get(at("1")).content.decode()
    assert "the first file" in page
    assert "read me.txt" in page
    raw = client_in.get(at("2", "inside-raw") + "?download")
    assert raw.getvalue() == CSV
    assert raw["Content-Disposition"] == 'attachment; filename="lamps.csv"'
    assert (raw["Content-Length"], raw["Accept-Ranges"]) == (str(len(CSV)), "bytes")
    part = client_in.get(at("2", "inside-raw"), headers={"Range": "bytes=5-9"})
    assert (part.status_code, part.getvalue(), part["Content-Range"]) == (206, b"price", "bytes 5-9/23")
    beyond = client_in.get(at("2", "inside-raw"), headers={"Range": "bytes=99-"})
    assert (beyond.status_code, beyond["Content-Range"]) == (416, "bytes */23")
    hex_page = client_in.get(at("2", "inside-hex") + "?sha256=1").content
    assert b"6c 61 6d 70" in hex_page
    head = client_in.head(at("2", "inside-raw"))
    assert (head.status_code, head["Content-Length"]) == (200, "23")


def test_html_is_never_given_as_it_is(client_in, put):
    put(ZIP)
    assert client_in.get(at("4", "inside-raw"))["Content-Type"] == "application/octet-stream"
    framed = client_in.get(at("4", "inside-frame")).content
    assert b"hello" in framed
    assert b"alert" not in framed


def test_an_archive_in_it(client_in, put):
    put(ZIP)
    text = client_in.get(at("3")).content.decode()
    assert "tar.gz" in text
    assert f'href="{at("3/1")}"' in text
    assert f'href="{at("3", "inside-all")}"' in text
    assert b"the letter" in client_in.get(at("3/1")).content
    everything = client_in.get(at("3", "inside-all")).getvalue()
    with zipfile.ZipFile(io.BytesIO(everything)) as archive:
        assert archive.testzip() is None
        assert archive.namelist() == ["letter.txt", "letter (2).txt"]
        assert archive.read("letter.txt") == b"the letter"


def test_a_tar_as_one_zip(client_in, put):
    put(build_tar(("noise", NOISE), ("b", b"x")), "application/x-tar")
    assert of_all("content-all") in client_in.get(PAGE).content.decode()
    with zipfile.ZipFile(io.BytesIO(client_in.get(of_all("content-all")).getvalue())) as archive:
        assert archive.read("noise") == NOISE


def test_what_can_t_be_opened_is_no_page(client_in, put):
    put(build_false_zip(FalseZipEntry(flags=1), FalseZipEntry(name=b"b", data=b"open")))
    assert "The file is encrypted." in client_in.get(PAGE).content.decode()
    for name in ("inside", "inside-raw", "inside-hex", "inside-frame", "inside-all"):
        assert client_in.get(at("1", name)).status_code == 404
    assert "The file is encrypted." in client_in.get(at("1")).content.decode()
    assert client_in.get(at("2")).status_code == 200
    with zipfile.ZipFile(io.BytesIO(client_in.get(of_all("content-all")).getvalue())) as archive:
        assert archive.read("b") == b"open"
        assert archive.read("not-read.txt") == b"a.txt: The file is encrypted.\n"


def test_what_is_damaged_says_so(client_in, put):
    put(build_false_zip(FalseZipEntry(crc=1)))
    page = client_in.get(at("1"))
    assert page.status_code == 200
    assert "The file is damaged (wrong CRC-32)." in page.content.decode()
    saved = client_in.get(at("1", "inside-raw") + "?download")
    assert saved.status_code == 404
    assert "The file is damaged (wrong CRC-32)." in saved.content.decode()
    assert "The file is damaged (wrong CRC-32)." in client_in.get(at("1", "inside-hex")).content.decode()


def test_what_breaks_on_its_way_is_no_end(client_in, put):
    packed = zlib.compress(NOISE)[2:-4]
    put(build_false_zip(FalseZipEntry(method=8, data=packed, size=len(NOISE), crc=1)))
    response = client_in.get(at("1", "inside-raw"))
    assert (response.status_code, response["Content-Length"]) == (200, str(len(NOISE)))
    with pytest.raises(ConnectionResetError):
        b"".join(response.streaming_content)


def test_as_deep_as_is_opened(client_in, put):
    data = build_zip(("deepest.txt", b"x"))
    for _ in range(5):
        data = build_zip(("r.zip", data))
    put(data)
    assert client_in.get(at("1/1/1/1")).status_code == 200
    assert client_in.get(at("1/1/1/1/1")).status_code == 404


def test_an_archive_that_none_is(client_in, put):
    put(b"PK\3\4" + bytes(300))
    page = client_in.get(PAGE).content.decode()
    assert "the file list can’t be read" in page
    assert client_in.get(of_all("content-all")).status_code == 404


def test_nothing_is_written_to_disk(client_in, put, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    put(build_tar((f"{tmp_path}/absolute", b"x"), ("../relative", b"y")), "application/x-tar")
    assert client_in.get(at("1")).status_code == 200
    assert len(client_in.get(of_all("content-all")).getvalue()) > 100
    assert list(tmp_path.iterdir()) == []
    assert not (tmp_path.parent / "relative").exists()
