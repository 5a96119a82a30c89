"""The formats of an export, read by what people read them with, and cut off in the middle."""

import csv
import json
import re
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interactions.history.columns.record_codes import MediaFamily
from interactions.history.filtering.filters import HistoryFilter
from interactions.history.filtering.selection import select_matching_rows
from interactions.history.history import History
from interactions.pages.exports.export_columns import COLUMN_NAMES
from interactions.pages.exports.export_formats import CHUNK_ROWS, EXPORT_FORMATS, ExportData
from interactions.pages.exports.export_statement import ExportStatement
from tests.interactions.history.rows import build_index, build_row, build_rows

DOCS = Path(__file__).resolve().parents[4] / "docs/exports.md"
FETCHED = datetime(2026, 3, 2, 16, 52, 8, tzinfo=UTC)
ALL = HistoryFilter()
CHATS = HistoryFilter(media=frozenset({MediaFamily.CHAT}))


def export(rows, chosen=ALL):
    whole = History("customer", "00001aTESTCUST01", build_index(rows), (), FETCHED, 0.2, kept=True)
    left = select_matching_rows(whole.index, chosen)
    statement = ExportStatement(whole, chosen, len(left), "https://viewer.example/customers/1", FETCHED)
    return ExportData(left, statement, "https://viewer.example/interactions/")


def made(form, rows, chosen=ALL):
    return b"".join(EXPORT_FORMATS[form].pieces(export(rows, chosen)))


def table(data):
    """A CSV file's rows and what it says of itself."""
    lines = list(csv.reader(data.decode("utf-8-sig").splitlines()))
    blank = lines.index([])
    named = [dict(zip(lines[0], line, strict=True)) for line in lines[1:blank]]
    return named, dict(line for line in lines[blank + 1 :] if len(line) == 2)


@pytest.mark.parametrize("count", [0, 1, CHUNK_ROWS, 2 * CHUNK_ROWS + 1])
def test_all_formats_tell_the_same(count):
    """The IDs of these rows begin with zeros, which a spreadsheet would take away."""
    rows = build_rows(count)
    document = json.loads(made("json", rows))
    first, *objects, last = map(json.loads, made("ndjson", rows).splitlines())
    cells, said = table(made("csv", rows))
    assert document["interactions"] == objects
    assert ["'" + one["interaction_id"] for one in objects] == [one["interaction_id"] for one in cells]
    assert [one["link"] for one in objects] == [one["link"] for one in cells]
    assert {one["interaction_id"] for one in objects} == {row.interaction_id for row in rows}
    assert first["export"] == document["export"]
    assert last == {"end": {"rows": count}}
    assert said["rows"] == said["end"] == str(count)


def test_only_what_the_filter_leaves_in_its_order():
    rows = build_rows(300)
    expected = [one.interaction_id for one in select_matching_rows(build_index(rows), CHATS)]
    document = json.loads(made("json", rows, CHATS))
    assert [one["interaction_id"] for one in document["interactions"]] == expected
    assert 0 < document["export"]["rows"] == len(expected) < document["export"]["of"] == 300
    oldest = json.loads(made("json", rows, replace(CHATS, oldest_first=True)))
    assert oldest["interactions"][0]["start"] < document["interactions"][0]["start"]


@pytest.mark.parametrize("form", ["json", "csv"])
def test_what_each_repeats_is_there_whatever_the_filter_leaves_of_it(form):
    rows, chosen = build_rows(300), replace(CHATS, repeat=True)
    data, known = made(form, rows, chosen), build_index(rows)
    told = table(data)[0] if form == "csv" else json.loads(data)["interactions"]
    found = {one["interaction_id"].lstrip("'"): one["repeats"].lstrip("'") for one in told}
    assert found == {
        one.interaction_id: known.repeats.former(one).interaction_id
        for one in select_matching_rows(known, chosen)
    }
    assert found.keys() - set(found.values())  # one that the filter leaves out


def test_a_csv_file_is_as_spreadsheets_want_it():
    data = made(
        "csv", [build_row("00001aTEST", subject='Größe "L", =1;=2'), build_row("00001aFORM", subject="=1+1")]
    )
    assert data.startswith(b"\xef\xbb\xbfinteraction_id,start,")
    assert data.count(b"\n") == data.count(b"\r\n")
    cells, said = table(data)
    assert list(cells[0]) == list(COLUMN_NAMES)
    assert {one["subject"] for one in cells} == {'Größe "L", =1;\'=2', "'=1+1"}
    assert cells[0]["status"] == "3"
    assert cells[0]["has_plain_text"] == "false"
    assert said["filter"] == "none"
    assert said["fetched_at"] == "2026-03-02T16:52:08+00:00"
    assert said["kept"] == "true"


def test_numbers_and_flags_are_typed_in_json():
    (one,) = json.loads(made("json", [build_row("1", end_date=None, owner_id=2**70)]))["interactions"]
    assert (one["status"], one["owner_id"], one["has_plain_text"]) == (3, 2**70, False)
    assert (one["end"], one["problems"]) == (None, [])


@pytest.mark.parametrize("form", list(EXPORT_FORMATS))
@given(subject=st.text(), handler=st.text(max_size=5), text=st.text(max_size=9))
def test_hostile_texts_break_no_format(form, subject, handler, text):
    rows = [build_row("1", subject=subject, agent=handler), build_row("2")]
    data = made(form, rows)
    chosen = HistoryFilter(text=text, handler=frozenset({handler}))
    said = export(rows, chosen).statement.lines
    if form == "csv":
        assert [one["interaction_id"] for one in table(data)[0]] == ["2", "1"]
        assert table(made(form, rows, chosen))[1]["rows"] == str(said["rows"])
    elif form == "json":
        assert json.loads(data)["interactions"][1]["subject"] == subject
        assert json.loads(made(form, rows, chosen))["export"] == said
    else:
        assert json.loads(data.split(b"\n")[2])["subject"] == subject


@pytest.mark.parametrize("form", list(EXPORT_FORMATS))
def test_what_broke_off_shows_it(form):
    pieces = list(EXPORT_FORMATS[form].pieces(export(build_rows(2 * CHUNK_ROWS))))
    part = b"".join(pieces[:-1])
    if form == "json":
        with pytest.raises(ValueError, match="Expecting"):
            json.loads(part)
    else:
        assert not part.splitlines()[-1].startswith((b"end,", b'{"end":'))
        assert re.search(rb'^(end,|{"end":)', pieces[-1].splitlines()[-1])


@pytest.mark.parametrize("form", list(EXPORT_FORMATS))
def test_a_few_hundred_rows_at_a_time(form):
    assert max(map(len, EXPORT_FORMATS[form].pieces(export(build_rows(4 * CHUNK_ROWS))))) < CHUNK_ROWS * 1000


def test_the_docs_list_what_an_export_says_of_itself():
    section = DOCS.read_text(encoding="utf-8").split("## About the export")[1].split("\n## ")[0]
    listed = re.findall(r"^\| `(\w+)` \|", section, re.MULTILINE)
    assert listed == list(export([build_row("1")]).statement.lines)
