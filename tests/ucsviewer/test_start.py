"""`run_manage.py start --set-up-only`, as processes of their own: what a first and a second start do and
say."""

import re
import socket
from contextlib import closing
from resource import RUSAGE_CHILDREN, getrusage

import pytest

from tests.servers import run_manage
from tests.upstreams import build_http_response, serve_answer
from ucsviewer import __version__

pytestmark = pytest.mark.long(25)


@pytest.fixture(scope="module")
def sample(sample_folder):
    """A folder in which the sample set-up was started once."""
    return sample_folder()


def test_a_first_start_says_how_to_sign_in(sample):
    said = (sample / "said.txt").read_text()
    assert "Sample contact centre" in said
    assert f"UCS Viewer {__version__}   http://127.0.0.1:" in said
    assert "Sign in as   supervisor   with the password   sample-supervisor" in said


def test_a_second_start_takes_seconds_and_loads_nothing(sample):
    before = getrusage(RUSAGE_CHILDREN)
    second = run_manage(sample, "start", "--set-up-only")
    after = getrusage(RUSAGE_CHILDREN)
    assert second.returncode == 0, second.stderr
    assert "Sample contact centre" not in second.stdout
    assert "Sign in as   supervisor" in second.stdout
    assert after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime < 10  # it takes 2


def test_a_taken_port_is_said_in_words(sample):
    with closing(socket.create_server(("127.0.0.1", 0))) as taken:
        port = str(taken.getsockname()[1])
        failed = run_manage(sample, "start", "--set-up-only", PORT=port)
    assert failed.returncode == 1
    assert f"Can't listen on 127.0.0.1:{port}" in failed.stderr
    assert "Traceback" not in failed.stderr


def test_a_real_installation_makes_an_administrator_once(tmp_path):
    first = run_manage(tmp_path, "start", "--set-up-only", UCS_URL="http://127.0.0.1:9")
    assert re.search(r"Sign in as   admin   with the password   \S{20}\n", first.stdout), first.stderr
    assert "UCS          127.0.0.1:9" in first.stdout
    second = run_manage(tmp_path, "start", "--set-up-only", UCS_URL="http://127.0.0.1:9")
    assert "password" not in second.stdout


def test_a_start_says_that_the_address_of_the_ucs_may_be_wrong(tmp_path):
    with serve_answer(build_http_response(b"<html><h1>Not Found</h1></html>", status="404 Not Found")) as url:
        told = run_manage(tmp_path, "start", "--set-up-only", UCS_URL=f"{url}/genesys")
    assert told.returncode == 0
    assert (
        f"UCS          {url.removeprefix('http://')}/genesys\n  The address of the UCS may be wrong."
        in told.stdout
    )


def test_a_ucs_that_is_down_or_hangs_keeps_no_viewer_from_starting(tmp_path):
    down = run_manage(tmp_path, "start", "--set-up-only", UCS_URL="http://127.0.0.1:9")
    assert (down.returncode, "The UCS can’t be reached" in down.stdout) == (0, True)
    with serve_answer(None) as url:
        hanging = run_manage(tmp_path, "start", "--set-up-only", UCS_URL=url)
    assert (hanging.returncode, "The UCS did not answer in time" in hanging.stdout) == (0, True)


def test_a_real_installation_does_not_open_with_the_samples_password(sample):
    database = f"sqlite:///{sample / 'sample.sqlite3'}"
    refused = run_manage(
        sample, "start", "--set-up-only", UCS_URL="http://127.0.0.1:9", DATABASE_URL=database
    )
    assert refused.returncode == 1
    assert "still has the public sample password" in refused.stderr


def test_a_folder_that_cannot_be_written_is_said_in_words(tmp_path):
    (tmp_path / "file").write_text("")
    failed = run_manage(tmp_path / "file" / "data", "start", "--set-up-only")
    assert failed.returncode == 1
    assert "DATA_DIR" in failed.stderr
    assert "Traceback" not in failed.stderr


def test_a_file_that_is_in_the_way_is_said_in_words(tmp_path):
    (tmp_path / "static").write_text("")
    failed = run_manage(tmp_path, "start", "--set-up-only")
    assert failed.returncode == 1
    assert str(tmp_path / "static") in failed.stderr
    assert "Traceback" not in failed.stderr
    assert "Traceback" in run_manage(tmp_path, "start", "--set-up-only", "--traceback").stderr


def test_ctrl_c_ends_a_command_without_a_traceback(tmp_path):
    stopped = run_manage(tmp_path, "shell", "--no-imports", "-c", "raise KeyboardInterrupt")
    assert stopped.returncode == 130
    assert stopped.stderr == "\nStopped.\n"


def test_who_listens_to_others_by_no_name_is_told_and_keeps_its_data_to_itself(tmp_path):
    variables = {"HOST": "0.0.0.0", "UCS_URL": "http://127.0.0.1:9"}
    told = run_manage(tmp_path / "data", "start", "--set-up-only", **variables)
    assert "Only this machine has access: set ALLOWED_HOSTS" in told.stdout
    assert (tmp_path / "data").stat().st_mode & 0o777 == 0o700
