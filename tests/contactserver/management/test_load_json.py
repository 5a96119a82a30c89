"""`manage.py load_json`: its options, its report and its exit code."""

import pytest
from django.core.management import CommandError, call_command

from contactserver.models import Interaction

pytestmark = pytest.mark.django_db


def test_loads_and_reports(tmp_path, capsys):
    (tmp_path / "a.ndjson").write_text('{"interaction_id": "I1"}\noops\n')
    call_command("load_json", str(tmp_path), "--service", "77")
    out = capsys.readouterr().out
    assert "a.ndjson line 2: Not valid JSON" in out
    assert "1 loaded, 0 unchanged, 1 could not be read" in out
    assert Interaction.objects.get().service_id == "77"


def test_fails_when_nothing_could_be_read(tmp_path):
    with pytest.raises(CommandError, match="Nothing could be loaded"):
        call_command("load_json", str(tmp_path / "nothing.json"))


def test_refuses_a_service_that_is_no_id(tmp_path):
    with pytest.raises(CommandError, match="--service"):
        call_command("load_json", str(tmp_path), "--service", "a b")
