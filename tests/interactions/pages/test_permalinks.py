"""What a permalink looks like, and what a pasted one says (interactions/pages/permalinks.py)."""

import pytest

from interactions.pages.permalinks import build_permalink, build_permalink_base, parse_permalink_tail
from interactions.ucs.resources import ContentKind

CHAT = "00001aTESTCHAT01"
PATH = f"/interactions/{CHAT}"


def test_a_permalink_is_the_address_that_the_ucs_uses():
    assert build_permalink(CHAT) == PATH
    assert build_permalink(CHAT, ContentKind.PLAIN_TEXT) == f"{PATH}/plain_text"


def test_files_have_absolute_permalinks(rf):
    request = rf.get("/customers/C1/export.csv", headers={"host": "testserver"})
    assert build_permalink_base(request) + CHAT == f"http://testserver{PATH}"


@pytest.mark.parametrize(
    ("text", "tail"),
    [
        (f"https://viewer.example{PATH}?media=chat#m5", "?media=chat#m5"),
        (f"https://viewer.example{PATH}", ""),
        (f"{PATH}?q=caf\u00e9", "?q=caf%C3%A9"),
        (f"{PATH}#<script>", ""),  # no mark of ours
        (f"{PATH}?q=a b", ""),  # a sentence, not a link
        ("https://viewer.example/customers/C1?media=chat", ""),
        ("http://[", ""),
    ],
)
def test_a_pasted_permalink_keeps_its_filter_and_mark(text, tail):
    assert parse_permalink_tail(text, PATH) == tail
