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

from contactserver.loaders.conversation import MailConversations, MailLinks
from contactserver.loaders.headers import parse_headers
from contactserver.loaders.mail_interactions import (
    IDENTIFIER_PREFIX,
    ThreadPosition,
    build_mail_record,
    derive_identifier,
)
from contactserver.loaders.mailboxes import FoundMail, iter_mails
from contactserver.loaders.progress import track_progress
from contactserver.loaders.report import LoadFailure
from contactserver.loaders.store import InteractionRecord, LoadReport, store_records
from contactserver.models import Interaction

HEADER_KEY_PREFIX = "Header_"


@dataclass(frozen=True)
class StoredMail:
    """A mail of an earlier load, and the thread and the parent that it has so far."""

    links: MailLinks
    thread_id: str | None
    parent_id: str | None


def load_mails(paths: Sequence[Path], own_addresses: Collection[str] = ()) -> LoadReport:
    """Loads every mail under `paths`. Mail from `own_addresses` is outbound. What holds no mail, or can't be
    read, stands in the report with the reason. Raises django.db.DatabaseError."""
    own = frozenset(address.strip().lower() for address in own_addresses)
    stored = list(_iter_stored_mails())
    links = list(_iter_mail_links(track_progress(iter_mails(paths), unit="files checked")))
    conversations = MailConversations([mail.links for mail in stored] + [mail for mail in links if mail])
    report = LoadReport()
    mails = track_progress(iter_mails(paths), unit="files loaded", total=len(links))
    store_records(_iter_mail_records(mails, conversations, own, report), report)
    store_records(_build_moved_records(stored, conversations))
    return report


def _iter_mail_links(items: Iterable[FoundMail | LoadFailure]) -> Iterator[MailLinks | None]:
    """What each mail says of its place; None for what is no mail."""
    for item in items:
        yield (
            MailLinks.of(_derive_interaction_id(item), parse_headers(item.raw).get_texts())
            if isinstance(item, FoundMail)
            else None
        )


def _iter_mail_records(
    items: Iterable[FoundMail | LoadFailure],
    conversations: MailConversations,
    own: Collection[str],
    report: LoadReport,
) -> Iterator[InteractionRecord]:
    for item in items:
        if isinstance(item, LoadFailure):
            report.failures.append(item)
        elif (interaction_id := _derive_interaction_id(item)) not in conversations.mails:
            report.add_failure(item.source, "changed during loading")
        else:
            yield build_mail_record(
                interaction_id,
                item.raw,
                _build_thread_position(conversations, interaction_id),
                own,
                item.source,
            )


def _iter_stored_mails() -> Iterator[StoredMail]:
    """The mails that this loader has loaded before, as their IDs show."""
    mails = Interaction.objects.filter(interaction_id__startswith=IDENTIFIER_PREFIX).values_list(
        "document", flat=True
    )
    for document in mails.iterator():
        facts = json.loads(bytes(document))
        udata = facts.get("udata")
        headers = {
            name.removeprefix(HEADER_KEY_PREFIX): value
            for name, value in (udata.items() if isinstance(udata, dict) else ())
            if name.startswith(HEADER_KEY_PREFIX)
        }
        links = MailLinks.of(facts["interaction_id"], headers)
        yield StoredMail(links, facts.get("thread_id"), facts.get("parent_id"))


def _build_moved_records(
    stored: Iterable[StoredMail], conversations: MailConversations
) -> list[InteractionRecord]:
    """The earlier mails for which this load brought a parent or an earlier beginning."""
    positions = {
        mail.links.interaction_id: _build_thread_position(conversations, mail.links.interaction_id)
        for mail in stored
    }
    moved = [
        mail.links.interaction_id
        for mail in stored
        if (position := positions[mail.links.interaction_id])
        and (position.thread_id, position.parent_id) != (mail.thread_id, mail.parent_id)
    ]
    return [
        InteractionRecord(
            _apply_thread_position(json.loads(bytes(interaction.document)), positions[interaction.pk])
        )
        for interaction in Interaction.objects.filter(pk__in=moved)
    ]


def _apply_thread_position(document: dict[str, Any], position: ThreadPosition) -> dict[str, Any]:
    """The document with its thread and its parent, in the order of attributes that `build_mail_record`
    gives."""
    placed: dict[str, Any] = {}
    for key, value in document.items():
        if key == "thread_id":
            placed |= {"parent_id": position.parent_id} if position.parent_id else {}
            placed["thread_id"] = position.thread_id
        elif key != "parent_id":
            placed[key] = value
    return placed


def _build_thread_position(conversations: MailConversations, interaction_id: str) -> ThreadPosition:
    return ThreadPosition(
        thread_id=derive_identifier("thread", conversations.find_root(interaction_id).encode()),
        parent_id=conversations.find_parent_id(interaction_id),
        is_reply=bool(conversations.mails[interaction_id].earlier),
    )


def _derive_interaction_id(mail: FoundMail) -> str:
    return derive_identifier("interaction", mail.raw)
