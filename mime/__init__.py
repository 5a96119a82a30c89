"""Headers, transfer encodings and charsets of mails, for the viewer and for the server's loaders alike.

Nothing here raises: what can't be decoded is kept as it came. What is known of real mails is in
docs/content-study.md §2 and §3.1.
"""
