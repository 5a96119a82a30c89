"""What git asks before a commit (.pre-commit-config.yaml): the tools of `make lint`, and a plain subject."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
TOOLS = Path(sys.executable).parent


def run(tool, *arguments):
    return subprocess.run([TOOLS / tool, *arguments], cwd=ROOT, capture_output=True, text=True, check=False)


def test_the_hooks_are_read_and_their_tools_are_installed():
    checked = run("pre-commit", "validate-config", ".pre-commit-config.yaml")
    assert checked.returncode == 0, checked.stdout
    config = (ROOT / ".pre-commit-config.yaml").read_text(encoding="utf-8")
    tools = set(re.findall(r"entry: \.venv/bin/(\S+)", config))
    assert {"ruff", "oxlint", "djangofmt", "commit-check"} == tools
    assert all((TOOLS / tool).exists() for tool in tools)


@pytest.mark.parametrize(
    ("subject", "fine"),
    [
        ("Say when a thread began", True),
        ("Merge branch 'release'", True),
        ("Added a filter", False),
        ("add a filter", False),
        ("Add a filter by who handled an interaction, by its content and by its thread", False),
    ],
)
def test_a_subject_is_short_and_says_what_the_commit_does(tmp_path, subject, fine):
    message = tmp_path / "message"
    message.write_text(f"{subject}\n")
    assert (run("commit-check", "--message", str(message)).returncode == 0) == fine
