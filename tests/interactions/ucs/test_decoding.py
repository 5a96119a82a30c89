import json
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec import structs

from interactions.ucs.decoding import decode_interaction, decode_records
from interactions.ucs.errors import UCSBadResponse, UCSError, UCSNotFound
from interactions.ucs.resources import InteractionSummary, RecordList

ROW = {
    "interaction_id": "00001aTESTCHAT01",
    "customer_id": "00001aTESTCUST01",
    "thread_id": "00001aTESTTHRD01",
    "media_type": "chat",
    "entity_type": 2,
    "type": "Inbound",
    "sub_type": "InboundNew",
    "status": 3,
    "subject": "Parcel",
    "owner_id": 124,
    "udata": {
        "ServiceType": "default",
        "RTargetAgentSelected": "1002",
        "nested": {"RTargetAgentSelected": 1},
    },
    "start_date": "2026-03-02T09:33:10.000Z",
    "established_date": "2026-03-02T11:33:15+02:00",
    "text": "http://ucshost:8080/interactions/00001aTESTCHAT01/plain_text",
}
SUMMARY = InteractionSummary(
    **{key: value for key, value in ROW.items() if key not in {"udata", "text"}}
    | {
        "agent": "1002",
        "start_date": datetime(2026, 3, 2, 9, 33, 10, tzinfo=UTC),
        "established_date": datetime(2026, 3, 2, 9, 33, 15, tzinfo=UTC),
        "has_text": True,
    }
)


def body(*records):
    return json.dumps(list(records)).encode()


def row(number, **changes):
    return ROW | {"interaction_id": f"X{number}"} | changes


@pytest.mark.parametrize("sent", [body(ROW), json.dumps(ROW).encode(), b"\xef\xbb\xbf" + body(ROW)])
def test_a_history_from_an_array_or_one_object(sent):
    assert decode_records(sent) == RecordList((SUMMARY,))


@pytest.mark.parametrize("sent", [b"", b" \r\n", b"[]"])
def test_nothing_is_no_records(sent):
    assert decode_records(sent) == RecordList(())


def test_the_quick_way_and_the_lenient_way_give_the_same_row():
    """An attribute that only the lenient way takes must not change what it makes of the others."""
    (quick,) = decode_records(body(ROW)).summaries
    (lenient,) = decode_records(body(ROW | {"status": "3"})).summaries
    assert quick == lenient
    assert quick.established_date.tzinfo is lenient.established_date.tzinfo is UTC


@pytest.mark.parametrize(
    ("sent", "understood"),
    [
        ({"status": "3"}, {}),
        ({"status": 3.0}, {}),
        ({"owner_id": ""}, {"owner_id": None}),
        ({"subject": 5}, {"subject": "5"}),
        ({"subject": ""}, {"subject": ""}),
        ({"udata": {"RTargetAgentSelected": 1002}}, {}),
        ({"udata": None}, {"agent": None}),
        ({"start_date": "2026-03-02T09:33:10"}, {}),
        ({"start_date": "2026-03-02 10:33:10.000+0100"}, {}),
        ({"start_date": ""}, {"start_date": None}),
    ],
)
def test_what_is_near_enough_is_no_problem(sent, understood):
    (summary,) = decode_records(body(ROW | sent)).summaries
    assert summary == structs.replace(SUMMARY, **understood)


@pytest.mark.parametrize(
    ("field", "value"),
    [("status", "done"), ("status", True), ("status", 2.5), ("start_date", "soon"), ("subject", {"a": 1}),
     ("end_date", 5), ("end_date", "0001-01-01T00:00:00+14:00"), ("udata", [1]), ("text", ["x"]),
     ("duration", []), ("duration", 2**63), ("status", -(10**300)), ("owner_id", 1e300)],
)  # fmt: skip
def test_a_field_that_is_not_understood_is_named_and_kept(field, value):
    good, odd = decode_records(body(row(1), row(2, **{field: value}))).summaries
    assert not good.problems
    assert [(problem.field, problem.raw) for problem in odd.problems] == [(field, value)]


