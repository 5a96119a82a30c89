import pytest
from django.contrib.auth.models import AnonymousUser
from django.contrib.sessions.backends.db import SessionStore
from django.core.exceptions import PermissionDenied
from django.test import RequestFactory

from contactserver.loaders.store import StoredContent
from interactions.access.cache.content_cache import content_cache
from interactions.access.cache.history_cache import history_cache
from interactions.access.freshness import Freshness
from interactions.access.gate import Gate, get_gate
from interactions.content.content_ref import ContentRef
from interactions.history.filtering.filters import HistoryFilter
from interactions.history.filtering.selection import select_matching_rows
from interactions.ucs.connection import get_ucs_client
from interactions.ucs.resources import ContentKind


def test_nobody_passes_without_a_sign_in():
    """Also where a page forgot to ask for it."""
    request = RequestFactory().get("/")
    request.user, request.session = AnonymousUser(), {}
    with pytest.raises(PermissionDenied):
        get_gate(request)


def test_a_customer_and_a_service_of_one_id_are_two_histories(supervisor, store, record):
    store(record("0000TEST00000001", customer_id="4711"), record("0000TEST00000002", service_id="4711"))
    request = RequestFactory().get("/")
    request.user, request.session = supervisor, {}
    gate = get_gate(request)
    found = {
        owner: gate.load_history(owner, "4711").rows[0].interaction_id for owner in ("customer", "service")
    }
    assert found == {"customer": "0000TEST00000001", "service": "0000TEST00000002"}


def test_a_history_is_kept_for_those_who_may_see_the_same(supervisor, store, record):
    class Narrower(Gate):
        rights = "some of it"

    store(record("0000TEST00000001", customer_id="4711"))
    gates = [
        kind(supervisor, get_ucs_client(), Freshness(SessionStore()))
        for kind in (Gate, Narrower, Gate, Narrower)
    ]
    assert [gate.load_history("customer", "4711").kept for gate in gates] == [False, False, True, True]


def test_the_history_of_another_tenant_is_another(supervisor, settings, store, record):
    store(record("0000TEST00000001", customer_id="4711"))
    for tenant in ("one", "two"):
        settings.CONTACTSERVER_TENANT = tenant
        gate = Gate(supervisor, get_ucs_client(), Freshness(SessionStore()))
        assert not gate.load_history("customer", "4711").kept


def test_the_content_of_another_tenant_and_of_other_rights_is_another(supervisor, settings, store, record):
    class Narrower(Gate):
        rights = "some of it"

    for number, (kind, tenant) in enumerate([(Gate, "one"), (Gate, "two"), (Narrower, "two")]):
        text = f"Parcel {number}".encode()
        store(record("0000TEST00000001", contents={"binary_content": StoredContent("text/plain", text)}))
        settings.CONTACTSERVER_TENANT = tenant
        gate = kind(supervisor, get_ucs_client(), Freshness(SessionStore()))
        for _ in range(2):
            source = gate.load_content_source(ContentRef("0000TEST00000001", ContentKind.BINARY_CONTENT))
            assert source({}).body.read(99) == text
    assert len(content_cache.get_keys()) == 3


def test_attached_data_comes_with_a_history_of_the_same_answer(supervisor, store, record):
    store(record("0000TEST00000001", customer_id="4711", udata={"OrderNumber": "1"}))
    gate = Gate(supervisor, get_ucs_client(), Freshness(SessionStore()))
    assert gate.load_history("customer", "4711").index.udata is None
    store(record("0000TEST00000002", customer_id="4711", udata={"OrderNumber": "2"}))
    known = gate.load_history("customer", "4711", with_udata=True)
    assert (len(known.rows), known.kept) == (2, False)
    found = select_matching_rows(known.index, HistoryFilter(udata=("ordernumber=2",)))
    assert [row.interaction_id for row in found] == ["0000TEST00000002"]
    for udata in (True, False):
        again = gate.load_history("customer", "4711", with_udata=udata)
        assert again.kept
        assert again.index is known.index
    assert gate.load_history("customer", "4711", fresh=True).index.udata is None


def test_attached_data_is_not_taken_from_a_cache_that_has_none(supervisor, store, record):
    store(record("0000TEST00000001", customer_id="4711", udata={"OrderNumber": "1"}))
    gate = Gate(supervisor, get_ucs_client(), Freshness(SessionStore()))
    for _ in range(2):
        gate.load_history("customer", "4711", with_udata=True)
        (key,) = history_cache.decoded.get_keys()
        history_cache._share_evicted(key, gate.load_history("customer", "4711"))
        history_cache.decoded.clear()
        assert gate.load_history("customer", "4711").kept  # from the cache
    known = gate.load_history("customer", "4711", with_udata=True)
    assert len(select_matching_rows(known.index, HistoryFilter(udata=("OrderNumber",)))) == 1
