"""Quotes and signatures of plain text: what is set apart, what stays open, and that nothing is lost."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interactions.content.text.text_quotes import (
    FORWARDED_TITLE,
    MAX_TEXT_LINES,
    QUOTE_TITLE,
    SIGNATURE_TITLE,
    split_quotes,
)

LINES = [f"line {n} of it" for n in range(8)]
MARKED = "\n".join(f"> {line}" for line in LINES)
PLAIN = "\n".join(LINES)
NAME = "-- \nVera Lindholm\nLindholm Lamps"

HEADS = {
    "gmail": ("On Mon, Mar 2, 2026 at 9:33 AM Katja <care@tern.example>\nwrote:\n\n" + MARKED, QUOTE_TITLE),
    "german": ("Am 02.03.2026 um 09:33 schrieb Katja Brehm:\n" + MARKED, QUOTE_TITLE),
    "french": ("Le lun. 2 mars 2026 à 09:33, Katja <care@tern.example> a écrit :\n" + MARKED, QUOTE_TITLE),
    "attribution alone": ("On 2 March 2026 at 09:33, Katja wrote:\n\n" + PLAIN, QUOTE_TITLE),
    "outlook": (
        "-----Original Message-----\nFrom: Katja\nSent: Monday\nTo: Vera\nSubject: x\n\n" + PLAIN,
        QUOTE_TITLE,
    ),
    "rule": ("________________________________\nFrom: Katja\nSent: x\nTo: Vera\n\n" + PLAIN, QUOTE_TITLE),
    "Von": ("Von: Katja\nGesendet: Montag\nAn: Vera\nBetreff: x\n\n" + PLAIN, QUOTE_TITLE),
    "De": ("De : Katja\nEnvoyé : lundi\nÀ : Vera\nObjet : x\n\n" + PLAIN, QUOTE_TITLE),
    "De, Spanish": ("*De:* Katja\n*Enviado el:* lunes\n*Para:* Vera\n*Asunto:* x\n\n" + PLAIN, QUOTE_TITLE),
    "Van": ("Van: Katja\nVerzonden: maandag\nAan: Vera\nOnderwerp: x\n\n" + PLAIN, QUOTE_TITLE),
    "Da": ("Da: Katja\nInviato: lunedì\nA: Vera\nOggetto: x\n\n" + PLAIN, QUOTE_TITLE),
    "forward": ("---------- Forwarded message ---------\nFrom: Katja\n\n" + PLAIN, FORWARDED_TITLE),
    "apple": ("Anfang der weitergeleiteten Nachricht:\n\nVon: Katja\n\n" + PLAIN, FORWARDED_TITLE),
}


def folds(text):
    return [(piece.folded, piece.text.strip()) for piece in split_quotes(text)]


@pytest.mark.parametrize("name", HEADS)
def test_a_quote_at_the_end_is_set_apart_with_its_head(name):
    quote, title = HEADS[name]
    assert folds(f"Yes, please.\n\n{quote}\n") == [("", "Yes, please."), (title, quote.strip())]


def test_signatures_before_and_behind_a_quote():
    assert folds(f"Yes.\n{NAME}") == [("", "Yes."), (SIGNATURE_TITLE, NAME)]
    quote = HEADS["german"][0]
    assert folds(f"Yes.\n{NAME}\n\n{quote}") == [("", "Yes."), (SIGNATURE_TITLE, NAME), (QUOTE_TITLE, quote)]
    assert folds(f"Yes.\n\n{quote}\n\n{NAME}") == [
        ("", "Yes."),
        (QUOTE_TITLE, quote),
        (SIGNATURE_TITLE, NAME),
    ]


@pytest.mark.parametrize(
    "text",
    [
        MARKED,  # nothing else would be left
        f"{HEADS['outlook'][0]}\n\n{NAME}",
        "Yes.\n\n> one\n> two\n> three\n> four",
        f"{MARKED}\n\nYes, as I said.",  # the answer is below
        f"On 2 March 2026 at 09:33, Katja wrote:\n{MARKED}\n\nYes.\n\n> and the bell?\n\nIt rings.",
        f"Yes.\n-----Original Message-----\nFrom: Katja\n{MARKED}\n\nNo, that is wrong.",
        "The list:\n-- one\n-- two",
        "Yes.\n-- \nVera",
        "Yes.\n-- \n" + "a long story\n" * 40,
        f"On 2 March 2026 your driver wrote:\n{PLAIN}",  # and then its own words
        "On Monday your driver wrote:\nnobody there\nBut I was there.\nAll day.\nReally.\nThe bell rings.",
        "From: here to there it takes a day.\nTo: nobody\nthis is a poem\nof some\nlines\nand more",
        "",
    ],
)
def test_what_stays_open(text):
    assert folds(text) == [("", text.strip())]


def test_only_the_last_quote_is_set_apart_where_the_answers_stand_between():
    text = f"> first\n> second\n\nNo.\n\n{MARKED}"
    assert folds(text) == [("", "> first\n> second\n\nNo."), (QUOTE_TITLE, MARKED)]


def test_lines_are_counted_without_the_blank_ones():
    assert [piece.lines for piece in split_quotes(f"Yes.\n\n{MARKED}\n\n")] == [1, 8]


def test_a_text_of_very_many_lines_is_left_as_it_is():
    assert len(split_quotes("Yes.\n" + "> x\n" * MAX_TEXT_LINES)) == 1


SOME = st.sampled_from(
    [
        "Yes.",
        "",
        "> quoted",
        ">> twice",
        "-- ",
        "--",
        "Vera",
        "wrote:",
        "On 2 March 2026 at 9:33 Katja wrote:",
        "Am 2.3.2026 09:33 schrieb Katja",
        "-----Original Message-----",
        "---------- Forwarded message ---------",
        "____________",
        "From: Katja",
        "Sent: x",
        "To: Vera",
        "Subject: x",
        "\t",
        "\x0c",
        "é",
    ]
)


@given(st.lists(st.one_of(SOME, st.text(max_size=20)), max_size=40).map("\n".join))
def test_nothing_is_lost_and_something_stays_open(text):
    made = split_quotes(text)
    assert "\n".join(piece.text for piece in made) == text
    assert not made[0].folded or len(made) == 1 or any(not piece.folded for piece in made)
    assert any(not piece.folded for piece in made)


@pytest.mark.parametrize(
    "line", ["On " + "1" * 290, "From:", "wrote:", "-- ", "> ", "-" * 290, "On 2026 wrote wrote wrote:", ""]
)
def test_it_takes_time_by_its_length(line):
    text = "\n".join([line] * min(MAX_TEXT_LINES - 1, 1_000_000 // (len(line) + 1)))
    before = time.process_time()
    split_quotes(text)
    assert time.process_time() - before < 4.5
