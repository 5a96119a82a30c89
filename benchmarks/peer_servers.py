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
from benchmarks.load import browser
from benchmarks.machine import nginx
from tests.servers import serving, signed_in, viewer
from tests.upstreams import closed_port

WORKERS, THREADS = 2, 32
UCS = """
location /customers/ {{ default_type application/json; try_files /history.json =404; root {root}; }}
location /interactions/ {{ default_type application/json; root {root}; }}
"""
FILTERS = ({}, {"media_type": "chat"}, {"media_type": "email"}, {"type": "Inbound"}, {"status": "3"})
OURS = {"media_type": "media", "type": "direction", "status": "status"}
WORDS = {"Inbound": "inbound", "3": "done"}
ROWS_READ = 200  # records that are read one by one


@dataclass(frozen=True)
class Server:
    """One that is compared: its pages, by what they show, and what a reader's browser sends along. `mark`
    stands in its list a hundred times."""

    name: str
    url: str
    lists: Sequence[str]
    records: Sequence[str]
    mark: str
    headers: dict[str, str] = field(default_factory=dict)


def prepare(root: Path, rows: int) -> list[str]:
    """The history as the UCS's answers, and as a table."""
    dumps.write(root / "history.json", rows)
    tables.fill(root / "history.db", dumps.documents(rows))
    (root / "interactions").mkdir()
    for document in islice(dumps.documents(rows), 0, None, max(1, rows // ROWS_READ)):
        alone = {name: value for name, value in document.items() if name not in dumps.CONTENTS.values()}
        (root / "interactions" / str(document["interaction_id"])).write_text(json.dumps(alone))
    return [path.name for path in (root / "interactions").iterdir()]


@contextmanager
def ucs_viewer(root: Path, identifiers: list[str]) -> Iterator[Server]:
    (root / "viewer").mkdir()
    variables = {"WORKERS": str(WORKERS), "THREADS": str(THREADS)}
    with (
        nginx(root, "ucs", UCS.format(root=root)) as (ucs, _),
        viewer(root / "viewer", UCS_URL=ucs, **variables) as url,
    ):
        cookies = signed_in(url, root / "viewer").cookies
        yield Server(
            name="UCS Viewer",
            url=url,
            lists=[f"/customers/00001aLARGE00001{_query(chosen)}" for chosen in FILTERS],
            records=[f"/interactions/{identifier}" for identifier in identifiers],
            mark='class="row',
            headers=browser(cookies),
        )


def _query(chosen: dict[str, str]) -> str:
    pairs = [f"{OURS[name]}={WORDS.get(value, value)}" for name, value in chosen.items()]
    return f"?{'&'.join(pairs)}" if pairs else ""


@contextmanager
def datasette(root: Path, identifiers: list[str]) -> Iterator[Server]:
    port = closed_port()
    # Enough time for its facets; what it can't count in time it leaves out.
    command = [sys.executable, "-m", "datasette", "serve", "-i", str(root / "history.db"), "-p", str(port)]
    command += ["--setting", "facet_time_limit_ms", "5000", "--setting", "sql_time_limit_ms", "10000"]
    with serving(command, f"http://127.0.0.1:{port}", os.environ, root / "datasette.txt") as url:
        facets = "_size=100&_sort_desc=start_date&_facet=media_type&_facet=type&_facet=status"
        yield Server(
            name="Datasette",
            url=url,
            lists=[
                f"/history/interaction?{facets}"
                + "".join(f"&{name}={value}" for name, value in chosen.items())
                for chosen in FILTERS
            ],
            records=[f"/history/interaction/{identifier}" for identifier in identifiers],
            mark='<td class="col-interaction_id',
            headers=browser(),
        )


@contextmanager
def admin(root: Path, identifiers: list[str]) -> Iterator[Server]:
    variables = os.environ | {
        "HISTORY": str(root / "history.db"),
        "DJANGO_SETTINGS_MODULE": "benchmarks.peer_admin.settings",
        "DJANGO_SUPERUSER_PASSWORD": "reader",
    }
    account = ["createsuperuser", "--noinput", "--username=reader", "--email=reader@peer.example"]
    for command in (["migrate", "-v0"], account):
        subprocess.run(
            [sys.executable, "-m", "django", *command], env=variables, check=True, capture_output=True
        )
    port = closed_port()
    serve = [sys.executable, "-m", "gunicorn", "benchmarks.peer_admin.wsgi", f"--bind=127.0.0.1:{port}"]
    serve += [f"--workers={WORKERS}", f"--threads={THREADS}", "--keep-alive=5", "--log-level=warning"]
    with serving(serve, f"http://127.0.0.1:{port}", variables, root / "admin.txt") as url:
        place = "/admin/peer_admin/interaction/"
        yield Server(
            name="admin",
            url=url,
            lists=[
                place + "?" + "&".join(f"{name}__exact={value}" for name, value in chosen.items())
                for chosen in FILTERS
            ],
            records=[f"{place}{identifier}/change/" for identifier in identifiers],
            mark='class="action-checkbox"',
            headers=browser(_into_the_admin(url)),
        )


def _into_the_admin(url: str) -> requests.cookies.RequestsCookieJar:
    session = requests.Session()
    form = session.get(f"{url}/admin/login/").text
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', form)
    assert token
    session.post(
        f"{url}/admin/login/",
        {"username": "reader", "password": "reader", "csrfmiddlewaretoken": token[1], "next": "/admin/"},
    ).raise_for_status()
    return session.cookies
