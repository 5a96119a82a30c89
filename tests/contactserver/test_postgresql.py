"""The server on a real PostgreSQL: a database of its own, loaded and asked by the same commands."""

import json
import subprocess
import sys

import psycopg
import pytest
import requests

from contactserver.models import PIECE_BYTES, Kind
from tests.servers import PROJECT_ROOT, build_environment, run_contact_server, run_manage

pytestmark = pytest.mark.postgresql
DATA = bytes(number % 251 for number in range(2 * PIECE_BYTES + 1000))


def test_lists_and_ranges(database, tmp_path):
    assert run_manage(tmp_path, "migrate", DATABASE_URL=database).returncode == 0
    (tmp_path / "I1").mkdir()
    (tmp_path / "I1" / "binary_content").write_bytes(DATA)
    records = [{"interaction_id": f"I{number}", "customer_id": "C", "subject": "ü\0"} for number in (1, 2)]
    (tmp_path / "a.json").write_text(json.dumps(records))
    for outcome in ("2 loaded, 0 unchanged", "0 loaded, 2 unchanged"):
        assert (
            outcome
            in run_manage(tmp_path, "load_json", str(tmp_path / "a.json"), DATABASE_URL=database).stdout
        )
    with run_contact_server(tmp_path, DATABASE_URL=database) as url:
        listed = requests.get(f"{url}/customers/C/interactions").json()
        assert [{key: record[key] for key in records[0]} for record in listed] == records
        content = listed[0]["binary_content"]
        assert requests.get(content).content == DATA
        for start, stop in ((0, 1), (PIECE_BYTES - 1, PIECE_BYTES + 1), (len(DATA) - 1, len(DATA))):
            part = requests.get(content, headers={"Range": f"bytes={start}-{stop - 1}"})
            assert (part.status_code, part.content) == (206, DATA[start:stop])


def test_loads_at_once_lose_nothing(database, tmp_path):
    """Each brings another content of the same records, and completes what it finds there."""
    assert run_manage(tmp_path, "migrate", DATABASE_URL=database).returncode == 0
    identifiers = [f"I{number}" for number in range(1500)]
    loads = []
    for kind in Kind:
        folder = tmp_path / kind
        for identifier in identifiers[::5]:
            (folder / identifier).mkdir(parents=True)
            (folder / identifier / kind).write_text("text")
        records = [{"interaction_id": identifier, "subject": kind} for identifier in identifiers]
        (folder / "a.json").write_text(json.dumps(records))
        command = [sys.executable, "manage.py", "load_json", str(folder / "a.json")]
        variables = build_environment(tmp_path, DATABASE_URL=database)
        loads.append(subprocess.Popen(command, cwd=PROJECT_ROOT, env=variables, stdout=subprocess.DEVNULL))
    assert [load.wait() for load in loads] == [0, 0, 0]
    with psycopg.connect(database) as connection:
        counted = connection.execute("SELECT contents, count(*) FROM contactserver_interaction GROUP BY 1")
        assert dict(counted.fetchall()) == {" ".join(Kind.values): 300, "": 1200}
