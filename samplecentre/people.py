"""The people of the sample: the agents of Tern Parcels and their customers, all invented.

They stand in `texts/cast.toml`. Telephone numbers are of the ranges kept for fiction or not given out at
all, addresses end in example.com, example.org, example.net or `.example`.
"""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

TEXTS_FOLDER = Path(__file__).parent / "texts"
MAILBOX_ADDRESS = "care@tern.example"
COMPANY_NAME = "Tern Parcels"
# Minutes (docs/ucs-protocol.md §2.4).
TIMESHIFT_MINUTES = {"en": 0, "fr": 60, "de": 60, "es": 60, "ja": 540, "ar": 240}
LANGUAGE_LOCALES = {"en": "en_GB", "fr": "fr_FR", "de": "de_DE", "es": "es_ES", "ja": "ja_JP", "ar": "ar_AE"}


@dataclass(frozen=True)
class SampleAgent:
    """`employee` is the login that udata and transcripts name, `dbid` what `owner_id` holds."""

    employee: str
    dbid: int
    first: str
    last: str
    group: str
    group_dbid: int
    languages: tuple[str, ...]


@dataclass(frozen=True)
class SampleCustomer:
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
        return TIMESHIFT_MINUTES[self.language]

    @property
    def locale(self) -> str:
        return LANGUAGE_LOCALES[self.language]

    @property
    def number(self) -> str:
        """The telephone number without blanks."""
        return self.phone.replace(" ", "")

    @property
    def handle(self) -> str:
        """The name on Twitter and Facebook."""
        return self.mail.split("@")[0].replace(".", "_") + str(40 + self.ordinal)


@cache
def _load_people() -> dict[str, list[list[str | int]]]:
    with (TEXTS_FOLDER / "cast.toml").open("rb") as file:
        return tomllib.load(file)


@cache
def load_agents() -> tuple[SampleAgent, ...]:
    return tuple(
        SampleAgent(
            str(employee),
            int(dbid),
            str(first),
            str(last),
            str(group),
            int(number),
            tuple(str(spoken).split()),
        )
        for employee, dbid, first, last, group, number, spoken in _load_people()["agents"]
    )


@cache
def load_customers() -> tuple[SampleCustomer, ...]:
    """In the order of the file, which gives each its number."""
    return tuple(
        SampleCustomer(
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
        for ordinal, (identifier, *facts, matters) in enumerate(_load_people()["customers"], 1)
    )


def get_agent(employee: str) -> SampleAgent:
    return next(agent for agent in load_agents() if agent.employee == employee)


def find_speakers(language: str) -> tuple[SampleAgent, ...]:
    """The agents who can answer in a language; each speaks English."""
    return tuple(agent for agent in load_agents() if language in agent.languages)
