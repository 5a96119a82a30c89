import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.test import RequestFactory

from interactions.access.gate import gate


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
