"""Loads mails: each becomes an interaction, each correspondent a customer, each conversation a thread.

The mails are read twice, first for how they hang together, then to be stored, so that no more than a
batch of them is in memory. An interaction's ID follows from the mail's bytes: loading again changes
nothing, and the same mail in two places is one interaction.
"""

import json
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from contactserver.loaders.conversation import Conversations, Links
from contactserver.loaders.correspondence import CREATOR, Place, identifier, record
from contactserver.loaders.headers import read
from contactserver.loaders.mailboxes import Found, find
from contactserver.loaders.progress import track
from contactserver.loaders.report import Failure
from contactserver.loaders.store import Record, Report, store
from contactserver.models import Interaction

HEADER = "Header_"


@dataclass(frozen=True)
class Stored:
    """A mail of an earlier load, and the thread and the parent that it has so far."""

    links: Links
    thread_id: str | None
    parent_id: str | None


def load(paths: Sequence[Path], own_addresses: Collection[str] = ()) -> Report:
    """Loads every mail under `paths`. Mail from `own_addresses` is outbound. What holds no mail, or can't be
    read, stands in the report with the reason. Raises django.db.DatabaseError."""
    own = frozenset(address.strip().lower() for address in own_addresses)
    stored = list(_stored())
    found = list(_links(track(find(paths), unit="files checked")))
    conversations = Conversations([mail.links for mail in stored] + [mail for mail in found if mail])
    report = Report()
    mails = track(find(paths), unit="files loaded", total=len(found))
    store(_records(mails, conversations, own, report), report)
    store(_moved(stored, conversations))
    return report


def _links(found: Iterable[Found | Failure]) -> Iterator[Links | None]:
    """What each mail says of its place; None for what is no mail."""
    for item in found:
        yield Links.of(_interaction_id(item), read(item.raw).texts()) if isinstance(item, Found) else None


def _records(
    found: Iterable[Found | Failure], conversations: Conversations, own: Collection[str], report: Report
) -> Iterator[Record]:
    for item in found:
        if isinstance(item, Failure):
            report.failures.append(item)
        elif (interaction_id := _interaction_id(item)) not in conversations.mails:
            report.fail(item.source, "changed during loading")
        else:
            yield record(interaction_id, item.raw, _place(conversations, interaction_id), own, item.source)


def _stored() -> Iterator[Stored]:
    """The mails that this loader has loaded before, as their IDs show."""
    mails = Interaction.objects.filter(interaction_id__startswith=CREATOR).values_list("document", flat=True)
    for document in mails.iterator():
        facts = json.loads(bytes(document))
        udata = facts.get("udata")
        headers = {
            name.removeprefix(HEADER): value
            for name, value in (udata.items() if isinstance(udata, dict) else ())
            if name.startswith(HEADER)
        }
        links = Links.of(facts["interaction_id"], headers)
        yield Stored(links, facts.get("thread_id"), facts.get("parent_id"))


def _moved(stored: Iterable[Stored], conversations: Conversations) -> list[Record]:
    """The earlier mails for which this load brought a parent or an earlier beginning."""
    places = {mail.links.interaction_id: _place(conversations, mail.links.interaction_id) for mail in stored}
    moved = [
        mail.links.interaction_id
        for mail in stored
        if (place := places[mail.links.interaction_id])
        and (place.thread_id, place.parent_id) != (mail.thread_id, mail.parent_id)
    ]
    return [
        Record(_placed(json.loads(bytes(interaction.document)), places[interaction.pk]))
        for interaction in Interaction.objects.filter(pk__in=moved)
    ]


def _placed(document: dict[str, Any], place: Place) -> dict[str, Any]:
    """The document with its thread and its parent, in the order of attributes that `record` gives."""
    placed: dict[str, Any] = {}
    for key, value in document.items():
        if key == "thread_id":
            placed |= {"parent_id": place.parent_id} if place.parent_id else {}
            placed["thread_id"] = place.thread_id
        elif key != "parent_id":
            placed[key] = value
    return placed


def _place(conversations: Conversations, interaction_id: str) -> Place:
    return Place(
        thread_id=identifier("thread", conversations.root(interaction_id).encode()),
        parent_id=conversations.parent_id(interaction_id),
        is_reply=bool(conversations.mails[interaction_id].earlier),
    )


def _interaction_id(found: Found) -> str:
    return identifier("interaction", found.raw)
