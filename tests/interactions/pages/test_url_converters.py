"""What an address names as a value, and the address of a value."""

import pytest
from django.urls import Resolver404, resolve, reverse

from interactions.content.content_ref import ContentRef
from interactions.history.history_key import HistoryKey
from interactions.pages.contents.content_urls import build_content_urls
from interactions.ucs.resources import ContentKind

ID = "00001aTESTIXN001"
MAIL = ContentRef(ID, ContentKind.BINARY_CONTENT)
NESTED = ContentRef(ID, ContentKind.BINARY_CONTENT, "2.1/3")


@pytest.mark.parametrize(
    ("path", "name", "value"),
    [
        (f"/customers/{ID}", "customer", HistoryKey("customer", ID)),
        ("/services/4471/interactions", "service-interactions", HistoryKey("service", "4471")),
        ("/services/4471/journey", "service-journey", HistoryKey("service", "4471")),
        (f"/interactions/{ID}/binary_content/raw", "content-raw", MAIL),
        (f"/interactions/{ID}/binary_content/parts/2.1/3", "inside", NESTED),
        (f"/interactions/{ID}/binary_content/parts/2.1/3/hex", "inside-hex", NESTED),
    ],
)
def test_an_address_names_a_value_and_is_built_of_it(path, name, value):
    match = resolve(path)
    assert (match.url_name, list(match.captured_kwargs.values())) == (name, [value])
    assert reverse(name, args=[value]) == path


@pytest.mark.parametrize("tail", ["/audio/raw", "/binary_content/parts", "/binary_content/parts/x/y z/raw"])
def test_what_names_no_content_is_no_page(tail):
    with pytest.raises(Resolver404):
        resolve(f"/interactions/{ID}{tail}")


@pytest.mark.parametrize(("ref", "prefix"), [(MAIL, "content"), (NESTED, "inside")])
def test_the_addresses_of_a_content_are_its_routes(ref, prefix):
    urls = build_content_urls(ref)
    built = (urls.raw, urls.frame, urls.hex, urls.waveform, urls.zip_download)
    assert built == tuple(
        reverse(f"{prefix}-{name}", args=[ref]) for name in ("raw", "frame", "hex", "waveform", "all")
    )
    assert urls.nested("4").raw == reverse("inside-raw", args=[ref.enter("4")])
