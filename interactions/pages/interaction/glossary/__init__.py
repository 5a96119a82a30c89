"""What keys, attributes and codes mean, in plain words: a TOML file a subject, to be mended without code."""

import tomllib
from pathlib import Path
from typing import Any


def load_glossary(name: str) -> dict[str, dict[str, Any]]:
    """The tables of `name`.toml, in the file's order."""
    return tomllib.loads(Path(__file__).with_name(f"{name}.toml").read_text(encoding="utf-8"))
