"""Starts that come at once, as processes of their own: each ends well, and all is set up once."""

import fcntl
import subprocess
import sys
from contextlib import contextmanager

import psycopg
import pytest

from tests.servers import PROJECT_ROOT, build_environment
from tests.upstreams import find_closed_port
from ucsviewer.start_lock import ADVISORY_LOCK_NUMBER, LOCK_FILE_NAME

UCS = {"UCS_URL": "http://127.0.0.1:9"}


def start(data, **variables):
    command = [sys.executable, "manage.py", "start", "--set-up-only"]
    own = build_environment(data, PORT=str(find_closed_port()), **variables)
    pipe = subprocess.PIPE
    return subprocess.Popen(command, cwd=PROJECT_ROOT, env=own, stdout=pipe, stderr=pipe, text=True)


def ended(starts):
    """What each said, once all have ended well."""
    told = [each.communicate() for each in starts]
    assert [each.returncode for each in starts] == [0] * len(starts), told
    return [said for said, _ in told]


def test_two_in_one_folder(tmp_path):
    told = ended([start(tmp_path), start(tmp_path)])
    assert sorted("Sample contact centre" in said for said in told) == [False, True]


@pytest.mark.postgresql
def test_two_machines_with_one_database(database, tmp_path):
    told = ended([start(tmp_path / name, DATABASE_URL=database) for name in ("one", "two")])
    assert sorted("Sample contact centre" in said for said in told) == [False, True]


@pytest.mark.postgresql
def test_two_machines_make_one_administrator(database, tmp_path):
    told = ended([start(tmp_path / name, DATABASE_URL=database, **UCS) for name in ("one", "two")])
    assert sorted("Sign in as   admin" in said for said in told) == [False, True]
    with psycopg.connect(database) as connection:
        assert connection.execute("SELECT username FROM auth_user").fetchall() == [("admin",)]


@contextmanager
def folder_taken(data):
    with (data / LOCK_FILE_NAME).open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


@contextmanager
def database_taken(url):
    with psycopg.connect(url) as connection:
        connection.execute("SELECT pg_advisory_xact_lock(%s)", [ADVISORY_LOCK_NUMBER])
        yield
        assert not connection.execute("SELECT to_regclass('auth_user')").fetchone()[0]


def waits(started):
    assert started.stdout.readline() == "• Waiting for another start to finish\n"
    with pytest.raises(subprocess.TimeoutExpired):
        started.wait(1)


def test_a_start_waits_for_its_turn_and_says_so(tmp_path):
    with folder_taken(tmp_path):
        waiting = start(tmp_path, **UCS)
        waits(waiting)
        assert not (tmp_path / "viewer.sqlite3").exists()
    assert "Sign in as   admin" in ended([waiting])[0]


@pytest.mark.postgresql
def test_so_it_does_where_another_machine_is_at_the_database(database, tmp_path):
    with database_taken(database):
        waiting = start(tmp_path, DATABASE_URL=database, **UCS)
        waits(waiting)
    assert "Sign in as   admin" in ended([waiting])[0]
