"""The server's own settings (CONTACTSERVER_…), read anew for each request."""

from dataclasses import dataclass

from django.conf import settings


@dataclass(frozen=True)
class ContactServerConfiguration:
    """`base_path` is empty or begins with a slash and has none at its end. Without `username` no credentials
    are asked for, without `tenant` no ContactCenterId. `array` sends one interaction as an array of one, as
    the documentation's text has it, rather than as the object of its sample (docs/ucs-protocol.md §1.3,
    quirk 1)."""

    base_path: str
    public_url: str
    username: str
    password: str
    tenant: str
    array: bool


def get_server_configuration() -> ContactServerConfiguration:
    """The settings as they are now."""
    path = settings.CONTACTSERVER_BASE_PATH.strip("/")
    return ContactServerConfiguration(
        base_path=f"/{path}" if path else "",
        public_url=settings.CONTACTSERVER_PUBLIC_URL,
        username=settings.CONTACTSERVER_USERNAME,
        password=settings.CONTACTSERVER_PASSWORD,
        tenant=settings.CONTACTSERVER_TENANT,
        array=settings.CONTACTSERVER_ARRAY,
    )
