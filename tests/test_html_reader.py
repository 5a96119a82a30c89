"""The reader of HTML that the tests share: what it finds, and that it notices what is not closed."""

import pytest

from tests.html_reader import (
    extract_spaced_text,
    extract_text,
    find_elements,
    find_unbalanced_tags,
    parse_html,
)

PAGE = '<ul class="a  b"><li x x="1" hidden>One &amp;\n <b>t</b>wo<br>3<li class=b>Four</ul>5 &lt;'


def test_elements_are_found_by_tag_and_by_class():
    assert [element.tag for element in find_elements(PAGE)] == ["ul", "li", "b", "br", "li"]
    assert [element.text for element in find_elements(PAGE, "li")] == ["One &\n two3Four", "Four"]
    assert [element.tag for element in find_elements(PAGE, css_class="b")] == ["ul", "li"]
    assert [element.text for element in find_elements(PAGE, "li", "b")] == ["Four"]
    assert find_elements(PAGE, "ul", "a b") == find_elements(PAGE, "B") == []


def test_attributes_are_kept_as_they_were_written():
    first, _ = find_elements(PAGE, "li")
    assert first.attributes == (("x", None), ("x", "1"), ("hidden", None))
    assert first.get_attribute("x") is first.get_attribute("absent") is None


def test_texts_stand_in_their_elements():
    assert extract_text(PAGE) == "One &\n two3Four5 <"
    assert extract_spaced_text(PAGE) == "One & t wo 3 Four 5 <"
    around = {
        text: [each.tag for each in parent.iter_ancestors()] for parent, text in parse_html(PAGE).iter_texts()
    }
    assert around["t"] == ["li", "ul", ""]
    assert around["5 <"] == []


@pytest.mark.parametrize(
    ("html", "tags"),
    [
        ("<p>a<br><img>b</p>", []),
        ("<p>a", ["p"]),
        ("a</p>", ["p"]),
        ("<p><b>a</p></b>", ["b", "b"]),
        ("<svg><path/></svg>", []),
        ("a<br/>", ["br"]),
    ],
)
def test_tags_that_are_not_closed_are_found(html, tags):
    assert find_unbalanced_tags(html) == tags


def test_deep_html_is_read_without_recursion():
    assert len(find_elements("<div>" * 20_000)) == 20_000
