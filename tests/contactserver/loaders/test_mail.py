"""Mails are loaded from files into the server: once, again, in two goes, in any order."""

import io
import json
from itertools import permutations
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from contactserver.loaders.mail import load_mails
from contactserver.loaders.mailboxes import FoundMail, iter_mails
from contactserver.models import Content, Interaction, Piece
from tests.contactserver.loaders.mails import ALTERNATIVE_MAIL, MIXED_MAIL, build_mail, build_mail_thread

CORPORA = Path(__file__).resolve().parents[4] / "shared/corpora/mail"
pytestmark = pytest.mark.django_db


def documents():
    return {i.pk: json.loads(bytes(i.document)) for i in Interaction.objects.order_by("pk")}


def everything():
    """All that is stored, to the byte."""
    return [
        list(Interaction.objects.order_by("pk").values_list()),
        list(Content.objects.order_by("pk").values_list()),
        list(Piece.objects.order_by("pk").values_list()),
    ]


def put(folder, **mails):
    for name, raw in mails.items():
        (folder / f"{name}.eml").write_bytes(raw)
    return [folder / f"{name}.eml" for name in mails]


def test_a_folder_is_loaded_and_what_is_none_is_reported(tmp_path):
    put(tmp_path, one=ALTERNATIVE_MAIL, two=MIXED_MAIL, three=ALTERNATIVE_MAIL, four=b"")
    (tmp_path / "list.csv").write_text("a,b\n")
    report = load_mails([tmp_path, tmp_path / "nowhere"])
    assert (report.loaded, report.unchanged) == (2, 1)
    assert [(Path(failure.source).name, failure.reason) for failure in report.failures] == [
        ("four.eml", "empty"),
        ("list.csv", "not an e-mail"),
        ("nowhere", "no such file or directory"),
    ]
    assert len({document["customer_id"] for document in documents().values()}) == 1


def test_loading_again_changes_nothing(tmp_path):
    put(tmp_path, **dict(zip("abc", build_mail_thread(), strict=True)), d=MIXED_MAIL)
    load_mails([tmp_path], ["Care@tern.example"])
    before = everything()
    report = load_mails([tmp_path], ["care@tern.example"])
    assert (report.loaded, report.unchanged, report.failures) == (0, 4, [])
    assert everything() == before


def test_an_answer_stands_in_its_thread_and_in_the_customers_history(tmp_path):
    load_mails(put(tmp_path, **dict(zip("abc", build_mail_thread(), strict=True))), ["care@tern.example"])
    found = sorted(documents().values(), key=lambda document: document["start_date"])
    question, answer, thanks = found
    assert [document["type"] for document in found] == ["Inbound", "Outbound", "Inbound"]
    assert len({document["thread_id"] for document in found}) == 1
    assert len({document["customer_id"] for document in found}) == 1
    assert answer["parent_id"] == question["interaction_id"]
    assert thanks["parent_id"] == answer["interaction_id"]


def test_in_any_order_and_in_several_goes_the_outcome_is_the_same(tmp_path):
    paths = put(tmp_path, **dict(zip("abc", build_mail_thread(), strict=True)))
    load_mails(paths)
    expected = documents()
    for order in permutations(paths):
        Interaction.objects.all().delete()
        for path in order:
            load_mails([path])
        assert documents() == expected
        assert load_mails(paths).loaded == 0


def test_one_message_id_with_other_bytes_is_another_interaction(tmp_path):
    load_mails(
        put(tmp_path, a=build_mail("one", "Message-ID: <a@x>"), b=build_mail("two", "Message-ID: <a@x>"))
    )
    assert len(documents()) == 2
    assert len({document["thread_id"] for document in documents().values()}) == 1


def test_records_of_other_loaders_stay_as_they_are(tmp_path, store, record):
    store(
        record(
            "00001a57JGQ00BW8",
            thread_id="00001a57JGQ00BW9",
            udata={"Header_Message-ID": "<root@example.com>"},
        )
    )
    store(record("0M000aODD0000001", udata=["no", "mail"]))
    before = documents()
    load_mails(put(tmp_path, a=build_mail_thread()[1]))
    assert {key: value for key, value in documents().items() if key in before} == before


def test_the_command_reports_file_by_file(tmp_path):
    put(tmp_path, one=build_mail(), two=b"")
    out = io.StringIO()
    call_command(
        "load_mail", str(tmp_path), "--mailbox", "jane@example.com", "--mailbox", "x@y.example", stdout=out
    )
    assert f"{tmp_path / 'two.eml'}: empty" in out.getvalue()
    assert "1 loaded, 0 unchanged, 1 could not be read" in out.getvalue()
    assert next(iter(documents().values()))["type"] == "Outbound"


def test_the_command_fails_when_there_is_nothing(tmp_path):
    with pytest.raises(CommandError):
        call_command("load_mail", str(tmp_path / "nowhere"), stdout=io.StringIO())


@pytest.mark.corpora
def test_every_real_mail_is_loaded_or_reported():
    if not CORPORA.is_dir():
        pytest.skip(f"no mail corpora at {CORPORA}")
    items = list(iter_mails([CORPORA]))
    report = load_mails([CORPORA])
    assert report.loaded + report.unchanged == sum(isinstance(item, FoundMail) for item in items) > 400
    assert report.loaded == Interaction.objects.count()
    assert len(report.failures) == sum(not isinstance(item, FoundMail) for item in items)
    files = {str(path) for path in CORPORA.rglob("*") if path.is_file()}
    assert {item.source.split(", mail ")[0] for item in items} == files
    assert {failure.reason for failure in report.failures} == {"not an e-mail", "no headers", "empty"}
    assert report.remarks == []
    before = everything()
    assert (load_mails([CORPORA]).loaded, everything()) == (0, before)
