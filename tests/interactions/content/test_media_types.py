import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interactions.content.file_names import MEDIA_TYPE_BY_EXTENSION
from interactions.content.media_types import (
    HTML_TYPES,
    MEDIA_TYPE_ALIASES,
    SIGNATURE_REQUIRED_TYPES,
    UNKNOWN_MEDIA_TYPE,
    decide_media_type,
    is_text_type,
)
from interactions.content.signatures import SIGNATURES, detect_binary_type, has_only_text_bytes
from interactions.ucs.resources import ContentKind

PNG = b"\x89PNG\r\n\x1a\n" + bytes(40)
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(40)
ZIP = b"PK\x03\x04\x14\0" + bytes(40)
MAIL = b"Received: x\r\n by y\r\nFrom: a@example.com\r\n"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
STRUCTURED, BINARY, PLAIN = (
    ContentKind.STRUCTURED_TEXT,
    ContentKind.BINARY_CONTENT,
    ContentKind.PLAIN_TEXT,
)


@pytest.mark.parametrize(
    ("kind", "declared", "head", "decided"),
    [
        (PLAIN, None, b"<html>", "text/plain"),
        (PLAIN, "text/plain", b"{}", "text/plain"),
        (PLAIN, "text/html", b"<p>hi", "text/html"),
        (STRUCTURED, None, b'<?xml version="1.0"?><chatTranscript>', "text/xml"),
        (STRUCTURED, "text/plain", b"\xef\xbb\xbf <chatTranscript ", "text/xml"),
        (STRUCTURED, "text/html", b"<chatTranscript ", "text/xml"),
        (STRUCTURED, None, b"<!-- x --><!DOCTYPE html>", "text/html"),
        (STRUCTURED, None, "<p>é".encode("utf-16"), "text/html"),
        (STRUCTURED, "application/octet-stream", b' {"a": 1}', "application/json"),
        (STRUCTURED, None, b"plain words", "text/plain"),
        (STRUCTURED, "text/html", b"plain words", "text/html"),
        (STRUCTURED, "text/xml", b"<html>", "text/xml"),
        (BINARY, None, PNG, "image/png"),
        (BINARY, "image/x-png", PNG, "image/png"),
        (BINARY, "image/jpeg", PNG, "image/png"),
        (BINARY, "image/png", b"<svg onload=alert(1)>", UNKNOWN_MEDIA_TYPE),
        (BINARY, "application/pdf", b"MZ\x90", UNKNOWN_MEDIA_TYPE),
        (BINARY, "text/html", PNG, UNKNOWN_MEDIA_TYPE),
        (BINARY, "application/msword", OLE, "application/msword"),
        (BINARY, "application/pdf", OLE, UNKNOWN_MEDIA_TYPE),
        (BINARY, "audio/mp4", b"\0\0\0\x20ftypisom", "audio/mp4"),
        (BINARY, None, MAIL, "message/rfc822"),
        (BINARY, None, b"Name: x\r\nSize: y\r\n", "text/plain"),
        (BINARY, None, b"\0\1\2", UNKNOWN_MEDIA_TYPE),
        (BINARY, "audio/mpeg", b"\0\1\2", "audio/mpeg"),
        (BINARY, None, b"\x1f\x8b\x08\0" + bytes(40), "application/gzip"),
        (BINARY, "application/x-gzip", b"\x1f\x8b\x08\0" + bytes(40), "application/gzip"),
        (BINARY, None, b"BZh91AY&SY" + bytes(40), "application/x-bzip2"),
        (BINARY, None, b"BZh9 is no number plate", "text/plain"),
        (BINARY, None, b"\xfd7zXZ\0" + bytes(40), "application/x-xz"),
        (BINARY, None, b"7z\xbc\xaf\x27\x1c\0\4", "application/x-7z-compressed"),
        (BINARY, "application/x-rar", b"Rar!\x1a\x07\x01\0", "application/vnd.rar"),
        (BINARY, None, b"a.txt".ljust(257, b"\0") + b"ustar  \0", "application/x-tar"),
        (BINARY, None, b"a.txt".ljust(257, b"\0") + b"ustar\x0000", "application/x-tar"),
        (BINARY, "application/x-vendor", b"\x1f\x8b\x08\0" + bytes(40), "application/x-vendor"),
        (BINARY, "image/svg+xml", b"\x1f\x8b\x08\0" + bytes(40), "image/svg+xml"),
        (BINARY, "image/png", b"\x1f\x8b\x08\0" + bytes(40), "application/octet-stream"),
    ],
)
def test_what_is_declared_against_what_it_looks_like(kind, declared, head, decided):
    assert decide_media_type(kind, declared, head).media_type == decided


