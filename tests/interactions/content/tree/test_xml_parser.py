import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interactions.content.errors import UnviewableContent
from interactions.content.tree.xml_parser import REPAIR_NOTE, parse_xml


@pytest.mark.parametrize(
    ("source", "text"),
    [
        (b"<a>Q & A</a>", "Q & A"),
        (b"<a>tab\x01bed</a>", "tab\ufffdbed"),
        (b"<a>&#0;&#x1F;&#65;</a>", "\ufffd\ufffdA"),
        (b"<a>caf&eacute;&nbsp;&nosuch;</a>", "café\xa0&nosuch;"),
        (b'<?xml version="1.0" encoding="UTF-8"?><a>caf\xe9 au lait, s il vous plait, merci</a>', None),
        (b'<?xml version="1.0" encoding="no-such"?><a>x</a>', "x"),
    ],
)
def test_what_real_systems_write_is_mended_and_said(source, text):
    root, note = parse_xml(source, None)
    assert note == REPAIR_NOTE
    assert text is None or root.text == text


def test_sound_xml_is_left_alone():
    root, note = parse_xml('<?xml version="1.0" encoding="utf-16"?><a>é</a>'.encode("utf-16"), None)
    assert (root.text, note) == ("é", None)


BOMBS = {
    "laughs": b'<!DOCTYPE a [<!ENTITY b "bb"><!ENTITY c "&b;&b;">]><a>&c;</a>',
    "file": b'<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>',
    "external": b'<!DOCTYPE a SYSTEM "http://127.0.0.1:1/x.dtd"><a/>',
    "deep": b"<a>" * 60_000,
    "wide": b"<a>" + b"<b/>" * 400_000 + b"</a>",
    "attributes": b"<a " + b" ".join(b'x%d=""' % n for n in range(150_000)) + b"/>",
    "ampersands": b"<a>" + b"&" * 1_900_000,
    "truncated": b"<a><b>text",
    "two roots": b"<a/><b/>",
    "nothing": b"   ",
    "prefix": b"<x:a/>",
}


@pytest.mark.parametrize("bomb", BOMBS)
def test_bombs_are_bounded(bomb):
    before = time.process_time()
    try:
        parse_xml(BOMBS[bomb], None)
    except UnviewableContent as unshowable:
        assert unshowable.reason.startswith("The XML")
    else:
        assert bomb == "attributes"
    assert time.process_time() - before < 9


@given(
    st.text(alphabet="<>a/&;#x0\"'= !-[]?", max_size=60),
    st.sampled_from([None, "utf-16", "cp1252", "utf-7"]),
)
def test_any_text_is_read_or_refused(text, charset):
    try:
        root, _ = parse_xml(f"<a>{text}</a>".encode(), charset)
    except UnviewableContent:
        return
    assert root is not None
