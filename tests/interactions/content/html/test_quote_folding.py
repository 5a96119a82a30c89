"""Quotes and signatures of HTML: what is folded, what stays open, and that nothing else changes."""

import re
import time
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interactions.content.errors import UnviewableContent
from interactions.content.html.complexity_guard import check_html_complexity
from interactions.content.html.html_view import render_frame_document
from interactions.content.html.quote_folding import find_quote_marker, fold_quotes
from interactions.content.html.sanitiser import sanitise_html
from tests.interactions.content.html.sanitised import iter_violations

LONG = "<p>What was written before, in more words than a short quote has, for nobody to read twice.</p>"
HEAD = "<b>From:</b> Katja Brehm<br><b>Sent:</b> Monday, 2 March 2026<br><b>To:</b> Vera<br><b>Subject:</b> x"
NAME = "Vera Lindholm<br>Lindholm Lamps<br>Sheffield"

QUOTES = {
    "gmail": f'<div class="gmail_quote">She wrote:<blockquote class="gmail_quote">{LONG}</blockquote></div>',
    "gmail of today": f'<div class="gmail_quote gmail_quote_container"><div>Katja wrote:</div>{LONG}</div>',
    "apple and thunderbird": f"<blockquote type=cite>{LONG}</blockquote>",
    "a bar at the left": f'<blockquote style="border-left: 1px solid #0857A6">{LONG}</blockquote>',
    "yahoo": f'<div id="yahoo_quoted_123" class="yahoo_quoted">{LONG}</div>',
    "outlook": f'<div id="divRplyFwdMsg">{HEAD}</div><div>{LONG}</div>',
    "outlook of 2007": f'<div><div style="border-top:solid #B5C4DF 1.0pt"><p>{HEAD}</p></div></div>{LONG}',
    "outlook in German": f"<p>{HEAD.replace('From', 'Von').replace('Sent', 'Gesendet')}</p>{LONG}",
    "hotmail": f"<hr>{HEAD}<br>{LONG}",
    "a forward": f"<div>---------- Forwarded message ---------<br>From: Katja<br></div>{LONG}",
}