@pytest.mark.parametrize(
    ("declared", "head", "name", "decided", "note"),
    [
        # The name settles what the other two leave open.
        (None, b"a;b\n1;2\n", "export.CSV", "text/csv", "shown as text/csv because of its name, export.CSV."),
        (
            "text/plain",
            b"a;b\n1;2\n",
            "export.csv",
            "text/csv",
            "shown as text/csv because of its name, export.csv.",
        ),
        ("text/plain", b"a\tb\n", "export.tsv", "text/tab-separated-values", "shown as text/tab"),
        (
            "text/plain",
            b"BEGIN:VCALENDAR\r\n",
            "invite.ics",
            "text/calendar",
            "shown as text/calendar because of its name, ",
        ),
        (None, b"\xef\xbb\xbf\r\nbegin:vcard\n", "noa.vcf", "text/vcard", None),
        (
            "text/plain",
            b'{"a": 1}',
            "a.json",
            "application/json",
            "shown as application/json because of its name, ",
        ),
        ("text/plain", b"<order/>", "a.xml", "text/xml", "shown as text/xml because of its name, "),
        (None, b"<svg ", "a.svg", "image/svg+xml", "shown as image/svg+xml because of its name, "),
        ("text/plain", b"X-One: 1\nX-Two: 2\n\nHello", "old.eml", "message/rfc822", "shown as message/"),
        (None, b"# Title", "read.me.md", "text/markdown", "shown as text/markdown because of its name, "),
        (None, b"<p>Log", "some.log", "text/plain", "shown as text/plain because of its name, some.log."),
        (None, ZIP, "letter.docx", DOCX, f"shown as {DOCX} because of its name, letter.docx."),
        (None, OLE, "letter.doc", "application/msword", "shown as application/msword because of its name, "),
        (None, b"\0\0\0\x20ftypisom", "voice.m4a", "audio/mp4", "shown as audio/mp4 because of its name, "),
        # It settles nothing where the bytes are not such, and never makes HTML.
        ("text/plain", b"BEGIN:VCARD", "invite.ics", "text/plain", None),
        ("text/plain", b"<p>x", "page.html", "text/plain", None),
        (None, b"plain words", "page.html", "text/plain", None),
        (None, b"plain words", "page.xhtml", "text/plain", None),
        ("text/plain", b"no json", "a.json", "text/plain", None),
        (None, b"\0\1\2", "song.mp3", UNKNOWN_MEDIA_TYPE, None),
        (None, b"\0\1\2", "letter.docx", UNKNOWN_MEDIA_TYPE, None),
        # All agree, or the name says nothing.
        (None, b"words", "words.txt", "text/plain", None),
        (None, PNG, "photo.png", "image/png", None),
        ("image/png", PNG, "photo", "image/png", None),
        ("image/png", PNG, "photo.xyz", "image/png", None),
        ("text/plain", b"words", "words.txt", "text/plain", None),
        ("text/csv", "a;b".encode("utf-16-le"), "export.csv", "text/csv", None),
        ("text/html", b"<p>x", "page.htm", "text/html", None),
        ("text/javascript", b"alert(1)", "code.js", "text/javascript", None),
        # The bytes contradict the name: their signature wins, else it is not shown.
        (
            None,
            ZIP,
            "invoice.pdf",
            "application/zip",
            "Named invoice.pdf. The content looks like application/zip.",
        ),
        ("application/zip", ZIP, "invoice.pdf", "application/zip", "Named invoice.pdf. The content looks"),
        ("image/png", PNG, "photo.jpg", "image/png", "Named photo.jpg. The content looks like image/png."),
        (
            None,
            b"<html>",
            "photo.jpg",
            UNKNOWN_MEDIA_TYPE,
            "Named photo.jpg. The content looks like text/html.",
        ),
        (
            "text/html",
            b"<html>",
            "photo.jpg",
            UNKNOWN_MEDIA_TYPE,
            "Named photo.jpg. The content looks like text/html.",
        ),
        ("text/plain", b"words", "photo.jpg", "text/plain", "The content doesn’t look like image/jpeg."),
        (
            None,
            b"\0\1\2",
            "photo.jpg",
            UNKNOWN_MEDIA_TYPE,
            "Named photo.jpg. The content doesn’t look like image/jpeg.",
        ),
        (
            "audio/mpeg",
            b"\0\1\2",
            "photo.jpg",
            UNKNOWN_MEDIA_TYPE,
            "The content doesn’t look like image/jpeg.",
        ),
        (
            "audio/mpeg",
            b"\0\1\2",
            "export.csv",
            UNKNOWN_MEDIA_TYPE,
            "Named export.csv. The content isn’t text.",
        ),
        (
            "application/pdf",
            ZIP,
            "invoice.pdf",
            UNKNOWN_MEDIA_TYPE,
            "Labelled as application/pdf and named invoice.pdf. The content looks like application/zip.",
        ),
        (
            "application/pdf",
            b"MZ",
            "invoice.pdf",
            UNKNOWN_MEDIA_TYPE,
            "named invoice.pdf. The content doesn’t look like application/pdf.",
        ),
        (None, b"<order/>", "page.html", "text/xml", "Named page.html. The content looks like text/xml."),
        (
            "audio/wav",
            b"OggS\0",
            "call.wav",
            "audio/ogg",
            "Labelled as audio/wav and named call.wav.",
        ),
        ("audio/basic", b"OggS\0", "", "audio/basic", None),
        (
            None,
            b"%PDF-1.7\n",
            "export.csv",
            "application/pdf",
            "Named export.csv. The content looks like appl",
        ),
        (
            None,
            b"Rar!\x1a\7\0",
            "letter.docx",
            "application/vnd.rar",
            "Named letter.docx. The content looks like appl",
        ),
        ("application/x-compressed", b"Rar!\x1a\7\0", "a.z", "application/x-compressed", None),
        (
            "text/plain",
            b"OggS\0",
            "call.ogg",
            UNKNOWN_MEDIA_TYPE,
            "Labelled as text/plain. The content looks like audio",
        ),
        (
            "text/plain",
            ZIP,
            "letter.docx",
            UNKNOWN_MEDIA_TYPE,
            "Labelled as text/plain. The content looks like appl",
        ),
        # Names that mislead who reads them.
        (
            None,
            b"MZ\x90\0",
            "invoice.pdf.exe",
            UNKNOWN_MEDIA_TYPE,
            "The file name ends in .pdf.exe, a common disguise for programs.",
        ),
        (
            "application/pdf",
            b"%PDF-1.7",
            "a.pdf   .scr",
            UNKNOWN_MEDIA_TYPE,
            "The file name ends in .pdf.scr",
        ),
        ("image/png", PNG, "photo\u202egnp.exe", UNKNOWN_MEDIA_TYPE, "Its real extension is .exe."),
        ("text/plain", b"words", "x.txt.js", "text/plain", "The file name ends in .txt.js"),
        ("application/pdf", b"%PDF-1.7", "a.exe.pdf", "application/pdf", None),
        (None, ZIP, "all.tar.gz.zip", "application/zip", None),
        (None, PNG, "\u202egnp.photo", UNKNOWN_MEDIA_TYPE, "Its real extension is .photo."),
    ],
)
def test_what_the_name_adds(declared, head, name, decided, note):
    made = decide_media_type(BINARY, declared, head, name)
    assert made.media_type == decided
    assert made.note == note if note is None else note in (made.note or "")


