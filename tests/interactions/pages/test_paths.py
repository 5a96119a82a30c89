"""Remembered paths are those that Django would work out."""

import pytest
from django.urls import NoReverseMatch, reverse
from hypothesis import given
from hypothesis import strategies as st

from interactions.pages.paths import reverse_path
from interactions.ucs.resources import ContentKind

ID = "00001aTESTIXN001"


@pytest.mark.parametrize(
    "values",
    [
        ("search",),
        ("customer", ID),
        ("customer", "0"),
        ("service-journey", "an-ID"),
        ("record-raw", ID),
        *(("interaction-content", ID, kind) for kind in ContentKind),
    ],
)
def test_paths_are_djangos(values):
    for _ in range(2):
        assert reverse_path(*values) == reverse(values[0], args=values[1:])


@given(st.text(min_size=1).filter(lambda text: "/" not in text))
def test_what_is_no_id_is_quoted_as_django_does(text):
    try:
        expected = reverse("customer", args=[text])
    except NoReverseMatch:
        with pytest.raises(NoReverseMatch):
            reverse_path("customer", text)
    else:
        assert reverse_path("customer", text) == expected


def test_a_page_that_is_not_there_is_an_error():
    for values in (("nowhere",), ("nowhere", ID)):
        with pytest.raises(NoReverseMatch):
            reverse_path(*values)
