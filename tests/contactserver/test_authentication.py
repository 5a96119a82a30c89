"""Credentials and tenant: who may ask, and what the others are told."""

import base64

import pytest

ID = "00001aTESTIXN001"


def basic(text, charset="utf-8"):
    return "Basic " + base64.b64encode(text.encode(charset)).decode()


@pytest.fixture(autouse=True)
def one(store, record):
    store(record(ID))


@pytest.mark.parametrize(
    "sent", ["", "Basic", "Basic !", basic("viewer:wrong"), basic("viewer"), "Bearer abc", "Basic ü"]
)
def test_without_the_right_credentials_there_is_nothing(ask, settings, sent):
    settings.CONTACTSERVER_USERNAME, settings.CONTACTSERVER_PASSWORD = "viewer", "pä:ss"
    for path in (f"/interactions/{ID}", "/no-such-resource"):
        reply = ask(path, **({"Authorization": sent} if sent else {}))
        assert reply.status == 401
        assert reply.headers["WWW-Authenticate"].startswith('Basic realm="')


@pytest.mark.parametrize("charset", ["utf-8", "latin-1"])
def test_the_right_credentials_in_either_charset(ask, settings, charset):
    settings.CONTACTSERVER_USERNAME, settings.CONTACTSERVER_PASSWORD = "viewer", "pä:ss"
    assert ask(f"/interactions/{ID}", Authorization=basic("viewer:pä:ss", charset)).status == 200


def test_the_tenant_header(ask, settings):
    settings.CONTACTSERVER_TENANT = "Environment"
    assert ask(f"/interactions/{ID}").status == 400
    assert ask(f"/interactions/{ID}", ContactCenterId="Other").status == 403
    assert ask(f"/interactions/{ID}", ContactCenterId="Environment").status == 200


def test_a_tenant_of_any_letters_as_clients_send_it(ask, settings):
    settings.CONTACTSERVER_TENANT = "Zürich"
    for sent in ("Zürich", "Zürich".encode().decode("latin-1")):
        assert ask(f"/interactions/{ID}", ContactCenterId=sent).status == 200
    assert ask(f"/interactions/{ID}", ContactCenterId="Zurich").status == 403
