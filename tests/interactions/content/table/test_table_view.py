import pytest
from hypothesis import given
from hypothesis import strategies as st

from interactions.content.limits import ContentLimits
from tests.interactions.content.conftest import shown as show_bytes
from tests.interactions.content.test_templates import render

CSV = "day,weight,city\r\n2026-10-01,1.15,Köln\r\n2026-10-02,,York\r\n"


@pytest.mark.parametrize("media_type", ["text/csv", "application/csv", "text/comma-separated-values"])
def test_a_table_with_its_head(shown, media_type):
    made = shown(CSV.encode(), media_type)
    assert (made.title, made.notes) == ("Table", ())
    table = made.view
    assert table.header == ("day", "weight", "city")
    assert table.rows == (("2026-10-01", "1.15", "Köln"), ("2026-10-02", "", "York"))
    assert (table.numeric_columns, table.total, table.delimiter) == ({1}, 2, "comma")


def test_tabs_in_an_old_charset(shown):
    table = shown("a\tb\nGröße\t1\n".encode("latin-1"), "text/tab-separated-values", charset="latin-1").view
    assert table.rows == (("Größe", "1"),)


def test_cells_that_begin_like_formulas_are_text_and_said_so(shown):
    made = shown(b'name,sum\n=HYPERLINK("x"),-5\n@SUM(A1),+1\n', "text/csv")
    assert any("formulas" in note for note in made.notes)
    html = render(made)
    assert "=HYPERLINK(&#34;x&#34;)</td>" in html or "=HYPERLINK(x)</td>" in html
    assert not any("formulas" in note for note in shown(b"a,b\n-5,+1\n", "text/csv").notes)


def test_ragged_rows_are_padded_and_counted(shown):
    made = shown(b"a,b\n1\n1,2,3\n1,2\n", "text/csv")
    assert "2 of 4 rows have more or fewer cells than the first." in made.notes
    assert '<td class="none" colspan="2">' in render(made)


def test_more_than_is_shown_is_said(shown):
    most = ContentLimits()
    row = ",".join(str(n) for n in range(most.table_columns + 7))
    made = shown(f"{row}\n".encode() * (most.table_rows + 5), "text/csv")
    assert (len(made.view.rows), made.view.width) == (most.table_rows, most.table_columns)
    assert "5 more rows are not shown. 7 more columns are not shown." in " ".join(render(made).split())


def test_of_a_file_that_is_too_large_its_beginning(shown):
    made = shown(b"a,b\n" + b"1234567,x\n" * 250_000, "text/csv")
    assert made.view.more
    assert made.view.rows[-1] == ("1234567", "x")
    assert "More than 198,999 rows are not shown." in " ".join(render(made).split())


@pytest.mark.parametrize("data", [b"one line", b"", b"\x00\x01\x02\x03" * 20])
def test_what_is_no_table_is_not_made_one(shown, data):
    assert shown(data, "text/csv").template != "content/_table.html"


@given(st.binary(max_size=200) | st.text(alphabet='a1,;"\n=\u202e<', max_size=80).map(str.encode))
def test_any_bytes_give_a_view_and_a_page(data):
    html = render(show_bytes(data, "text/csv"))
    assert "<script" not in html
    assert "\u202e" not in html
