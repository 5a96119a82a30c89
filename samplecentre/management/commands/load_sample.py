"""`manage.py load_sample`: fills the embedded server with the sample contact centre. Safe to run twice."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from contactserver.loaders.progress import track_progress, write_report
from contactserver.loaders.store import store_records
from contactserver.tables import check_tables
from samplecentre.contact_centre import SAMPLE_RECORD_COUNT, iter_sample_records
from samplecentre.large_history import LARGE_RECORD_COUNT, iter_large_customer_records
from samplecentre.sample_calendar import SampleCalendar
from samplecentre.starting_points import LARGE_STARTING_POINT, STARTING_POINTS, StartingPoint


class Command(BaseCommand):
    help = (
        "Loads the sample contact centre (invented data), dated in the last twelve weeks. Running it again "
        "in the same week changes nothing; in a later week it moves the dates."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--large",
            action="store_true",
            help=(
                f"also load {LARGE_STARTING_POINT.identifier}, a customer with {LARGE_RECORD_COUNT:,} "
                "interactions"
            ),
        )

    def handle(self, *args: Any, large: bool = False, **options: Any) -> None:
        check_tables()
        calendar = SampleCalendar.before(timezone.now())
        report = store_records(
            track_progress(iter_sample_records(calendar), unit="records", total=SAMPLE_RECORD_COUNT)
        )
        places: tuple[StartingPoint, ...] = STARTING_POINTS
        if large:
            large_records = iter_large_customer_records(calendar)
            store_records(track_progress(large_records, unit="records", total=LARGE_RECORD_COUNT), report)
            places = (*STARTING_POINTS, LARGE_STARTING_POINT)
        write_report(report, self.stdout)
        self.stdout.write("Where to start:")
        for place in places:
            self.stdout.write(f"  {place.identifier:<16}  {place.kind:<11}  {place.shows}")
