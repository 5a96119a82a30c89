"""One sprite of all icons, built from the `lucide` package when static files are gathered or served.

No icon stands in a template and none is committed: a page asks for `icons.svg#mail`. To use another icon of
https://lucide.dev, add its name to `ICON_NAMES`.
"""

import tempfile
from collections.abc import Iterable, Iterator
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any
from zipfile import ZipFile

from defusedxml import ElementTree
from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.core.checks import CheckMessage
from django.core.files.storage import FileSystemStorage, Storage

SPRITE_FILE_NAME = "icons.svg"
ICON_NAMES = """
phone messages-square mail smartphone at-sign phone-call file-check search copy link sun-moon
keyboard chevron-left chevron-right arrow-down-left arrow-up-right arrow-left-right list-filter
list-tree download eye-off x printer square-arrow-out-up-right rotate-cw file-text braces binary
user-round log-in log-out triangle-alert inbox search-x arrow-down-wide-narrow bot external-link
image music file briefcase settings trash-2 paperclip calendar-days folder shield-check clock check repeat
"""
SVG_OPENING_TAG = '<svg xmlns="http://www.w3.org/2000/svg">'


@cache
def build_sprite() -> bytes:
    """The sprite's SVG: a `<symbol>` an icon, its id the icon's name."""
    with (files("lucide") / "lucide.zip").open("rb") as file, ZipFile(file) as archive:
        symbols = [_build_symbol(name, archive.read(f"{name}.svg")) for name in ICON_NAMES.split()]
    return "\n".join([SVG_OPENING_TAG, *symbols, "</svg>", ""]).encode()


def _build_symbol(name: str, svg: bytes) -> str:
    """An icon's shapes, without the frame that gives them size and stroke: CSS does (`.i`)."""
    root = ElementTree.fromstring(svg)
    for node in root.iter():
        node.tag = node.tag.rpartition("}")[2]
    shapes = "".join(ElementTree.tostring(shape, encoding="unicode").strip() for shape in root)
    return f'<symbol id="{name}" viewBox="{root.get("viewBox")}">{shapes}</symbol>'


class SpriteFinder(BaseFinder):
    """Lets collectstatic and a development server find the sprite, a file made when it is asked for."""

    def check(self, **kwargs: Any) -> list[CheckMessage]:
        return []

    def find(self, path: str, find_all: bool = False, **kwargs: Any) -> Any:
        if path != SPRITE_FILE_NAME:
            return []
        found = str(_write_sprite() / SPRITE_FILE_NAME)
        return [found] if find_all else found

    def list(self, ignore_patterns: Iterable[str] | None) -> Iterator[tuple[str, Storage]]:
        yield SPRITE_FILE_NAME, FileSystemStorage(location=_write_sprite())


def _write_sprite() -> Path:
    """The folder that holds the sprite, written again only when an icon changed, and in one step, so that
    a second process never reads half of it."""
    folder = Path(settings.DATA_DIR) / "icons"
    target = folder / SPRITE_FILE_NAME
    if not target.is_file() or target.read_bytes() != build_sprite():
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=folder, delete=False) as file:
            file.write(build_sprite())
        Path(file.name).chmod(0o644)
        Path(file.name).replace(target)
    return folder
