"""The sample contact centre: Tern Parcels, a carrier that does not exist, and its customers.

Everything is invented and made from fixed seeds: the same bytes on every run, dated from October 2025 to
Monday 16 November 2026 (the documented customer: 2008 and 2009).
"""
