import pytest
from django.db import DatabaseError, connection

from tests.interactions.ucs.scripted_server import build_reply, run_scripted_server
from tests.upstreams import find_closed_port
from ucsviewer import __version__


def test_alive_asks_nothing_of_the_database(client, django_db_blocker):
    response = client.get("/healthz")
    assert response.json() == {"status": "ok"}


def test_ready_with_the_embedded_server(client, db):
    response = client.get("/readyz")
    assert response.status_code == 200
    assert response.json() == {
        "version": __version__,
        "status": "ok",
        "database": "ok",
        "cache": "in the process",
        "ucs": "embedded",
    }


def test_a_cache_that_is_down_is_said_and_takes_no_viewer_out_of_service(client, db, settings):
    settings.CACHE_URL = f"redis://127.0.0.1:{find_closed_port()}"
    backend = "django.core.cache.backends.redis.RedisCache"
    settings.CACHES = settings.CACHES | {"histories": {"BACKEND": backend, "LOCATION": settings.CACHE_URL}}
    response = client.get("/readyz")
    assert response.status_code == 200
    assert (response.json()["status"], response.json()["cache"]) == ("degraded", "failing")


def test_a_ucs_that_is_down_takes_no_viewer_out_of_service(client, db, ucs_down):
    response = client.get("/readyz")
    assert response.status_code == 200
    assert response.json()["ucs"] == "configured"


def test_an_address_in_doubt_is_said_until_the_ucs_answers(client_in, settings):
    with run_scripted_server(
        build_reply(b"<html>Not found</html>", "404 Not Found"), build_reply(b"[]")
    ) as ucs:
        settings.UCS_URL = ucs.url
        for status, said in (("degraded", "address in doubt"), ("ok", "configured")):
            client_in.get("/customers/C1")
            response = client_in.get("/readyz")
            assert response.status_code == 200
            assert (response.json()["status"], response.json()["ucs"]) == (status, said)


def test_not_ready_without_the_database(client, db):
    def refuse(execute, sql, params, many, context):
        raise DatabaseError("gone")

    with connection.execute_wrapper(refuse):
        response = client.get("/readyz")
    assert response.status_code == 503
    assert response.json()["database"] == "failing"


@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
def test_nothing_can_be_sent(client, db, path):
    assert client.post(path).status_code == 405
    assert client.head(path).status_code == 200
