import base64
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interactions.content.errors import UnviewableContent
from interactions.content.limits import get_content_limits
from interactions.content.nested.container_registry import open_container
from interactions.content.source import read_whole_source
from interactions.content.vcard.contact_parser import MAX_CONTACT_FIELDS, MAX_EXAMINED_PHOTOS, parse_contacts
from tests.interactions.content.conftest import content
from tests.interactions.content.conftest import shown as show_bytes
from tests.interactions.content.media.test_image_view import png
from tests.interactions.content.test_templates import render

PICTURE_BYTES = png(3, 4)


def build_vcard(*rows, version="3.0"):
    return "\r\n".join(["BEGIN:VCARD", f"VERSION:{version}", *rows, "END:VCARD", ""]).encode()


def parse_card(*rows, **parts):
    (contact,) = parse_contacts(build_vcard(*rows, **parts), None).cards
    return contact


def list_fields(contact):
    return [(field.label, field.kind, str(field.value)) for field in contact.fields]


def test_a_vcard_3_0_is_parsed():
    contact = parse_card(
        "FN:Vera Lindholm",
        r"ORG:Lindholm\, Lamps;Workshop",
        "TITLE:Owner",
        "TEL;TYPE=work,voice:+44 1",
        "EMAIL;TYPE=INTERNET:vera@lindholm.example",
        r"ADR;TYPE=HOME:;;2 Foundry Court;Sheffield;;S1 2XX;UK",
        "BDAY:1980-02-29",
        r"NOTE:Ring\ntwice",
    )
    assert (contact.name, contact.organisation, contact.role) == (
        "Vera Lindholm",
        "Lindholm, Lamps, Workshop",
        "Owner",
    )
    assert list_fields(contact) == [
        ("Phone", "work", "+44 1"),
        ("E-mail", "", "vera@lindholm.example"),
        ("Address", "home", "2 Foundry Court\nSheffield, S1 2XX\nUK"),
        ("Birthday", "", "29 February 1980"),
        ("Note", "", "Ring\ntwice"),
    ]


def test_a_vcard_2_1_is_parsed():
    contact = parse_card(
        "N;CHARSET=ISO-8859-1;ENCODING=QUOTED-PRINTABLE:M=FCller;J=F6r=",
        "g;;Dr.",
        "TEL;CELL:+49 1",
        "BDAY:--0229",
        version="2.1",
    )
    assert contact.name == "Dr. Jörg Müller"
    assert list_fields(contact) == [("Phone", "mobile", "+49 1"), ("Birthday", "", "29 February")]


def test_a_vcard_4_0_is_parsed():
    contact = parse_card(
        "FN:V", 'TEL;VALUE=uri;TYPE="voice,home":tel:+44-1', "EMAIL:mailto:v@x.example", version="4.0"
    )
    assert list_fields(contact) == [("Phone", "home", "+44-1"), ("E-mail", "", "v@x.example")]


def test_labels_of_apple_are_used():
    contact = parse_card(
        "item1.TEL:1", "item1.X-ABLabel:_$!<Sister>!$_", "item2.TEL:2", "item2.X-ABLabel:Cabin"
    )
    assert [row.kind for row in contact.fields] == ["sister", "Cabin"]


def test_a_company_without_a_person_has_its_name():
    assert parse_card("ORG:Nowak Prints").name == "Nowak Prints"


@pytest.mark.parametrize("text", ["soon", "19801399", "1980"])
def test_an_unreadable_birthday_is_shown_as_written(text):
    assert list_fields(parse_card(f"BDAY:{text}")) == [("Birthday", "", text)]


PHOTO_BASE64 = base64.b64encode(PICTURE_BYTES).decode()


@pytest.mark.parametrize(
    "row",
    [
        f"PHOTO;ENCODING=b;TYPE=PNG:{PHOTO_BASE64}",
        f"PHOTO;PNG;BASE64:{PHOTO_BASE64}",
        f"PHOTO:data:image/png;base64,{PHOTO_BASE64}",
    ],
)
def test_a_picture_in_the_card_is_shown(shown, row):
    data = build_vcard("FN:Nobody") + build_vcard("FN:Vera", row)
    html = render(shown(data, "text/vcard"))
    assert '<img class="vc-photo" src="/c/parts/2/raw"' in html
    opened = open_container(lambda headers: content(data, "text/x-vcard"))
    (entry,) = opened.entries
    assert (entry.path, entry.file_name, entry.media_type) == ("2", "Vera.png", "image/png")
    assert read_whole_source(opened.source("2"), 10**6, "") == PICTURE_BYTES
    assert opened.source("1") is None


