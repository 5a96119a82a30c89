"""What lies in a content has a page, and all of it comes as one zip file."""

import io
import zipfile

import pytest
from django.urls import reverse

from contactserver.loaders.store import StoredContent
from interactions.content.content_ref import ContentRef
from interactions.content.errors import UnviewableContent
from interactions.content.limits import ContentLimits
from interactions.content.memory_budget import MemoryLease, memory_budget
from interactions.content.nested.container import ContainerEntry
from interactions.content.nested.in_memory import build_in_memory_source
from interactions.pages.contents.zip_download import UNREAD_LIST_FILE_NAME, iter_zip_pieces
from interactions.ucs.resources import ContentKind
from tests.interactions.content.mail.test_mail import build_mail, build_part

ID = "00001aTESTINSI01"
INNER = b"Subject: Inside\r\nContent-Type: text/plain\r\n\r\nthe inner text"
MAIL = build_mail(
    build_part("text/plain", b"see the table"),
    build_part("text/csv", b"lamp,price\n1,2\n", "Content-Disposition: attachment; filename=prices.csv"),
    build_part("message/rfc822", INNER),
    build_part("text/plain", b"again", "Content-Disposition: attachment; filename=prices.csv"),
)


@pytest.fixture(autouse=True)
def _filled(store, record):
    store(record(ID, contents={"binary_content": StoredContent("message/rfc822", MAIL)}))


def at(path, name="inside"):
    return reverse(name, args=[ContentRef(ID, ContentKind.BINARY_CONTENT, path)])


def test_a_part_in_its_own_viewer(client_in):
    text = client_in.get(at("2")).content.decode()
    assert "<table" in text
    assert "lamp" in text
    for link in (at("1"), at("3"), at("2", "inside-raw") + "?download", at("2", "inside-hex")):
        assert f'"{link}"' in text


def test_a_part_as_what_it_is_asked_for(client_in):
    text = client_in.get(at("2") + "?as=text/plain").content.decode()
    assert "<table" not in text
    assert "lamp,price" in text
    assert f'href="{at("2")}#content">Show in the default view<' in text
    assert "<table" in client_in.get(at("2") + "?as=image/png").content.decode()


def test_a_part_whose_name_misleads(client_in, store, record):
    attached = build_part(
        "application/pdf", b"%PDF-1.7\n\0", "Content-Disposition: attachment; filename=bill.pdf.exe"
    )
    store(record(ID, contents={"binary_content": StoredContent("message/rfc822", build_mail(attached))}))
    text = client_in.get(at("1")).content.decode()
    assert "The file name ends in .pdf.exe, a common disguise for programs." in text
    assert "<iframe" not in text
    assert f'href="{at("1")}?as=application/pdf#content"' in text
    asked = client_in.get(at("1") + "?as=application/pdf").content.decode()
    assert "<iframe" in asked
    assert "The file name ends in .pdf.exe, a common disguise for programs." in asked


def test_a_mail_in_a_mail(client_in):
    text = client_in.get(at("3")).content.decode()
    assert "the inner text" in text
    assert at("3/1") in text
    assert b"the inner text" in client_in.get(at("3/1")).content


def test_its_bytes_by_ranges(client_in):
    response = client_in.get(at("2", "inside-raw"), headers={"Range": "bytes=5-9"})
    assert (response.status_code, response.getvalue()) == (206, b"price")
    assert response["Content-Range"] == "bytes 5-9/15"
    assert b"6c 61 6d 70" in client_in.get(at("2", "inside-hex")).content


def test_the_ucs_is_asked_for_the_mail_once(client_in, store, record):
    client_in.get(at("1"))
    store(record(ID, contents={"binary_content": StoredContent("text/plain", b"another")}))
    assert client_in.get(at("2", "inside-raw")).getvalue() == b"lamp,price\n1,2\n"


def test_everything_as_one_zip(client_in):
    response = client_in.get(reverse("content-all", args=[ContentRef(ID, ContentKind.BINARY_CONTENT)]))
    assert response["Content-Type"] == "application/zip"
    assert response["Content-Disposition"] == f'attachment; filename="{ID}-binary_content.zip"'
    with zipfile.ZipFile(io.BytesIO(response.getvalue())) as archive:
        assert archive.testzip() is None
        names = archive.namelist()
        assert archive.read("prices.csv") == b"lamp,price\n1,2\n"
    assert names[:2] == ["part-1.txt", "prices.csv"]
    assert "prices (2).csv" in names


def test_nothing_to_take_apart(client_in, store, record):
    store(record(ID, contents={"binary_content": StoredContent("text/plain", b"hello")}))
    assert (
        client_in.get(reverse("content-all", args=[ContentRef(ID, ContentKind.BINARY_CONTENT)])).status_code
        == 404
    )
    assert client_in.get(at("1")).status_code == 404


class Broken:
    """A holder one of whose entries turns out to be unreadable."""

    entries = (
        ContainerEntry("1", "a", "a.txt", size=5),
        ContainerEntry("2", "b", "b.txt"),
        ContainerEntry("3", "c", UNREAD_LIST_FILE_NAME, size=1),
    )

    def source(self, path):
        if path == "2":
            raise UnviewableContent("The file is encrypted.")
        return build_in_memory_source(b"hello" if path == "1" else b"c")

    def images(self, path):
        return {}


def test_what_can_not_be_read_is_named():
    with zipfile.ZipFile(io.BytesIO(b"".join(iter_zip_pieces(Broken())))) as archive:
        assert archive.namelist() == ["a.txt", "not-read (2).txt", UNREAD_LIST_FILE_NAME]
        assert archive.read(UNREAD_LIST_FILE_NAME) == b"b.txt: The file is encrypted.\n"


def test_who_finds_no_room_is_told_to_come_again(client_in, store, record, monkeypatch, settings):
    large = build_mail(build_part("text/plain", b"word " * 500_000))
    store(record(ID, contents={"binary_content": StoredContent("message/rfc822", large)}))
    settings.CONTENT_LIMITS = ContentLimits(opened_bytes=1)
    monkeypatch.setattr(memory_budget, "patience", 0.05)
    another = MemoryLease(memory_budget)
    another.acquire(3_000_000)
    response = client_in.get(at("1"))
    another.release()
    assert (response.status_code, response["Retry-After"]) == (503, "10")
    assert b"Try again in a moment" in response.content
    assert client_in.get(at("1")).status_code == 200