@pytest.mark.parametrize(
    "odd", [{"subject": "x"}, {"interaction_id": "../x"}, {"interaction_id": None}, 5, None, "x", [ROW], []]
)
def test_an_element_without_an_id_costs_itself_only(odd):
    records = decode_records(body(row(1), odd, row(2)))
    assert [summary.interaction_id for summary in records.summaries] == ["X1", "X2"]
    assert [problem.raw for problem in records.problems] == [odd]


@pytest.mark.parametrize("odd", [b'"\\ud800"', b'"\xff"', b"NaN", b"1e999", b"9" * 5000, b'{"a":1,"a":2}'])
def test_odd_json_in_one_record_costs_no_other(odd):
    sent = body(row(1), row(2), row(3, subject="here")).replace(b'"here"', odd)
    assert [summary.interaction_id for summary in decode_records(sent).summaries] == ["X1", "X2", "X3"]


def test_an_id_that_is_a_number():
    assert decode_records(body(row(1, interaction_id=17))).summaries[0].interaction_id == "17"


@pytest.mark.parametrize(
    "sent",
    [b"<html>", b"null", b"17", b'"x"', b'{"message":"no tenant","exception":"x"}', body(ROW)[:-5],
     b"[" * 100_000, b"[[" + b"[" * 100_000, b"\x00", b"[}"],
)  # fmt: skip
def test_what_is_no_history(sent):
    with pytest.raises(UCSBadResponse):
        decode_records(sent)


@pytest.mark.parametrize("sent", [body(ROW), json.dumps(ROW).encode(), body(row(1), ROW)])
def test_one_interaction_from_an_object_or_an_array(sent):
    interaction = decode_interaction(sent, ROW["interaction_id"])
    assert interaction.summary == SUMMARY
    assert interaction.document == json.dumps(ROW).encode()


@pytest.mark.parametrize("sent", [b"", b"[]", b"  "])
def test_an_empty_answer_is_no_interaction(sent):
    with pytest.raises(UCSNotFound):
        decode_interaction(sent, "X1")


@pytest.mark.parametrize("sent", [body(row(2)), b"{}", b"[{}]", b"null", b"17", body(row(1))[:-3], b"<html>"])
def test_the_answer_must_be_the_record_asked_for(sent):
    with pytest.raises(UCSBadResponse):
        decode_interaction(sent, "X1")


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=8,
)
fields = st.sampled_from(
    [
        *ROW,
        "from",
        "to",
        "reply_to",
        "sent_date",
        "callback_status",
        "allow_children",
        "timeshift",
        "released_date",
    ]
)
bodies = st.binary(max_size=200) | st.builds(
    lambda records: body(*(ROW | record for record in records)),
    st.lists(st.dictionaries(fields, json_values, max_size=5), max_size=3),
)


@given(bodies)
@settings(max_examples=100, deadline=None)
def test_any_bytes_give_a_value_or_an_error_of_ours(sent):
    try:
        records = decode_records(sent)
    except UCSError:
        return
    for summary in records.summaries:
        repr(summary).encode()
        assert summary.start_date is None or summary.start_date.tzinfo is UTC


@given(st.dictionaries(fields, json_values, max_size=8))
@settings(max_examples=100, deadline=None)
def test_any_fields_give_an_interaction_and_lose_nothing(changes):
    record = ROW | changes | {"interaction_id": "X1"}
    interaction = decode_interaction(json.dumps(record).encode(), "X1")
    values = {name: getattr(interaction, name) for name in ("text", "structured_text", "binary_content")}
    values |= {name: getattr(interaction, name) for name in ("allow_children", "udata")}
    values |= structs.asdict(interaction.summary) | interaction.attributes | interaction.unknown
    named = {problem.field for problem in interaction.problems}
    for field, value in record.items():
        assert value in (None, "") or field in named or values.get(field) is not None, field
