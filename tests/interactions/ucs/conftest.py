from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from typing import Any

import pytest

from interactions.ucs.client import ClientConfiguration, UCSClient
from tests.interactions.ucs.scripted_server import ScriptedServer, ScriptStep, run_scripted_server


@pytest.fixture
def scripted() -> Iterator[Callable[..., ScriptedServer]]:
    """Starts a scripted UCS: `scripted(step, …)`."""
    with ExitStack() as servers:

        def start(*script: ScriptStep, tls: bool = False) -> ScriptedServer:
            return servers.enter_context(run_scripted_server(*script, tls=tls))

        yield start


@pytest.fixture
def client_of() -> Iterator[Callable[..., UCSClient]]:
    """A client of a server, with short time-outs: `client_of(server, max_bytes=…)`."""
    clients = []

    def make(server: ScriptedServer, base_path: str = "", **changes: Any) -> UCSClient:
        configuration = ClientConfiguration(
            base_url=server.url + base_path, connect_timeout=1, read_timeout=1, total_timeout=2
        )
        clients.append(UCSClient(replace(configuration, **changes)))
        return clients[-1]

    yield make
    for client in clients:
        client.close()
