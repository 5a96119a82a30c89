"""Each limit as a reader meets it: the page says what was shown and what was left, has the download, and the
facts and the udata are there all the same."""

import dataclasses
import gzip
import re
from array import array
from pathlib import Path

import pytest

from contactserver.loaders.store import StoredContent
from interactions.content.limits import LIMIT_CEILINGS, MAX_LIMIT_VALUE, ContentLimits
from tests.interactions.content.archive.archives import build_tar, build_zip
from tests.interactions.content.chat.test_session_parser import build_join, build_message
from tests.interactions.content.mail.test_mail import build_mail, build_part
from tests.interactions.content.media.test_image_view import png
from tests.interactions.content.media.wav_files import build_wav as wave
from tests.interactions.content.outlook.outlook_writers import build_tnef, build_tnef_attachment

ROOT = Path(__file__).resolve().parents[3]
ID = "00001aTESTLIMIT1"
PAGE = f"/interactions/{ID}/binary_content"
BEGIN = (
    '<chatTranscript startAt="2026-03-02T09:33:10Z">'
    + build_join("C", "CLIENT", "Noa")
    + build_message("C", "one")
)
CHAT = (BEGIN + build_message("C", "two", at="500") * 3 + "</chatTranscript>").encode()
NESTED = b"<a><b><c><d>deep</d></c></b></a>"
# The limit and its value here, what goes over it, and what the page then says.
SAID = [
    (
        "text_bytes",
        5,
        "text/plain",
        b"hello, parcel",
        "Only the first 5e-06 MB are shown. Download the file to see all.",
    ),
    (
        "text_bytes",
        5,
        "application/json",
        b'{"a": "parcel"}',
        "larger than 5e-06 MB, so it is not shown as JSON.",
    ),
    ("html_bytes", 5, "text/html", b"<p>parcel</p>", "larger than 5e-06 MB, so it is not shown as HTML."),
    (
        "chat_lines",
        2,
        "text/xml",
        CHAT,
        "Only the first 2 of 6 lines are shown. Download the transcript to see all.",
    ),
    ("tree_elements", 3, "text/xml", NESTED, "more than 3 elements, so it is shown as text."),
    ("tree_elements", 2, "text/xml", CHAT, "more than 2 elements, so it is shown as text."),
    ("tree_depth", 3, "text/xml", NESTED, "more than 3 levels, so it is shown as text."),
    (
        "tree_depth",
        2,
        "application/json",
        b"[[[[1]]]]",
        "more than 2 levels, so it is shown as text.",
    ),
    (
        "tree_attributes",
        1,
        "text/xml",
        b'<a b="1" c="2"><d/></a>',
        "more than 1 attributes, so it is shown as text.",
    ),
    ("tree_lines", 3, "application/json", b"[[[1], 2], 3]", "more than 3 lines, so it is shown as text."),
    ("table_rows", 2, "text/csv", b"a,b\n1,2\n3,4\n5,6\n7,8\n", "2 more rows are not shown."),
    ("table_columns", 2, "text/csv", b"a,b,c\n1,2,3\n", "1 more column is not shown."),
    ("image_bytes", 20, "image/png", png(3, 4), "larger than 2e-05 MB, so it is not shown."),
    ("image_pixels", 11, "image/png", png(3, 4), "has 3 × 4 pixels. Images of up to 11 pixels are shown."),
]
# What says it on a page of its own, and the test that reads it there.
ELSEWHERE = {
    "waveform_bytes": "test_a_waveform_says_how_much_of_it_was_read",
    "waveform_seconds": "test_the_deadline_follows_the_limit",
    "digest_bytes": "test_a_large_sum_is_made_when_asked_for",
    "digest_seconds": "test_a_body_over_the_time_limit_has_no_digest",
    "skipped_bytes": "test_an_offset_too_far_in_is_refused",
}
GROUPS = ("text_", "chat_", "tree_", "table_", "image_", "waveform_", "digest_", "skipped_")


@pytest.fixture
def put(store, record):
    def stored(media_type, data):
        contents = {"binary_content": StoredContent(media_type, data)}
        store(record(ID, contents=contents, subject="Parcel 4471", udata={"OrderNumber": "4471"}))

    return stored


@pytest.mark.parametrize("case", SAID, ids=lambda case: f"{case[0]}-{case[2]}")
def test_what_goes_over_a_limit_is_said(client_in, put, settings, case):
    name, most, media_type, data, sentence = case
    put(media_type, data)
    within = text(client_in.get(PAGE))
    settings.CONTENT_LIMITS = ContentLimits(**{name: most})
    beyond = text(client_in.get(PAGE))
    assert sentence not in within
    assert sentence in beyond
    for page in (within, beyond):
        assert "Parcel 4471" in page
        assert 'id="u-OrderNumber"' in page
        assert f'href="{PAGE}/raw?download"' in page


