import pytest
from hypothesis import given
from hypothesis import strategies as st

from interactions.content.text.text_search import find_spans, fold_text


@pytest.mark.parametrize(
    ("text", "sought", "found"),
    [
        ("Parcel and parcel", "PARCEL", ["Parcel", "parcel"]),
        ("Málaga, malaga", "málaga", ["Málaga", "malaga"]),
        ("cafe\u0301 au lait", "café a", ["cafe\u0301 a"]),
        ("Straße", "strasse", ["Straße"]),
        ("ﬁre", "i", ["ﬁ"]),
        ("ﬀﬀ", "f", ["ﬀ", "ﬀ"]),
        ("aaaa", "aa", ["aa", "aa"]),
        ("👍🏽 ok", "👍🏽", ["👍🏽"]),
        ("abc", "", []),
        ("abc", "d", []),
    ],
)
def test_words_are_found_whatever_their_case_and_accents(text, sought, found):
    assert [text[start:end] for start, end in find_spans(text, fold_text(sought), 99)] == found


def test_no_more_than_asked_for():
    assert find_spans("aaaa", "a", 2) == [(0, 1), (1, 2)]


@given(st.text(max_size=60), st.text(min_size=1, max_size=2))
def test_what_is_found_is_there(text, sought):
    places = find_spans(text, fold_text(sought), 99)
    assert bool(places) == (bool(fold_text(sought)) and fold_text(sought) in fold_text(text))
    assert [at for pair in places for at in pair] == sorted(at for pair in places for at in pair)
    for start, end in places:
        assert start < end <= len(text)
        assert fold_text(sought) in fold_text(text[start:end])
