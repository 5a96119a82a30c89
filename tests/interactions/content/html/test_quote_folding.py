"""Quotes and signatures in HTML: which are folded, which stay open, and that nothing else changes."""

import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interactions.content.errors import UnviewableContent
from interactions.content.html.complexity_guard import check_html_complexity
from interactions.content.html.html_view import render_frame_document
from interactions.content.html.quote_folding import find_quote_marker, fold_quotes
from interactions.content.html.sanitiser import sanitise_html
from tests.html_reader import find_unbalanced_tags, parse_html
from tests.interactions.content.html.sanitised import iter_violations

TEXT = "<p>What was written before, in more words than a short quote has, for nobody to read twice.</p>"
HEADER = (
    "<b>From:</b> Katja Brehm<br><b>Sent:</b> Monday, 2 March 2026<br><b>To:</b> Vera<br><b>Subject:</b> x"
)
SIGNATURE = "Vera Lindholm<br>Lindholm Lamps<br>Sheffield"

QUOTES = {
    "gmail": f'<div class="gmail_quote">She wrote:<blockquote class="gmail_quote">{TEXT}</blockquote></div>',
    "gmail of today": f'<div class="gmail_quote gmail_quote_container"><div>Katja wrote:</div>{TEXT}</div>',
    "apple and thunderbird": f"<blockquote type=cite>{TEXT}</blockquote>",
    "a bar at the left": f'<blockquote style="border-left: 1px solid #0857A6">{TEXT}</blockquote>',
    "yahoo": f'<div id="yahoo_quoted_123" class="yahoo_quoted">{TEXT}</div>',
    "outlook": f'<div id="divRplyFwdMsg">{HEADER}</div><div>{TEXT}</div>',
    "outlook of 2007": f'<div><div style="border-top:solid #B5C4DF 1.0pt"><p>{HEADER}</p></div></div>{TEXT}',
    "outlook in German": f"<p>{HEADER.replace('From', 'Von').replace('Sent', 'Gesendet')}</p>{TEXT}",
    "hotmail": f"<hr>{HEADER}<br>{TEXT}",
    "a forward": f"<div>---------- Forwarded message ---------<br>From: Katja<br></div>{TEXT}",
}


def is_fold(element):
    return ("data-fold", "") in element.attributes


def read_folds(html):
    """The text that stays open, and of each fold the text of its summary and of the rest."""
    assert not find_unbalanced_tags(html)
    document = parse_html(html)
    open_text, folds = "", {element: ["", ""] for element in document.iter_elements() if is_fold(element)}
    for parent, text in document.iter_texts():
        fold = next((each for each in (parent, *parent.iter_ancestors()) if is_fold(each)), None)
        if fold is None:
            open_text += f" {text}"
        else:
            folds[fold][0 if parent.tag == "summary" else 1] += f" {text}"
    return open_text, list(folds.values())


def fold(html):
    return fold_quotes(sanitise_html(html, find_marker=find_quote_marker))


def remove_folds(html):
    """The HTML without folds, and without the attributes that nh3 adds to links in any order."""
    html = re.sub(r'<details data-fold=""><summary>[^<]*</summary>', "", html)
    return re.sub(r"</?details>|(?<=<a) [^<>]*", "", html)


def find_violations(html):
    """The violations in the HTML, apart from our own folds."""
    return [what for what in iter_violations(html) if what != "attribute data-fold"]


def split_words(text):
    return re.findall(r"\w+", text)


@pytest.mark.parametrize("name", QUOTES)
def test_a_quote_at_the_end_is_folded(name):
    open_text, folds = read_folds(fold(f"<div><p>Yes, please.</p>{QUOTES[name]}</div>"))
    ((summary, folded_text),) = folds
    assert summary.strip().startswith("Forwarded message" if name == "a forward" else "Quoted text")
    assert split_words(open_text)[:2] == ["Yes", "please"]
    assert "twice" not in open_text
    assert f"{len(split_words(folded_text))} words" in summary


def test_a_signature_above_a_quote_is_folded():
    _, folds = read_folds(fold(f'<p>Yes.</p><div class="gmail_signature">{SIGNATURE}</div>{QUOTES["gmail"]}'))
    assert [summary.split(",")[0].strip() for summary, _ in folds] == ["Signature", "Quoted text"]