def test_a_waveform_says_how_much_of_it_was_read(client_in, put, settings):
    put("audio/wav", wave(array("h", [9000, -9000] * 8000).tobytes()))
    assert "short samples" not in text(client_in.get(f"{PAGE}/waveform"))
    settings.CONTENT_LIMITS = ContentLimits(waveform_bytes=1000, waveform_seconds=1000)
    page = text(client_in.get(f"{PAGE}/waveform"))
    assert "Drawn from 200 short samples of the recording." in page
    assert 'id="u-OrderNumber"' in text(client_in.get(PAGE))


def test_jumps_lead_to_lines_that_are_shown(client_in, put, settings):
    put("text/xml", CHAT)
    jumps = re.compile(r'<nav class="log-jumps.*?</nav>', re.S)
    assert "Longest gap" in jumps.search(client_in.get(PAGE).content.decode())[0]
    settings.CONTENT_LIMITS = ContentLimits(chat_lines=2)
    page = client_in.get(PAGE).content.decode()
    targets = set(re.findall(r'href="#(\w+)"', jumps.search(page)[0]))
    assert targets
    assert targets <= set(re.findall(r'id="(\w+)"', page))


INVITATION = b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nDTSTART:20260302\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
ANY = (
    *((media_type, data) for _, _, media_type, data, _ in SAID),
    ("application/zip", build_zip(("a.txt", b"hello"), ("b.zip", build_zip(("c.txt", b"hello"))))),
    ("application/x-tar", build_tar(("a.txt", b"hello"))),
    ("application/gzip", gzip.compress(b"hello")),
    ("application/ms-tnef", build_tnef({0x37: "Parcel"}, build_tnef_attachment("a.txt", b"hello"))),
    (
        "message/rfc822",
        build_mail(build_part("text/html", b"<p>hello"), build_part("text/csv", b"a,b\n1,2\n")),
    ),
    ("text/calendar", INVITATION),
    ("text/vcard", b"BEGIN:VCARD\r\nFN:Noa\r\nEND:VCARD\r\n" * 2),
    ("audio/wav", wave(array("h", [9000, -9000] * 800).tobytes())),
)
BESIDE = ("frame", "hex", "hex?sha256=1", "waveform", "all", "parts/1", "parts/2/raw", "parts/2/1")


@pytest.mark.parametrize("most", [1, MAX_LIMIT_VALUE])
@pytest.mark.parametrize("content", ANY, ids=range(len(ANY)))
def test_all_limits_at_their_ends_at_once(client_in, put, settings, most, content):
    names = [field.name for field in dataclasses.fields(ContentLimits)]
    settings.CONTENT_LIMITS = ContentLimits(
        **{name: min(most, LIMIT_CEILINGS.get(name, most)) for name in names}
    )
    put(*content)
    page = text(client_in.get(PAGE))
    for there in ("Parcel 4471", 'id="u-OrderNumber"', f'href="{PAGE}/raw?download"'):
        assert there in page
    for beside in BESIDE:
        answer = client_in.get(f"{PAGE}/{beside}")
        assert answer.status_code in {200, 404}
        assert answer.getvalue()


def test_each_limit_is_tested():
    mine = {field.name for field in dataclasses.fields(ContentLimits) if field.name.startswith(GROUPS)}
    assert mine == {name for name, *_ in SAID if name.startswith(GROUPS)} | set(ELSEWHERE)
    tests = "".join(path.read_text() for path in (ROOT / "tests").rglob("test_*.py"))
    for test in ELSEWHERE.values():
        assert f"def {test}(" in tests


def test_the_docs_have_each_limit_its_default_and_its_meaning():
    code = (ROOT / "interactions/content/limits.py").read_text()
    meanings = dict(re.findall(r"^    (\w+): int = [^#\n]+# (.+)$", code, re.MULTILINE))
    docs = (ROOT / "docs/configuration.md").read_text()
    rows = re.findall(r"^\| `CONTENT_([A-Z_]+)` \| (\d+) \| (.+)\. \|$", docs, re.MULTILINE)
    expected = [
        (name.upper(), str(default), meanings[name][0].upper() + meanings[name][1:])
        for name, default in dataclasses.asdict(ContentLimits()).items()
    ]
    assert rows == expected
    for name, most in LIMIT_CEILINGS.items():
        assert re.search(rf"`CONTENT_{name.upper()}`\s+up\s+to\s+{most}\b", docs)


def text(response):
    assert response.status_code == 200
    return " ".join(response.content.decode().split())
