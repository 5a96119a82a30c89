"""The product's own two servers as processes of their own, for tests that talk to them over real sockets."""

import fcntl
import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import requests

from tests.upstreams import find_closed_port

PROJECT_ROOT = Path(__file__).resolve().parent.parent


def build_environment(data: Path, **variables: str) -> dict[str, str]:
    """Nothing of the caller's environment but the path: what a fresh machine has."""
    return {"PATH": os.environ["PATH"], "DATA_DIR": str(data), "PYTHONUNBUFFERED": "1"} | variables


def run_manage(data: Path, *command: str, **variables: str) -> subprocess.CompletedProcess[str]:
    """Runs `run_manage.py COMMAND` to its end and gives what it said."""
    return subprocess.run(
        [sys.executable, "manage.py", *command],
        cwd=PROJECT_ROOT,
        env=build_environment(data, **({"PORT": str(find_closed_port())} | variables)),
        capture_output=True,
        text=True,
        check=False,
    )


def run_first_start(shared: Path) -> Path:
    """A folder in which the sample set-up was started once, for all processes of a run of tests that have
    `shared` in common; `said.txt` there is what the start said. Tests take copies of it."""
    data, said = shared / "first-start", shared / "first-start" / "said.txt"
    with (shared / "first-start.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not said.exists():
            first = run_manage(data, "start", "--set-up-only")
            assert first.returncode == 0, first.stderr
            said.write_text(first.stdout)
    return data


@contextmanager
def run_server(command: list[str], url: str, variables: Mapping[str, str], log: Path) -> Iterator[str]:
    """Runs a server until the block ends; gives the URL once it answers there."""
    with log.open("w") as output:
        process = subprocess.Popen(command, cwd=PROJECT_ROOT, env=variables, stdout=output, stderr=output)
        try:
            _wait_until_answering(process, url, log)
            yield url
        finally:
            process.terminate()
            process.wait(120)


def _wait_until_answering(
    process: subprocess.Popen[bytes], url: str, log: Path, seconds: float = 300
) -> None:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if process.poll() is not None:
            raise AssertionError(f"{process.args} ended:\n{log.read_text()}")
        try:
            requests.get(url, timeout=2)
        except requests.RequestException:
            time.sleep(0.1)
        else:
            return
    raise AssertionError(f"{process.args} did not answer in {seconds} s:\n{log.read_text()}")


@contextmanager
def run_viewer(data: Path, **variables: str) -> Iterator[str]:
    """`run_manage.py start`, as `make run` does: gives the viewer's base URL."""
    port = find_closed_port()
    url = f"http://127.0.0.1:{port}"
    command = [sys.executable, "manage.py", "start"]
    own = build_environment(data, PORT=str(port), **variables)
    with run_server(command, f"{url}/healthz", own, data / "log.txt"):
        yield url


@contextmanager
def run_contact_server(data: Path, **variables: str) -> Iterator[str]:
    """`run_manage.py contactserver PORT` over the database in `data`: gives its root URL."""
    port = find_closed_port()
    url = f"http://127.0.0.1:{port}"
    command = [sys.executable, "manage.py", "contactserver", str(port)]
    with run_server(command, url, build_environment(data, **variables), data / "contactserver.txt"):
        yield url


def open_signed_in_session(url: str, data: Path) -> requests.Session:
    """A session of the account that `run_manage.py start` printed for the viewer whose data is in `data`."""
    account = re.search(r"Sign in as   (\S+)   with the password   (\S+)", (data / "log.txt").read_text())
    session = requests.Session()
    form = session.get(f"{url}/sign-in")
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', form.text)[1]
    fields = {"username": account[1], "password": account[2], "csrfmiddlewaretoken": token}
    answer = session.post(f"{url}/sign-in", fields)
    assert answer.status_code == 200
    assert "/sign-in" not in answer.url
    return session
