"""What the people of the sample say and write: a file for each reason and language, in `texts/<language>/`.

A text has places like `{parcel}` that a thread's facts fill, so that a number in the chat is the number in
the mail. The things named (goods, depots, weekdays) stand in `texts/things.toml`.
"""

import tomllib
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cache
from random import Random
from typing import Any

from samplecentre.people import TEXTS_FOLDER, SampleAgent, SampleCustomer

ThreadFacts = dict[str, str]


@dataclass(frozen=True)
class ContactReason:
    """One thing that customers get in touch about. `shapes` are the ways it goes: media and waits in turn;
    `texts` are the sayings by kind (chats, letters, replies…)."""

    key: str
    language: str
    group: str
    skill: str
    shapes: tuple[str, ...]
    texts: dict[str, tuple[str, ...]] = field(repr=False)


@cache
def load_contact_reasons(language: str) -> tuple[ContactReason, ...]:
    """The matters that are told in a language, in the order of their names."""
    return tuple(
        _load_contact_reason(path.stem, language) for path in sorted((TEXTS_FOLDER / language).glob("*.toml"))
    )


def get_contact_reason(language: str, key: str) -> ContactReason:
    return next(reason for reason in load_contact_reasons(language) if reason.key == key)


def _load_contact_reason(key: str, language: str) -> ContactReason:
    with (TEXTS_FOLDER / language / f"{key}.toml").open("rb") as file:
        content: dict[str, Any] = tomllib.load(file)
    return ContactReason(
        key=key,
        language=language,
        group=content.pop("group"),
        skill=content.pop("skill"),
        shapes=tuple(content.pop("shapes")),
        texts={kind: tuple(text.lstrip("\n") for text in texts) for kind, texts in content.items()},
    )


@cache
def load_things() -> dict[str, dict[str, Any]]:
    with (TEXTS_FOLDER / "things.toml").open("rb") as file:
        return tomllib.load(file)


def build_thread_facts(
    rng: Random, customer: SampleCustomer, agent: SampleAgent, moment: datetime
) -> ThreadFacts:
    """What holds in a whole thread, on paper and on the telephone."""
    words = load_things()[customer.language]
    tomorrow = moment + timedelta(days=1 if moment.weekday() < 5 else 7 - moment.weekday())
    amount = rng.randrange(1500, 48000)
    picks = {
        name[:-1]: rng.choice(words[name]) for name in ("items", "pickups", "depots", "old_streets", "slots")
    }
    return picks | {
        "first": customer.first,
        "last": customer.last,
        "name": customer.name,
        "account": customer.company or customer.name,
        "street": customer.street,
        "city": customer.city,
        "phone": customer.phone,
        "mail": customer.mail,
        "handle": customer.handle,
        "agent": agent.first,
        "parcel": str(rng.randrange(3100, 9900)),
        "order": f"T{moment:%y}-{rng.randrange(10000, 99999)}",
        "invoice": f"{moment.year}-{rng.randrange(101, 9999):04d}",
        "contract": f"C-{rng.randrange(2000, 9999)}",
        "claim": f"{rng.randrange(60, 99)}-{rng.randrange(1000, 9999)}",
        "scan": f"{max(moment.hour - 2, 6):02d}:{rng.randrange(60):02d}",
        "case": f"TP{rng.randrange(100000, 999999)}",
        "code": f"{rng.randrange(1000, 9999)}",
        "amount": format_money(amount, words["decimal"]),
        "right": format_money(amount * 5 // 6, words["decimal"]),
        "off": format_money(amount - amount * 5 // 6, words["decimal"]),
        "today": words["weekdays"][moment.weekday()],
        "tomorrow": words["weekdays"][tomorrow.weekday()],
        "tongue": words["tongue"],
        "daypart": words["dayparts"][0 if moment.hour < 12 else 1 if moment.hour < 17 else 2],
    }


def format_money(cents: int, point: str) -> str:
    """An amount in euros, without the sign: `1214.50`, or with a comma where that is the custom."""
    return f"{cents // 100}{point}{cents % 100:02d}"
