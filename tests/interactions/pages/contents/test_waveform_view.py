"""A recording's waveform, as a part of the interaction's page and as a page of its own."""

import pytest

from tests.interactions.content.media.wav_files import build_wav
from tests.interactions.pages.contents.test_content_views import ID, path, put  # noqa: F401 (a fixture)

PART = {"X-Swap": "waveform"}
PAGE = f"/interactions/{ID}/binary_content"


@pytest.fixture
def recording(put):  # noqa: F811
    put("binary_content", "audio/x-wav", build_wav(b"\0\x20" * 8000 * 22))


def test_the_page_asks_for_it_afterwards(client_in, recording):
    page = client_in.get(PAGE + "?t=1:23").content.decode()
    assert "8 kHz, mono, 16-bit PCM, 22 s" in page
    assert f'src="{path("content-raw")}#t=83"' in page
    assert f'id="waveform" data-swap-from="{path("content-waveform")}"' in page
    assert "wave-svg" not in page


def test_a_part_for_the_page_and_a_page_without(client_in, recording):
    part = client_in.get(path("content-waveform"), headers=PART)
    page = client_in.get(path("content-waveform"))
    for answer in (part, page):
        assert b'<path d="M0.5 ' in answer.content
        assert f'href="{PAGE}?t=5"'.encode() in answer.content
        assert b"style=" not in answer.content
        assert "X-Swap" in answer["Vary"]
    assert b"<html" not in part.content
    assert b"<html" in page.content


def test_none_says_why(client_in, put):  # noqa: F811
    put("binary_content", "audio/x-wav", b"<script>")
    answer = client_in.get(path("content-waveform"), headers=PART)
    assert (answer.status_code, answer.content.count(b"<")) == (200, 2)
    assert b"No waveform. This is not a WAV file." in answer.content


def test_an_error_goes_in_its_place(client_in, ucs_down):
    part = client_in.get(path("content-waveform"), headers=PART)
    assert (part.status_code, part["X-Swap"]) == (503, "waveform")
    assert b"No waveform. " in part.content
    assert client_in.get(path("content-waveform")).status_code == 503
