import gzip
import io
import tarfile
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interactions.content.errors import UnviewableContent
from interactions.content.nested.in_memory import build_in_memory_source
from interactions.content.nested.nested_content import find_nested_content
from tests.html_reader import find_elements
from tests.interactions.content.archive.archives import (
    FalseZipEntry,
    build_false_zip,
    build_tar,
    build_zip,
    read_all_bytes,
)
from tests.interactions.content.test_templates import EVIL, render

from ..conftest import shown as show_bytes

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def test_a_zip_by_folder(shown):
    made = shown(
        build_zip(
            ("z.txt", b"x" * 900), ("b/2.txt", b"2"), ("a/1.txt", b"1"), ("b/1.txt", b"1"), ("c/", b"")
        ),
        "application/zip",
        kind="binary_content",
    )
    view = made.view
    assert made.title == "Archive"
    assert [(f.path, [row.name for row in f.rows]) for f in view.folders] == [
        ("", ["z.txt"]),
        ("a/", ["1.txt"]),
        ("b/", ["2.txt", "1.txt"]),
        ("c/", []),
    ]
    row = view.folders[0].rows[0]
    assert (row.size, row.changed, row.page_url) == (900, "2 Mar 2026, 09:33", "/c/parts/1")
    assert row.download_url == "/c/parts/1/raw?download"
    assert row.ratio > 50
    assert (view.listed, view.counted, view.size, view.zip_download_url) == (4, 5, 903, "")


@pytest.mark.parametrize(
    ("data", "media_type", "format"),
    [
        (build_zip(("a", b"x")), None, "zip"),
        (build_zip(("a", b"x")), "application/x-zip-compressed", "zip"),
        (build_zip(("word/document.xml", b"<a/>")), DOCX, "zip"),
        (build_zip(("content.xml", b"<a/>")), "application/vnd.oasis.opendocument.text", "zip"),
        (build_zip(("META-INF/MANIFEST.MF", b"")), "application/java-archive", "zip"),
        (build_tar(("a", b"x")), None, "tar"),
        (build_tar(("a", b"x")), "application/x-tar", "tar"),
        (gzip.compress(b"x"), "application/x-gzip", "gzip"),
        (gzip.compress(build_tar(("a", b"x"))), "application/x-compressed-tar", "tar.gz"),
    ],
    ids=lambda value: "" if isinstance(value, bytes) else None,
)
def test_every_kind_has_the_viewer(shown, data, media_type, format):
    assert shown(data, media_type, kind="binary_content").view.format == format


def test_a_tar_comes_as_a_zip(shown):
    made = shown(build_tar(("a", b"x")), "application/x-tar", kind="binary_content")
    assert made.view.zip_download_url == "/c/all"
    assert 'href="/c/all"' in render(made)


def test_what_is_not_opened_is_a_download_with_a_reason(shown):
    made = shown(b"7z\xbc\xaf\x27\x1c" + bytes(99), None, kind="binary_content")
    assert made.template == "content/_download.html"
    assert made.media_type == "application/x-7z-compressed"
    assert "7-Zip archives can’t be opened here." in made.notes
    broken = shown(b"PK\3\4" + bytes(99), "application/zip", kind="binary_content")
    assert broken.template == "content/_download.html"
    assert any("file list" in note for note in broken.notes)


def test_what_was_left_is_said(shown, content_limits):
    content_limits(archive_entries=2)
    html = render(
        shown(build_zip(*((str(n), b"x") for n in range(5))), "application/zip", kind="binary_content")
    )
    assert "first 2 files of 5 entries are listed" in html
    html = render(shown(build_tar(*((str(n), b"x") for n in range(5))), "application/x-tar"))
    assert "first 2 files are listed." in html


def test_names_become_no_markup(shown):
    for data in (
        build_zip((f"{EVIL}/{EVIL}", b"x"), (f"{EVIL}.txt", b"")),
        build_false_zip(FalseZipEntry(name=EVIL.encode(), flags=1)),
        build_tar((EVIL, b"x"), format=tarfile.PAX_FORMAT),
    ):
        html = render(shown(data, "application/zip" if data[:2] == b"PK" else "application/x-tar"))
        elements = find_elements(html)
        names = {name for element in elements for name, _ in element.attributes}
        assert {element.tag for element in elements}.isdisjoint({"script", "img"})
        assert not {name for name in names if name.startswith("on") or name == "style"}
        assert "onerror" in html


def test_a_reason_stands_where_a_link_would(shown):
    html = render(shown(build_false_zip(FalseZipEntry(flags=1)), "application/zip", kind="binary_content"))
    assert "The file is encrypted." in html
    assert "/parts/1" not in html


def test_a_zip_in_a_zip_in_a_tar_in_a_gzip():
    inner = build_zip(("deep.txt", b"found"))
    data = gzip.compress(build_tar(("x", b""), ("outer.zip", build_zip(("inner.zip", inner)))))
    assert read_all_bytes(find_nested_content(build_in_memory_source(data), "2/1/1").source) == b"found"
    assert find_nested_content(build_in_memory_source(data), "2/1/2") is None


def test_a_zip_that_holds_itself_ends():
    """As a quine does, and 42.zip: one level further is one step further along the path."""
    data = build_zip(("r.zip", b""))
    for _ in range(8):
        data = build_zip(("r.zip", data))
    assert find_nested_content(build_in_memory_source(data), "1/1/1/1")
    with pytest.raises(UnviewableContent, match="too deeply"):
        find_nested_content(build_in_memory_source(data), "1/1/1/1/1")


def test_a_level_is_opened_only_where_the_path_leads():
    """42.zip: sixteen files a level, each again a zip. Its first page reads none of them."""
    inner = build_zip(*((f"lib {n}.zip", build_zip(("zeros", bytes(900_000)))) for n in range(16)))
    data = build_zip(*((f"book {n}.zip", inner) for n in range(16)))
    made = show_bytes(data, "application/zip", kind="binary_content")
    assert made.view.listed == 16
    assert len(read_all_bytes(find_nested_content(build_in_memory_source(data), "16/16/1").source)) == 900_000


def test_too_large_an_archive_inside_an_archive(content_limits):
    content_limits(archive_bytes=100_000)
    for method, opens in ((zipfile.ZIP_STORED, True), (zipfile.ZIP_DEFLATED, False)):
        inner = build_zip(("a", b"x" * 200_000), ("b", b"y"), method=zipfile.ZIP_STORED)
        data = build_zip(("inner.zip", inner), method=method)
        if opens:
            assert read_all_bytes(find_nested_content(build_in_memory_source(data), "1/2").source) == b"y"
        else:
            with pytest.raises(UnviewableContent, match=r"larger than 0\.1 MB"):
                find_nested_content(build_in_memory_source(data), "1/2")


@given(
    st.binary(max_size=600),
    st.sampled_from([b"PK\3\4", b"\x1f\x8b\x08\0", b"BZh91AY&SY", b"\xfd7zXZ\0", b""]),
)
def test_any_bytes_give_a_page(data, begin):
    made = show_bytes(begin + data + (b"PK\5\6" + data if begin else b""), "application/zip")
    assert render(made)


def test_as_python_s_own_modules_write_them(shown):
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w:xz") as archive:
        archive.addfile(tarfile.TarInfo("a/b/c.txt"))
    made = shown(packed.getvalue(), None, kind="binary_content")
    assert (made.view.format, made.view.folders[0].path) == ("tar.xz", "a/b/")
