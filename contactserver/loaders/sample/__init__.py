"""The sample contact centre: Tern Parcels, a carrier that does not exist, and its customers.

Everything is invented and made from fixed seeds: the same bytes on every run, dated from October 2025 to
Monday 16 November 2026 (the documented customer: 2008 and 2009).
"""

from contactserver.loaders.sample.contact_centre import COUNT, contact_centre
from contactserver.loaders.sample.large import COUNT as LARGE_COUNT
from contactserver.loaders.sample.large import large_customer
from contactserver.loaders.sample.places import LARGE_PLACE, PLACES, Place

__all__ = ["COUNT", "LARGE_COUNT", "LARGE_PLACE", "PLACES", "Place", "contact_centre", "large_customer"]
