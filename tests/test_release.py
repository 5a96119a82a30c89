"""A release has one number, which the product shows and the CHANGELOG begins with."""

import re
from datetime import date
from pathlib import Path

from tests.servers import run_manage
from ucsviewer import __version__

CHANGELOG = (Path(__file__).parent.parent / "CHANGELOG.md").read_text(encoding="utf-8")
SECTIONS = ["Added", "Changed", "Fixed", "Security"]


def find_releases():
    """Number and day of each release, in the order in which they stand in the CHANGELOG."""
    headings = re.findall(r"^## (\d+)\.(\d+)\.(\d+) – (\d{4}-\d\d-\d\d)$", CHANGELOG, re.M)
    return [(tuple(map(int, number)), date.fromisoformat(day)) for *number, day in headings]


def test_the_changelog_begins_with_the_release_that_the_code_names():
    newest, _ = find_releases()[0]
    assert ".".join(map(str, newest)) == __version__


def test_releases_are_dated_and_the_newest_comes_first():
    releases = find_releases()
    assert len(releases) == len(re.findall("^## ", CHANGELOG, re.M))
    assert releases == sorted(releases, reverse=True)
    assert [day for _, day in releases] == sorted((day for _, day in releases), reverse=True)


def test_each_release_tells_what_was_added_changed_fixed_and_made_safer_a_line_each():
    for release in re.split("^## .+\n", CHANGELOG, flags=re.M)[1:]:
        sections = re.findall("^### (.+)$", release, re.M)
        assert sections == [name for name in SECTIONS if name in sections]
        lines = [line for line in release.splitlines() if line and not line.startswith("### ")]
        assert all(re.fullmatch(r"- .{,117}\.", line) for line in lines), lines


def test_a_signed_in_page_names_the_release(client_in, client):
    assert f"UCS Viewer {__version__}" in client_in.get("/").content.decode()
    assert __version__ not in client.get("/sign-in").content.decode()


def test_the_command_line_names_the_release_and_what_it_runs_on(tmp_path):
    said = run_manage(tmp_path, "--version")
    own = re.escape(f"UCS Viewer {__version__}")
    assert re.fullmatch(rf"{own} \(Django 5\.[\d.]+, Python 3\.[\d.]+\)\n", said.stdout)
