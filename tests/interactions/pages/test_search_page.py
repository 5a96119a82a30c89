import pytest
from django.urls import Resolver404, resolve

from interactions.models import MAX_RECENT_SEARCHES, RecentSearch

CUSTOMER, SERVICE = "00001aTESTCUST01", "00001aTESTSERV01"
CALL, CHAT = "00001aTESTCALL01", "00001aTESTCHAT01"


@pytest.fixture
def filled(store, record):
    store(
        record(CALL, media_type="voice", subject="Delivery address"),
        record(CHAT, service_id=SERVICE, subject="Where is <my> parcel?"),
    )


def look_up(client, text, **more):
    return client.post("/", {"q": text}, **more)


def recent(user):
    return [(one.kind, one.identifier) for one in RecentSearch.objects.of(user)]


@pytest.mark.parametrize(
    ("text", "path"),
    [
        (CUSTOMER, f"/customers/{CUSTOMER}"),
        (f"  {CALL}\t", f"/interactions/{CALL}"),
        (SERVICE, f"/services/{SERVICE}"),
        (f"http://ucshost:8080/genesys/1/cs/customers/{CUSTOMER}/interactions", f"/customers/{CUSTOMER}"),
        (f"http://ucshost:8080/interactions/{CHAT}/plain_text", f"/interactions/{CHAT}/plain_text"),
        (f"2026-03-02 09:33:10 Std 04541 interaction_id={CALL} 'Delivery'", f"/interactions/{CALL}"),
    ],
)
@pytest.mark.usefixtures("filled")
def test_one_answer_is_gone_to(client_in, text, path):
    response = look_up(client_in, text)
    assert (response.status_code, response["Location"]) == (303, path)


@pytest.mark.parametrize(
    ("link", "path"),
    [
        (
            f"https://viewer.example.com/customers/{CUSTOMER}?media=chat&q=a+b",
            f"/customers/{CUSTOMER}?media=chat&q=a+b",
        ),
        (f"/interactions/{CHAT}/structured_text#m5", f"/interactions/{CHAT}/structured_text#m5"),
        (f"https://viewer.example.com/interactions/{CHAT}#<script>", f"/interactions/{CHAT}"),
        (f"http://[/interactions/{CHAT}?a=b", f"/interactions/{CHAT}"),
    ],
)
@pytest.mark.usefixtures("filled")
def test_a_permalink_opens_as_it_was_sent(client_in, link, path):
    assert look_up(client_in, link)["Location"] == path


@pytest.mark.usefixtures("filled")
def test_several_answers_are_offered(client_in, supervisor):
    response = look_up(client_in, f"customer_id={CUSTOMER} interaction_id={CHAT} parent_id=00001aTESTNONE01")
    page = response.content.decode()
    assert response.status_code == 200
    assert "2 results" in page
    assert f'href="/customers/{CUSTOMER}"' in page
    assert "2 interactions" in page
    assert "Where is &lt;my&gt; parcel?" in page
    assert "Not found in the UCS" in page
    assert set(recent(supervisor)) == {("customer", CUSTOMER), ("interaction", CHAT)}


@pytest.mark.usefixtures("filled")
def test_an_id_that_is_two_things_is_a_choice(client_in, store, record):
    store(record("00001aTESTCHAT02", service_id=CUSTOMER))
    page = look_up(client_in, CUSTOMER).content.decode()
    assert f'href="/customers/{CUSTOMER}"' in page
    assert f'href="/services/{CUSTOMER}"' in page


@pytest.mark.usefixtures("filled")
def test_only_so_many_ids_of_a_text_are_looked_up(client_in):
    ids = " ".join(f"customer_id=00001aTESTNONE{n:02}" for n in range(11))
    page = look_up(client_in, ids).content.decode()
    assert "None of 8 IDs found" in page
    assert "Only the first 8 IDs were looked up; 3 were not." in page


def test_unknown(client_in):
    response = look_up(client_in, "00001aTESTNONE01")
    page = response.content.decode()
    assert response.status_code == 404
    assert "The UCS has nothing with this ID. IDs are case-sensitive." in page
    assert 'value="00001aTESTNONE01"' in page


