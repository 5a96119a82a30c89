"""docs/glossary.md stays short, sorted and without a word that stands there twice."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
GROUPS = {
    title: re.findall(r"^\| (?!word \|)([^|-][^|]*?) \| (.+) \|$", text, re.MULTILINE)
    for title, text in re.findall(
        r"^## ([^\n]+)\n(.*?)(?=^## |\Z)",
        (ROOT / "docs/glossary.md").read_text(encoding="utf-8"),
        re.MULTILINE | re.DOTALL,
    )
}
WORDS = [word.casefold() for rows in GROUPS.values() for word, _ in rows]


def test_it_has_three_groups():
    assert list(GROUPS) == ["Genesys' words", "The industry's words", "Our words"]
    assert all(len(rows) >= 10 for rows in GROUPS.values())


def test_it_has_60_to_80_words():
    assert 60 <= len(WORDS) <= 80


def test_no_word_stands_there_twice():
    assert sorted(WORDS) == sorted(set(WORDS))


def test_each_group_is_sorted():
    for title, rows in GROUPS.items():
        words = [word.casefold() for word, _ in rows]
        assert words == sorted(words), title


def test_each_word_has_a_meaning_in_a_sentence():
    assert [
        word for rows in GROUPS.values() for word, meaning in rows if not re.search(r"[.\"]$", meaning)
    ] == []
