import pytest

CUSTOMER, SERVICE = "00001aTESTCUST01", "00001aTESTSERV01"


@pytest.fixture(autouse=True)
def _filled(store, record):
    store(
        record("00001aTESTCHAT01", service_id=SERVICE, subject="Where is my parcel?", udata={"Priority": 1}),
        record("00001aTESTCALL01", media_type="voice", start_date="2026-03-01T12:00:00.000Z", timeshift=720),
    )


def ids(response):
    return [row["interaction_id"] for row in response.json()["results"]]


def test_a_customers_history_newest_first(client_in):
    response = client_in.get(f"/api/customers/{CUSTOMER}/interactions")
    document = response.json()
    assert response["Cache-Control"] == "private, no-store"
    assert document["count"] == 2
    assert document["fetched_at"].endswith("Z")
    assert ids(response) == ["00001aTESTCHAT01", "00001aTESTCALL01"]
    assert document["results"][0]["subject"] == "Where is my parcel?"
    assert document["results"][0]["start_date"] == "2026-03-02T09:33:10Z"


def test_a_services_history(client_in):
    assert ids(client_in.get(f"/api/services/{SERVICE}/interactions")) == ["00001aTESTCHAT01"]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("media=voice", ["00001aTESTCALL01"]),
        ("q=parcel", ["00001aTESTCHAT01"]),
        ("udata=priority%3D1", ["00001aTESTCHAT01"]),
        ("content=none", ["00001aTESTCHAT01", "00001aTESTCALL01"]),
        ("content=plain_text", []),
        ("udata=priority%3D1&udata=Segment", []),
        ("from=2026-03-02&to=2026-03-02", ["00001aTESTCHAT01"]),
        ("from=2026-03-02&tz=-10:00", []),
        ("from=2026-03-02&tz=-09:00", ["00001aTESTCHAT01"]),
        ("from=2026-03-02&tz=customer", ["00001aTESTCHAT01", "00001aTESTCALL01"]),
        ("from=2026-03-02&tz=Mars/Olympus", ["00001aTESTCHAT01"]),
        ("order=oldest", ["00001aTESTCALL01", "00001aTESTCHAT01"]),
        ("media=pigeon", ["00001aTESTCHAT01", "00001aTESTCALL01"]),
    ],
)
def test_the_timelines_filters(client_in, query, found):
    assert ids(client_in.get(f"/api/customers/{CUSTOMER}/interactions?{query}")) == found


def test_an_unknown_customer_has_no_interactions(client_in):
    assert client_in.get("/api/customers/00001aTESTNONE01/interactions").json()["count"] == 0
