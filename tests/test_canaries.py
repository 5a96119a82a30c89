"""Names, addresses, numbers and IDs go through every flow of a running viewer, and none into its log."""

import socket
from contextlib import closing
from urllib.parse import quote, urlsplit

import requests

from tests.servers import open_signed_in_session, run_viewer
from tests.upstreams import serve_answer

NAME, MAIL, PHONE, ID = "Wilhelmina Canary", "canary@example.com", "+15550142", "00001aCANARY0001"
CANARIES = (NAME, "Wilhelmina", MAIL, PHONE, ID, "canary")
# Whatever is asked: a page's JSON is none, a content breaks off in the middle, and all of it holds names.
BROKEN = (
    b"HTTP/1.1 %b\r\nContent-Type: text/plain; charset=canary\r\nX-Own: Wilhelmina\r\n"
    b"Content-Length: 9000000\r\n\r\n" + f'{{"message": "{NAME} {MAIL} {PHONE} {ID}"}}'.encode() * 2000
)
PATHS = (
    *(
        f"/interactions/{ID}{rest}"
        for rest in ("", "/raw", "/plain_text", "/plain_text/raw", "/plain_text/frame")
    ),
    f"/interactions/{ID}/binary_content/parts/canary",
    f"/customers/{ID}?q={quote(NAME)}",
    f"/customers/{ID}?udata={quote('EmailAddress=' + MAIL)}&udata={quote(NAME)}",
    f"/services/{ID}",
    *(
        f"/customers/{ID}{tail}?thread={quote(NAME)}&handler={quote(NAME)}&udata={quote(MAIL)}&tz={quote(NAME)}"
        f"&day={quote(NAME)}&after={ID}"
        for tail in ("/threads", "/journey", "/print", "/export.csv", "/export.json", "/export.ndjson")
    ),
    f"/compare?a={ID}&b={quote(MAIL)}",
    f"/time-zone?tz={quote(NAME)}&next=/customers/{ID}",
    f"/api/interactions/{ID}",
    f"/api/customers/{ID}/interactions?q={MAIL}",
    f"/api/{ID}",
    f"/customers/{quote(NAME)}",
    f"/interactions/{quote(MAIL)}",
    f"/{quote(NAME)}",
    f"/admin/{ID}/",
    f"/static/{quote(NAME)}.css",
    f"/?q={quote(NAME)}",
)
UNREADABLE = (
    f"GET /customers/{NAME} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n",
    f"GET /customers/{ID} HTTP/1.1\r\nHost: {ID}.example\r\n\r\n",
    f"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n{NAME}: {MAIL}\r\n\r\n",
    f"GET /customers/{ID * 500} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n",
    f"GET /customers/x HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Request-ID: {ID} {NAME}\r\n\r\n",
)


def test_no_flow_leaves_a_person_in_the_log(tmp_path):
    answers = [BROKEN.replace(b"%b", status) for status in (b"200 OK", b"500 Broken")]
    with serve_answer(lambda: answers[-1]) as ucs, run_viewer(tmp_path, UCS_URL=ucs, WORKERS="1") as url:
        session = open_signed_in_session(url, tmp_path)
        while answers:
            _ask(session, url)
            answers.pop()
        _sign_in_in_vain(url)
        for text in UNREADABLE:
            _send(url, text)
    log = (tmp_path / "log.txt").read_text().lower()
    assert "interactions.ucs" in log
    assert "invalid request" in log
    assert [line for line in log.splitlines() if any(canary.lower() in line for canary in CANARIES)] == []


def _ask(session, url):
    token = {"csrfmiddlewaretoken": session.cookies["csrftoken"]}
    for path in PATHS:
        for method in ("GET", "HEAD", "POST"):
            try:
                session.request(method, url + path, data={"q": NAME} if method == "POST" else None).close()
            except requests.RequestException:
                continue  # a content that breaks off breaks off here too
    for path, form in (("/", {"q": f"{ID} {NAME}"}), ("/refresh", {"next": f"/customers/{ID}"})):
        session.post(url + path, form | token)
    session.post(f"{url}/", token | {f"{NAME} {number}": "" for number in range(1100)})
    session.post(f"{url}/", token | {"q": NAME * 200_000})


def _sign_in_in_vain(url):
    session = requests.Session()
    session.get(f"{url}/sign-in")
    token = session.cookies["csrftoken"]
    session.post(
        f"{url}/sign-in",
        {"username": NAME, "password": PHONE, "csrfmiddlewaretoken": token, "next": f"/{ID}"},
    )


def _send(url, text):
    place = urlsplit(url)
    with closing(socket.create_connection((place.hostname, place.port), timeout=5)) as connection:
        connection.sendall(text.encode())
        assert connection.recv(100).startswith(b"HTTP/1.1 ")
