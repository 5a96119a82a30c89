"""Contents that fail on their way, from a UCS over a real socket."""

import pytest
from django.urls import reverse

from interactions.content.content_ref import ContentRef
from interactions.ucs.resources import ContentKind
from tests.upstreams import serve_answer

RAW = reverse("content-raw", args=[ContentRef("00001aTESTIXN001", ContentKind.BINARY_CONTENT)])


def broken_off(sent, promised=500_000):
    """A whole head, and a body that ends too early."""
    return f"HTTP/1.1 200 OK\r\nContent-Length: {promised}\r\n\r\n".encode() + b"x" * sent


@pytest.mark.parametrize("sent", [0, 1000])
def test_what_fails_at_once_is_a_page(client_in, settings, sent):
    with serve_answer(broken_off(sent)) as settings.UCS_URL:
        response = client_in.get(RAW)
    assert response.status_code == 502
    assert "The response was cut off." in response.content.decode()


def test_what_fails_later_is_no_end(client_in, settings, caplog):
    with serve_answer(broken_off(400_000)) as settings.UCS_URL:
        response = client_in.get(RAW)
        assert response.status_code == 200
        with pytest.raises(ConnectionResetError):
            b"".join(response.streaming_content)
    assert "UCSBadResponse" in caplog.text


def test_what_nobody_reads_is_let_go(client_in, settings, caplog):
    with serve_answer(broken_off(500_000)) as settings.UCS_URL:
        client_in.get(RAW).close()
    assert "streamed" in caplog.text
