"""The people of the sample: the agents of Tern Parcels and their customers, all invented.

They stand in `texts/cast.toml`. Telephone numbers are of the ranges kept for fiction or not given out at
all, addresses end in example.com, example.org, example.net or `.example`.
"""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

TEXTS = Path(__file__).parent / "texts"
MAILBOX = "care@tern.example"
COMPANY = "Tern Parcels"
# Minutes (docs/ucs-protocol.md §2.4).
TIMESHIFTS = {"en": 0, "fr": 60, "de": 60, "es": 60, "ja": 540, "ar": 240}
LOCALES = {"en": "en_GB", "fr": "fr_FR", "de": "de_DE", "es": "es_ES", "ja": "ja_JP", "ar": "ar_AE"}


@dataclass(frozen=True)
class Agent:
    """`employee` is the login that udata and transcripts name, `dbid` what `owner_id` holds."""

    employee: str
    dbid: int
    first: str
    last: str
    group: str
    group_dbid: int
    languages: tuple[str, ...]


@dataclass(frozen=True)
class Customer:
    """`matters` is how many threads the customer has: 5 for most, 40 for the heaviest."""

    identifier: str
    ordinal: int
    first: str
    last: str
    language: str
    company: str
    street: str
    city: str
    phone: str
    mail: str
    segment: str
    matters: int

    @property
    def name(self) -> str:
        return f"{self.first} {self.last}"

    @property
    def timeshift(self) -> int:
        return TIMESHIFTS[self.language]

    @property
    def locale(self) -> str:
        return LOCALES[self.language]

    @property
    def number(self) -> str:
        """The telephone number without blanks."""
        return self.phone.replace(" ", "")

    @property
    def handle(self) -> str:
        """The name on Twitter and Facebook."""
        return self.mail.split("@")[0].replace(".", "_") + str(40 + self.ordinal)


@cache
def _cast() -> dict[str, list[list[str | int]]]:
    with (TEXTS / "cast.toml").open("rb") as file:
        return tomllib.load(file)


@cache
def agents() -> tuple[Agent, ...]:
    return tuple(
        Agent(
            str(employee),
            int(dbid),
            str(first),
            str(last),
            str(group),
            int(number),
            tuple(str(spoken).split()),
        )
        for employee, dbid, first, last, group, number, spoken in _cast()["agents"]
    )


@cache
def customers() -> tuple[Customer, ...]:
    """In the order of the file, which gives each its number."""
    return tuple(
        Customer(
            identifier=str(identifier),
            ordinal=ordinal,
            **dict(
                zip(
                    ("first", "last", "language", "company", "street", "city", "phone", "mail", "segment"),
                    map(str, facts),
                    strict=True,
                )
            ),
            matters=int(matters),
        )
        for ordinal, (identifier, *facts, matters) in enumerate(_cast()["customers"], 1)
    )


def agent(employee: str) -> Agent:
    return next(agent for agent in agents() if agent.employee == employee)


def speakers(language: str) -> tuple[Agent, ...]:
    """The agents who can answer in a language; each speaks English."""
    return tuple(agent for agent in agents() if language in agent.languages)