@pytest.mark.parametrize(
    "row",
    [
        "PHOTO;VALUE=uri:https://tracker.example/p.png",
        "PHOTO:https://tracker.example/p.png",
        f"PHOTO;ENCODING=b:{base64.b64encode(b'<svg onload=alert(1)>').decode()}",
        f"PHOTO;ENCODING=b:{base64.b64encode(png(40000, 40000)).decode()}",
        "PHOTO;ENCODING=b:" + "A" * 1000,
    ],
)
def test_other_photos_are_not_shown(shown, row):
    content_view = shown(build_vcard("FN:Vera", row), "text/vcard")
    html = render(content_view)
    assert "<img" not in html
    assert "src=" not in html
    assert any("was not loaded" in note for note in content_view.notes) is ("tracker" in row)


def test_cards_beyond_the_limit_are_counted(shown):
    content_view = shown(build_vcard("FN:V") * (get_content_limits().contact_cards + 3), "text/vcard")
    assert (len(content_view.view.cards), content_view.view.more, content_view.title) == (
        get_content_limits().contact_cards,
        3,
        "Contacts",
    )
    assert "3 more contacts" in render(content_view)


@pytest.mark.parametrize("media_type", ["text/vcard", "text/x-vcard", "text/directory", "text/plain", None])
def test_a_contact_is_recognised_under_any_declared_type(shown, media_type):
    content_view = shown(build_vcard("FN:Vera"), media_type, kind="binary_content", name="vera.vcf")
    assert content_view.title == "Contact"


def test_a_contact_without_a_name_is_recognised_by_its_beginning(shown):
    assert shown(build_vcard("FN:Vera"), None, kind="binary_content").title == "Contact"
    assert "text/vcard" in shown(build_vcard("FN:Vera"), "text/plain", kind="binary_content").alternatives


def test_a_file_that_is_no_contact_is_shown_as_text(shown):
    content_view = shown(b"dn: cn=Vera", "text/directory")
    assert content_view.title == "Text"
    assert "Labelled as a contact, but it isn’t one." in content_view.notes


def test_a_too_large_file_of_contacts_is_refused():
    with pytest.raises(UnviewableContent, match="larger"):
        parse_contacts(build_vcard("FN:Vera") + b"\n" * get_content_limits().contact_bytes, None)


def test_fields_and_photos_are_limited():
    assert len(parse_card(*["TEL:1"] * 500).fields) == MAX_CONTACT_FIELDS
    assert (
        parse_card(*["PHOTO;ENCODING=b:AAAA"] * MAX_EXAMINED_PHOTOS, f"PHOTO;ENCODING=b:{PHOTO_BASE64}").photo
        is None
    )


ANY_LINE = st.sampled_from(
    ["FN:V", "N:a;b", "TEL;CELL:1", "BDAY:--0299", "PHOTO;ENCODING=b:AA=", "BEGIN:VCARD", "ORG:;"]
)


@given(st.lists(ANY_LINE | st.text(alphabet='AB;:="\\,<>\u202e\r', max_size=30), max_size=20))
def test_any_lines_in_a_card_are_shown(rows):
    html = render(show_bytes(build_vcard(*rows), "text/vcard"))
    assert "\u202e" not in html


@given(st.binary(max_size=300))
def test_any_bytes_are_parsed_or_refused(data):
    for each in (data, b"BEGIN:VCARD\n" + data):
        try:
            parse_contacts(each, None)
        except UnviewableContent as unshowable:
            assert unshowable.reason


@pytest.mark.parametrize(
    "piece",
    [
        b"BEGIN:VCARD\n",
        b"TEL;CELL:1\n",
        b"a:\n",
        b"A",
        b"PHOTO;ENCODING=b:AAAA\n",
        b"\n ",
        b";",
        b"\\n",
        b"ADR:;\n",
    ],
)
def test_hostile_cards_take_bounded_time(piece):
    data = b"BEGIN:VCARD\nNOTE;ENCODING=b:" + piece * (4_900_000 // len(piece))
    before = time.process_time()
    parse_contacts(data, None)
    assert time.process_time() - before < 6
