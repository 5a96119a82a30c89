"""The write API: what is stored, that a second run changes nothing, and what can't be stored is said."""

from datetime import UTC, datetime

import pytest

from contactserver.loaders.store import BATCH_BYTES, InteractionRecord, StoredContent, store_records
from contactserver.models import PIECE_BYTES, Content, Interaction, Piece

pytestmark = pytest.mark.django_db
ID = "00001aTESTIXN001"


def kept(interaction_id=ID):
    return Interaction.objects.get(pk=interaction_id)


def test_stores_the_document_beside_the_columns_that_are_looked_up():
    document = {
        "interaction_id": ID,
        "customer_id": "C1",
        "start_date": "2026-03-02T09:33:10.000Z",
        "x": ["ü"],
    }
    report = store_records([InteractionRecord(document, service_id="77")])
    assert (report.loaded, report.unchanged, report.failures, report.remarks) == (1, 0, [], [])
    row = kept()
    assert (row.customer_id, row.service_id, row.start_date) == ("C1", "77", "2026-03-02T09:33:10.000Z")
    assert bytes(row.document).decode().endswith('"x":["ü"]}')
    assert "service_id" not in bytes(row.document).decode()


def test_a_second_run_changes_nothing():
    content = StoredContent("text/plain", b"Hello")
    records = [InteractionRecord({"interaction_id": ID}, contents={"plain_text": content})]
    store_records(records)
    before = list(Content.objects.values())
    assert (store_records(records).unchanged, list(Content.objects.values())) == (1, before)


def test_what_a_new_record_does_not_speak_of_stays():
    store_records(
        [
            InteractionRecord(
                {"interaction_id": ID},
                service_id="7",
                contents={"plain_text": StoredContent("text/plain", b"a")},
            )
        ]
    )
    report = store_records(
        [
            InteractionRecord(
                {"interaction_id": ID, "status": 3},
                contents={"binary_content": StoredContent("image/png", b"b")},
            )
        ]
    )
    assert report.loaded == 1
    assert (kept().contents, kept().service_id) == ("plain_text binary_content", "7")
    assert Content.objects.count() == 2


def test_a_changed_content_replaces_all_its_pieces():
    big = StoredContent("audio/wav", bytes(range(256)) * 3 * (PIECE_BYTES // 256) + b"end")
    store_records([InteractionRecord({"interaction_id": ID}, contents={"binary_content": big})])
    assert b"".join(bytes(p.data) for p in Piece.objects.order_by("number")) == big.data
    assert Piece.objects.count() == 4
    report = store_records(
        [
            InteractionRecord(
                {"interaction_id": ID}, contents={"binary_content": StoredContent("audio/wav", b"x")}
            )
        ]
    )
    assert (report.loaded, Piece.objects.count()) == (1, 1)


def test_the_later_of_two_records_with_one_id_wins():
    report = store_records(
        [
            InteractionRecord({"interaction_id": ID, "status": 1}),
            InteractionRecord({"interaction_id": ID, "status": 3}),
        ]
    )
    assert report.loaded == 2
    assert b'"status":3' in bytes(kept().document)


@pytest.mark.parametrize("bad", [None, "", 12, "a b", "../x", "x" * 65, "a\n", {"a": 1}])
def test_a_record_without_a_usable_id_is_reported_and_the_rest_goes_on(bad):
    report = store_records(
        [
            InteractionRecord({"interaction_id": bad}, source="dump.json"),
            InteractionRecord({"interaction_id": ID}),
        ]
    )
    assert report.loaded == 1
    assert [failure.source for failure in report.failures] == ["dump.json"]


@pytest.mark.parametrize("value", [float("nan"), {1, 2}, b"bytes"])
def test_a_value_that_json_cannot_hold_is_reported(value):
    assert "JSON" in store_records([InteractionRecord({"interaction_id": ID, "x": value})]).failures[0].reason


def test_lone_surrogates_are_replaced_and_remarked():
    report = store_records([InteractionRecord({"interaction_id": ID, "subject": "a\ud800b"})])
    assert (report.loaded, len(report.remarks)) == (1, 1)
    assert "a\ufffdb" in bytes(kept().document).decode()


def test_a_media_type_that_no_header_can_carry_becomes_any_bytes():
    report = store_records(
        [
            InteractionRecord(
                {"interaction_id": ID}, contents={"plain_text": StoredContent("text/plain\r\nX: y", b"a")}
            )
        ]
    )
    assert (Content.objects.get().media_type, len(report.remarks)) == ("application/octet-stream", 1)


@pytest.mark.parametrize(
    ("given", "column"), [(12, "12"), ("", None), (None, None), ("a\0b", None), (True, None)]
)
def test_customers_whose_id_cannot_be_asked_for_are_filed_under_none(given, column):
    assert store_records([InteractionRecord({"interaction_id": ID, "customer_id": given})]).loaded == 1
    assert kept().customer_id == column


@pytest.mark.parametrize("date", ["yesterday", 5, "2026-03-02", "2026-03-02T09:33:10\0"])
def test_a_date_that_is_none_puts_nothing_in_order(date):
    store_records([InteractionRecord({"interaction_id": ID, "start_date": date})])
    assert kept().start_date == ""


def test_content_URLs_in_a_document_are_dropped():
    store_records(
        [InteractionRecord({"interaction_id": ID, "text": "http://ucshost/x", "structured_text": "y"})]
    )
    assert bytes(kept().document) == b'{"interaction_id":"%s"}' % ID.encode()


def test_batches_end_by_bytes():
    modified = datetime(2026, 3, 2, tzinfo=UTC)
    content = {"plain_text": StoredContent("text/plain", b"x" * (BATCH_BYTES // 2), modified)}
    report = store_records(
        InteractionRecord({"interaction_id": f"{ID}{n}"}, contents=content) for n in range(5)
    )
    assert (report.loaded, Interaction.objects.count()) == (5, 5)
    assert Content.objects.first().modified == modified
