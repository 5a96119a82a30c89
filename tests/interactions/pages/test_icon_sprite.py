import re
from pathlib import Path
from xml.etree import ElementTree

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.management import call_command

from interactions.pages.icon_sprite import ICON_NAMES, build_sprite

SVG = "{http://www.w3.org/2000/svg}"


def test_the_sprite_has_a_symbol_for_each_icon():
    symbols = ElementTree.fromstring(build_sprite()).findall(f"{SVG}symbol")
    assert [symbol.get("id") for symbol in symbols] == ICON_NAMES.split()
    assert all(len(symbol) and symbol.get("viewBox") == "0 0 24 24" for symbol in symbols)


def test_every_icon_that_a_template_names_is_in_it():
    named = set()
    for template in Path(settings.BASE_DIR, "templates").rglob("*.html"):
        text = template.read_text(encoding="utf-8")
        named |= set(re.findall(r"""\bicon\(["']([a-z0-9-]+)["']""", text))
    assert named
    assert named <= set(ICON_NAMES.split())


def test_every_icon_in_it_is_named_somewhere():
    rooms = (("templates", "*.html"), ("static/js", "*.js"), ("interactions", "*.py"))
    files = [path for room, files in rooms for path in Path(settings.BASE_DIR, room).rglob(files)]
    text = "\n".join(path.read_text(encoding="utf-8") for path in files if path.name != "icon_sprite.py")
    assert [icon for icon in ICON_NAMES.split() if not re.search(rf"""["'#]{icon}["']""", text)] == []


@pytest.fixture
def data_dir(settings, tmp_path):
    settings.DATA_DIR = tmp_path / "data"
    return settings.DATA_DIR


def test_a_development_server_finds_it(data_dir):
    assert Path(finders.find("icons.svg")).read_bytes() == build_sprite()
    assert finders.find("icons/other.svg") is None


def test_a_sprite_of_an_older_release_is_written_again(data_dir):
    path = Path(finders.find("icons.svg"))
    path.write_text("<svg/>")
    assert Path(finders.find("icons.svg")).read_bytes() == build_sprite()
    assert [file.name for file in path.parent.iterdir()] == ["icons.svg"]


def test_collectstatic_gathers_it(data_dir, settings, tmp_path):
    settings.STATIC_ROOT = tmp_path / "static"
    call_command("collectstatic", interactive=False, verbosity=0)
    assert (tmp_path / "static" / "icons.svg").read_bytes() == build_sprite()
