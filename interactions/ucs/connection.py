"""The process's one client, made from the settings."""

from threading import Lock
from typing import Any

from django.conf import settings
from django.core.signals import setting_changed
from django.dispatch import receiver

from interactions.ucs.embedded import EmbeddedTransport, build_embedded_base_url

from .client import UCSClient
from .configuration import ClientConfiguration

_clients_lock = Lock()
_clients: list[UCSClient] = []


def get_ucs_client() -> UCSClient:
    """The client that all threads share, built by the first caller.

    Without UCS_URL the embedded server answers in-process, and the client has its credentials.
    """
    with _clients_lock:
        if not _clients:
            _clients.append(_build_client())
        return _clients[0]


@receiver(setting_changed)
def _close_clients(*, setting: str, **_: Any) -> None:
    """Closes the client after a test changed a setting, so that the next caller gets one with the new
    values."""
    if setting.startswith(("UCS_", "CONTACTSERVER_")):
        with _clients_lock:
            while _clients:
                _clients.pop().close()


def _build_client() -> UCSClient:
    limits: dict[str, Any] = {
        "connect_timeout": settings.UCS_CONNECT_TIMEOUT,
        "read_timeout": settings.UCS_READ_TIMEOUT,
        "total_timeout": settings.UCS_TOTAL_TIMEOUT,
        "max_bytes": settings.UCS_MAX_BYTES,
        "pool_size": max(64, settings.THREADS),
    }
    if not settings.UCS_URL:
        configuration = ClientConfiguration(
            base_url=build_embedded_base_url(settings.CONTACTSERVER_BASE_PATH),
            username=settings.CONTACTSERVER_USERNAME,
            password=settings.CONTACTSERVER_PASSWORD,
            tenant=settings.CONTACTSERVER_TENANT,
            **limits,
        )
        return UCSClient(configuration, adapter=EmbeddedTransport())
    configuration = ClientConfiguration(
        base_url=settings.UCS_URL,
        username=settings.UCS_USERNAME,
        password=settings.UCS_PASSWORD,
        tenant=settings.UCS_TENANT,
        group=settings.UCS_GROUP,
        ca_bundle=settings.UCS_CA_BUNDLE,
        **limits,
    )
    return UCSClient(configuration)
