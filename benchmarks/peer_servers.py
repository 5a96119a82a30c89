"""Those who are compared over the same history, each running as its own documentation says."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

import requests

from benchmarks import dumps, tables
from benchmarks.load import build_browser_headers
from benchmarks.machine import run_nginx
from tests.servers import open_signed_in_session, run_server, run_viewer
from tests.upstreams import find_closed_port

WORKER_COUNT, THREAD_COUNT = 2, 32
UCS_LOCATIONS = """
location /customers/ {{ default_type application/json; try_files /history.json =404; root {root}; }}
location /interactions/ {{ default_type application/json; root {root}; }}
"""
LIST_FILTERS = ({}, {"media_type": "chat"}, {"media_type": "email"}, {"type": "Inbound"}, {"status": "3"})
VIEWER_PARAMETERS = {"media_type": "media", "type": "direction", "status": "status"}
VIEWER_VALUES = {"Inbound": "inbound", "3": "done"}
READ_RECORD_COUNT = 200  # records that are read one by one


@dataclass(frozen=True)
class ComparedServer:
    """One that is compared: its pages, by what they show, and what a reader's browser sends along. `mark`
    stands in its list a hundred times."""

    name: str
    url: str
    lists: Sequence[str]
    records: Sequence[str]
    mark: str
    headers: dict[str, str] = field(default_factory=dict)


def prepare_history(root: Path, rows: int) -> list[str]:
    """The history as the UCS's answers, and as a table."""
    dumps.write_dump(root / "history.json", rows)
    tables.fill_table(root / "history.db", dumps.iter_documents(rows))
    (root / "interactions").mkdir()
    for document in islice(dumps.iter_documents(rows), 0, None, max(1, rows // READ_RECORD_COUNT)):
        alone = {
            name: value for name, value in document.items() if name not in dumps.CONTENT_ATTRIBUTES.values()
        }
        (root / "interactions" / str(document["interaction_id"])).write_text(json.dumps(alone))
    return [path.name for path in (root / "interactions").iterdir()]


@contextmanager
def run_ucs_viewer(root: Path, identifiers: list[str]) -> Iterator[ComparedServer]:
    (root / "viewer").mkdir()
    variables = {"WORKERS": str(WORKER_COUNT), "THREADS": str(THREAD_COUNT)}
    with (
        run_nginx(root, "ucs", UCS_LOCATIONS.format(root=root)) as (ucs, _),
        run_viewer(root / "viewer", UCS_URL=ucs, **variables) as url,
    ):
        cookies = open_signed_in_session(url, root / "viewer").cookies
        yield ComparedServer(
            name="UCS Viewer",
            url=url,
            lists=[f"/customers/00001aLARGE00001{_build_viewer_query(chosen)}" for chosen in LIST_FILTERS],
            records=[f"/interactions/{identifier}" for identifier in identifiers],
            mark='class="row',
            headers=build_browser_headers(cookies),
        )


def _build_viewer_query(chosen: dict[str, str]) -> str:
    pairs = [f"{VIEWER_PARAMETERS[name]}={VIEWER_VALUES.get(value, value)}" for name, value in chosen.items()]
    return f"?{'&'.join(pairs)}" if pairs else ""


@contextmanager
def run_datasette(root: Path, identifiers: list[str]) -> Iterator[ComparedServer]:
    port = find_closed_port()
    # Enough time for its facets; what it can't count in time it leaves out.
    command = [sys.executable, "-m", "datasette", "serve", "-i", str(root / "history.db"), "-p", str(port)]
    command += ["--setting", "facet_time_limit_ms", "5000", "--setting", "sql_time_limit_ms", "10000"]
    with run_server(command, f"http://127.0.0.1:{port}", os.environ, root / "datasette.txt") as url:
        facets = "_size=100&_sort_desc=start_date&_facet=media_type&_facet=type&_facet=status"
        yield ComparedServer(
            name="Datasette",
            url=url,
            lists=[
                f"/history/interaction?{facets}"
                + "".join(f"&{name}={value}" for name, value in chosen.items())
                for chosen in LIST_FILTERS
            ],
            records=[f"/history/interaction/{identifier}" for identifier in identifiers],
            mark='<td class="col-interaction_id',
            headers=build_browser_headers(),
        )


@contextmanager
def run_admin(root: Path, identifiers: list[str]) -> Iterator[ComparedServer]:
    variables = os.environ | {
        "HISTORY": str(root / "history.db"),
        "DJANGO_SETTINGS_MODULE": "benchmarks.peer_admin.peer_settings",
        "DJANGO_SUPERUSER_PASSWORD": "reader",
    }
    account = ["createsuperuser", "--noinput", "--username=reader", "--email=reader@peer.example"]
    for command in (["migrate", "-v0"], account):
        subprocess.run(
            [sys.executable, "-m", "django", *command], env=variables, check=True, capture_output=True
        )
    port = find_closed_port()
    serve = [sys.executable, "-m", "gunicorn", "benchmarks.peer_admin.wsgi", f"--bind=127.0.0.1:{port}"]
    serve += [
        f"--workers={WORKER_COUNT}",
        f"--threads={THREAD_COUNT}",
        "--keep-alive=5",
        "--log-level=warning",
    ]
    with run_server(serve, f"http://127.0.0.1:{port}", variables, root / "admin.txt") as url:
        place = "/admin/peer_admin/peerinteraction/"
        yield ComparedServer(
            name="admin",
            url=url,
            lists=[
                place + "?" + "&".join(f"{name}__exact={value}" for name, value in chosen.items())
                for chosen in LIST_FILTERS
            ],
            records=[f"{place}{identifier}/change/" for identifier in identifiers],
            mark='class="action-checkbox"',
            headers=build_browser_headers(_sign_in_to_admin(url)),
        )


def _sign_in_to_admin(url: str) -> requests.cookies.RequestsCookieJar:
    session = requests.Session()
    form = session.get(f"{url}/admin/login/").text
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', form)
    assert token
    session.post(
        f"{url}/admin/login/",
        {"username": "reader", "password": "reader", "csrfmiddlewaretoken": token[1], "next": "/admin/"},
    ).raise_for_status()
    return session.cookies
