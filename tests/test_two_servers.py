"""The viewer against `manage.py contactserver` on a port of its own, over real sockets: base path,
credentials and tenant header as a real UCS asks for them."""

import pytest
import requests

from tests.servers import open_signed_in_session, run_contact_server, run_viewer

pytestmark = pytest.mark.long(22)

SEED = "00001a57JGQ00BW8"
SEED_CUSTOMER = "00001a57JGQ00BVU"
ACCESS = {"USERNAME": "viewer", "PASSWORD": "a secret: with a colon"}


@pytest.fixture(scope="module")
def server(sample_folder):
    """A contact server with the sample, behind a base path, credentials and a tenant."""
    guarded = {f"CONTACTSERVER_{name}": value for name, value in ACCESS.items()}
    with run_contact_server(
        sample_folder(),
        CONTACTSERVER_BASE_PATH="/genesys/1/cs",
        CONTACTSERVER_TENANT="Environment",
        **guarded,
    ) as url:
        yield f"{url}/genesys/1/cs"


@pytest.fixture(scope="module")
def data(tmp_path_factory):
    return tmp_path_factory.mktemp("viewer")


@pytest.fixture(scope="module")
def url(server, data):
    """A viewer that knows the credentials and the tenant."""
    ucs = {f"UCS_{name}": value for name, value in ACCESS.items()}
    with run_viewer(data, UCS_URL=server, UCS_TENANT="Environment", **ucs) as url:
        yield url


def test_pages_and_content_over_two_sockets(url, data):
    session = open_signed_in_session(url, data)
    timeline = session.get(f"{url}/customers/{SEED_CUSTOMER}")
    assert timeline.status_code == 200
    assert "SMS chat" in timeline.text
    interaction = session.get(f"{url}/interactions/{SEED}")
    assert interaction.status_code == 200
    assert "RStrategyName" in interaction.text
    part = session.get(f"{url}/interactions/{SEED}/plain_text/raw", headers={"Range": "bytes=0-9"})
    assert (part.status_code, len(part.content)) == (206, 10)
    assert session.get(f"{url}/interactions/0000NOSUCHID0001").status_code == 404
    assert "The UCS answered." in (data / "log.txt").read_text()


def test_a_wrong_base_path_is_said_at_the_start_and_on_the_page(server, tmp_path):
    """This server says in JSON that it has no such path, as a UCS may of a customer: it is quoted."""
    ucs = {f"UCS_{name}": value for name, value in ACCESS.items()} | {"UCS_TENANT": "Environment"}
    with run_viewer(tmp_path, UCS_URL=server.removesuffix("/cs"), **ucs) as url:
        unknown = open_signed_in_session(url, tmp_path).get(f"{url}/customers/{SEED_CUSTOMER}")
        assert unknown.status_code == 404
        assert '<q dir="auto">Unknown resource.</q>' in unknown.text
        assert "check the base path of UCS_URL" in unknown.text
    assert "The UCS answered (404 “Unknown resource.” to a test ID)." in (tmp_path / "log.txt").read_text()


def test_wrong_credentials_are_an_honest_page(server, tmp_path):
    wrong = {"UCS_USERNAME": "viewer", "UCS_PASSWORD": "no", "UCS_TENANT": "Environment"}
    with run_viewer(tmp_path, UCS_URL=server, WORKERS="1", **wrong) as url:
        refused = open_signed_in_session(url, tmp_path).get(f"{url}/interactions/{SEED}")
        assert refused.status_code == 502
        assert "UCS Viewer could not sign in to the UCS" in refused.text
    log = (tmp_path / "log.txt").read_text()
    assert "UCS Viewer could not sign in to the UCS" in log.partition("  UCS    ")[2].split("\n")[1]
    assert SEED not in log
    assert ACCESS["PASSWORD"] not in log


def test_without_sign_in_there_is_nothing(url):
    for path in (
        f"/customers/{SEED_CUSTOMER}",
        f"/interactions/{SEED}",
        f"/interactions/{SEED}/plain_text/raw",
    ):
        answer = requests.get(f"{url}{path}", allow_redirects=False)
        assert answer.status_code == 302
        assert answer.headers["Location"].startswith("/sign-in?next=")
    assert requests.get(f"{url}/healthz").status_code == 200
    assert requests.get(f"{url}/readyz").status_code == 200
