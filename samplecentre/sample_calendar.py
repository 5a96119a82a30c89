"""Which days the sample is dated with: the weeks before it is loaded.

The sample is planned on fixed days, so that its IDs, numbers and words are the same whenever it is loaded. A
calendar moves what was planned by whole weeks, which leaves weekdays and times of day as they are.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

WEEK = timedelta(weeks=1)
PLAN_START = datetime(2025, 10, 13, 8, 0, tzinfo=UTC)
PLAN_END = datetime(2026, 11, 16, 11, 20, tzinfo=UTC)  # a Monday
SAMPLE_WEEKS = 12  # weeks that the sample covers
LAST_CONVERSATION = timedelta(hours=2)  # the last ones begin before the sample's end and end after it


@dataclass(frozen=True)
class SampleCalendar:
    """`end` is the Monday morning with which the sample ends. Aware, as all moments here."""

    end: datetime

    @classmethod
    def before(cls, loaded: datetime) -> "SampleCalendar":
        """The calendar that ends on the last Monday, 11:20 UTC, at which all had happened by the time of
        loading."""
        latest = loaded - LAST_CONVERSATION
        return cls(latest - (latest - PLAN_END) % WEEK)

    @property
    def start(self) -> datetime:
        """Nothing in the sample begins before it, the documented case apart."""
        return self.end - SAMPLE_WEEKS * WEEK

    @property
    def shift(self) -> timedelta:
        """From a moment of the plan's last twelve weeks to the same moment in the sample."""
        return self.end - PLAN_END

    def move(self, planned: datetime) -> datetime:
        """A moment of the plan's last twelve weeks as it is dated in the sample."""
        return planned + self.shift

    def find_thread_shift(self, begins: datetime, start: datetime, end: datetime) -> timedelta:
        """How far a thread is moved that is planned to begin then, in a plan from `start` to `end`.

        The plan's last week is the sample's last week. The weeks before it are spread over the other eleven,
        several to one, so that a thread of a few days is over when the sample ends.
        """
        weeks_before_end = (end - begins) // WEEK
        planned_weeks = -((start - end) // WEEK)
        if weeks_before_end > 0:
            weeks_in_sample = 1 + (weeks_before_end - 1) * (SAMPLE_WEEKS - 1) // (planned_weeks - 1)
        else:
            weeks_in_sample = 0
        return self.end - end + (weeks_before_end - weeks_in_sample) * WEEK