def test_unknown_says_what_was_understood(client_in):
    page = look_up(client_in, "/customers/00001aTESTNONE01").content.decode()
    assert "The UCS has nothing with this ID." in page


@pytest.mark.parametrize("text", ["where is my parcel", "../../etc/passwd", "<script>alert(1)</script>"])
def test_malformed(client_in, text):
    response = look_up(client_in, text)
    assert response.status_code == 404
    assert "We could not find an ID in" in response.content.decode()
    assert "<script>alert" not in response.content.decode()


@pytest.mark.parametrize(
    ("misfortune", "status", "says"),
    [
        ("ucs_down", 503, "The UCS can’t be reached"),
        ("ucs_slow", 504, "The UCS did not answer in time"),
        ("ucs_nonsense", 502, "Unexpected response from the UCS"),
    ],
)
def test_a_failing_ucs_keeps_the_text(client_in, request, misfortune, status, says):
    request.getfixturevalue(misfortune)
    response = look_up(client_in, CUSTOMER)
    page = response.content.decode()
    assert response.status_code == status
    assert says in page
    assert f'type="search" value="{CUSTOMER}"' in page
    assert f'<input type="hidden" name="q" value="{CUSTOMER}">' in page


def test_it_needs_a_sign_in(client, db):
    assert client.get("/")["Location"] == "/sign-in?next=/"
    assert look_up(client, CUSTOMER).status_code == 302


@pytest.mark.usefixtures("filled")
def test_an_address_carries_a_plain_id_and_nothing_else(client_in):
    assert client_in.get("/", {"q": CALL})["Location"] == f"/interactions/{CALL}"
    response = client_in.get("/", {"q": f"Mr Miller {CALL}"})
    assert response.status_code == 200
    assert "Press Enter" in response.content.decode()


@pytest.mark.usefixtures("filled")
def test_the_last_searches_are_ones_own_and_listed_once(client_in, supervisor, django_user_model):
    for text in (CUSTOMER, CALL, CUSTOMER):
        look_up(client_in, text)
    assert recent(supervisor) == [("customer", CUSTOMER), ("interaction", CALL)]
    client_in.force_login(django_user_model.objects.create_user("other"))
    assert CUSTOMER not in client_in.get("/").content.decode()


def test_old_searches_are_let_go(supervisor):
    for number in range(MAX_RECENT_SEARCHES + 3):
        RecentSearch.objects.remember(supervisor, "customer", f"C{number}")
    kept = recent(supervisor)
    assert len(kept) == MAX_RECENT_SEARCHES
    assert kept[0] == ("customer", f"C{MAX_RECENT_SEARCHES + 2}")


def test_ten_are_shown_and_can_be_cleared(client_in, supervisor):
    for number in range(12):
        RecentSearch.objects.remember(supervisor, "service", f"S{number}")
    page = client_in.get("/").content.decode()
    assert 'href="/services/S11"' in page
    assert 'href="/services/S1"' not in page
    assert client_in.post("/recent/clear")["Location"] == "/"
    assert recent(supervisor) == []


def test_clearing_is_a_form(client_in):
    assert client_in.get("/recent/clear").status_code == 405


@pytest.mark.parametrize(
    "path", [f"/customers/{CUSTOMER}/", f"/interactions/{CALL}/plain_text/", "/healthz/"]
)
def test_a_slash_at_the_end_leads_to_the_page(client, path):
    response = client.get(f"{path}?a=b")
    assert (response.status_code, response["Location"]) == (301, f"{path.rstrip('/')}?a=b")


@pytest.mark.parametrize(
    "path", ["//evil.example/", "//evil.example/customers/a/", "/nothing/", "/customers/"]
)
def test_a_slash_leads_nowhere_else(path):
    with pytest.raises(Resolver404):
        resolve(path)


def test_a_slash_never_makes_the_address_of_another_host():
    assert resolve("//customers/a/").kwargs == {"target": "/customers/a"}