@pytest.mark.parametrize(
    ("declared", "head", "name", "alternatives"),
    [
        ("text/html", b"<p>x", "", ("text/plain",)),
        ("image/png", b"<p>x", "", ("text/plain", "text/html")),
        (None, b"<p>x", "photo.jpg", ("text/plain", "text/html")),
        ("text/plain", b"<p>x", "page.html", ("text/html",)),
        ("text/plain", b"a,b", "a.csv", ("text/plain",)),
        ("application/pdf", PNG, "a.pdf", ("image/png",)),
        ("application/pdf", b"%PDF-1.7\n\x00", "a.pdf.exe", ("application/pdf",)),
        ("application/pdf", b"\0\1", "a.pdf", ()),
        ("audio/mp4", b"\0\0\0\x20ftypisom", "", ("video/mp4",)),
        ("audio/mpeg", b"\0\1", "a.html", ()),
        (None, b"words", "", ()),
    ],
)
def test_what_may_be_asked_for(declared, head, name, alternatives):
    assert decide_media_type(BINARY, declared, head, name).alternatives == alternatives


def test_asking_changes_places():
    made = decide_media_type(BINARY, "image/png", b"<p>x")
    asked = made.choose_alternative("text/html")
    assert (asked.media_type, asked.alternatives) == ("text/html", ("text/plain",))
    assert made.choose_alternative("image/png") is made.choose_alternative(None) is made


def test_a_contradiction_is_said():
    note = decide_media_type(BINARY, "image/png", b"<svg>").note
    assert note == "Labelled as image/png. The content looks like text/xml."
    assert decide_media_type(BINARY, "image/png", PNG).note is None


