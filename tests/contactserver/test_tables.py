"""A database that is not ready is said in words, whatever the command."""

import pytest

from tests.servers import run_manage
from tests.upstreams import find_closed_port

COMMANDS = [["load_sample"], ["load_mail", "."], ["load_json", "."], ["contactserver", "1"]]


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command[0])
def test_tables_that_are_missing(tmp_path, command):
    failed = run_manage(tmp_path, *command)
    assert failed.returncode == 1
    assert failed.stderr.startswith("CommandError: The database has no tables yet.")


def test_a_database_that_does_not_answer(tmp_path):
    away = f"postgres://viewer:secret@127.0.0.1:{find_closed_port()}/viewer"
    failed = run_manage(tmp_path, "load_sample", DATABASE_URL=away)
    assert failed.returncode == 1
    assert failed.stderr.startswith("The database can't be used; check DATABASE_URL and DATA_DIR: ")
    assert "Traceback" not in failed.stderr and "secret" not in failed.stderr
