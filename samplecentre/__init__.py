"""The sample contact centre: Tern Parcels, a carrier that does not exist, and its customers.

Everything is invented and made from fixed seeds: for one week of loading the same bytes on every run. What is
dated lies in the twelve weeks before loading, except the documented record and its thread, which are of
5 August 2009 (docs/ucs-protocol.md §2), and the large customer's four years.
"""
