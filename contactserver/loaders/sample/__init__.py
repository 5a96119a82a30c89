"""The sample contact centre: Tern Parcels, a carrier that does not exist, and its customers.

Everything is invented and made from fixed seeds: the same bytes on every run, dated from October 2025 to
Monday 16 November 2026 (the documented customer: 2008 and 2009).
"""

from contactserver.loaders.sample.contact_centre import SAMPLE_RECORD_COUNT, iter_sample_records
from contactserver.loaders.sample.large_history import LARGE_RECORD_COUNT as LARGE_COUNT
from contactserver.loaders.sample.large_history import iter_large_customer_records
from samplecentre.starting_points import LARGE_STARTING_POINT, STARTING_POINTS, StartingPoint

__all__ = [
    "LARGE_COUNT",
    "LARGE_STARTING_POINT",
    "SAMPLE_RECORD_COUNT",
    "STARTING_POINTS",
    "StartingPoint",
    "iter_large_customer_records",
    "iter_sample_records",
]
