"""What code, tests, templates and documents cite is there: documents, their sections, links and anchors.

A section of a document of ours is cited as `docs/content-study.md §3.1`, further ones after it as `, §3.2` or
`and §3.2`, and a numbered paragraph of it as `§1.3, quirk 6`. A § without such a name before it is of the
document that it stands in or, in code, of a standard that the file names.
"""

import re
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
FOLDERS = (
    "benchmarks",
    "contactserver",
    "docs",
    "interactions",
    "mime",
    "samplecentre",
    "static",
    "templates",
    "tests",
    "ucsviewer",
)
SUFFIXES = {".py", ".md", ".html", ".toml", ".js", ".css", ".txt"}
GAP = r"[\s#*|]{1,20}"  # a citation may go on in the next line, of a comment too
SECTION = r"§\d+(?:\.\d+)*"
NUMBER = re.compile(r"\d+(?:\.\d+)*")
DOCUMENT = re.compile(r"(?<![\w./-])docs/[\w/-]+\.md\b")
OWN_CITATION = re.compile(
    rf"(docs/[\w/-]+\.md)({GAP}{SECTION}(?:(?:,{GAP}|{GAP}and{GAP}|,{GAP}and{GAP}){SECTION})*)"
    rf"(?:,{GAP}(quirks?){GAP}(\d+)(?:{GAP}and{GAP}(\d+))?)?"
)
STANDARD = re.compile(
    r"\bRFC \d+|\[MS-[A-Z]+\]|\bAPPNOTE\.TXT|\bISO \d+|\bWHATWG\b|\bHTML\b|\bPNG\b|\bNIST SP\b"
)
HEADING = re.compile(r"^(#{1,6}) +(.+?)\s*$", re.MULTILINE)
FENCE = re.compile(r"^```.*?^```$", re.MULTILINE | re.DOTALL)
CODE_SPAN = re.compile(r"`[^`\n]+`")
LINK = re.compile(r"\[(?:[^\[\]]|\[[^\]]*\])*\]\(([^()\s]+)\)")


def list_texts():
    """The project's files of text: those beside this folder and those in the folders that we write in."""
    paths = [*ROOT.glob("*"), *(path for folder in FOLDERS for path in (ROOT / folder).rglob("*"))]
    return sorted(
        path for path in paths if path.is_file() and (path.suffix in SUFFIXES or path.name == "Makefile")
    )


@cache
def read_text(path):
    return path.read_text(encoding="utf-8")


def remove_code(text):
    """A document without its blocks of code, in which a # begins a comment."""
    return FENCE.sub("", text)


def parse_sections(text):
    """The numbers of a document's headings: {"1", "1.3", …}."""
    titles = (title for _, title in HEADING.findall(remove_code(text)))
    return {
        number[0].rstrip(".") for title in titles if (number := re.match(r"\d+(?:\.\d+)*\.?(?= )", title))
    }


def parse_anchors(text):
    """The anchors that GitHub gives a document's headings."""
    anchors: list[str] = []
    for _, title in HEADING.findall(remove_code(text)):
        plain = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", title)
        anchor = re.sub(r"[^\w\- ]", "", plain.lower()).replace(" ", "-")
        count = sum(1 for other in anchors if re.fullmatch(rf"{re.escape(anchor)}(?:-\d+)?", other))
        anchors.append(f"{anchor}-{count}" if count else anchor)
    return set(anchors)


def find_section(text, number):
    """The text below the heading of this number, up to the next heading."""
    found = re.search(rf"^#+ {re.escape(number)}\.? .*?$(.*?)(?=^#|\Z)", text, re.MULTILINE | re.DOTALL)
    return found[1] if found else ""


def iter_mistakes_in_citations(text):
    """What a text cites of our documents and is not there."""
    for name in DOCUMENT.findall(text):
        if not (ROOT / name).is_file():
            yield f"{name} does not exist"
    for found in OWN_CITATION.finditer(text):
        name, sections, word, *quirks = found.groups()
        document = read_text(ROOT / name) if (ROOT / name).is_file() else ""
        numbers = NUMBER.findall(sections)
        yield from (
            f"{name} has no §{number}" for number in numbers if number not in parse_sections(document)
        )
        listed = re.findall(r"^(\d+)\. ", find_section(document, numbers[-1]), re.MULTILINE)
        if word:
            yield from (f"{name} §{numbers[-1]} has no {word} {n}" for n in quirks if n and n not in listed)


