"""What people read is whole sentences, each in one place, so that it can be translated one day.

Python: `gettext` and `ngettext` get literals, never pieces put together, and every sentence of the viewer is
one of theirs. Templates: words stand in `_()`, `ngettext()` or `{% trans %}`.
"""

import ast
from pathlib import Path

import pytest
from django.conf import settings

from tests.sentences import find_bare, find_glued, find_misnamed, find_strings, find_words

ROOT = Path(settings.BASE_DIR)
TEMPLATES = ROOT / "templates"
VIEWER = sorted(path for path in (ROOT / "interactions").rglob("*.py") if "migrations" not in path.parts)
# For administrators, in English: commands, settings, the embedded server's API.
OTHERS = [*(ROOT / "contactserver").rglob("*.py"), *(ROOT / "ucsviewer").rglob("*.py"), ROOT / "manage.py"]
MADE_UP = ROOT / "contactserver" / "loaders" / "sample"  # what customers and agents write, in many languages

# What reads like a sentence and is none, by file.
NO_SENTENCES = {
    "interactions/access/session_backend.py": "SQL",
    "interactions/api/authentication.py": "a header of HTTP",
    "interactions/content/icalendar/calendar_zones.py": "a name of a zone, as programs write it",
    "interactions/content/html/sanitiser.py": "names of elements and properties",
    "interactions/content/html/complexity_guard.py": "names of elements",
    "interactions/content/html/link_annotations.py": "a style sheet",
    "interactions/content/html/quote_folding.py": "a style sheet",
    "interactions/content/html/blocked_content.py": "names of kinds, which receipt_words.py says",
    "interactions/content/html/receipt_words.py": "the same names",
    "interactions/content/html/trackers.py": "names of companies",
    "interactions/content/outlook/rtf.py": "words of RTF",
    "interactions/content/text/text_quotes.py": "what mail programs write, in many languages",
    "interactions/history/columns/record_codes.py": "media types of configurations",
    "interactions/models.py": "a name in the administration",
    "interactions/pages/exports/csv_cells.py": "kinds of columns, as docs/exports.md names them",
    "interactions/pages/exports/export_columns.py": "the columns' meanings, for docs/exports.md",
    "interactions/pages/exports/export_formats.py": "a header of HTTP",
    "interactions/pages/health.py": "values of a document for programs",
    "interactions/pages/icon_sprite.py": "names of icons",
    "interactions/pages/content_policies.py": "headers of HTTP",
    "interactions/ucs/deadline.py": "an error that a sentence of its own stands for",
    "interactions/ucs/embedded.py": "an error that a sentence of its own stands for",
}
# What stands in templates as it is.
NO_WORDS = {
    "UCS Viewer",
    "UTC",
    "A–Z",
    "http://ucshost:8080",
    "customers",
    "00001a57JGQ00BVU",
    "interactions",
}
NO_STRINGS = {"UTC", "light dark"}


def name_of(path):
    return path.relative_to(ROOT).as_posix()


def parsed(path):
    return ast.parse(path.read_text(encoding="utf-8"))


def test_no_sentence_is_glued_from_pieces():
    paths = [*VIEWER, *(path for path in OTHERS if MADE_UP not in path.parents)]
    found = {name_of(path): lines for path in paths if (lines := list(find_glued(parsed(path))))}
    assert found == {}


def test_every_sentence_of_the_viewer_can_be_translated():
    found = {name_of(path): own for path in VIEWER if (own := list(find_bare(parsed(path))))}
    assert {name: own for name, own in found.items() if name not in NO_SENTENCES} == {}
    assert NO_SENTENCES.keys() - found.keys() == set()


def test_gettext_goes_by_a_name_that_means_nothing_else():
    found = {name_of(path): lines for path in VIEWER if (lines := list(find_misnamed(parsed(path))))}
    assert found == {}


@pytest.mark.parametrize(
    "name", sorted(path.relative_to(TEMPLATES).as_posix() for path in TEMPLATES.rglob("*.html"))
)
def test_every_word_of_a_template_can_be_translated(name):
    source = (TEMPLATES / name).read_text(encoding="utf-8")
    assert [words for words in find_words(source) if words not in NO_WORDS] == []
    assert [text for text in find_strings(source) if text not in NO_STRINGS] == []


@pytest.mark.parametrize(
    "source",
    [
        'gettext("No " + what)',
        '_(f"No {what}")',
        "_(make(what))",
        'ngettext("one", "many" + what, n)',
        '"No " + what + " in " + period',
        """f"{n} row{'' if n == 1 else 's'}\"""",
        'word + "s"',
    ],
)
def test_it_finds_what_is_glued(source):
    assert list(find_glued(ast.parse(source)))


@pytest.mark.parametrize(
    "source", ['x = "The call could not be read."', 'x = f"No interactions in {period} at all."']
)
def test_it_finds_sentences_that_nobody_can_translate(source):
    assert list(find_bare(ast.parse(source)))


def test_it_finds_a_name_with_two_meanings():
    assert list(find_misnamed(ast.parse('def f():\n    a, _ = g()\n    return _("A")')))


@pytest.mark.parametrize(
    "source", ["<p>No content</p>", '<a title="Copy the link">{{ icon }}</a>', "<b>{{ n }} rows</b>"]
)
def test_it_finds_words_of_a_template(source):
    assert find_words(source)


def test_it_finds_strings_of_a_template():
    assert find_strings('{{ "Newest first" if a else _("Oldest first") }}') == ["Newest first"]
