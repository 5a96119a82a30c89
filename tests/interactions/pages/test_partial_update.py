"""What templates ask of static/js/swap.js is what it knows."""

import re

import pytest
from django.conf import settings

TEMPLATES = sorted((settings.BASE_DIR / "templates").rglob("*.html"))
SCRIPTS = sorted((settings.BASE_DIR / "static/js").glob("*.js"))
SCRIPT = (settings.BASE_DIR / "static/js/swap.js").read_text(encoding="utf-8")
ASKED = re.compile(r"\b(?:data-(swap[a-z-]*)|hx-[a-z-]+(?==))")


def asked():
    found = (ASKED.finditer(path.read_text(encoding="utf-8")) for path in TEMPLATES)
    return {match[1] or match[0] for matches in found for match in matches}


def test_every_attribute_is_read():
    names = {re.sub("-(.)", lambda match: match[1].upper(), name) for name in asked()}
    assert names == set(re.findall(r"dataset\.(swap[A-Za-z]*)", SCRIPT))


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.stem)
def test_every_event_that_a_script_waits_for_is_told(path):
    waited = set(re.findall(r'"([a-z]+:[A-Za-z]+)"', path.read_text(encoding="utf-8")))
    assert waited <= {"swap:before", "swap:done"}
