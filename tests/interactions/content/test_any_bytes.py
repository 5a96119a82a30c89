"""Any damage to anything that is shown or taken apart: a view or a named reason comes out, and nothing else.
What each parser does with bytes of its own choice is beside that parser."""

import gzip

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from interactions.content.content_view import build_content_view
from interactions.content.errors import UnviewableContent
from interactions.content.nested.container_registry import open_container
from interactions.content.nested.in_memory import build_in_memory_source
from tests.interactions.content.archive.archives import build_tar, build_zip, read_all_bytes
from tests.interactions.content.conftest import ADDRESSES
from tests.interactions.content.mail.test_mail import build_mail, build_part
from tests.interactions.content.media.test_hostile_images import gif, png, webp
from tests.interactions.content.media.wav_files import build_wav as wave
from tests.interactions.content.outlook.outlook_writers import (
    build_compound_file,
    build_file_attachment,
    build_message_storage,
    build_tnef,
    build_tnef_attachment,
    compress_rtf,
)

INVITATION = (
    b"BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\nBEGIN:VEVENT\r\nDTSTART;TZID=Europe/Madrid:20260302T093300\r\n"
    b"RRULE:FREQ=WEEKLY;BYDAY=MO\r\nATTENDEE;CN=Noa:mailto:noa@example.com\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
)
CARD = (
    b"BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Noa\r\nPHOTO;ENCODING=b:aGVsbG8=\r\nTEL;TYPE=home:1\r\nEND:VCARD\r\n"
)
RTF = compress_rtf(b"{\\rtf1\\ansi\\ansicpg1252 hello {\\b parcel}\\par\\u233?\\'e9}")
WINMAIL = build_tnef({0x37: "Parcel", 0x1009: RTF}, build_tnef_attachment("a.txt", b"hello"))
MAIL = build_mail(
    build_part("text/html; charset=utf-8", b"<p>hello <img src=cid:a></p><blockquote>x</blockquote>"),
    build_part("text/enriched", b"<bold>hello</bold>"),
    build_part("application/ms-tnef", WINMAIL),
    build_part("text/calendar", INVITATION),
    build_part("message/rfc822", b"Subject: =?utf-8?q?in?=\r\n\r\n> quoted\r\n-- \r\nNoa"),
    build_part(
        "message/delivery-status", b"Reporting-MTA: dns; a\r\n\r\nFinal-Recipient: rfc822; b\r\nStatus: 5.1.1"
    ),
)
SEEDS = {
    "application/zip": build_zip(("a.txt", b"hello"), ("b.zip", build_zip(("c.txt", b"hello")))),
    "application/x-tar": build_tar(("a.txt", b"hello"), ("a" * 200, b"parcel")),
    "application/gzip": gzip.compress(build_tar(("a.txt", b"hello"))),
    "application/ms-tnef": WINMAIL,
    "application/vnd.ms-outlook": build_compound_file(
        build_message_storage({0x37: "Parcel", 0x1009: RTF}, build_file_attachment("a.txt", b"hello"))
    ),
    "message/rfc822": MAIL,
    "text/calendar": INVITATION,
    "text/vcard": CARD,
    "text/csv": b'a,"b ""c""",d\r\n1,2,3\r\n',
    "text/html": b"<!DOCTYPE html><p style='color:red'>a<a href='http://a.example'>b</a><table><tr><td>&amp;",
    "text/xml": b"<?xml version='1.0'?><!DOCTYPE a><a xmlns:b='urn:b'><b:c d='1'>&#233;</b:c></a>",
    "application/json": b'{"a": [1, 2.5e3, "\\u00e9", null, {"b": {}}]}',
    "image/svg+xml": b"<svg xmlns='http://www.w3.org/2000/svg'><script>1</script></svg>",
    "image/gif": gif(300, 3),
    "image/png": png(300),
    "image/webp": webp(300, 2),
    "audio/wav": wave(bytes(200)),
    "audio/mp4": b"\0\0\0\x18ftypM4A \0\0\0\0M4A mp42\0\0\0\x10moov\0\0\0\x08mvhd",
    "audio/ogg": b"OggS\0\2" + bytes(20) + b"\1\x1e\1vorbis" + bytes(23),
    "video/webm": b"\x1aE\xdf\xa3\x84\x42\x82\x81w\x18S\x80g\x84\x15I\xa9f\x80",
    "audio/flac": b"fLaC\0\0\0\x22" + bytes(34),
    "audio/mpeg": b"ID3\4\0\0\0\0\0\n" + bytes(10) + b"\xff\xfb\x90\0" + bytes(413),
}


@st.composite
def damaged(draw, data):
    """With some bytes replaced, put in or taken out, and perhaps cut off."""
    for _ in range(draw(st.integers(1, 4))):
        at = draw(st.integers(0, len(data)))
        data = data[:at] + draw(st.binary(max_size=6)) + data[at + draw(st.integers(0, 12)) :]
    return data[: draw(st.integers(len(data) // 2, len(data)))] if draw(st.booleans()) else data


@pytest.mark.parametrize("media_type", SEEDS)
@settings(max_examples=40)
@given(st.data())
def test_any_damage_gives_a_view(media_type, data):
    content = build_in_memory_source(data.draw(damaged(SEEDS[media_type])), media_type)
    assert build_content_view(content, ADDRESSES).template


@pytest.mark.parametrize("media_type", SEEDS)
@settings(max_examples=40)
@given(st.data())
def test_any_damage_is_taken_apart_or_named(media_type, data):
    try:
        opened = open_container(build_in_memory_source(data.draw(damaged(SEEDS[media_type])), media_type))
    except UnviewableContent as unshowable:
        assert unshowable.reason
        return
    for entry in opened.entries:
        try:
            source = opened.source(entry.path)
            assert source is not None
            read_all_bytes(source)
        except UnviewableContent as unshowable:
            assert unshowable.reason
        opened.images(entry.path)
