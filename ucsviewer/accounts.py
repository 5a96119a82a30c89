"""The account that a first start makes: the sample's supervisor, or a real installation's administrator."""

import secrets
from dataclasses import dataclass

from django.contrib.auth import authenticate, get_user_model

SAMPLE_USERNAME = "supervisor"
SAMPLE_PASSWORD = "sample-supervisor"  # noqa: S105 - public, and only ever in the sample set-up
ADMINISTRATOR_USERNAME = "admin"


@dataclass(frozen=True)
class AccountCredentials:
    """A name and the password to show once."""

    name: str
    password: str


def ensure_sample_account() -> AccountCredentials:
    """The sample's supervisor; made when missing, its password left alone when somebody changed it."""
    users = get_user_model().objects
    if not users.filter(username=SAMPLE_USERNAME).exists():
        users.create_user(
            SAMPLE_USERNAME, password=SAMPLE_PASSWORD, first_name="Sample", last_name="Supervisor"
        )
    return AccountCredentials(SAMPLE_USERNAME, SAMPLE_PASSWORD)


def create_first_administrator() -> AccountCredentials | None:
    """An administrator with a generated password (120 bits) when there is no account at all, else None."""
    users = get_user_model().objects
    if users.exists():
        return None
    account = AccountCredentials(ADMINISTRATOR_USERNAME, secrets.token_urlsafe(15))
    users.create_superuser(account.name, password=account.password)
    return account


def is_sample_password_valid() -> bool:
    """Whether the sample's public password still opens an account of this installation."""
    return authenticate(username=SAMPLE_USERNAME, password=SAMPLE_PASSWORD) is not None
