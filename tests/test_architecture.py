"""Imports only go down (docs/architecture.md), and the rooms that must not know each other don't."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
FLOORS = {
    "interactions.ucs": 1,
    "interactions.history": 2,
    "interactions.content": 2,
    "interactions.access": 3,
    "interactions.pages": 4,
    "interactions.api": 5,
    "ucsviewer": 6,
}
SERVICE_MODULE = ("interactions.ucs.client", "interactions.ucs.connection", "interactions.ucs.embedded")
CODE = sorted(
    path for room in ("interactions", "contactserver", "ucsviewer") for path in (ROOT / room).rglob("*.py")
)


def module(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts)


def imports(path: Path) -> Iterator[str]:
    """Every module that a file imports, those inside functions too, as absolute dotted names."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = module(path).split(".")[: -node.level] if node.level else []
            name = ".".join([*base, node.module] if node.module else base)
            yield name
            yield from (f"{name}.{alias.name}" for alias in node.names)


def room(name: str) -> str | None:
    return next((floor for floor in FLOORS if name == floor or name.startswith(f"{floor}.")), None)


@pytest.mark.parametrize("path", CODE, ids=module)
def test_imports_go_down(path: Path) -> None:
    here = room(module(path))
    if here is None:
        return
    for name in imports(path):
        there = room(name)
        assert there is None or there == here or FLOORS[there] < FLOORS[here], (
            f"{module(path)} imports {name}"
        )


def test_history_and_content_do_not_know_each_other() -> None:
    for path in CODE:
        if module(path).startswith("interactions.history"):
            assert not any(name.startswith("interactions.content") for name in imports(path)), path
        if module(path).startswith("interactions.content"):
            assert not any(name.startswith("interactions.history") for name in imports(path)), path


def test_the_api_knows_nothing_of_the_pages_but_how_a_query_is_parsed() -> None:
    for path in CODE:
        if room(module(path)) == "interactions.api":
            names = {name for name in imports(path) if name.startswith("interactions.pages")}
            assert all(name.startswith("interactions.pages.query.") for name in names), path


def test_a_history_knows_no_request() -> None:
    """What a request asks for comes as a plain value, so that a test can build it by hand. Of Django a
    history knows the translation of its words alone."""
    for path in CODE:
        if room(module(path)) == "interactions.history":
            names = {name for name in imports(path) if name.startswith("django.")}
            assert all(name.startswith("django.utils.translation") for name in names), path


def test_only_the_gate_reaches_the_ucs() -> None:
    for path in CODE:
        if room(module(path)) in {"interactions.pages", "interactions.api"}:
            assert not [name for name in imports(path) if name.startswith(SERVICE_MODULE)], path


def test_the_contact_server_stands_apart() -> None:
    for path in CODE:
        names = set(imports(path))
        if module(path).startswith("contactserver"):
            assert not [name for name in names if name.startswith(("interactions", "ucsviewer"))], path
        elif module(path) != "interactions.ucs.embedded":
            assert not [name for name in names if name.startswith("contactserver")], path


def test_no_cycles() -> None:
    known = {module(path): path for path in CODE}
    graph = {name: {i for i in imports(path) if i in known and i != name} for name, path in known.items()}
    done: set[str] = set()

    def visit(name: str, way: tuple[str, ...]) -> None:
        assert name not in way, " → ".join((*way, name))
        if name not in done:
            for other in graph[name]:
                visit(other, (*way, name))
            done.add(name)

    for name in graph:
        visit(name, ())


def test_no_file_is_called_after_nothing() -> None:
    vague = {"utils", "util", "helpers", "helper", "common", "manager", "misc"}
    assert not [path for path in CODE if path.stem in vague]


def test_markup_is_made_in_few_places() -> None:
    """`Markup`, `mark_safe` and `|safe` are where an injection would be: they stand where each is argued."""
    users = [module(p) for p in CODE if "Markup(" in (text := p.read_text()) or "mark_safe" in text]
    templates = [
        p.name for p in (ROOT / "templates").rglob("*.html") if "|safe" in p.read_text().replace(" ", "")
    ]
    assert set(users) == {
        "interactions.content.text.markup",
        "interactions.pages.icon_markup",
        "interactions.pages.sentences",
        "interactions.pages.timeline.timeline_markup",
        "interactions.pages.jinja_environment",
        "interactions.pages.interaction.attributes_markup",
        "interactions.pages.interaction.lifecycle_words",
        "interactions.pages.interaction.udata_markup",
    }
    assert not templates


def test_the_picture_in_the_docs_is_the_tree() -> None:
    text = (ROOT / "docs/architecture.md").read_text(encoding="utf-8")
    for package in {path.parent for path in CODE if path.name == "__init__.py"}:
        assert f"{package.name}/" in text, f"docs/architecture.md does not draw {package.relative_to(ROOT)}"
