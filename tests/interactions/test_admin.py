import pytest
from django.contrib.auth.models import User
from django.urls import reverse

from interactions.models import RecentSearch


@pytest.fixture
def search(supervisor, client):
    """One of the supervisor's searches, as an administrator who is signed in meets it."""
    client.force_login(User.objects.create_superuser("administrator"))
    RecentSearch.objects.remember(supervisor, "customer", "00001aTESTCUST01")
    return RecentSearch.objects.get()


def test_searches_are_read_and_deleted_but_not_made_up(client, search):
    assert (
        "00001aTESTCUST01"
        in client.get(reverse("admin:interactions_recentsearch_changelist")).content.decode()
    )
    assert client.get(reverse("admin:interactions_recentsearch_add")).status_code == 403
    change = reverse("admin:interactions_recentsearch_change", args=[search.pk])
    assert client.post(change, {"identifier": "other"}).status_code == 403
    delete = reverse("admin:interactions_recentsearch_delete", args=[search.pk])
    assert client.post(delete, {"post": "yes"}).status_code == 302
    assert not RecentSearch.objects.exists()
