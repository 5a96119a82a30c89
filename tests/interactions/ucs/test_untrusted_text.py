import pytest

from interactions.ucs.untrusted_text import parse_whole_number, shorten_text


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("0", 0),
        ("007", 7),
        ("9" * 18, 10**18 - 1),
        ("9" * 19, None),
        ("", None),
        ("-1", None),
        ("+1", None),
        (" 1", None),
        ("1_000", None),
        ("1.0", None),
        ("²", None),
        ("٣", None),
    ],
)
def test_a_whole_number_is_ascii_digits_alone(text, number):
    assert parse_whole_number(text) == number


@pytest.mark.parametrize(
    ("text", "number"), [("-12", -12), ("12", 12), ("--1", None), ("-", None), ("- 1", None)]
)
def test_a_signed_number_may_have_one_minus_sign(text, number):
    assert parse_whole_number(text, signed=True) == number


def test_the_sign_is_no_digit():
    assert parse_whole_number("-123", max_digits=3, signed=True) == -123
    assert parse_whole_number("1234", max_digits=3) is None


@pytest.mark.parametrize(
    ("text", "shown"), [("", ""), ("lamp", "lamp"), ("lamps", "lam…"), ("l" * 100, "lll…")]
)
def test_a_long_text_ends_in_an_ellipsis_within_its_length(text, shown):
    assert shorten_text(text, 4) == shown
