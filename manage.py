#!/usr/bin/env python3
"""Django's command line for UCS Viewer. A wrong setting, a database that does not answer, a full disk or
Ctrl+C end it with one sentence, not a traceback; `--traceback` shows it all the same."""

import os
import sys
from importlib.util import find_spec
from pathlib import Path

OWN_PYTHON = Path(__file__).resolve().parent / ".venv" / "bin" / "python"


def main() -> None:
    if not find_spec("django"):
        _restart_with_own_python()
    if sys.argv[1:] == ["--version"]:
        print(_read_version())
        return
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ucsviewer.settings")
    from django.conf import settings
    from django.core.exceptions import ImproperlyConfigured
    from django.core.management import execute_from_command_line
    from django.db import OperationalError

    try:
        settings.DEBUG  # noqa: B018 - a wrong setting is met here, whatever the command
        execute_from_command_line(sys.argv)
    except KeyboardInterrupt:
        sys.stderr.write("\nStopped.\n")
        sys.exit(130)
    except (ImproperlyConfigured, OperationalError, OSError) as error:
        if "--traceback" in sys.argv:
            raise
        sys.exit(_format_error(error))


def _restart_with_own_python() -> None:
    """Whatever `python` was typed: the virtual environment that `make run` made is the one that is meant."""
    if Path(sys.prefix) == OWN_PYTHON.parent.parent or not OWN_PYTHON.exists():
        sys.exit("Packages are missing. Run `make run` to install them.")
    os.execv(OWN_PYTHON, [str(OWN_PYTHON), *sys.argv])  # noqa: S606 - our own words


def _read_version() -> str:
    """What somebody who reports a fault is asked for: ours, and those below us."""
    from django import get_version

    from ucsviewer import __version__

    return f"UCS Viewer {__version__} (Django {get_version()}, Python {sys.version.split()[0]})"


def _format_error(error: Exception) -> str:
    """The sentence for whoever typed the command."""
    from django.db import OperationalError

    if isinstance(error, OperationalError):
        return f"The database can't be used; check DATABASE_URL and DATA_DIR: {str(error).strip()}"
    if isinstance(error, OSError):
        return f"{error.strerror}: {error.filename or 'DATA_DIR'}"
    return f"UCS Viewer can't start: {error}"


if __name__ == "__main__":
    main()
