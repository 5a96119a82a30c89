"""`python manage.py …` for whoever did not think of the virtual environment."""

import shutil
import subprocess
import sys
from pathlib import Path

MANAGE = Path(__file__).parent.parent / "manage.py"


def bare(folder):
    """Runs a copy of manage.py by a Python that has no packages."""
    shutil.copy(MANAGE, folder)
    return subprocess.run(
        [sys.executable, "-S", "manage.py", "load_mail", "a b"],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_projects_own_environment_is_meant(tmp_path):
    own = tmp_path / ".venv" / "bin" / "python"
    own.parent.mkdir(parents=True)
    own.write_text('#!/bin/sh\necho "$#: $*"\n')
    own.chmod(0o755)
    assert bare(tmp_path).stdout == "3: manage.py load_mail a b\n"


def test_nothing_installed_is_said_in_words(tmp_path):
    ended = bare(tmp_path)
    assert ended.returncode == 1
    assert "make run" in ended.stderr and "Traceback" not in ended.stderr
