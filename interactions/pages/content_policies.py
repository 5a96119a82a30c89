"""What a browser may do with a content that it opens: headers that stand in for the pages' own policy.

`FRAME_HEADERS` is for cleaned HTML: its own styles, images only as data:, no script, no form, no load from
anywhere. `BYTES_HEADERS` is for everything else: nothing at all, and a sandbox around it
(docs/content-study.md §4).
"""

FRAME_POLICY = (
    "default-src 'none'; img-src data:; style-src 'unsafe-inline'; form-action 'none'; base-uri 'none'; "
    "frame-ancestors 'self'; sandbox allow-same-origin allow-popups allow-popups-to-escape-sandbox"
)
BYTES_POLICY = "default-src 'none'; sandbox; frame-ancestors 'self'"
COMMON_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "SAMEORIGIN",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "private, no-store",
    "Cross-Origin-Resource-Policy": "same-origin",
}
FRAME_HEADERS = {"Content-Security-Policy": FRAME_POLICY, **COMMON_HEADERS}
BYTES_HEADERS = {"Content-Security-Policy": BYTES_POLICY, **COMMON_HEADERS}
