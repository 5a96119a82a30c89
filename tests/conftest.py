"""What every test may use: somebody signed in, a filled embedded server, and servers that misbehave."""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

import hypothesis
import psycopg
import pytest
from django.contrib.auth.models import User
from django.core.cache import caches
from django.test import Client
from pytest_django.fixtures import Settings

from contactserver.loaders.store import InteractionRecord, LoadReport, store_records
from interactions.access.cache.content_cache import content_cache
from interactions.access.cache.history_cache import history_cache
from interactions.access.cache.record_cache import record_cache
from interactions.access.visits import visit_cache
from tests.servers import run_first_start
from tests.upstreams import build_http_response, find_closed_port, serve_answer

POSTGRESQL = os.environ.get("TEST_DATABASE_URL") or "postgres://postgres@127.0.0.1:5432/postgres"

# How long something takes has tests of its own; a busy machine is no reason to fail these.
hypothesis.settings.register_profile(
    "patient",
    deadline=None,
    suppress_health_check=[hypothesis.HealthCheck.too_slow],
    # New examples are for those who can look at what they find; a build tries the same ones each time, and as
    # trying them again tells nothing new, half as many.
    derandomize="CI" in os.environ,
    max_examples=50 if "CI" in os.environ else 100,
)
hypothesis.settings.load_profile("patient")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What takes longest begins first, so that at the end no process waits for another's one test."""
    items.sort(key=get_seconds, reverse=True)


def get_seconds(item: pytest.Item) -> int:
    """What `pytest.mark.long(seconds)` says of the test's file, 0 without it."""
    mark = item.get_closest_marker("long")
    return mark.args[0] if mark else 0


@pytest.fixture(autouse=True)
def _nothing_kept() -> Iterator[None]:
    """No test sees what another one fetched."""
    for kept in (history_cache.decoded, content_cache, record_cache, visit_cache, caches["histories"]):
        kept.clear()
    yield
    for kept in (history_cache.decoded, content_cache, record_cache, visit_cache, caches["histories"]):
        kept.clear()


@pytest.fixture(scope="session")
def sample_folder(tmp_path_factory: pytest.TempPathFactory) -> Callable[[], Path]:
    """Makes folders for viewers in the sample set-up, as the first start left its own; there is one start."""
    own = tmp_path_factory.getbasetemp()
    made = run_first_start(own.parent if "PYTEST_XDIST_WORKER" in os.environ else own)
    return lambda: shutil.copytree(made, tmp_path_factory.mktemp("sample"), dirs_exist_ok=True)


@pytest.fixture
def supervisor(db: None) -> User:
    return User.objects.create_user(
        "vidal", password="a-password-for-tests", first_name="Sam", last_name="Vidal"
    )


@pytest.fixture
def client_in(supervisor: User) -> Client:
    """A test client with the supervisor signed in."""
    client = Client()
    client.force_login(supervisor)
    return client


@pytest.fixture(name="store")
def stored(db: None) -> Callable[..., LoadReport]:
    """Puts records into the embedded server: `store_records(record, …)`."""
    return lambda *records: store_records(list(records))


@pytest.fixture
def record() -> Callable[..., InteractionRecord]:
    """A plain inbound chat with whatever else a test gives it: `record("0000…", subject="Parcel")`."""

    def make(
        interaction_id: str,
        *,
        contents: dict[str, Any] | None = None,
        service_id: str | None = None,
        **document: Any,
    ) -> InteractionRecord:
        plain = {
            "interaction_id": interaction_id,
            "customer_id": "00001aTESTCUST01",
            "media_type": "chat",
            "entity_type": 2,
            "type": "Inbound",
            "sub_type": "InboundNew",
            "status": 3,
            "start_date": "2026-03-02T09:33:10.000Z",
            "end_date": "2026-03-02T09:34:04.140Z",
        }
        document = {key: value for key, value in (plain | document).items() if value is not ...}
        return InteractionRecord(document=document, service_id=service_id, contents=contents or {})

    return make


@pytest.fixture
def ucs_down(settings: Settings) -> None:
    """A UCS at whose address nothing listens."""
    settings.UCS_CONNECT_TIMEOUT = 0.5
    settings.UCS_URL = f"http://127.0.0.1:{find_closed_port()}"


@pytest.fixture
def ucs_slow(settings: Settings) -> Iterator[None]:
    """A UCS that takes the connection and never answers."""
    with serve_answer(None) as url:
        settings.UCS_READ_TIMEOUT = settings.UCS_TOTAL_TIMEOUT = 0.3
        settings.UCS_URL = url
        yield


@pytest.fixture
def ucs_nonsense(settings: Settings) -> Iterator[None]:
    """A UCS that answers 200 with a page of HTML."""
    with serve_answer(
        build_http_response(b"<html><h1>It works!</h1></html>", content_type="text/html")
    ) as url:
        settings.UCS_URL = url
        yield


@pytest.fixture
def ucs_elsewhere(settings: Settings) -> Iterator[None]:
    """A web server that knows nothing of a UCS: what a wrong base path in UCS_URL meets."""
    page = b"<html>\r\n<head><title>404 Not Found</title></head>\r\n<body>404 Not Found</body></html>"
    with serve_answer(build_http_response(page, status="404 Not Found", content_type="text/html")) as url:
        settings.UCS_URL = url
        yield


@pytest.fixture
def database() -> Iterator[str]:
    """The URL of an empty database of a real PostgreSQL, which is gone afterwards."""
    name = f"ucs_viewer_{uuid4().hex}"
    try:
        connection = psycopg.connect(POSTGRESQL, autocommit=True, connect_timeout=2)
    except psycopg.OperationalError:
        pytest.skip(f"No PostgreSQL answers at {urlsplit(POSTGRESQL).hostname}: set TEST_DATABASE_URL.")
    with connection:
        connection.execute(f'CREATE DATABASE "{name}"')
        yield urlsplit(POSTGRESQL)._replace(path=f"/{name}").geturl()
        connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')
