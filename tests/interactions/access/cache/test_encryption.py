"""What is sealed opens under its name, with its key, unchanged; and in no other way."""

from hypothesis import given
from hypothesis import strategies as st

from interactions.access.cache.encryption import build_pseudonym, decrypt, encrypt

NAME = build_pseudonym("C1")


@given(st.binary(max_size=200))
def test_it_opens_as_it_was(data):
    assert decrypt(encrypt(data, NAME), NAME) == data


@given(st.binary(max_size=50), st.data())
def test_whatever_is_changed_of_it_is_seen(data, draw):
    sealed = bytearray(encrypt(data, NAME))
    sealed[draw.draw(st.integers(0, len(sealed) - 1))] ^= draw.draw(st.integers(1, 255))
    assert decrypt(bytes(sealed), NAME) is None


@given(st.binary(max_size=60))
def test_anything_else_is_nothing(data):
    assert decrypt(data, NAME) is None


def test_it_is_cut_off_nowhere():
    sealed = encrypt(b"Parcel 4471", NAME)
    assert [length for length in range(len(sealed)) if decrypt(sealed[:length], NAME) is not None] == []


def test_it_opens_under_its_own_name_alone():
    assert decrypt(encrypt(b"Parcel 4471", NAME), build_pseudonym("C2")) is None


def test_another_key_opens_nothing_and_names_all_otherwise(settings):
    sealed = encrypt(b"Parcel 4471", NAME)
    settings.SECRET_KEY = "another-key-of-thirty-two-characters-and-more"
    assert decrypt(sealed, NAME) is None
    assert build_pseudonym("C1") != NAME


def test_two_seals_of_the_same_do_not_look_alike():
    assert encrypt(b"Parcel 4471", NAME) != encrypt(b"Parcel 4471", NAME)
    assert b"4471" not in encrypt(b"Parcel 4471", NAME)


@given(st.lists(st.text(max_size=5), max_size=4), st.lists(st.text(max_size=5), max_size=4))
def test_other_texts_have_another_name(some, others):
    """Also where they read alike one after the other."""
    assert (build_pseudonym(*some) == build_pseudonym(*others)) == (some == others)
    assert len(build_pseudonym(*some)) == 64
