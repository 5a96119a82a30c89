"""Counts of the names in the code. `make style-report` prints them, `test_vocabulary.py` bounds them.

Only the top-level functions, classes and constants of the product and its benchmarks are counted, without
tests and migrations. Leading underscores are ignored, and so are names that a framework gives.
"""

import ast
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
COUNTED_FOLDERS = ("interactions", "contactserver", "mime", "samplecentre", "ucsviewer", "benchmarks")

VERBS = frozenset(
    """
    accept acquire add advance allow annotate append apply ask assemble assert assign attach
    authenticate backdate begin build can capture change check choose clamp classify clean clear close
    collapse collect combine compare complete compose compress compute convert copy count create decide
    declare decode decompress decrypt define delete derive describe deserialize detect determine discard
    dispatch download draw drop dump encode encrypt ensure escape estimate evict exclude expand explain
    export extract fetch fill filter find finish flatten fold format gather generate get give group grow
    guess handle has hash have hide highlight identify ignore import include infer insert install is
    isolate iter join keep list load locate make map mark mask match measure merge migrate move narrow
    normalise normalize open pack parse pick prepare print produce put quote raise read rebuild receive
    record redact redirect reduce refresh refuse register reject release remember remove render repair
    replace require reset resolve respond restart restore retry return reveal reverse round run sanitise
    save scale scan score search seed select send serialise serialize serve set shorten show sign skip
    slice sniff sort split start stop store stream strip submit subtract sum summarise take tidy
    tokenise track transform translate trim unescape unfold unpack unquote unwrap update use validate
    verify wait walk warn weigh wrap write yield
    """.split()  # noqa: SIM905
)
# Names that say nothing of what they bound or hold.
NOUNLESS_CONSTANTS = frozenset(
    """
    AGAIN ALL ANOTHER ENOUGH FEW HEAD KEPT KNOWN LARGE LATE LEAST LONG LONGEST MANY MORE MOST NEAR OVER
    PATIENCE PAUSE SHORT SHORTEST SHOWN SMALL SOON TAIL TOO
    """.split()  # noqa: SIM905
)
# Names that Django or the language gives: they may stand in any number of modules.
FRAMEWORK_NAMES = frozenset({"Command", "Migration", "main"})
# A docstring that begins so, or ends in "likewise.", leans on another one.
LEANING_DOCSTRING = re.compile(r"(?:The same[ ,.:]|Likewise|Ditto|As above|And )|(?s:.*)\blikewise\.\Z")
FRAMEWORK_MODULES = frozenset(
    {"__init__", "urls", "views", "models", "apps", "admin", "forms", "errors", "settings", "wsgi"}
)


@dataclass(frozen=True)
class NamesFound:
    """All names of one kind, each with the modules (paths below the root) that define it at top level."""

    modules_of: dict[str, list[str]]

    @property
    def count(self) -> int:
        return sum(len(modules) for modules in self.modules_of.values())

    def count_where(self, names: Iterator[str] | set[str]) -> int:
        return sum(len(self.modules_of[name]) for name in names)

    def find_shared(self, modules: int) -> dict[str, list[str]]:
        """The names that at least so many modules define."""
        return {name: where for name, where in sorted(self.modules_of.items()) if len(where) >= modules}


@dataclass(frozen=True)
class StyleReport:
    """Top-level functions, classes and constants, and the folders of each module's name."""

    functions: NamesFound
    classes: NamesFound
    constants: NamesFound
    folders_of: dict[str, list[str]]

    @property
    def verb_first_share(self) -> float:
        return (
            self.functions.count_where({n for n in self.functions.modules_of if begins_with_verb(n)})
            / self.functions.count
        )

    @property
    def one_word_share(self) -> float:
        return (
            self.functions.count_where({n for n in self.functions.modules_of if "_" not in n})
            / self.functions.count
        )

    @property
    def shared_share(self) -> float:
        return self.functions.count_where(set(self.functions.find_shared(3))) / self.functions.count

    @property
    def crowded_modules(self) -> dict[str, list[str]]:
        """Module names that stand in three folders or more."""
        return {
            stem: folders
            for stem, folders in sorted(self.folders_of.items())
            if len(folders) >= 3 and stem not in FRAMEWORK_MODULES
        }

    @property
    def nounless_constants(self) -> dict[str, list[str]]:
        return {n: where for n, where in sorted(self.constants.modules_of.items()) if n in NOUNLESS_CONSTANTS}


