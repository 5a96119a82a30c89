"""What a benchmark needs of the machine: an nginx for each part that it plays, and what processes use."""

import os
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import requests

from tests.upstreams import find_closed_port

NGINX_CONFIGURATION = """
daemon off; pid {root}/{name}.pid; error_log {root}/{name}.log; worker_processes 1;
events {{ worker_connections 1024; }}
http {{
  access_log off;
  client_body_temp_path {root}/{name}-body; proxy_temp_path {root}/{name}-proxy;
  fastcgi_temp_path {root}/{name}-f; uwsgi_temp_path {root}/{name}-u; scgi_temp_path {root}/{name}-s;
  server {{ listen 127.0.0.1:{port}; {locations} }}
}}
"""


@contextmanager
def run_nginx(root: Path, name: str, locations: str) -> Iterator[tuple[str, list[int]]]:
    """An nginx with one worker: its URL, and the worker's process ID."""
    port = find_closed_port()
    configuration = root / f"{name}.conf"
    configuration.write_text(NGINX_CONFIGURATION.format(root=root, name=name, port=port, locations=locations))
    root.chmod(0o755)  # its worker is somebody else when root starts it
    process = subprocess.Popen(
        ["nginx", "-p", str(root), "-e", f"{root}/{name}.log", "-c", str(configuration)]
    )
    try:
        yield _wait_until_answering(f"http://127.0.0.1:{port}"), get_workers(process.pid)
    finally:
        process.terminate()
        process.wait(10)


def _wait_until_answering(url: str, seconds: float = 10) -> str:
    until = time.monotonic() + seconds
    while True:
        try:
            requests.get(url, timeout=2)
        except requests.ConnectionError:
            if time.monotonic() > until:
                raise
            time.sleep(0.05)
        else:
            return url


def get_listener(url: str) -> int:
    """The process ID of the gunicorn that this process started, which listens at `url`. Raises SystemExit
    when there is none."""
    me = os.getpid()
    found = [pid for pid in _get_children(me) if b"gunicorn" in Path(f"/proc/{pid}/cmdline").read_bytes()]
    if not found:
        raise SystemExit(f"No gunicorn behind {url}.")
    return found[0]


def get_workers(pid: int) -> list[int]:
    return _get_children(pid) or [pid]


def _get_children(pid: int) -> list[int]:
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def read_process_status(pid: int, what: str) -> int:
    """One of a process's figures in kB."""
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(f"{what}:"))


def read_processor_ticks(pid: int) -> int:
    """User and system time of a process (proc(5): fields 14 and 15)."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return int(fields[11]) + int(fields[12])


def read_processor_seconds(pid: int) -> float:
    """Processor time that a process has used."""
    return read_processor_ticks(pid) / os.sysconf("SC_CLK_TCK")


def reset_peak_memory(pid: int) -> None:
    """From now on `VmHWM` is the most since now."""
    Path(f"/proc/{pid}/clear_refs").write_text("5")
