"""docs/adding-a-viewer.md is a program: its blocks are put where they say, and then they show a diff."""

import importlib
import re
import subprocess
import sys
from dataclasses import dataclass, fields
from pathlib import Path

import pytest
from django.template import engines
from django.utils.translation import gettext_noop
from jinja2 import ChoiceLoader, FileSystemLoader

from interactions import content
from interactions.content import content_view, file_names, limits, registry
from interactions.content.viewer import ContentViewer
from tests.interactions import content as tests_of_content

ROOT = Path(__file__).resolve().parent.parent
DOC = (ROOT / "docs/adding-a-viewer.md").read_text(encoding="utf-8")
BLOCK = re.compile(r"(?:^`(?P<path>[\w./]+)`:\n\n)?^```(?P<kind>\w+)\n(?P<code>.*?)^```$", re.M | re.S)
BLOCKS = [found.groupdict() for found in BLOCK.finditer(DOC)]
FILES = {block["path"]: block["code"] for block in BLOCKS if block["path"]}


def line(beginning):
    """The block of one line that begins so."""
    return next(block["code"].strip() for block in BLOCKS if block["code"].startswith(beginning))


@pytest.fixture
def written(tmp_path):
    for path, code in FILES.items():
        place = tmp_path / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(code, encoding="utf-8")
    return tmp_path


@pytest.fixture
def _in_place(written, monkeypatch, settings):
    """As if the blocks stood in the project: the folder, the row, the template, the limit and the name."""
    loaded = set(sys.modules)
    for package, path in (
        (content, "interactions/content"),
        (tests_of_content, "tests/interactions/content"),
    ):
        monkeypatch.setattr(package, "__path__", [*package.__path__, str(written / path)])
    row = _row(importlib.import_module("interactions.content.diff.diff_view"))
    monkeypatch.setattr(content_view, "VIEWERS", (*registry.VIEWERS[:-1], row, registry.VIEWERS[-1]))
    environment = engines["jinja2"].env
    templates = FileSystemLoader(written / "templates")
    monkeypatch.setattr(environment, "loader", ChoiceLoader([environment.loader, templates]))
    namespace: dict[str, type] = {"dataclass": dataclass, "Limits": limits.ContentLimits}
    field = line("diff_lines")
    exec(f"@dataclass(frozen=True)\nclass Longer(Limits):\n    {field}\n", namespace)
    settings.CONTENT_LIMITS = namespace["Longer"]()
    media_type, endings = eval(line('("text/x-diff"'))
    for ending in endings:
        monkeypatch.setitem(file_names.MEDIA_TYPE_BY_EXTENSION, ending, media_type)
    yield
    for name in set(sys.modules) - loaded:
        if ".diff" in name:
            del sys.modules[name]


def _row(diff_view):
    assert registry.VIEWERS[-1].title == "Text"  # above which the doc puts it
    names = {"ContentViewer": ContentViewer, "diff_view": diff_view, "gettext_noop": gettext_noop}
    return eval(line("ContentViewer("), names)


@pytest.mark.usefixtures("_in_place")
def test_the_doc_s_own_tests_pass():
    path = next(path for path in FILES if "/test_" in path)
    module = importlib.import_module(path.removesuffix(".py").replace("/", "."))
    tests = [test for name, test in vars(module).items() if name.startswith("test_")]
    assert len(tests) == 5
    for test in tests:
        test()


@pytest.mark.usefixtures("_in_place")
def test_a_page_shows_it(client_in, store, record):
    from contactserver.loaders.store import StoredContent

    diff = StoredContent("text/x-patch", b"@@ -1 +1 @@\n-40\n+42\n")
    store(record("00001aTESTDIFF01", contents={"binary_content": diff}))
    page = client_in.get("/interactions/00001aTESTDIFF01/binary_content").content.decode()
    assert '<span class="diff-added">+42</span>' in page
    assert "1 line added, 1 line removed" in page


def test_its_code_is_in_the_house_s_style(written):
    (written / "pyproject.toml").write_text((ROOT / "pyproject.toml").read_text())
    ruff = [sys.executable, "-m", "ruff"]
    for command in (["check"], ["format", "--check"]):
        run = subprocess.run([*ruff, *command, "."], cwd=written, capture_output=True, text=True, check=False)
        assert run.returncode == 0, run.stdout + run.stderr


def test_the_limit_is_documented_as_the_doc_says():
    name, default, comment = re.fullmatch(r"(\w+): int = (\d+)  # (.+)", line("diff_lines")).groups()
    assert name not in {field.name for field in fields(limits.ContentLimits)}
    assert line("| `CONTENT_DIFF") == (
        f"| `CONTENT_{name.upper()}` | {default} | {comment[0].upper()}{comment[1:]}. |"
    )


def test_its_colours_are_tokens():
    tokens = (ROOT / "static/css/tokens.css").read_text()
    for name in re.findall(r"var\((--[\w-]+)\)", line(".diff-added")):
        assert f"{name}:" in tokens


def test_the_files_that_it_names_are_there():
    for path in re.findall(r"`((?:interactions|templates|static)/[\w./]+\.\w+)`(?!:)", DOC):
        assert (ROOT / path).is_file(), path
