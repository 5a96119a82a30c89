"""Customers who came again: what contact centres count as repeated contact, the other side of first contact
resolution.

An inbound interaction repeats another inbound one of the same customer that was over, and not for long, when
it began, unless both name a subject and not the same; of several the one that began last. The customer's 50
that began before it are looked at. The later ones of a thread repeat nothing: they go on with what was begun.
A record that names no start, end or customer is compared with nothing.

The filter and its count ask of all rows: at 10,000 that takes 15 ms, four of them only to read what each is
about, and at 100,000 it takes 140 ms. It is too much for every first page, whose hundred rows take half a
millisecond when they are asked alone. So a history is looked through, once, when somebody asks for its
repeated contacts; one that has `few` contacts, as nearly everybody's has, at once.
"""

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from datetime import timedelta
from functools import cached_property, lru_cache
from itertools import groupby
from operator import attrgetter

from interactions.history.columns.record_codes import Direction, get_direction
from interactions.ucs.resources import InteractionSummary

MAX_EARLIER_CONTACTS = 50  # inbound interactions before one, of the same customer
MAX_EAGER_CONTACTS = 1_000  # inbound interactions: two milliseconds
REPLY_PREFIX_PATTERN = re.compile(
    r"(?:\s*(?:re|aw|antw|sv|vs|rv|res|fwd?|wg|tr)(?:\[\d+\])?\s*:)+", re.IGNORECASE
)
get_start_date = attrgetter("start_date")


class RepeatContacts:
    """The repeated contacts of a history. `inbound` are what customers began, oldest first, all with a start;
    `opens` says whether a row begins its thread or is in none; `days` is for how long what it repeats was
    over at most."""

    def __init__(
        self, inbound: Sequence[InteractionSummary], opens: Callable[[InteractionSummary], bool], days: int
    ) -> None:
        self.inbound, self.opens, self.within = inbound, opens, timedelta(days=days)

    def former(self, row: InteractionSummary) -> InteractionSummary | None:
        """What a row repeats."""
        return self.formers.get(row.interaction_id) if self.few else self._alone(row)

    def _alone(self, row: InteractionSummary) -> InteractionSummary | None:
        """What a row repeats, found without a look at the repeats of all other rows."""
        if row.start_date is None or get_direction(row.type) is not Direction.INBOUND:
            return None
        contacts = self._of_customer.get(row.customer_id or "", ())
        at = bisect_left(contacts, row.start_date, key=get_start_date)
        return self._former(row, contacts[max(0, at - MAX_EARLIER_CONTACTS) : at])

    @cached_property
    def formers(self) -> dict[str, InteractionSummary]:
        """What each row repeats, of those that do, by its ID."""
        pairs = (pair for contacts in self._of_customer.values() for pair in iter_repeat_candidates(contacts))
        found = ((row.interaction_id, self._former(row, before)) for row, before in pairs)
        return {identifier: former for identifier, former in found if former}

    @property
    def few(self) -> bool:
        """Whether all of them cost so little that nobody has to ask."""
        return len(self.inbound) <= MAX_EAGER_CONTACTS

    def _former(
        self, row: InteractionSummary, before: Sequence[InteractionSummary]
    ) -> InteractionSummary | None:
        former = find_repeated_contact(row, before, self.within)
        return former if former and self.opens(row) else None

    @cached_property
    def _of_customer(self) -> dict[str, list[InteractionSummary]]:
        """The inbound rows of each customer by its ID, oldest first: a service has many customers."""
        found: dict[str, list[InteractionSummary]] = {}
        for customer_id, rows in groupby(self.inbound, attrgetter("customer_id")):
            if customer_id:
                found.setdefault(customer_id, []).extend(rows)
        return found


def find_repeated_contact(
    row: InteractionSummary, before: Sequence[InteractionSummary], within: timedelta
) -> InteractionSummary | None:
    """What a row repeats of what its customer began before it, oldest first."""
    begins, own = row.start_date, normalize_subject(row.subject)
    for former in reversed(before):
        start, end = former.start_date, former.end_date
        if begins and start and end and start <= end < begins and begins - end <= within:
            other = normalize_subject(former.subject)
            if not own or not other or own == other:
                return former
    return None


def iter_repeat_candidates(
    contacts: list[InteractionSummary],
) -> Iterator[tuple[InteractionSummary, list[InteractionSummary]]]:
    """Each contact of a customer with those before it that it may repeat: of those that are looked at, the
    ones that name the same subject, or of which one names none. Most have none, and are left out."""
    places: dict[str, list[int]] = {}  # where each subject came
    first, began = 0, None  # how many began before this one
    for at, row in enumerate(contacts):
        if row.start_date != began:
            first, began = at, row.start_date
        own, since = normalize_subject(row.subject), max(0, first - MAX_EARLIER_CONTACTS)
        if not own:
            yield row, contacts[since:first]
        elif near := [
            *_slice_positions(places.get(own), since, first),
            *_slice_positions(places.get(""), since, first),
        ]:
            yield row, [contacts[place] for place in sorted(near)]
        places.setdefault(own, []).append(at)


def _slice_positions(places: Sequence[int] | None, first: int, stop: int) -> Sequence[int]:
    return places[bisect_left(places, first) : bisect_left(places, stop)] if places else ()


@lru_cache(4096)
def normalize_subject(subject: str | None) -> str:
    """What a subject is about, to be compared: what programs put before that of an answer is taken off."""
    text = subject or ""
    said = REPLY_PREFIX_PATTERN.match(text)
    return " ".join(text[said.end() if said else 0 :].casefold().split())
