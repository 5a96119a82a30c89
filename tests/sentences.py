"""Finds sentences that are glued from pieces, and words that gettext does not know (test_sentences.py)."""

import ast
import re
from collections.abc import Iterator

from jinja2 import Environment, nodes

from tests.html_reader import parse_html

MARKERS = {"_", "_lazy", "gettext", "gettext_lazy", "gettext_noop", "ngettext"}
# Logs, what is raised at programmers, SQL and patterns: in English.
NOT_READ = {
    *("warning", "info", "error", "exception", "debug"),
    *("ValueError", "TypeError", "RuntimeError", "ConnectionResetError", "Http404"),
    *("execute", "raw", "compile"),
}
LETTER = r"[^\W\d_]"
WORD = re.compile(rf"{LETTER}{{2,}}")
SENTENCE = re.compile(rf"{LETTER}+[,;:]? {LETTER}+[^/]* {LETTER}{{2,}}|{LETTER}{{2,}} {LETTER}+.*[.!?]\s*$")
PIECE = re.compile(rf"(?:^|[\s(“]){LETTER}{{2,}}(?:[\s)”.,:;!?]|$)")
LABEL = re.compile(rf"\s*[A-Z]{LETTER}+|.*{LETTER}{{2,}} {LETTER}{{2,}}")
TAG = re.compile(r"<[^<>]*>?|&\w+;")
ATTRIBUTES = {"title", "aria-label", "placeholder", "alt", "data-key-label", "label", "data-says"}
SILENT_TAGS = {"kbd", "script", "style"}
OWN_SCOPE = (ast.FunctionDef, ast.Lambda, ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)
TRANS = re.compile(r"\{%-?\s*trans\b.*?\{%-?\s*endtrans\s*-?%\}", re.S)
EXPRESSION = re.compile(r"\{\{.*?\}\}", re.S)
STATEMENT = re.compile(r"\{#.*?#\}|\{%.*?%\}", re.S)


def find_glued(tree: ast.Module) -> Iterator[int]:
    """Lines in which a sentence is put together from pieces, or a plural is made by adding an s."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and name_of(node) in MARKERS:
            texts = node.args[:2] if name_of(node) == "ngettext" else node.args[:1]
            if not all(map(is_literal, texts)):
                yield node.lineno
        elif isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
            if any(map(is_piece, (node.left, node.right))):
                yield node.lineno
        elif isinstance(node, ast.IfExp) and {text_of(node.body), text_of(node.orelse)} == {"", "s"}:
            yield node.lineno


def find_bare(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """Sentences for readers that gettext does not know, each with its line."""
    excused = {id(node) for node in iter_excused(tree)}
    for node in ast.walk(tree):
        if id(node) in excused or not isinstance(node, ast.JoinedStr | ast.Constant):
            continue
        text = TAG.sub(" ", written(node))
        if SENTENCE.search(text.replace("\0", "xx")) and (
            isinstance(node, ast.Constant) or PIECE.search(text)
        ):
            yield node.lineno, written(node).replace("\0", "…")


def find_misnamed(tree: ast.Module) -> Iterator[int]:
    """Functions that call gettext as `_` and use `_` for something else."""
    for function in ast.walk(tree):
        if not isinstance(function, ast.FunctionDef):
            continue
        own = list(iter_own(function))
        stored = any(isinstance(n, ast.Name) and n.id == "_" and isinstance(n.ctx, ast.Store) for n in own)
        if stored and any(isinstance(n, ast.Call) and name_of(n) == "_" for n in own):
            yield function.lineno


def find_words(source: str) -> list[str]:
    """The words of a template that stand outside of what is translated."""
    template = parse_html(EXPRESSION.sub("\0", STATEMENT.sub(" ", TRANS.sub("\0", source))))
    attributes = [each for element in template.iter_elements() for each in element.attributes]
    texts = [
        text
        for parent, text in template.iter_texts()
        if not any(element.tag in SILENT_TAGS for element in (parent, *parent.iter_ancestors()))
    ]
    words = [piece.strip(" \n\t·:,;.()–/“”") for text in texts for piece in text.split("\0")]
    words += [value for name, value in attributes if name in ATTRIBUTES and value]
    return [each for each in words if WORD.search(each)]


def find_strings(source: str) -> list[str]:
    """The strings of a template's expressions that read like labels, outside of what is translated."""
    tree = Environment(extensions=["jinja2.ext.i18n"]).parse(source)
    calls = [
        c for c in tree.find_all(nodes.Call) if isinstance(c.node, nodes.Name) and c.node.name in MARKERS
    ]
    known = {id(text) for call in calls for own in call.args for text in (own, *own.find_all(nodes.Const))}
    texts = [c.value for c in tree.find_all(nodes.Const) if id(c) not in known and isinstance(c.value, str)]
    return [text for text in texts if LABEL.match(text)]


def name_of(call: ast.Call) -> str:
    return call.func.id if isinstance(call.func, ast.Name) else getattr(call.func, "attr", "")


def is_literal(node: ast.expr) -> bool:
    """A string, or one that was marked where it stands: `_(WORDS[family])`, `_(TITLE)`, `_(error.title)`."""
    if isinstance(node, ast.Constant):
        return isinstance(node.value, str)
    if isinstance(node, ast.IfExp):
        return is_literal(node.body) and is_literal(node.orelse)
    return isinstance(node, ast.Subscript | ast.Name | ast.Attribute)


def is_piece(node: ast.expr) -> bool:
    """A piece of a sentence: " of ", "and more"; the s of a plural. No path, no name, no mark."""
    text = text_of(node)
    return text == "s" or bool(text and " " in text and PIECE.search(text))


def text_of(node: ast.expr) -> str | None:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None


def written(node: ast.JoinedStr | ast.Constant) -> str:
    """The text of a string, with a mark where a value goes; "" for a number."""
    if isinstance(node, ast.Constant):
        return text_of(node) or ""
    return "".join(text_of(part) or "\0" for part in node.values)


def iter_excused(tree: ast.Module) -> Iterator[ast.AST]:
    """Docstrings, what gettext knows, what readers never see, and the parts of f-strings."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            yield node.value
        elif isinstance(node, ast.Call) and name_of(node) in MARKERS | NOT_READ:
            for argument in node.args:
                yield from ast.walk(argument)
        elif isinstance(node, ast.JoinedStr):
            yield from (part for part in node.values if isinstance(part, ast.Constant))


def iter_own(node: ast.AST) -> Iterator[ast.AST]:
    """What stands in a function's own scope."""
    for child in ast.iter_child_nodes(node):
        if not isinstance(child, OWN_SCOPE):
            yield child
            yield from iter_own(child)