def begins_with_verb(name: str) -> bool:
    return name.split("_", 1)[0] in VERBS


def find_counted_files() -> list[Path]:
    files = [path for folder in COUNTED_FOLDERS for path in (ROOT / folder).rglob("*.py")]
    return sorted(path for path in [*files, ROOT / "manage.py"] if "migrations" not in path.parts)


def iter_constants(node: ast.stmt) -> Iterator[str]:
    targets = (
        node.targets
        if isinstance(node, ast.Assign)
        else [node.target]
        if isinstance(node, ast.AnnAssign)
        else []
    )
    for target in targets:
        for name in ast.walk(target):
            if isinstance(name, ast.Name) and name.id.isupper():
                yield name.id


def build_style_report() -> StyleReport:
    functions, classes, constants, folders_of = (defaultdict[str, list[str]](list) for _ in range(4))
    for path in find_counted_files():
        module = path.relative_to(ROOT).as_posix()
        folders_of[path.stem].append(path.parent.relative_to(ROOT).as_posix())
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.name not in FRAMEWORK_NAMES:
                functions[node.name.lstrip("_")].append(module)
            elif isinstance(node, ast.ClassDef) and node.name not in FRAMEWORK_NAMES:
                classes[node.name.lstrip("_")].append(module)
            for name in iter_constants(node):
                constants[name.lstrip("_")].append(module)
    return StyleReport(NamesFound(functions), NamesFound(classes), NamesFound(constants), folders_of)


def iter_public_functions(tree: ast.Module) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """The public functions of a module and the public methods of its public classes."""
    for node in tree.body:
        body = node.body if isinstance(node, ast.ClassDef) and not node.name.startswith("_") else [node]
        for item in body:
            if isinstance(item, ast.FunctionDef | ast.AsyncFunctionDef) and not item.name.startswith("_"):
                yield item


def raises_without_saying(function: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    """Whether a function raises an error by itself that its docstring does not name."""
    docstring = ast.get_docstring(function) or ""
    return any(isinstance(node, ast.Raise) and node.exc for node in ast.walk(function)) and (
        "raise" not in docstring.lower()
    )


def find_silent_raisers() -> list[str]:
    """`module:function` of the public functions that raise and do not say what."""
    return [
        f"{path.relative_to(ROOT).as_posix()}:{function.name}"
        for path in find_counted_files()
        for function in iter_public_functions(ast.parse(path.read_text(encoding="utf-8")))
        if raises_without_saying(function)
    ]


def find_leaning_docstrings() -> list[str]:
    """`module:function` of the docstrings that need the one above them to be understood."""
    return [
        f"{path.relative_to(ROOT).as_posix()}:{node.name}"
        for path in find_counted_files()
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef)
        and LEANING_DOCSTRING.match(ast.get_docstring(node) or "")
    ]


def format_names(names: dict[str, list[str]]) -> str:
    return ", ".join(f"{name} ({len(where)})" for name, where in names.items()) or "none"


def print_style_report() -> None:
    report = build_style_report()
    print(f"functions                               {report.functions.count}")
    print(f"  that begin with a verb                {report.verb_first_share:.1%} (95 % or more)")
    print(f"  with a name of one word               {report.one_word_share:.1%} (under 2 %)")
    print(f"  whose name three modules or more have {report.shared_share:.1%} (under 2 %)")
    print(f"    {format_names(report.functions.find_shared(3))}")
    print(f"class names in more than two modules: {format_names(report.classes.find_shared(3))}")
    print(f"module names in three folders or more: {format_names(report.crowded_modules)}")
    print(f"constants without a noun: {format_names(report.nounless_constants)}")
    print(f"public functions that raise and do not say what: {len(find_silent_raisers())}")
    print(f"docstrings that lean on another one: {len(find_leaning_docstrings())}")
    print(f"verbs: {' '.join(sorted(VERBS))}")


if __name__ == "__main__":
    print_style_report()
