"""The server on a real PostgreSQL: a database of its own, loaded and asked by the same commands."""

import json
import os
from urllib.parse import urlsplit
from uuid import uuid4

import psycopg
import pytest
import requests

from contactserver.models import PIECE_BYTES
from tests.servers import contact_server, manage

pytestmark = pytest.mark.postgresql
SERVER = os.environ.get("TEST_DATABASE_URL") or "postgres://postgres@127.0.0.1:5432/postgres"
DATA = bytes(number % 251 for number in range(2 * PIECE_BYTES + 1000))


@pytest.fixture
def database():
    """The URL of an empty database, which is gone afterwards."""
    name = f"contactserver_{uuid4().hex}"
    try:
        connection = psycopg.connect(SERVER, autocommit=True, connect_timeout=2)
    except psycopg.OperationalError:
        pytest.skip(f"No PostgreSQL answers at {urlsplit(SERVER).hostname}: set TEST_DATABASE_URL.")
    with connection:
        connection.execute(f'CREATE DATABASE "{name}"')
        yield urlsplit(SERVER)._replace(path=f"/{name}").geturl()
        connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def test_lists_and_ranges(database, tmp_path):
    assert manage(tmp_path, "migrate", DATABASE_URL=database).returncode == 0
    (tmp_path / "I1").mkdir()
    (tmp_path / "I1" / "binary_content").write_bytes(DATA)
    records = [{"interaction_id": f"I{number}", "customer_id": "C", "subject": "ü\0"} for number in (1, 2)]
    (tmp_path / "a.json").write_text(json.dumps(records))
    for outcome in ("2 loaded, 0 unchanged", "0 loaded, 2 unchanged"):
        assert (
            outcome in manage(tmp_path, "load_json", str(tmp_path / "a.json"), DATABASE_URL=database).stdout
        )
    with contact_server(tmp_path, DATABASE_URL=database) as url:
        listed = requests.get(f"{url}/customers/C/interactions").json()
        assert [{key: record[key] for key in records[0]} for record in listed] == records
        content = listed[0]["binary_content"]
        assert requests.get(content).content == DATA
        for start, stop in ((0, 1), (PIECE_BYTES - 1, PIECE_BYTES + 1), (len(DATA) - 1, len(DATA))):
            part = requests.get(content, headers={"Range": f"bytes={start}-{stop - 1}"})
            assert (part.status_code, part.content) == (206, DATA[start:stop])
