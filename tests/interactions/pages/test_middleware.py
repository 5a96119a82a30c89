import gzip
import re

import pytest
from django.test import Client

from contactserver.loaders.store import StoredContent


def test_every_answer_names_its_request(client):
    response = client.get("/healthz")
    assert re.fullmatch(r"[0-9a-f]{16}", response["X-Request-ID"])
    assert client.get("/healthz")["X-Request-ID"] != response["X-Request-ID"]


def test_a_proxys_id_is_kept(client):
    assert client.get("/healthz", headers={"X-Request-ID": "proxy-7f3a91c2"})["X-Request-ID"] == (
        "proxy-7f3a91c2"
    )


@pytest.mark.parametrize("given", ["short", "x" * 65, "<script>alert(1)</script>", "two words here"])
def test_what_is_no_id_is_replaced(client, given):
    assert client.get("/healthz", headers={"X-Request-ID": given})["X-Request-ID"] != given


def test_pages_stay_out_of_caches_and_search_engines(client_in):
    response = client_in.get("/")
    assert response["Cache-Control"] == "private, no-store"
    assert response["X-Robots-Tag"] == "noindex"


def test_a_view_that_sets_its_own_caching_is_left_alone(db):
    assert "no-cache" in Client().get("/sign-in")["Cache-Control"]


def test_the_policy_lets_nothing_but_our_own_files_run(client_in):
    policy = client_in.get("/")["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy


def test_a_page_is_compressed_for_those_who_can_read_it(client_in):
    page = client_in.get("/", headers={"Accept-Encoding": "br, gzip"})
    assert int(page["Content-Length"]) == len(page.content) < len(gzip.decompress(page.content)) / 2
    plain = client_in.get("/", headers={"Accept-Encoding": "br"})
    assert "Content-Encoding" not in plain
    assert "Accept-Encoding" in plain["Vary"]
    assert b"</html>" in plain.content


def test_the_forms_of_a_page_share_one_mask_of_the_token_and_no_two_pages_do(client_in):
    first, second = (
        set(re.findall(r'csrfmiddlewaretoken" value="(\w+)"', client_in.get("/").content.decode()))
        for _ in range(2)
    )
    assert len(first) == len(second) == 1
    assert first != second


def test_pages_are_compressed_and_bytes_are_not(client_in, store, record):
    content = StoredContent("text/plain", b"Parcel 4471\n" * 500)
    store(record("00001aTESTCALL01", contents={"plain_text": content}))
    headers = {"Accept-Encoding": "gzip"}
    page = client_in.get("/interactions/00001aTESTCALL01", headers=headers)
    assert page["Content-Encoding"] == "gzip"
    assert "Accept-Encoding" in page["Vary"]
    assert b"Parcel 4471" in gzip.decompress(page.content)
    for more in ({}, {"Range": "bytes=0-5999"}):
        raw = client_in.get("/interactions/00001aTESTCALL01/plain_text/raw", headers=headers | more)
        assert "Content-Encoding" not in raw
        assert int(raw["Content-Length"]) == 6000
        assert len(b"".join(raw)) == 6000
