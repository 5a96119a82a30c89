"""What a person sees of a load."""

import io

import pytest
from django.core.management.base import CommandError

from contactserver.loaders import progress
from contactserver.loaders.progress import track_progress, write_report
from contactserver.loaders.report import LoadReport


class Terminal(io.StringIO):
    def isatty(self):
        return True


def test_a_bar_on_a_terminal():
    out = Terminal()
    assert list(track_progress([1, 2], unit="records", total=2, out=out)) == [1, 2]
    assert "0/2 [" in out.getvalue()
    assert "records/s" in out.getvalue()


def test_lines_elsewhere(monkeypatch):
    monkeypatch.setattr(progress, "LINE_SECONDS", 0)
    out = io.StringIO()
    assert list(track_progress(iter("ab"), unit="mails", total=2, out=out)) == ["a", "b"]
    assert out.getvalue() == "  1 of 2 mails\n  2 of 2 mails\n"


def test_the_report_names_each_source_and_reason():
    report, out = LoadReport(loaded=1200, unchanged=3), io.StringIO()
    report.add_failure("a.json line 4", "It is not JSON.")
    report.add_remark("b.json", "Keys came twice.")
    write_report(report, out)
    assert "  a.json line 4: It is not JSON.\n" in out.getvalue()
    assert "  b.json: Keys came twice.\n" in out.getvalue()
    assert out.getvalue().endswith("1,200 loaded, 3 unchanged, 1 could not be read\n")


def test_a_load_of_nothing_fails():
    with pytest.raises(CommandError) as raised:
        write_report(LoadReport(), io.StringIO())
    assert raised.value.returncode == 1
