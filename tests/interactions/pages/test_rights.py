"""Every route of the URLconf, asked by nobody, by somebody without a form's token, and by somebody."""

import io
import re

import pytest
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.test import Client
from django.urls import URLResolver, get_resolver

from contactserver.loaders.store import StoredContent

CHAT, MAIL, CUSTOMER, SERVICE = "00001aTESTCHAT01", "00001aTESTMAIL01", "00001aTESTCUST01", "00001aTESTSERV01"
VALUES = {
    "kind:kind": "binary_content",
    "content:ref": f"{MAIL}/binary_content",
    "nested:ref": f"{MAIL}/binary_content/parts/1",
    "format:form": "csv",
    "page:target": f"interactions/{CHAT}",
    "path:rest": "elsewhere",
    "path:object_id": "1",
    "int:content_type_id": "1",
    "path:content_type_id": "1",
    "id": "1",
    "str:app_label": "auth",
}
OWNERS = {"customers": CUSTOMER, "services": SERVICE, "interactions": MAIL}
OPEN = {"/healthz", "/readyz", "/sign-in"}
SAFE, UNSAFE = ("GET", "HEAD", "OPTIONS"), ("POST", "PUT", "PATCH", "DELETE")
MULTIPART = (
    b'Content-Type: multipart/mixed; boundary="b"\r\n\r\n'
    b"--b\r\nContent-Type: text/html\r\n\r\n<p>Hello</p>\r\n--b--\r\n"
)


def routes(patterns, before=""):
    for pattern in patterns:
        route = before + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from routes(pattern.url_patterns, route)
        else:
            yield path_of(route)


def path_of(route):
    """A path that this route answers; regular expressions are the admin's."""
    owner = OWNERS.get(route.removeprefix("api/").partition("/")[0], "1")
    route = re.sub(r"\^?\(\?P<(\w+)>[^)]*\)(\$|\\Z)?", "auth", route.removesuffix("$"))
    path = re.sub(r"<([^>]+)>", lambda match: VALUES.get(match[1], owner), route)
    return f"/{path}"


PATHS = sorted(set(routes(get_resolver().url_patterns)))


@pytest.fixture(autouse=True)
def _filled(store, record):
    mail = StoredContent("message/rfc822", b"Subject: Parcel 4471\r\n" + MULTIPART)
    contents = {"plain_text": StoredContent("text/plain", b"Parcel 4471"), "binary_content": mail}
    store(
        record(CHAT, service_id=SERVICE, contents=contents),
        record(MAIL, service_id=SERVICE, contents=contents),
    )


def test_the_routes_are_all_there():
    """The paths that the tests below ask are the ones that matter, and answered by somebody's view."""
    assert len(PATHS) > 30
    assert {f"/interactions/{MAIL}/binary_content/parts/1/frame", f"/api/interactions/{MAIL}", "/"} <= set(
        PATHS
    )
    assert not [path for path in PATHS if re.search(r"[<>()^$\\]", path)]


def test_nobody_sees_anything(client, db):
    seen = [
        f"{method} {path} {response.status_code}"
        for path in PATHS
        for method in (*SAFE, *UNSAFE)
        for response in [client.generic(method, path, headers={"Range": "bytes=0-3"})]
        if (response.status_code < 300 and path not in OPEN) or b"Parcel 4471" in b"".join(response)
    ]
    assert seen == []
    assert not Session.objects.exists()


def test_nothing_is_done_without_a_forms_token(admin_user):
    client = Client(enforce_csrf_checks=True)
    client.force_login(admin_user)
    answers = {f"{method} {path}": client.generic(method, path) for path in PATHS for method in UNSAFE}
    assert [name for name, answer in answers.items() if answer.status_code not in {403, 405}] == []


def test_asking_changes_nothing(admin_client):
    """But for the last sign-in and the searches of who asks (`GET /?q=`), and that they were there."""
    before = everything()
    for path in PATHS:
        for method in SAFE:
            response = admin_client.generic(method, path)
            assert response.status_code < 500, path
            b"".join(response)
    assert everything() == before


@pytest.mark.parametrize("who", ["client", "client_in", "admin_client"])
def test_every_answer_says_what_a_browser_may_do_with_it(request, db, who):
    client = request.getfixturevalue(who)
    for path in [
        *PATHS,
        "/no/such/page",
        "/customers/no%20id",
        "/interactions/00001aTESTNONE01/plain_text/raw",
    ]:
        for method in ("GET", "HEAD", "POST"):
            headers = client.generic(method, path).headers
            policy = headers["Content-Security-Policy"]
            assert "default-src 'none'" in policy, path
            assert "script-src 'self'" in policy or "sandbox" in policy, path
            assert "frame-ancestors" in policy, path
            assert "allow-scripts" not in policy
            assert headers["X-Content-Type-Options"] == "nosniff", path
            assert headers["Referrer-Policy"] in {"same-origin", "no-referrer"}, path
            assert {"private", "no-store"} <= set(headers["Cache-Control"].split(", ")), path
            assert headers["X-Frame-Options"] in {"DENY", "SAMEORIGIN"}, path


def everything():
    """All rows, but for sessions and visits."""
    out = io.StringIO()
    excluded = ["sessions", "contenttypes", "auth.permission", "interactions.visit"]
    call_command("dumpdata", exclude=excluded, stdout=out)
    return out.getvalue()
