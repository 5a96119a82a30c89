"""`run_manage.py contactserver PORT` as a process of its own, asked over real sockets; what stops its
start."""

import json
import socket

import pytest
import requests

from tests.servers import run_contact_server, run_manage

ID, CUSTOMER = "00001aTESTIXN001", "00001aTESTCUST01"
AUTH, TENANT = ("viewer", "a secret: with a colon"), {"ContactCenterId": "Environment"}
TEXT = b"0123456789"


@pytest.fixture(scope="module")
def data(tmp_path_factory):
    """A folder with a database of one interaction, loaded from a dump with its content beside."""
    data = tmp_path_factory.mktemp("contactserver")
    assert run_manage(data, "migrate").returncode == 0
    (data / "dump" / ID).mkdir(parents=True)
    (data / "dump" / ID / "plain_text").write_bytes(TEXT)
    (data / "dump" / "a.json").write_text(json.dumps({"interaction_id": ID, "customer_id": CUSTOMER}))
    loaded = run_manage(data, "load_json", str(data / "dump"))
    assert loaded.returncode == 0, loaded.stderr
    return data


@pytest.fixture(scope="module")
def base(data):
    variables = {
        "BASE_PATH": "/genesys/1/cs",
        "USERNAME": AUTH[0],
        "PASSWORD": AUTH[1],
        "TENANT": "Environment",
    }
    with run_contact_server(
        data, **{f"CONTACTSERVER_{name}": value for name, value in variables.items()}
    ) as url:
        yield f"{url}/genesys/1/cs"


@pytest.fixture
def session():
    with requests.Session() as session:
        session.auth, session.headers = AUTH, TENANT
        yield session


def test_record_and_list_with_absolute_urls(base, session):
    record = session.get(f"{base}/interactions/{ID}")
    assert record.headers["Content-Type"] == "application/json"
    assert record.json()["text"] == f"{base}/interactions/{ID}/plain_text"
    assert session.get(f"{base}/customers/{CUSTOMER}/interactions").json() == [record.json()]


def test_content_parts_and_validators(base, session):
    url = f"{base}/interactions/{ID}/plain_text"
    whole = session.get(url)
    assert (whole.content, whole.headers["Content-Length"]) == (TEXT, "10")
    part = session.get(url, headers={"Range": "bytes=3-3", "If-Range": whole.headers["ETag"]})
    assert (part.status_code, part.content, part.headers["Content-Range"]) == (206, b"3", "bytes 3-3/10")
    assert session.get(url, headers={"If-None-Match": whole.headers["ETag"]}).status_code == 304
    assert session.get(url, headers={"Range": "bytes=10-"}).status_code == 416


def test_head_keeps_the_connection_usable(base, session):
    for path in (
        f"/interactions/{ID}",
        f"/interactions/{ID}/plain_text",
        f"/customers/{CUSTOMER}/interactions",
    ):
        got, headed = session.get(base + path), session.head(base + path)
        assert (headed.status_code, headed.content) == (200, b"")
        assert headed.headers["Content-Length"] == got.headers["Content-Length"]


def test_refusals_are_json(base, session):
    def message(answer):
        assert answer.headers["Content-Type"] == "application/json"
        return answer.json()["message"]

    assert "credentials" in message(requests.get(f"{base}/interactions/{ID}"))
    assert "ContactCenterId" in message(requests.get(f"{base}/interactions/{ID}", auth=AUTH))
    assert message(session.get(f"{base}/nothing")) == "Unknown resource."
    assert message(session.get(base.removesuffix("/genesys/1/cs"))) == "Unknown resource."
    assert message(session.get(f"{base}/interactions/{'x' * 20_000}")) == "Invalid request."
    assert session.post(f"{base}/interactions/{ID}").headers["Allow"] == "GET, HEAD"


def test_what_is_no_http_gets_json_and_no_line_with_data_in_the_log(base, data):
    with socket.create_connection(
        ("127.0.0.1", int(base.split(":")[2].split("/")[0])), timeout=5
    ) as connection:
        connection.sendall(f"GET /interactions/{ID} NONSENSE\r\n\r\n".encode())
        answer = connection.makefile("rb").read()
    assert answer.startswith(b"HTTP/1.1 400 ")
    assert json.loads(answer.partition(b"\r\n\r\n")[2])["message"] == "Invalid request."
    assert ID not in (data / "contactserver.txt").read_text()


def test_says_where_it_listens(base, data):
    assert f"Contact server at {base}/" in (data / "contactserver.txt").read_text()


def test_says_that_the_port_is_taken(data):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        started = run_manage(data, "contactserver", f"127.0.0.1:{taken.getsockname()[1]}")
    assert started.returncode == 1
    assert "Can't listen on" in started.stderr
