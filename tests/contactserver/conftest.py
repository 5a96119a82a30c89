"""How the tests of this server ask it: through `respond_to_request`, as both ways to run it do."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from django.http.response import HttpResponseBase
from django.test import RequestFactory

from contactserver.application import respond_to_request

HOST = "ucshost:8080"


@dataclass
class Reply:
    """A response, read to its end."""

    status: int
    headers: dict
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)


def read(response: HttpResponseBase) -> Reply:
    return Reply(response.status_code, dict(response.headers), b"".join(response))


@pytest.fixture
def ask(db: None) -> Callable[..., Reply]:
    """`ask("/interactions/…", method="HEAD", Range="bytes=0-9")`; `_` in a header's name is `-`."""

    def ask(path: str, *, method: str = "GET", **headers: str) -> Reply:
        headers = {"Host": HOST} | {name.replace("_", "-"): value for name, value in headers.items()}
        return read(respond_to_request(RequestFactory().generic(method, path, headers=headers)))

    return ask
