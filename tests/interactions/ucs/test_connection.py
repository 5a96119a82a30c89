from concurrent.futures import ThreadPoolExecutor

import pytest

from interactions.ucs.connection import get_ucs_client
from interactions.ucs.errors import UCSBadResponse
from tests.interactions.ucs.scripted_server import CERTIFICATE_PATH, build_reply


def test_all_threads_share_one_client(settings):
    settings.UCS_URL = "http://ucs.example"
    with ThreadPoolExecutor(16) as threads:
        clients = list(threads.map(lambda _: get_ucs_client(), range(64)))
    assert len({id(client) for client in clients}) == 1


def test_the_settings_become_the_configuration(settings):
    settings.UCS_URL = "https://ucs.example:8443/genesys/1/cs"
    settings.UCS_USERNAME, settings.UCS_PASSWORD = "reader", "secret"
    settings.UCS_TENANT, settings.UCS_GROUP = "101", "Parcels"
    settings.UCS_CA_BUNDLE = str(CERTIFICATE_PATH)
    settings.UCS_CONNECT_TIMEOUT, settings.UCS_READ_TIMEOUT, settings.UCS_TOTAL_TIMEOUT = 1.0, 2.0, 3.0
    settings.UCS_MAX_BYTES, settings.THREADS = 4096, 200
    configuration = get_ucs_client().configuration
    assert configuration.base_url == "https://ucs.example:8443/genesys/1/cs"
    assert (configuration.username, configuration.password) == ("reader", "secret")
    assert (configuration.tenant, configuration.group) == ("101", "Parcels")
    assert configuration.ca_bundle == str(CERTIFICATE_PATH)
    assert configuration.connect_timeout == 1
    assert (configuration.read_timeout, configuration.total_timeout) == (2, 3)
    assert (configuration.max_bytes, configuration.pool_size) == (4096, 200)


def test_a_changed_setting_makes_a_new_client(settings, scripted):
    server = scripted(build_reply(b"[]"))
    settings.UCS_URL = server.url
    first = get_ucs_client()
    settings.UCS_MAX_BYTES = 1
    assert get_ucs_client() is not first
    with pytest.raises(UCSBadResponse):
        get_ucs_client().load_customer_records("X")
    settings.LANGUAGE_CODE = "en"
    assert get_ucs_client() is get_ucs_client()


def test_over_tls_with_a_bundle_of_ones_own(settings, scripted):
    settings.UCS_URL = scripted(build_reply(b"[]"), tls=True).url
    settings.UCS_CA_BUNDLE = str(CERTIFICATE_PATH)
    assert get_ucs_client().load_customer_records("X").attempts == 1
