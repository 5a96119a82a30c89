"""JSON dumps: every form that is read, and every one that is not, said and passed by."""

import json

import pytest

from contactserver.loaders.dumps import load_dumps
from contactserver.models import Content, Interaction

pytestmark = pytest.mark.django_db
ONE, TWO = {"interaction_id": "I1", "subject": "Päckchen"}, {"interaction_id": "I2", "udata": {"a": [1]}}
LINES = f"{json.dumps(ONE)}\n\n{json.dumps(TWO)}\n"


def ids():
    return sorted(Interaction.objects.values_list("pk", flat=True))


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("array.json", json.dumps([ONE, TWO])),
        ("pretty.json", json.dumps([ONE, TWO], indent=2)),
        ("lines.ndjson", LINES),
        ("lines.JSONL", LINES),
        ("lines.json", LINES),
        ("answers.ndjson", f"{json.dumps([ONE])}\n{json.dumps([TWO])}"),
        ("no suffix", json.dumps([ONE, TWO])),
    ],
)
def test_every_form_of_two_records(tmp_path, name, text):
    (tmp_path / name).write_text(text)
    report = load_dumps([tmp_path / name])
    assert (report.loaded, report.failures, report.remarks, ids()) == (2, [], [], ["I1", "I2"])
    assert load_dumps([tmp_path / name]).unchanged == 2


@pytest.mark.parametrize("text", [json.dumps(ONE), json.dumps(ONE, indent=1)])
def test_a_single_object(tmp_path, text):
    (tmp_path / "a.json").write_text(text)
    assert (load_dumps([tmp_path / "a.json"]).loaded, ids()) == (1, ["I1"])


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
@pytest.mark.parametrize("name", ["a.json", "a.ndjson"])
def test_encodings(tmp_path, encoding, name):
    (tmp_path / name).write_bytes(f"{json.dumps(ONE, ensure_ascii=False)}\n".encode(encoding))
    assert load_dumps([tmp_path / name]).failures == []
    assert json.loads(bytes(Interaction.objects.get().document)) == ONE


def test_bytes_that_are_no_utf_8_are_replaced_and_remarked(tmp_path):
    (tmp_path / "a.json").write_bytes(b'{"interaction_id":"I1","subject":"P\xe4ckchen"}')
    report = load_dumps([tmp_path / "a.json"])
    assert (report.loaded, len(report.remarks)) == (1, 1)
    assert json.loads(bytes(Interaction.objects.get().document))["subject"] == "P\ufffdckchen"


def test_a_bad_line_is_reported_and_the_rest_goes_on(tmp_path):
    path = tmp_path / "a.ndjson"
    path.write_text(f'{{"interaction_id":\n{json.dumps(ONE)}\n42\n{{}}\n{json.dumps(TWO)}\n[{{}}, 7]\n')
    report = load_dumps([path])
    assert (report.loaded, ids()) == (2, ["I1", "I2"])
    places = ("line 1", "line 3", "line 4", "line 6 record 1", "line 6 record 2")
    assert sorted(f.source for f in report.failures) == [f"{path} {place}" for place in places]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "hello",
        '"text"',
        "12",
        "null",
        "[1]",
        "[" * 100_000,
        '{"interaction_id": "I1", "x": NaN}',
        '{"interaction_id": "I1", "n": ' + "9" * 5000 + "}",
        "\x00\x01\x02\x03",
        json.dumps({"message": "no", "exception": "e"}),
    ],
)
def test_what_holds_no_interaction_is_reported(tmp_path, text):
    (tmp_path / "a.json").write_text(text)
    report = load_dumps([tmp_path / "a.json"])
    assert (report.loaded, len(report.failures)) == (0, 1)
    assert report.failures[0].source.startswith(str(tmp_path / "a.json"))


def test_keys_that_came_twice_are_remarked_and_the_last_one_counts(tmp_path):
    (tmp_path / "a.json").write_text('{"interaction_id": "I1", "udata": {"b": 1, "b": 2}}')
    report = load_dumps([tmp_path / "a.json"])
    assert [remark.reason for remark in report.remarks] == ["Duplicate keys, the last value is used: b."]
    assert json.loads(bytes(Interaction.objects.get().document))["udata"] == {"b": 2}


def test_folders_are_searched_and_what_is_missing_is_said(tmp_path):
    (tmp_path / "deep").mkdir()
    (tmp_path / "empty").mkdir()
    (tmp_path / "deep" / "a.json").write_text(json.dumps(ONE))
    (tmp_path / "deep" / "a.txt").write_text("no dump")
    report = load_dumps([tmp_path, tmp_path / "empty", tmp_path / "nothing.json"])
    assert (report.loaded, [f.source for f in report.failures]) == (
        1,
        [str(tmp_path / "empty"), str(tmp_path / "nothing.json")],
    )


def test_content_urls_are_dropped_and_contents_beside_the_dump_taken_along(tmp_path, ask):
    urls = {"text": "http://ucshost/1", "binary_content": "http://ucshost/2"}
    (tmp_path / "a.json").write_text(json.dumps(ONE | urls | {"structured_text_mime": "text/html"}))
    (tmp_path / "I1").mkdir()
    (tmp_path / "I1" / "structured_text").write_bytes(b"<p>")
    load_dumps([tmp_path / "a.json"])
    assert load_dumps([tmp_path / "a.json"]).unchanged == 1
    assert {"text", "structured_text", "binary_content"} & set(ask("/interactions/I1").json) == {
        "structured_text"
    }
    reply = ask("/interactions/I1/structured_text")
    assert (reply.headers["Content-Type"], reply.body, Content.objects.count()) == ("text/html", b"<p>", 1)


def test_the_servers_own_answers_are_a_dump(tmp_path, store, record, ask):
    store(record("I1", udata={"k": "v"}), record("I2"))
    answer = ask("/customers/00001aTESTCUST01/interactions").body
    (tmp_path / "answer.json").write_bytes(answer)
    assert load_dumps([tmp_path / "answer.json"]).unchanged == 2
    Interaction.objects.all().delete()
    assert load_dumps([tmp_path / "answer.json"], "77").loaded == 2
    assert ask("/services/77/interactions").body == answer


def test_a_content_that_cannot_be_read_costs_no_record(tmp_path):
    (tmp_path / "a.json").write_text(json.dumps([ONE, TWO]))
    (tmp_path / "I1").mkdir()
    (tmp_path / "I1" / "plain_text").symlink_to("/proc/self/mem")  # opens, and fails as it is read
    report = load_dumps([tmp_path / "a.json"])
    assert (report.loaded, len(report.remarks), Content.objects.count()) == (2, 1, 0)
