"""The records in docs/decisions: each with its parts, numbered without a gap, all of them in the index."""

import re
from datetime import date
from pathlib import Path

import pytest

FOLDER = Path(__file__).resolve().parent.parent / "docs/decisions"
RECORDS = sorted(path for path in FOLDER.glob("*.md") if path.name != "README.md")
RECORD = re.compile(
    r"# (?P<number>\d+)\. (?P<title>.+)\n\n- Date: (?P<date>\d{4}-\d\d-\d\d)\n- Status: (?P<status>.+)\n\n"
    r"## Context\n\n.+?\n\n## Decision\n\n.+?\n\n## Consequences\n\n.+\n",
    re.DOTALL,
)
ROW = re.compile(r"^\| \[(\d+)\]\(([\w-]+\.md)\) \| (.+) \| (.+) \| (.+) \|$", re.MULTILINE)


def parse_record(path):
    """Number, file name, title, date and status, as a row of the index has them."""
    found = RECORD.fullmatch(path.read_text(encoding="utf-8"))
    assert found, f"{path.name} is no record"
    return found["number"], path.name, found["title"], found["date"], found["status"]


@pytest.mark.parametrize("path", RECORDS, ids=lambda path: path.stem)
def test_a_record_has_its_parts(path):
    number, name, title, day, status = parse_record(path)
    assert name.startswith(f"{int(number):04}-")
    assert "\n" not in title
    assert date.fromisoformat(day).isoformat() == day
    assert re.fullmatch(r"accepted|replaced by \d+", status)


def test_the_numbers_have_no_gap():
    assert [int(parse_record(path)[0]) for path in RECORDS] == list(range(1, len(RECORDS) + 1))


def test_the_index_names_each_record():
    rows = ROW.findall((FOLDER / "README.md").read_text(encoding="utf-8"))
    assert rows == [parse_record(path) for path in RECORDS]


def test_what_replaced_a_record_exists():
    numbers = {parse_record(path)[0] for path in RECORDS}
    replaced = [re.search(r"\d+", parse_record(path)[4]) for path in RECORDS]
    assert {found[0] for found in replaced if found} <= numbers