class Folds(HTMLParser):
    """The text that stays open, and the folds with theirs; and whether every element is closed."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.open, self.folds, self.stack, self.in_summary = "", [], [], False
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attributes) -> None:
        if tag in {"br", "hr", "img", "wbr", "col"}:
            return
        self.stack.append((tag, ("data-fold", "") in attributes))
        if self.stack[-1][1]:
            self.folds.append(["", ""])

    def handle_endtag(self, tag) -> None:
        assert self.stack.pop()[0] == tag

    def handle_data(self, data) -> None:
        folded = any(is_fold for _, is_fold in self.stack)
        if folded:
            self.folds[-1][0 if self.stack[-1][0] == "summary" else 1] += f" {data}"
        else:
            self.open += f" {data}"


def folded(html: str) -> str:
    return fold_quotes(sanitise_html(html, marks=find_quote_marker))


def bare(html: str) -> str:
    """Without folds; and without what nh3 puts at a link, in any order."""
    html = re.sub(r'<details data-fold=""><summary>[^<]*</summary>', "", html)
    return re.sub(r"</?details>|(?<=<a) [^<>]*", "", html)


def wrong(html: str) -> list[str]:
    """What must not be there beside our own folds."""
    return [what for what in iter_violations(html) if what != "attribute data-fold"]


def words(text: str) -> list[str]:
    return re.findall(r"\w+", text)


@pytest.mark.parametrize("name", QUOTES)
def test_a_quote_at_the_end_is_folded(name) -> None:
    made = Folds(folded(f"<div><p>Yes, please.</p>{QUOTES[name]}</div>"))
    assert not made.stack
    ((summary, inside),) = made.folds
    assert summary.strip().startswith("Forwarded message" if name == "a forward" else "Quoted text")
    assert words(made.open)[:2] == ["Yes", "please"]
    assert "twice" not in made.open
    assert f"{len(words(inside))} words" in summary


def test_a_signature_above_the_quote_is_folded_too() -> None:
    made = Folds(folded(f'<p>Yes.</p><div class="gmail_signature">{NAME}</div>{QUOTES["gmail"]}'))
    assert [summary.split(",")[0].strip() for summary, _ in made.folds] == ["Signature", "Quoted text"]


@pytest.mark.parametrize(
    "html",
    [
        QUOTES["gmail"],  # nothing else would be left
        f'<div class="gmail_signature">{NAME}</div>{QUOTES["gmail"]}',
        f"{QUOTES['apple and thunderbird']}<p>Yes.</p>",  # the answer is below
        f'<p>Yes.</p><div class="gmail_quote">Katja wrote:<blockquote>{LONG}</blockquote><p>No!</p></div>',
        "<p>Yes.</p><blockquote type=cite>short</blockquote>",
        f"<p>Yes.</p><blockquote>{LONG}</blockquote>",  # indented, and perhaps by its writer
        f"<p>Yes.</p><table><tr class=gmail_quote><td>{LONG}</td></tr></table>",  # no place for a fold
        f'<p>Yes.</p><div class="my_gmail_quote_not">{LONG}</div>',
        f"<p>From: here it takes a day.</p>{LONG}",
    ],
)
def test_what_stays_open(html) -> None:
    assert "<details" not in folded(html)


def test_an_answer_between_quotes_keeps_the_first_one_open() -> None:
    cited = QUOTES["apple and thunderbird"]
    made = Folds(folded(f"{cited}<p>No!</p>{cited}"))
    assert len(made.folds) == 1
    assert "twice" in made.open


def test_the_marks_themselves_go() -> None:
    made = folded(f'<p id="Signature" class="gmail_quote x">a</p><ul type="quote">b</ul>{QUOTES["gmail"]}')
    assert wrong(made) == []
    assert "type=" not in made


def test_a_stranger_s_folds_and_lookalikes_change_nothing() -> None:
    lookalike = '<p title="&lt;div class=&quot;quote&quot;&gt;">Yes</p>'
    sent = f"{lookalike}<details data-fold><summary>s</summary>{LONG}</details>"
    assert folded(sent) == sanitise_html(sent)


def test_the_document_holds_the_fold_and_prints_it_open() -> None:
    made = render_frame_document(f"<p>Yes.</p>{QUOTES['gmail']}".encode(), None)
    assert made.count('<details data-fold="">') == 1
    assert "::details-content" in made


MARKS = ["gmail_quote", "yahoo_quoted", "gmail_signature", "moz-signature", "x"]
ELEMENTS = [
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
PIECES = st.one_of(
    st.builds(
        lambda tag, name: f'<{tag} class="{name}" type=cite>',
        st.sampled_from(ELEMENTS),
        st.sampled_from(MARKS),
    ),
    st.sampled_from([f"</{tag}>" for tag in ELEMENTS]),
    st.sampled_from(
        [LONG, "Yes.", HEAD, "<br>", "<img src='data:image/gif;base64,R0lG'>", "&lt;div&gt;", "<!--"]
    ),
)


@given(st.lists(PIECES, max_size=25).map("".join))
def test_any_html_keeps_its_words_and_stays_harmless(html) -> None:
    made = folded(html)
    assert bare(made) == bare(sanitise_html(html))
    assert not Folds(made).stack
    assert wrong(made) == []
    assert list(iter_violations(sanitise_html(made))) == []


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
def test_it_takes_time_by_its_length(html) -> None:
    try:
        check_html_complexity(html)
    except UnviewableContent:
        pytest.fail("the guard would have refused it")
    cleaned = sanitise_html(html, marks=find_quote_marker)
    before = time.process_time()
    fold_quotes(cleaned)
    assert time.process_time() - before < 3