def test_a_name_in_a_note_is_short_and_turns_nothing_round():
    note = decide_media_type(BINARY, None, b"\0", "\u202e" + "x" * 500 + ".jpg").note
    assert note.startswith("Named [U+202E]xxx")
    assert "\u202e" not in note
    assert len(note) < 300


def test_the_table_is_exact_about_its_own():
    assert detect_binary_type(b"RIFF\x00\x00\x00\x00WAVEfmt ") == "audio/wav"
    assert (
        detect_binary_type(b"GIF88a")
        is detect_binary_type(b"BM is a car")
        is detect_binary_type(b"OggX")
        is None
    )


@pytest.mark.parametrize("piece", [b"<!---->", b"<!-- ", b"<?xml>", b"a:\n", b"{ ", b" <", b"a: b\r\n c\r\n"])
def test_no_beginning_takes_long(piece):
    before = time.process_time()
    decide_media_type(BINARY, None, piece * (4096 // len(piece)) + b"x")
    assert time.process_time() - before < 0.6


def test_comments_before_html_are_passed_over():
    assert decide_media_type(BINARY, None, b"<!-- a --> <!-- <b> -->\n<p>x").media_type == "text/html"


BEGINNINGS = [
    PNG, OLE, ZIP, MAIL, b"", b"%PDF-1.7", b"GIF89a", b"OggS\0", b"ID3\x03", b"\0\0\0\x20ftypisom",
    b"<html>", b"<p>", b"<?xml version='1.0'?><a/>", b"<svg>", b'{"a": 1}', b"BEGIN:VCARD",
    b"BEGIN:VCALENDAR",    b"a,b\n", b"plain words", b"\xff\xfe<\0p\0>\0", b"\0\1\2",
]  # fmt: skip
HEADS = st.tuples(st.sampled_from(BEGINNINGS), st.binary(max_size=80)).map(b"".join)
DECLARED = st.none() | st.sampled_from(
    sorted(
        {
            *MEDIA_TYPE_ALIASES,
            *MEDIA_TYPE_ALIASES.values(),
            *MEDIA_TYPE_BY_EXTENSION.values(),
            *(t for _, t in SIGNATURES),
            UNKNOWN_MEDIA_TYPE,
            "x/y",
        }
    )
)
STEMS = st.text(max_size=12) | st.sampled_from(["invoice", "invoice.pdf", "photo\u202egpj", "winmail"])
NAMES = st.just("") | st.tuples(
    STEMS, st.sampled_from([*MEDIA_TYPE_BY_EXTENSION, ".exe", ".js", ".xyz", ""])
).map("".join)
KINDS = st.sampled_from(list(ContentKind))


@given(KINDS, DECLARED | st.text(max_size=20), HEADS | st.binary(max_size=200), NAMES | st.text(max_size=40))
def test_any_three_voices_are_decided_by_one_of_them_or_safely(kind, declared, head, name):
    made = decide_media_type(kind, declared, head, name)
    said = MEDIA_TYPE_ALIASES.get(declared or "", declared)
    assert made.media_type in {
        said,
        made.detected,
        *MEDIA_TYPE_BY_EXTENSION.values(),
        "text/plain",
        UNKNOWN_MEDIA_TYPE,
    }
    if made.media_type in SIGNATURE_REQUIRED_TYPES:
        assert detect_binary_type(head) == made.media_type


@given(KINDS, DECLARED, HEADS, NAMES)
def test_nothing_is_decided_that_is_less_safe_than_the_bytes(kind, declared, head, name):
    made, without = decide_media_type(kind, declared, head, name), decide_media_type(kind, declared, head)
    signed = detect_binary_type(head)
    if made.media_type in HTML_TYPES:  # never by its name, nor what has a signature
        assert without.media_type in HTML_TYPES
        assert signed is None
    if signed and (kind is not PLAIN or declared not in {None, UNKNOWN_MEDIA_TYPE, "text/plain"}):
        assert not is_text_type(made.media_type)
    if without.media_type == UNKNOWN_MEDIA_TYPE and made.media_type != UNKNOWN_MEDIA_TYPE:
        raise AssertionError("A name made something of what was not known.")


@given(KINDS, DECLARED, HEADS, NAMES)
def test_an_alternative_is_text_or_has_its_signature(kind, declared, head, name):
    made = decide_media_type(kind, declared, head, name)
    assert made.media_type not in made.alternatives
    for other in made.alternatives:
        assert has_only_text_bytes(head) if is_text_type(other) else detect_binary_type(head) == other
        assert made.choose_alternative(other).media_type == other
    if has_only_text_bytes(head) and head and (kind is not PLAIN or declared == "text/html"):
        assert "text/plain" in {made.media_type, *made.alternatives}
