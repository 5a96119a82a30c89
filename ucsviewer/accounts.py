"""The account that a first start makes: the sample's supervisor, or a real installation's administrator."""

import secrets
from dataclasses import dataclass

from django.contrib.auth import authenticate, get_user_model

SAMPLE_NAME = "supervisor"
SAMPLE_PASSWORD = "sample-supervisor"  # noqa: S105 - public, and only ever in the sample set-up
ADMINISTRATOR_NAME = "admin"


@dataclass(frozen=True)
class Account:
    """A name and the password to show once."""

    name: str
    password: str


def sample_account() -> Account:
    """The sample's supervisor; made when missing, its password left alone when somebody changed it."""
    users = get_user_model().objects
    if not users.filter(username=SAMPLE_NAME).exists():
        users.create_user(SAMPLE_NAME, password=SAMPLE_PASSWORD, first_name="Sample", last_name="Supervisor")
    return Account(SAMPLE_NAME, SAMPLE_PASSWORD)


def first_administrator() -> Account | None:
    """An administrator with a generated password (120 bits) when there is no account at all, else None."""
    users = get_user_model().objects
    if users.exists():
        return None
    account = Account(ADMINISTRATOR_NAME, secrets.token_urlsafe(15))
    users.create_superuser(account.name, password=account.password)
    return account


def sample_password_open() -> bool:
    """Whether the sample's public password still opens an account of this installation."""
    return authenticate(username=SAMPLE_NAME, password=SAMPLE_PASSWORD) is not None
