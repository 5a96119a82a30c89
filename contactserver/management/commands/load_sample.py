"""`manage.py load_sample`: fills the embedded server with the sample contact centre. Safe to run twice."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from contactserver.loaders.progress import conclude, track
from contactserver.loaders.sample import (
    COUNT,
    LARGE_COUNT,
    LARGE_PLACE,
    PLACES,
    Place,
    contact_centre,
    large_customer,
)
from contactserver.loaders.store import store
from contactserver.tables import check_tables


class Command(BaseCommand):
    help = "Loads the sample contact centre (invented data). Running it again changes nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--large",
            action="store_true",
            help=f"also load {LARGE_PLACE.identifier}, a customer with {LARGE_COUNT:,} interactions",
        )

    def handle(self, *args: Any, large: bool = False, **options: Any) -> None:
        check_tables()
        report = store(track(contact_centre(), unit="records", total=COUNT))
        places: tuple[Place, ...] = PLACES
        if large:
            store(track(large_customer(), unit="records", total=LARGE_COUNT), report)
            places = (*PLACES, LARGE_PLACE)
        conclude(report, self.stdout)
        self.stdout.write("Where to start:")
        for place in places:
            self.stdout.write(f"  {place.identifier:<16}  {place.kind:<11}  {place.shows}")
