"""Each payload in each place of each kind of file that is shown: as a name, a value, an address, a body."""

import io
import json
import re
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from urllib.parse import quote

import pytest
from playwright.sync_api import Error

from interactions.content.file_names import MEDIA_TYPE_BY_EXTENSION
from interactions.content.inline_types import INLINE_TYPES
from tests.browser import hostile_files, hostile_mails
from tests.browser.hostile import PAYLOADS, format_mark, load_corpus
from tests.browser.watching import open_watched_page

pytestmark = [pytest.mark.browser, pytest.mark.long(115)]
FILES = "HOSTILEFILES"
PARTS = f"/interactions/{FILES}/binary_content/parts"
Numbered = Sequence[tuple[int, str]]


@dataclass(frozen=True)
class Kind:
    """A kind of file: how it is made of so many payloads as one page shows, and the places that it has."""

    ending: str
    make: Callable[[Numbered], bytes]
    places: tuple[str, ...]
    most: int = 1000


HTML = b"<!doctype html><html><body><script>alert(1)</script><img src=x onerror=alert(1)>"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"><script>alert(1)</script></svg>'
XHTML = b'<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml"><script>alert(1)</script></html>'
ACTING = (
    (HTML, "text/html"),
    (SVG, "image/svg+xml"),
    (XHTML, "text/xml"),
    (b"alert(1)//", "text/javascript"),
)
KINDS = (
    Kind("letters.eml", hostile_mails.build_nested_mails, hostile_mails.IN_LETTERS, 20),
    Kind("parts.eml", hostile_mails.build_mail_with_attachments, hostile_mails.IN_PARTS, 150),
    Kind("msg", hostile_mails.build_hostile_msg, hostile_mails.IN_OUTLOOK, 20),
    Kind("tnef", hostile_mails.build_hostile_winmail, hostile_mails.IN_OUTLOOK, 20),
    Kind("zip", hostile_files.build_hostile_zip, ("member",)),
    Kind("tar", hostile_files.build_hostile_tar, ("member",)),
    Kind("ics", hostile_files.build_hostile_calendar, hostile_files.IN_CALENDARS, 20),
    Kind("vcf", hostile_files.build_hostile_contacts, hostile_files.IN_CONTACTS, 50),
    Kind("csv", hostile_files.build_hostile_table, hostile_files.IN_TABLES, 100),
    Kind("json", hostile_files.build_hostile_json, hostile_files.IN_TREES["json"]),
    Kind("xml", hostile_files.build_hostile_xml, hostile_files.IN_TREES["xml"]),
    Kind("svg", hostile_files.build_hostile_svg, ("drawn",)),
    Kind("txt", hostile_files.build_hostile_text, ("line",)),
    Kind("html", hostile_files.build_hostile_links, ("over",), 40),
)


@dataclass(frozen=True)
class Sent:
    """A file in the archive of all: the page of it, and what it carries."""

    kind: Kind
    path: str
    payloads: Numbered


def record(folder):
    """Writes the one record; its content is what is written to the path given."""
    own = {"interaction_id": FILES, "customer_id": FILES, "media_type": "email"}
    (folder / "hostile.ndjson").write_text(json.dumps(own), encoding="utf-8")
    (folder / FILES).mkdir()
    return folder / FILES / "binary_content"


def batched(paths, most):
    return (paths[start : start + most] for start in range(0, len(paths), most))


def pack(folder, payloads):
    """One record: an archive of files of all kinds."""
    numbered = list(enumerate(payloads))
    sent: list[Sent] = []
    with zipfile.ZipFile(record(folder), "w", zipfile.ZIP_DEFLATED) as archive:
        for kind in KINDS:
            for start in range(0, len(numbered), kind.most):
                some = numbered[start : start + kind.most]
                archive.writestr(f"{start}.{kind.ending}", kind.make(some))
                sent.append(Sent(kind, f"{PARTS}/{len(sent) + 1}", some))
    return sent


def tried(watch, page, sent):
    """Opens the page of each file; gives a line for each payload in each place that it was seen in."""
    for file in sent:
        watch.seen.clear()
        watch.look(page, file.path)
        expected = {format_mark(place, n) for place in file.kind.places for n, _ in file.payloads}
        missing = sorted(expected - watch.seen)
        assert not missing, (file.kind.ending, file.path, len(missing), missing[:20])
        yield from (f"{file.kind.ending} {mark}" for mark in sorted(expected))


