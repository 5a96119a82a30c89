"""When a reader last looked at a history: noted once, told to nobody, and never in a page's way."""

from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection, transaction
from django.utils import timezone

from interactions.access.visits import LastVisit, load_last_visit, visit_cache
from interactions.models import MAX_VISITS, VISIT_GAP, VISIT_RETENTION, Visit

SEEN = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)


def look(user, history="h", seen=SEEN, *, after=None):
    """Looks at a history in a process that remembers nothing; so long after the last time."""
    visit_cache.clear()
    if after is not None:
        for visit in Visit.objects.all():
            Visit.objects.filter(pk=visit.pk).update(at=timezone.now() - after)
    return load_last_visit(user, history, seen)


@contextmanager
def read_only():
    """A database that can't be written. PostgreSQL stays so until what was begun here is rolled back."""
    sqlite = connection.vendor == "sqlite"
    before = transaction.savepoint()
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA query_only=1" if sqlite else "SET transaction_read_only = on")
    yield
    if sqlite:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA query_only=0")
    transaction.savepoint_rollback(before)


def test_the_first_visit_has_none_before_it_and_goes_on(supervisor):
    assert look(supervisor) is None
    assert look(supervisor, after=VISIT_GAP - MINUTE) is None
    assert Visit.objects.count() == 1


def test_the_next_one_knows_when_the_last_was_and_what_it_had_seen(supervisor):
    look(supervisor)
    last = look(supervisor, seen=SEEN + DAY, after=3 * DAY)
    assert last is not None
    assert last.seen == SEEN
    assert timedelta() <= timezone.now() - 3 * DAY - last.at < MINUTE
    assert (
        look(supervisor, seen=SEEN + DAY, after=VISIT_GAP - MINUTE) == last
    )  # the same visit, another browser
    again = look(supervisor, seen=SEEN + DAY, after=VISIT_GAP + MINUTE)
    assert again is not None
    assert again.seen == SEEN + DAY


def test_what_came_during_a_visit_is_seen_with_it(supervisor):
    look(supervisor)
    assert look(supervisor, seen=SEEN + DAY, after=MINUTE) is None
    assert look(supervisor, seen=SEEN, after=MINUTE) is None  # a process with an older copy
    last = look(supervisor, seen=SEEN + DAY, after=DAY)
    assert last is not None
    assert last.seen == SEEN + DAY


def test_a_clock_that_goes_back_begins_no_visit(supervisor):
    look(supervisor)
    assert look(supervisor, after=-DAY) is None
    assert Visit.objects.get().at > timezone.now()


def test_users_and_histories_have_visits_of_their_own(supervisor, django_user_model):
    look(supervisor)
    colleague = django_user_model.objects.create_user("okafor")
    assert look(colleague, after=DAY) is None
    assert look(supervisor, "other") is None
    assert isinstance(look(supervisor), LastVisit)


def test_later_pages_of_a_visit_ask_the_database_nothing(supervisor, django_assert_num_queries):
    look(supervisor)
    with django_assert_num_queries(0):
        assert load_last_visit(supervisor, "h", SEEN) is None


def test_a_database_that_can_not_be_written_costs_the_mark_alone(supervisor, caplog):
    with read_only():
        assert look(supervisor) is None
    assert "could not be noted" in caplog.text
    assert look(supervisor) is None
    assert Visit.objects.count() == 1


@pytest.mark.skipif("connection.vendor != 'sqlite'")
def test_others_wait_for_a_writer_as_long_as_before(supervisor):
    look(supervisor)
    with connection.cursor() as cursor:
        waits = cursor.execute("PRAGMA busy_timeout").fetchone()[0]
    assert waits == 1000 * connection.settings_dict["OPTIONS"]["timeout"]


def test_what_is_old_and_what_is_too_much_goes(supervisor):
    now = timezone.now()
    Visit.objects.bulk_create(
        Visit(user=supervisor, history=str(number), at=now - number * MINUTE, seen=SEEN)
        for number in range(MAX_VISITS)
    )
    Visit.objects.create(user=supervisor, history="old", at=now - VISIT_RETENTION - MINUTE, seen=SEEN)
    look(supervisor, "new")
    kept = set(Visit.objects.values_list("history", flat=True))
    assert len(kept) == MAX_VISITS
    assert "new" in kept
    assert not {"old", str(MAX_VISITS - 1)} & kept
