"""What is installed is locked: each package that we name, with its version and the hashes of its files."""

import ast
import re
import sys
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parent.parent
OWN = {"contactserver", "interactions", "mime", "samplecentre", "ucsviewer"}


def read_pins(name):
    """The package names of a requirements file and of those that it includes, each with its version."""
    pins = {}
    for line in (ROOT / name).read_text(encoding="utf-8").splitlines():
        if line.startswith("-r "):
            pins |= read_pins(line.removeprefix("-r "))
        elif line and not line.startswith("#"):
            requirement = Requirement(line)
            pins[canonicalize_name(requirement.name)] = str(requirement.specifier).removeprefix("==")
    return pins


def read_lock(name):
    """The package names of a lock file, each with its version and the hashes of its files."""
    text = re.sub(r"^ *#.*\n", "", (ROOT / name).read_text(encoding="utf-8"), flags=re.M)
    hashes = r"(?:    --hash=sha256:[0-9a-f]{64}(?: \\)?\n)+"
    entry = re.compile(rf"^(\S+)==(\S+)(?: ; [^\\\n]+)? \\\n({hashes})", re.M)
    assert entry.sub("", text) == "", "a line that names no version or no hash"
    return {package: (version, frozenset(each.split())) for package, version, each in entry.findall(text)}


@pytest.mark.parametrize("name", ["requirements", "requirements-dev"])
def test_the_lock_has_each_package_that_we_name_in_the_same_version(name):
    pins, lock = read_pins(f"{name}.txt"), read_lock(f"{name}.lock")
    assert pins == {package: lock[package][0] for package in pins if package in lock}, "run `make lock`"


def test_tests_run_on_the_very_packages_that_are_installed_to_serve():
    assert read_lock("requirements.lock").items() <= read_lock("requirements-dev.lock").items()


def test_every_package_that_the_product_imports_is_named():
    named, owners = read_pins("requirements.txt"), packages_distributions()
    for path in (path for room in OWN for path in (ROOT / room).rglob("*.py")):
        for module in find_imported(path) - OWN - sys.stdlib_module_names:
            assert {canonicalize_name(owner) for owner in owners[module]} & named.keys(), f"{path}: {module}"


def find_imported(path):
    """The top-level names of the modules that a file imports absolutely."""
    nodes = list(ast.walk(ast.parse(path.read_text(encoding="utf-8"))))
    names = [alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names]
    names += [node.module for node in nodes if isinstance(node, ast.ImportFrom) and not node.level]
    return {name.partition(".")[0] for name in names}