def test_every_payload_in_every_place(playwright, tmp_path):
    payloads = [*PAYLOADS, *load_corpus()]
    sent = pack(tmp_path, payloads)
    with open_watched_page(playwright, tmp_path, 1) as (watch, page):
        done = set(tried(watch, page, sent))
    places = sum(len(kind.places) for kind in KINDS)
    assert len(done) == places * len(payloads) >= 50 * len(PAYLOADS)
    print(f"{len(payloads)} payloads in {places} places: {len(done):,}")


def test_what_lies_in_a_file_opens_alone(playwright, tmp_path):
    """Every payload's HTML from an archive and from mails in a frame without a sandbox of its own; a part of
    them on their own page, with their bytes."""
    payloads = [*PAYLOADS, *load_corpus()]
    numbers = range(len(payloads))
    alone = [n for n in numbers if n < len(PAYLOADS) or n % 8 == 0]
    with zipfile.ZipFile(record(tmp_path), "w", zipfile.ZIP_DEFLATED) as archive:
        for n in numbers:
            archive.writestr(f"{n}.html", hostile_mails.build_marked_html(n, payloads[n], "content"))
        archive.writestr("names.zip", hostile_files.build_hostile_zip(list(enumerate(payloads))))
        archive.writestr(
            "parts.eml", hostile_mails.build_mail_with_attachments(list(enumerate(payloads))[:150])
        )
    names, parts = (f"{PARTS}/{len(payloads) + 1 + k}" for k in range(2))
    with open_watched_page(playwright, tmp_path, 1) as (watch, page):
        for some in batched([f"{PARTS}/{n + 1}/frame" for n in numbers], 40):
            watch.look_at_frames(page, some)
        assert watch.seen >= {format_mark("content", n) for n in numbers}
        watch.seen.clear()
        for n in alone:
            watch.look(page, f"{PARTS}/{n + 1}")
        assert watch.seen >= {format_mark("content", n) for n in alone}
        for n in alone[::3]:
            watch.look(page, f"{names}/{n + 1}/hex")
        for n in alone[1::3]:
            watch.look(page, f"{names}/{n + 1}")
        for n in alone[2:100:3]:
            watch.look(page, f"{parts}/{min(n, 149) + 1}?as={quote(payloads[n], safe='')}")
        for place in (names, parts):
            assert_saved_safely(page.request.get(f"{place}/all").body(), len(payloads) // 2)
    print(f"{len(payloads)} frames, {2 * len(alone)} pages")


def assert_saved_safely(packed, least):
    """No name leads out of the folder into which it is unpacked."""
    names = zipfile.ZipFile(io.BytesIO(packed)).namelist()
    assert len(names) >= least
    assert not [name for name in names if name.startswith("/") or ".." in name.split("/") or "\\" in name]
    assert not [name for name in names if re.search(r"[<>:\"|?*\x00-\x1f]", name)]


def test_whatever_it_is_called_and_asked_as(playwright, tmp_path):
    """Files that act, under the ending of each known type, shown and given as each of what they could be."""
    endings = [*MEDIA_TYPE_BY_EXTENSION, ".svgz", ".js", ".mhtml", ".xsl", ".swf", ""]
    files = [
        (ending, acting) for n, ending in enumerate(endings) for acting in (ACTING[0], ACTING[1 + n % 3])
    ]
    with zipfile.ZipFile(record(tmp_path), "w", zipfile.ZIP_DEFLATED) as archive:
        for number, (ending, (body, _)) in enumerate(files):
            archive.writestr(f"{number}/acts{ending}", body)
    tries = 0
    with open_watched_page(playwright, tmp_path, 1) as (watch, page):
        for number, (_, (_, body_type)) in enumerate(files, 1):
            there, wanted = f"{PARTS}/{number}", quote(body_type)
            watch.look(page, f"{there}?as={wanted}")
            tries += given(page, f"{there}/raw?as={wanted}")
    assert tries == 2 * len(endings) > 100
    print(f"{tries} pages, as many times bytes")


def given(page, path):
    """Goes to the bytes themselves: they are saved, or shown as what can't act."""
    try:
        page.goto(path)
    except Error as error:
        assert "Download is starting" in error.message or "ERR_ABORTED" in error.message, error.message
    else:
        assert page.evaluate("document.contentType") in {*INLINE_TYPES}
    return 1
