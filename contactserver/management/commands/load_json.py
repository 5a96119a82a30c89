"""`manage.py load_json PATH…`: dumps of the API's own answers into the embedded server."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from contactserver.identifiers import is_identifier
from contactserver.loaders.dumps import load_dumps
from contactserver.loaders.progress import write_report
from contactserver.tables import check_tables


class Command(BaseCommand):
    help = (
        "Loads records from JSON (an object, an array, or one object per line): files, or folders of .json, "
        ".ndjson and .jsonl files. Loading the same records again changes nothing."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("paths", metavar="PATH", nargs="+", type=Path, help="file or folder")
        parser.add_argument("--service", metavar="ID", help="service that these records belong to")

    def handle(self, *, paths: list[Path], service: str | None, **options: Any) -> None:
        """Raises CommandError for a service that can't be an ID, without tables, and when nothing was
        read."""
        if service is not None and not is_identifier(service):
            raise CommandError("--service must be an ID of letters, digits, - and _.")
        check_tables()
        write_report(load_dumps(paths, service), self.stdout)
