"""`manage.py load_mail PATH…`: mails into the embedded server."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from contactserver.loaders.mail import load_mails
from contactserver.loaders.progress import write_report
from contactserver.tables import check_tables


class Command(BaseCommand):
    help = (
        "Loads e-mails into the embedded server: mbox files, Maildir folders, folders of e-mails, or single "
        "e-mails. Loading the same e-mails again changes nothing."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("paths", metavar="PATH", nargs="+", type=Path, help="file or folder")
        parser.add_argument(
            "--mailbox",
            metavar="ADDRESS",
            action="append",
            default=[],
            help="own address: e-mails from it are outbound (repeatable)",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        check_tables()
        write_report(load_mails(options["paths"], options["mailbox"]), self.stdout)
