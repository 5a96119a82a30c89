"""Imports only go down (docs/architecture.md), and the rooms that must not know each other don't."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
FLOORS = {
    "mime": 0,
    "interactions.ucs": 1,
    "interactions.history": 2,
    "interactions.content": 2,
    "interactions.access": 3,
    "interactions.pages": 4,
    "interactions.api": 5,
    "ucsviewer": 6,
}
ROOMS = ("interactions", "contactserver", "mime", "samplecentre", "ucsviewer")
# Rooms whose folders import each other in one direction alone; what lies beside them counts as one more.
LAYERED_ROOMS = ("interactions.history",)
SERVICE_MODULE = ("interactions.ucs.client", "interactions.ucs.connection", "interactions.ucs.embedded")
# What puts records into the embedded server: all that the sample may use of it.
LOADING_INTERFACE = (
    "contactserver.loaders.progress",
    "contactserver.loaders.report",
    "contactserver.loaders.store",
    "contactserver.loaders.stored_records",
    "contactserver.tables",
)
CODE = sorted(path for room in ROOMS for path in (ROOT / room).rglob("*.py"))


def module(path):
    return ".".join(path.relative_to(ROOT).with_suffix("").parts)


def imports(path):
    """Every module that a file imports, those inside functions too, as absolute dotted names."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = module(path).split(".")[: -node.level] if node.level else []
            name = ".".join([*base, node.module] if node.module else base)
            yield name
            yield from (f"{name}.{alias.name}" for alias in node.names)


def room_of(name):
    """The top-level package of a dotted name."""
    return name.partition(".")[0]


def room(name):
    return next((floor for floor in FLOORS if name == floor or name.startswith(f"{floor}.")), None)


@pytest.mark.parametrize("path", CODE, ids=module)
def test_imports_go_down(path):
    here = room(module(path))
    if here is None:
        return
    for name in imports(path):
        there = room(name)
        assert there is None or there == here or FLOORS[there] < FLOORS[here], (
            f"{module(path)} imports {name}"
        )


def test_history_and_content_do_not_know_each_other():
    for path in CODE:
        if module(path).startswith("interactions.history"):
            assert not any(name.startswith("interactions.content") for name in imports(path)), path
        if module(path).startswith("interactions.content"):
            assert not any(name.startswith("interactions.history") for name in imports(path)), path


def test_the_api_knows_nothing_of_the_pages_but_how_a_query_is_parsed():
    for path in CODE:
        if room(module(path)) == "interactions.api":
            names = {name for name in imports(path) if name.startswith("interactions.pages")}
            assert all(name.startswith("interactions.pages.query.") for name in names), path


def test_a_history_knows_no_request():
    """What a request asks for comes as a plain value, so that a test can build it by hand. Of Django a
    history knows the translation of its words alone."""
    for path in CODE:
        if room(module(path)) == "interactions.history":
            names = {name for name in imports(path) if name.startswith("django.")}
            assert all(name.startswith("django.utils.translation") for name in names), path


def test_only_the_gate_reaches_the_ucs():
    for path in CODE:
        if room(module(path)) in {"interactions.pages", "interactions.api"}:
            assert not [name for name in imports(path) if name.startswith(SERVICE_MODULE)], path


def test_the_contact_server_stands_apart():
    for path in CODE:
        names = set(imports(path))
        if module(path).startswith("contactserver"):
            others = ("interactions", "samplecentre", "ucsviewer")
            assert not [name for name in names if name.startswith(others)], path
        elif module(path) != "interactions.ucs.embedded" and not module(path).startswith("samplecentre"):
            assert not [name for name in names if name.startswith("contactserver")], path


def test_mime_knows_nothing_of_the_rest():
    for path in CODE:
        if module(path).startswith("mime."):
            assert not {room_of(name) for name in imports(path)} & {*ROOMS} - {"mime"}, path


def test_the_sample_centre_knows_what_loaders_use_and_nothing_else():
    for path in CODE:
        ours = {name for name in imports(path) if room_of(name) in {*ROOMS} - {"samplecentre"}}
        if module(path).startswith("samplecentre"):
            assert not [name for name in ours if not name.startswith(LOADING_INTERFACE)], path
        else:
            assert not [name for name in imports(path) if room_of(name) == "samplecentre"], path


def find_cycle(graph):
    """Names of which each imports the next and the last is the first again; empty when there are none."""
    done: set[str] = set()

    def visit(name, path):
        if name in path:
            return (*path[path.index(name) :], name)
        if name in done:
            return ()
        done.add(name)
        return next((cycle for other in sorted(graph[name]) if (cycle := visit(other, (*path, name)))), ())

    return next((cycle for name in sorted(graph) if (cycle := visit(name, ()))), ())


def build_import_graph(rename):
    """What imports what among our modules, each under the name that `rename` gives it."""
    known = {module(path): path for path in CODE}
    graph: dict[str, set[str]] = {rename(name): set() for name in known}
    for name, path in known.items():
        graph[rename(name)] |= {rename(other) for other in imports(path) if other in known} - {rename(name)}
    return graph


def test_no_cycles():
    cycle = find_cycle(build_import_graph(lambda name: name))
    assert not cycle, " → ".join(cycle)


@pytest.mark.parametrize("layered", LAYERED_ROOMS)
def test_folders_import_in_one_direction(layered):
    depth = layered.count(".") + 2

    def get_folder(name):
        """The folder of a module of this room, the room itself for what lies beside its folders."""
        if not name.startswith(f"{layered}."):
            return name
        return ".".join(name.split(".")[:depth]) if name.count(".") >= depth else layered

    folders = build_import_graph(get_folder)
    inside = {name for name in folders if name == layered or name.startswith(f"{layered}.")}
    cycle = find_cycle({name: folders[name] & inside for name in inside})
    assert not cycle, " → ".join(cycle)


def test_a_cycle_is_found():
    graph = {"a": {"b"}, "b": {"c", "d"}, "c": set(), "d": {"b"}}
    assert find_cycle(graph) == ("b", "d", "b")
    assert find_cycle(graph | {"d": {"c"}}) == ()


def test_no_file_is_called_after_nothing():
    vague = {"utils", "util", "helpers", "helper", "common", "manager", "misc"}
    assert not [path for path in CODE if path.stem in vague]


def test_markup_is_made_in_few_places():
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
        "interactions.pages.interaction.attributes_markup",
        "interactions.pages.interaction.udata_markup",
    }
    assert not templates


def test_the_picture_in_the_docs_is_the_tree():
    text = (ROOT / "docs/architecture.md").read_text(encoding="utf-8")
    for package in {path.parent for path in CODE if path.name == "__init__.py"}:
        assert f"{package.name}/" in text, f"docs/architecture.md does not draw {package.relative_to(ROOT)}"
