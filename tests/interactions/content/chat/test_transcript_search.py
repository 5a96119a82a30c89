from hypothesis import given
from hypothesis import strategies as st

from interactions.content.chat.transcript_search import MAX_SEARCH_MARKS, search_transcript
from interactions.content.text.markup import extract_markup_text, render_text
from tests.html_reader import extract_text, find_elements
from tests.interactions.content.chat.test_session_parser import build_join, build_message
from tests.interactions.content.chat.test_transcript_log import build_log

CHAT_LOG = build_log(
    build_join("C", "CLIENT", "Zoë"),
    build_message("C", "a parcel &amp; a PARCEL"),
    build_message("C", "nothing"),
    build_message("A", "see https://shop.example/parcel?a=1&amp;b=2 there"),
)


def test_matching_lines_are_found_in_order():
    assert search_transcript(CHAT_LOG, " Parcel ").anchors == ("m1", "m3")
    assert search_transcript(CHAT_LOG, "zoe").anchors == ("e1", "m1")
    assert search_transcript(CHAT_LOG, "started").anchors == ("e1",)
    assert search_transcript(CHAT_LOG, "nowhere").anchors == search_transcript(CHAT_LOG, "  ").anchors == ()


def test_each_matching_line_has_neighbours():
    search = search_transcript(CHAT_LOG, "parcel")
    neighbours = {line.anchor: search.find_neighbours(line) for line in CHAT_LOG.lines}
    assert neighbours == {"e1": None, "m1": ("m3", "m3"), "m2": None, "m3": ("m1", "m1")}


def test_words_are_marked_in_text_and_across_links():
    search = search_transcript(CHAT_LOG, "parcel")
    assert search.highlight(CHAT_LOG.lines[1].html) == "a <mark>parcel</mark> &amp; a <mark>PARCEL</mark>"
    across = search_transcript(CHAT_LOG, "see https")
    html = str(across.highlight(CHAT_LOG.lines[3].html))
    assert html.startswith('<mark>see </mark><a href="https://shop.example/parcel?a=1&amp;b=2"')
    assert "><mark>https</mark>://shop.example/" in html


def test_names_are_escaped_with_and_without_a_search():
    assert search_transcript(CHAT_LOG, "").highlight("<b>") == "&lt;b&gt;"
    assert search_transcript(CHAT_LOG, "b").highlight("<b>") == "&lt;<mark>b</mark>&gt;"


def test_the_number_of_marks_is_limited():
    search = search_transcript(build_log(build_message("A", "a" * (MAX_SEARCH_MARKS + 500))), "a")
    assert search.highlight("a" * (MAX_SEARCH_MARKS + 500)).count("<mark>") == MAX_SEARCH_MARKS
    assert search.highlight("a") == "a"


@given(st.text(alphabet="ab<>&;\"'éßﬁ\u202e\x00\n /:htps", max_size=60), st.text(min_size=1, max_size=3))
def test_marks_do_not_change_the_text(text, sought):
    html = render_text(text)
    marked = str(search_transcript(CHAT_LOG, sought).highlight(html))
    assert extract_text(marked) == extract_markup_text(html)
    assert {element.tag for element in find_elements(marked)} <= {"a", "mark", "span"}