def iter_bare_mistakes(path, text):
    """Sections that name no document: those of a document must be its own, code must name a standard."""
    rest = OWN_CITATION.sub("", text)
    if path.suffix != ".md":
        if "§" in rest and not STANDARD.search(rest):
            yield "a § of no document"
        return
    for found in re.finditer(SECTION, CODE_SPAN.sub("", remove_code(rest))):
        if found[0][1:] not in parse_sections(text) and not STANDARD.search(rest[: found.start()]):
            yield f"it has no {found[0]} of its own"


def iter_link_mistakes(path, text):
    """Links of a document that lead to no file or no heading of this project."""
    for target in LINK.findall(CODE_SPAN.sub("", remove_code(text))):
        if re.match(r"[a-z]+:", target):
            continue
        name, _, anchor = target.partition("#")
        there = (path.parent / name).resolve() if name else path
        if not there.exists():
            yield f"the link to {target} leads to no file"
        elif anchor and (there.suffix != ".md" or anchor not in parse_anchors(read_text(there))):
            yield f"the link to {target} leads to no heading"


TEXTS = [path for path in list_texts() if path != Path(__file__).resolve()]
DOCUMENTS = [path for path in TEXTS if path.suffix == ".md"]


def test_what_is_cited_of_our_documents_exists():
    mistakes = [
        f"{path.relative_to(ROOT)}: {mistake}"
        for path in TEXTS
        for mistake in iter_mistakes_in_citations(read_text(path))
    ]
    assert not mistakes


def test_every_section_is_of_a_document():
    mistakes = [
        f"{path.relative_to(ROOT)}: {mistake}"
        for path in TEXTS
        for mistake in iter_bare_mistakes(path, read_text(path))
    ]
    assert not mistakes


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_links_lead_somewhere(path):
    assert list(iter_link_mistakes(path, read_text(path))) == []


def test_the_facts_are_cited():
    """The pattern finds what is there: code cites the API's facts and both studies in many places."""
    cited = [
        found[1] for path in TEXTS if path.suffix == ".py" for found in OWN_CITATION.finditer(read_text(path))
    ]
    assert cited.count("docs/ucs-protocol.md") > 50
    assert cited.count("docs/content-study.md") > 10


@pytest.mark.parametrize(
    ("text", "mistake"),
    [
        ("see docs/ucs-protocol.md §1.3, quirk 6", None),
        ("see docs/ucs-protocol.md §2.1, §2.2 and §2.3", None),
        ("# see docs/ucs-protocol.md\n    # §2.1", None),
        ("see docs/ucs-protocol.md §1.99", "docs/ucs-protocol.md has no §1.99"),
        ("see docs/ucs-protocol.md §2.1, §77", "docs/ucs-protocol.md has no §77"),
        ("see docs/ucs-protocol.md §1.3, quirk 60", "docs/ucs-protocol.md §1.3 has no quirk 60"),
        ("see docs/nothing.md", "docs/nothing.md does not exist"),
    ],
)
def test_a_wrong_citation_is_found(text, mistake):
    assert list(iter_mistakes_in_citations(text)) == ([mistake] if mistake else [])


@pytest.mark.parametrize(
    ("name", "text", "found"),
    [
        ("a.py", '"""As RFC 9110 has it."""\nHEAD = 1  # §14.2', False),
        ("a.py", "HEAD = 1  # §14.2", True),
        ("a.py", "HEAD = 1  # docs/ucs-protocol.md §1.3", False),
        ("a.md", "## 3.1 Mails\n\nsee §3.1", False),
        ("a.md", "## 3.1 Mails\n\nsee §3.2", True),
    ],
)
def test_a_section_of_nothing_is_found(name, text, found):
    assert bool(list(iter_bare_mistakes(ROOT / name, text))) is found


@pytest.mark.parametrize(
    ("target", "found"),
    [
        ("docs/ucs-protocol.md", False),
        ("docs/ucs-protocol.md#25-identifiers", False),
        ("https://docs.genesys.com/", False),
        ("docs/nothing.md", True),
        ("docs/ucs-protocol.md#nowhere", True),
        ("Makefile#anchor", True),
    ],
)
def test_a_link_to_nothing_is_found(target, found):
    assert bool(list(iter_link_mistakes(ROOT / "README.md", f"[there]({target})"))) is found
