"""`manage.py load_sample`: the sample goes into the server, once, and can be asked for."""

from io import StringIO

import pytest
from django.core.management import call_command

from contactserver.models import Interaction
from samplecentre.contact_centre import SAMPLE_RECORD_COUNT
from samplecentre.starting_points import STARTING_POINTS

pytestmark = pytest.mark.django_db


def load_sample():
    out = StringIO()
    call_command("load_sample", stdout=out)
    return out.getvalue()


def test_it_loads_once_and_names_places_to_begin(ask):
    first, second = load_sample(), load_sample()
    assert first.startswith(f"{SAMPLE_RECORD_COUNT:,} loaded, 0 unchanged, 0 could not be read\n")
    assert second.startswith(f"0 loaded, {SAMPLE_RECORD_COUNT:,} unchanged, 0 could not be read\n")
    assert Interaction.objects.count() == SAMPLE_RECORD_COUNT
    for place in STARTING_POINTS:
        assert place.identifier in first and place.shows in first
    assert ask("/interactions/00001a57JGQ00BW8").json["udata"]["RStrategyName"] == "sms-session-inbound"
    assert len(ask("/services/4471/interactions").json) == 3
    recording = ask("/interactions/00001aFILE000001/binary_content")
    assert (recording.status, recording.headers["Content-Type"]) == (200, "audio/wav")
