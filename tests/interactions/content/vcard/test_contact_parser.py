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

PICTURE = png(3, 4)


def vcf(*rows: str, version: str = "3.0") -> bytes:
    return "\r\n".join(["BEGIN:VCARD", f"VERSION:{version}", *rows, "END:VCARD", ""]).encode()


def card(*rows: str, **parts):
    (made,) = parse_contacts(vcf(*rows, **parts), None).cards
    return made


def rows_of(made) -> list[tuple[str, str, str]]:
    return [(row.word, row.kind, str(row.value)) for row in made.rows]


def test_a_card_of_3_0() -> None:
    made = card(
        "FN:Vera Lindholm",
        r"ORG:Lindholm\, Lamps;Workshop",
        "TITLE:Owner",
        "TEL;TYPE=work,voice:+44 1",
        "EMAIL;TYPE=INTERNET:vera@lindholm.example",
        r"ADR;TYPE=HOME:;;2 Foundry Court;Sheffield;;S1 2XX;UK",
        "BDAY:1980-02-29",
        r"NOTE:Ring\ntwice",
    )
    assert (made.name, made.organisation, made.role) == (
        "Vera Lindholm",
        "Lindholm, Lamps, Workshop",
        "Owner",
    )
    assert rows_of(made) == [
        ("Phone", "work", "+44 1"),
        ("E-mail", "", "vera@lindholm.example"),
        ("Address", "home", "2 Foundry Court\nSheffield, S1 2XX\nUK"),
        ("Birthday", "", "29 February 1980"),
        ("Note", "", "Ring\ntwice"),
    ]


def test_a_card_of_2_1() -> None:
    made = card(
        "N;CHARSET=ISO-8859-1;ENCODING=QUOTED-PRINTABLE:M=FCller;J=F6r=",
        "g;;Dr.",
        "TEL;CELL:+49 1",
        "BDAY:--0229",
        version="2.1",
    )
    assert made.name == "Dr. Jörg Müller"
    assert rows_of(made) == [("Phone", "mobile", "+49 1"), ("Birthday", "", "29 February")]


def test_a_card_of_4_0() -> None:
    made = card(
        "FN:V", 'TEL;VALUE=uri;TYPE="voice,home":tel:+44-1', "EMAIL:mailto:v@x.example", version="4.0"
    )
    assert rows_of(made) == [("Phone", "home", "+44-1"), ("E-mail", "", "v@x.example")]


def test_labels_of_apple() -> None:
    made = card("item1.TEL:1", "item1.X-ABLabel:_$!<Sister>!$_", "item2.TEL:2", "item2.X-ABLabel:Cabin")
    assert [row.kind for row in made.rows] == ["sister", "Cabin"]


def test_a_company_without_a_person() -> None:
    assert card("ORG:Nowak Prints").name == "Nowak Prints"


@pytest.mark.parametrize("text", ["soon", "19801399", "1980"])
def test_a_birthday_that_is_none_stays_as_it_is(text) -> None:
    assert rows_of(card(f"BDAY:{text}")) == [("Birthday", "", text)]


PHOTO = base64.b64encode(PICTURE).decode()


@pytest.mark.parametrize(
    "row",
    [
        f"PHOTO;ENCODING=b;TYPE=PNG:{PHOTO}",
        f"PHOTO;PNG;BASE64:{PHOTO}",
        f"PHOTO:data:image/png;base64,{PHOTO}",
    ],
)
def test_a_picture_is_what_lies_in_the_card(shown, row) -> None:
    data = vcf("FN:Nobody") + vcf("FN:Vera", row)
    html = render(shown(data, "text/vcard"))
    assert '<img class="vc-photo" src="/c/parts/2/raw"' in html
    opened = open_container(lambda headers: content(data, "text/x-vcard"))
    (entry,) = opened.entries
    assert (entry.path, entry.file_name, entry.media_type) == ("2", "Vera.png", "image/png")
    assert read_whole_source(opened.source("2"), 10**6, "") == PICTURE
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
def test_anything_else_is_no_picture(shown, row) -> None:
    made = shown(vcf("FN:Vera", row), "text/vcard")
    html = render(made)
    assert "<img" not in html
    assert "src=" not in html
    assert any("was not loaded" in note for note in made.notes) is ("tracker" in row)


def test_a_file_of_more_cards_than_are_shown(shown) -> None:
    made = shown(vcf("FN:V") * (get_content_limits().contact_cards + 3), "text/vcard")
    assert (len(made.view.cards), made.view.more, made.title) == (
        get_content_limits().contact_cards,
        3,
        "Contacts",
    )
    assert "3 more contacts" in render(made)


@pytest.mark.parametrize("media_type", ["text/vcard", "text/x-vcard", "text/directory", "text/plain", None])
def test_whatever_it_is_declared_as(shown, media_type) -> None:
    made = shown(vcf("FN:Vera"), media_type, kind="binary_content", name="vera.vcf")
    assert made.title == "Contact"


def test_without_a_name_its_beginning_tells(shown) -> None:
    assert shown(vcf("FN:Vera"), None, kind="binary_content").title == "Contact"
    assert "text/vcard" in shown(vcf("FN:Vera"), "text/plain", kind="binary_content").alternatives


def test_what_is_no_contact_is_text(shown) -> None:
    made = shown(b"dn: cn=Vera", "text/directory")
    assert made.title == "Text"
    assert "Labelled as a contact, but it isn’t one." in made.notes


def test_what_is_too_large_is_refused() -> None:
    with pytest.raises(UnviewableContent, match="larger"):
        parse_contacts(vcf("FN:Vera") + b"\n" * get_content_limits().contact_bytes, None)


def test_rows_have_an_end() -> None:
    assert len(card(*["TEL:1"] * 500).rows) == MAX_CONTACT_FIELDS
    assert card(*["PHOTO;ENCODING=b:AAAA"] * MAX_EXAMINED_PHOTOS, f"PHOTO;ENCODING=b:{PHOTO}").photo is None


ANY = st.sampled_from(
    ["FN:V", "N:a;b", "TEL;CELL:1", "BDAY:--0299", "PHOTO;ENCODING=b:AA=", "BEGIN:VCARD", "ORG:;"]
)


@given(st.lists(ANY | st.text(alphabet='AB;:="\\,<>\u202e\r', max_size=30), max_size=20))
def test_any_rows_give_a_page(rows) -> None:
    html = render(show_bytes(vcf(*rows), "text/vcard"))
    assert "\u202e" not in html


@given(st.binary(max_size=300))
def test_any_bytes_give_contacts_or_a_reason(data) -> None:
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
def test_hostile_cards_take_no_time(piece) -> None:
    data = b"BEGIN:VCARD\nNOTE;ENCODING=b:" + piece * (4_900_000 // len(piece))
    before = time.process_time()
    parse_contacts(data, None)
    assert time.process_time() - before < 6
