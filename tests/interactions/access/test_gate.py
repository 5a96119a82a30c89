import pytest
from django.contrib.auth.models import AnonymousUser
from django.contrib.sessions.backends.db import SessionStore
from django.core.exceptions import PermissionDenied
from django.test import RequestFactory

from interactions.access.gate import Gate, gate
from interactions.access.kept_histories import histories
from interactions.access.refreshed import Refreshed
from interactions.history.filtering.filters import HistoryFilter
from interactions.history.filtering.selection import select_matching_rows
from interactions.ucs.connection import get_ucs_client


def test_nobody_passes_without_a_sign_in() -> None:
    """Also where a page forgot to ask for it."""
    request = RequestFactory().get("/")
    request.user, request.session = AnonymousUser(), {}
    with pytest.raises(PermissionDenied):
        gate(request)


def test_a_customer_and_a_service_of_one_id_are_two_histories(supervisor, store, record) -> None:
    store(record("0000TEST00000001", customer_id="4711"), record("0000TEST00000002", service_id="4711"))
    request = RequestFactory().get("/")
    request.user, request.session = supervisor, {}
    door = gate(request)
    found = {owner: door.history(owner, "4711").rows[0].interaction_id for owner in ("customer", "service")}
    assert found == {"customer": "0000TEST00000001", "service": "0000TEST00000002"}


def test_a_history_is_kept_for_those_who_may_see_the_same(supervisor, store, record) -> None:
    class Narrower(Gate):
        scope = "some of it"

    store(record("0000TEST00000001", customer_id="4711"))
    doors = [
        kind(supervisor, get_ucs_client(), Refreshed(SessionStore()))
        for kind in (Gate, Narrower, Gate, Narrower)
    ]
    assert [door.history("customer", "4711").kept for door in doors] == [False, False, True, True]


def test_the_history_of_another_tenant_is_another(supervisor, settings, store, record) -> None:
    store(record("0000TEST00000001", customer_id="4711"))
    for tenant in ("one", "two"):
        settings.CONTACTSERVER_TENANT = tenant
        assert (
            not Gate(supervisor, get_ucs_client(), Refreshed(SessionStore())).history("customer", "4711").kept
        )


def test_attached_data_comes_with_a_history_of_the_same_answer(supervisor, store, record) -> None:
    store(record("0000TEST00000001", customer_id="4711", udata={"OrderNumber": "1"}))
    door = Gate(supervisor, get_ucs_client(), Refreshed(SessionStore()))
    assert door.history("customer", "4711").index.udata is None
    store(record("0000TEST00000002", customer_id="4711", udata={"OrderNumber": "2"}))
    known = door.history("customer", "4711", udata=True)
    assert (len(known.rows), known.kept) == (2, False)
    found = select_matching_rows(known.index, HistoryFilter(udata=("ordernumber=2",)))
    assert [row.interaction_id for row in found] == ["0000TEST00000002"]
    for udata in (True, False):
        again = door.history("customer", "4711", udata=udata)
        assert again.kept
        assert again.index is known.index
    assert door.history("customer", "4711", fresh=True).index.udata is None


def test_attached_data_is_not_taken_from_a_cache_that_has_none(supervisor, store, record) -> None:
    store(record("0000TEST00000001", customer_id="4711", udata={"OrderNumber": "1"}))
    door = Gate(supervisor, get_ucs_client(), Refreshed(SessionStore()))
    for _ in range(2):
        door.history("customer", "4711", udata=True)
        (key,) = histories.decoded.entries
        histories._let_go(key, histories.decoded.entries[key].value)
        histories.decoded.clear()
        assert door.history("customer", "4711").kept  # from the cache
    known = door.history("customer", "4711", udata=True)
    assert len(select_matching_rows(known.index, HistoryFilter(udata=("OrderNumber",)))) == 1
