"""`manage.py load_sample`: fills the embedded server with the sample contact centre. Safe to run twice."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from contactserver.loaders.progress import track_progress, write_report
from contactserver.loaders.sample import (
    LARGE_COUNT,
    LARGE_STARTING_POINT,
    SAMPLE_RECORD_COUNT,
    STARTING_POINTS,
    StartingPoint,
    iter_large_customer_records,
    iter_sample_records,
)
from contactserver.loaders.store import store_records
from contactserver.tables import check_tables


class Command(BaseCommand):
    help = "Loads the sample contact centre (invented data). Running it again changes nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--large",
            action="store_true",
            help=f"also load {LARGE_STARTING_POINT.identifier}, a customer with {LARGE_COUNT:,} interactions",
        )

    def handle(self, *args: Any, large: bool = False, **options: Any) -> None:
        check_tables()
        report = store_records(
            track_progress(iter_sample_records(), unit="records", total=SAMPLE_RECORD_COUNT)
        )
        places: tuple[StartingPoint, ...] = STARTING_POINTS
        if large:
            store_records(
                track_progress(iter_large_customer_records(), unit="records", total=LARGE_COUNT), report
            )
            places = (*STARTING_POINTS, LARGE_STARTING_POINT)
        write_report(report, self.stdout)
        self.stdout.write("Where to start:")
        for place in places:
            self.stdout.write(f"  {place.identifier:<16}  {place.kind:<11}  {place.shows}")
