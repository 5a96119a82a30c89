"""How static/js/transcript.js finds: as the server does, without case and accents."""

import pytest
from playwright.sync_api import expect

from interactions.content.text.text_search import find_spans, fold_text

pytestmark = pytest.mark.browser
LOG = """<ol class="log"><li id="m1"><p data-find>The <b>Par</b>cel, pâRCEL parcel</p></li>
<li id="m2"><p data-find>Nothing</p></li></ol>
<form data-log-find><input name="find"><button name="go"></button>
<span class="log-found" hidden>
<span data-log-count data-one="1 line" data-many="{number} lines"></span></span></form>"""


WORDS = (
    "Straße",
    "Müller",
    "naïve",
    "ŁÓDŹ",
    "ΟΔΟΣ",
    "οδός",
    "İstanbul",
    "Ａｂｃ",
    "ﬁne",
    "½",
    "дом",
    "\u2068Ann\u2069",
    "한글",
)


def test_it_finds_what_the_server_finds(open_page):
    """The first form of a page is found in by the server, every other one by the script."""
    found = open_page().evaluate(
        """async words => {
          const {findPlaces, fold} = await import("/static/js/transcript.js")
          const text = words.join(" "), points = new Map()
          let count = 0, at = 0
          for (const each of text) { points.set(at, count++); at += each.length }
          points.set(at, count)
          const places = word => findPlaces(text, fold(word), 9)
          return words.map(word => places(word).map(ends => ends.map(end => points.get(end))))
        }""",
        list(WORDS),
    )
    expected = {word: find_spans(" ".join(WORDS), fold_text(word), 9) for word in WORDS}
    assert {word: list(map(tuple, each)) for word, each in zip(WORDS, found, strict=True)} == expected
    assert all(expected.values())


@pytest.mark.parametrize(
    ("text", "sought", "places"),
    [
        ("Straße STRASSE", "strasse", [[0, 6], [7, 14]]),
        ("café Cafe\u0301", "cafe", [[0, 4], [5, 9]]),
        ("aaaa", "aa", [[0, 2], [2, 4]]),
        ("none", "some", []),
        ("ﬁne fine", "fi", [[0, 1], [4, 6]]),
        ("🙂 a🙂b", "🙂", [[0, 2], [4, 6]]),
    ],
)
def test_places_are_those_of_the_text_as_it_is_written(call, text, sought, places):
    assert call("transcript.js", "findPlaces", text, sought, 10) == places


def test_no_more_are_found_than_may_be(call):
    assert call("transcript.js", "findPlaces", "aaaaaa", "a", 2) == [[0, 1], [1, 2]]


def test_what_is_typed_is_marked_over_elements_and_counted_by_line(open_page):
    page = open_page(LOG, "transcript.js")
    page.fill("[name=find]", "PARCEL")
    expect(page.locator("mark")).to_have_text(["Par", "cel", "pâRCEL", "parcel"])
    expect(page.locator("[data-log-count]")).to_have_text("1 line")
    expect(page).to_have_url("http://viewer.example/?find=PARCEL")
    page.fill("[name=find]", "")
    expect(page.locator("mark")).to_have_count(0)
    expect(page.locator("li p").first).to_have_text("The Parcel, pâRCEL parcel")
    expect(page).to_have_url("http://viewer.example/")