@pytest.mark.parametrize(
    "html",
    [
        QUOTES["gmail"],  # nothing else would be left
        f'<div class="gmail_signature">{SIGNATURE}</div>{QUOTES["gmail"]}',
        f"{QUOTES['apple and thunderbird']}<p>Yes.</p>",  # the answer is below
        f'<p>Yes.</p><div class="gmail_quote">Katja wrote:<blockquote>{TEXT}</blockquote><p>No!</p></div>',
        "<p>Yes.</p><blockquote type=cite>short</blockquote>",
        f"<p>Yes.</p><blockquote>{TEXT}</blockquote>",  # indented, and perhaps by its writer
        f"<p>Yes.</p><table><tr class=gmail_quote><td>{TEXT}</td></tr></table>",  # no place for a fold
        f'<p>Yes.</p><div class="my_gmail_quote_not">{TEXT}</div>',
        f"<p>From: here it takes a day.</p>{TEXT}",
    ],
)
def test_quotes_that_are_not_at_the_end_stay_open(html):
    assert "<details" not in fold(html)


def test_a_quote_above_an_answer_stays_open():
    cited = QUOTES["apple and thunderbird"]
    open_text, folds = read_folds(fold(f"{cited}<p>No!</p>{cited}"))
    assert len(folds) == 1
    assert "twice" in open_text


def test_markers_are_removed():
    folded_html = fold(
        f'<p id="Signature" class="gmail_quote x">a</p><ul type="quote">b</ul>{QUOTES["gmail"]}'
    )
    assert find_violations(folded_html) == []
    assert "type=" not in folded_html


def test_folds_and_lookalikes_of_the_sender_stay_as_they_are():
    lookalike = '<p title="&lt;div class=&quot;quote&quot;&gt;">Yes</p>'
    sent = f"{lookalike}<details data-fold><summary>s</summary>{TEXT}</details>"
    assert fold(sent) == sanitise_html(sent)


def test_the_document_has_the_fold_and_prints_it_open():
    document = render_frame_document(f"<p>Yes.</p>{QUOTES['gmail']}".encode(), None)
    assert document.count('<details data-fold="">') == 1
    assert "::details-content" in document


MARKER_CLASSES = ["gmail_quote", "yahoo_quoted", "gmail_signature", "moz-signature", "x"]
ELEMENT_TAGS = [
    "div",
    "blockquote",
    "p",
    "table",
    "td",
    "tr",
    "ul",
    "li",
    "b",
    "a",
    "span",
    "pre",
    "details",
    "summary",
    "center",
]
ANY_PIECES = st.one_of(
    st.builds(
        lambda tag, name: f'<{tag} class="{name}" type=cite>',
        st.sampled_from(ELEMENT_TAGS),
        st.sampled_from(MARKER_CLASSES),
    ),
    st.sampled_from([f"</{tag}>" for tag in ELEMENT_TAGS]),
    st.sampled_from(
        [
            TEXT,
            "Yes.",
            HEADER,
            "<br>",
            "<img src='data:image/gif;base64,R0lG'>",
            "&lt;div&gt;",
            "<!--",
        ]
    ),
)


@given(st.lists(ANY_PIECES, max_size=25).map("".join))
def test_folding_any_html_keeps_its_words_and_is_harmless(html):
    folded_html = fold(html)
    assert remove_folds(folded_html) == remove_folds(sanitise_html(html))
    assert not find_unbalanced_tags(folded_html)
    assert find_violations(folded_html) == []
    assert list(iter_violations(sanitise_html(folded_html))) == []


@pytest.mark.parametrize(
    "html",
    [
        "<div class=gmail_quote>" * 250 + "<blockquote>x</blockquote>" * 9000,
        "<div class=gmail_quote>x</div>" * 9900,
        "<div>From: x</div>" * 9900,
        "From: x<br>" * 19_000,
        "<p>x" * 19_000,
        "x &nbsp;" * 60_000,
    ],
)
def test_folding_takes_linear_time(html):
    try:
        check_html_complexity(html)
    except UnviewableContent:
        pytest.fail("the guard would have refused it")
    cleaned = sanitise_html(html, find_marker=find_quote_marker)
    before = time.process_time()
    fold_quotes(cleaned)
    assert time.process_time() - before < 3
