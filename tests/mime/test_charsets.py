import pytest
from hypothesis import given
from hypothesis import strategies as st

from mime.charsets import decode_text, find_codec_name

FRENCH = "Où est mon colis ? Il était prévu pour hier, et la clé n'a pas été reçue."


@pytest.mark.parametrize(
    "charset", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "iso-8859-1", "cp1252", "iso-8859-15"]
)
def test_what_is_declared_and_fits_is_used(charset):
    assert decode_text(FRENCH.encode(charset), charset).text.lstrip("\ufeff") == FRENCH
    assert decode_text(FRENCH.encode(charset), charset).note is None


def test_utf_8_goes_before_a_declaration_that_does_not_fit():
    made = decode_text(FRENCH.encode(), "us-ascii")
    assert (made.text, made.charset, made.note) == (FRENCH, "utf-8", None)
    made = decode_text("é".encode() * 50, "shift_jis")
    assert made.text
    made = decode_text(FRENCH.encode(), "no-such-charset")
    assert made.text == FRENCH


def test_a_guess_comes_last_and_is_said():
    made = decode_text((FRENCH * 5).encode("cp1252"), None)
    assert "colis" in made.text
    assert made.note is not None
    assert "guess" in made.note


def test_windows_characters_under_the_name_of_latin_1():
    assert decode_text("“so” – 5 €".encode("cp1252"), "iso-8859-1").text == "“so” – 5 €"


def test_utf_8_goes_before_what_fits_only_nearly():
    text = "日本語のメール" * 9
    assert "\ufffd" in text.encode().decode("big5", "replace")
    assert decode_text(text.encode(), "big5").text == text
    assert decode_text("a lost \ufffd".encode(), "utf-8").note is None


@pytest.mark.parametrize("declared", ["iso-8859-1", "windows-1252", "iso-8859-15"])
def test_utf_8_under_the_name_of_a_charset_that_takes_any_bytes(declared):
    made = decode_text(FRENCH.encode(), declared)
    assert (made.text, made.note) == (FRENCH, f"Labelled as {declared}, but it is UTF-8.")


@pytest.mark.parametrize(
    ("text", "charset"),
    [
        (FRENCH + " S’il vous plaît — merci !\n", "cp1252"),
        ("Где моя посылка? Она должна была прийти вчера.\n", "koi8-r"),
        ("日本語の荷物がまだ届いていません。\n", "iso2022_jp"),
    ],
)
@pytest.mark.parametrize("times", [2, 500])
def test_guesses_are_of_what_people_write_in(text, charset, times):
    assert decode_text((text * times).encode(charset), None).text == text * times


def test_too_little_to_guess_by_is_western():
    assert decode_text("Formação".encode("cp1252"), None).text == "Formação"


def test_a_character_cut_in_two_is_no_reason_to_guess():
    made = decode_text("aé".encode()[:-1], None, is_truncated=True)
    assert (made.text, made.note) == ("a", None)


@pytest.mark.parametrize(
    "name", [None, "", "idna", "punycode", "unicode_escape", "rot13", "zip", "x" * 99, "a\0b"]
)
def test_names_that_are_no_charset(name):
    assert find_codec_name(name) is None


@given(
    st.binary(max_size=300), st.sampled_from([None, "utf-16", "utf-7", "hz", "iso-2022-jp", "cp037", "big5"])
)
def test_any_bytes_are_decoded(data, declared):
    assert isinstance(decode_text(data, declared).text, str)
