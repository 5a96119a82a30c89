"""Looks over HTML in one linear pass before a parser sees it, and refuses what would take a parser seconds
(docs/content-study.md §3.2: a hundred kilobytes of nested `div` cost 5 s, one tag with 100,000 attributes
22 s).

The depth is estimated from the tags as written. Elements that may end by themselves (`p`, `li`, `td`) are
not counted, or many a real mail would seem deep. How long a tag is, is measured as a parser reads it (HTML
§13.2.5.32 ff.) from each place where one could begin: a `>` in quotes ends no tag.
"""

import re
from collections import deque
from collections.abc import Iterator

from django.utils.translation import gettext as _

from interactions.content.errors import UnviewableContent
from interactions.content.limits import get_content_limits

MAX_TAG_CHARACTERS = 16_384  # characters in one tag: a parser compares each attribute with all before it
MAX_READ_FACTOR = 4  # times its length that it may be read, where what looks like tags lies within tags
MAX_REOPENED_ELEMENTS = 400_000  # formatting elements that a parser may open again: it does at each block
SPACES = r"\t\n\f\r "
# A value without a closing quote takes all that follows.
QUOTED_VALUE = f"\"[^\"]{{0,{MAX_TAG_CHARACTERS}}}+\"?+|'[^']{{0,{MAX_TAG_CHARACTERS}}}+'?+"
ATTRIBUTE_VALUE = rf"[{SPACES}]*+=[{SPACES}]*+(?:{QUOTED_VALUE}|[^{SPACES}>\"'][^{SPACES}>]*+|(?=>))"
ATTRIBUTE_EXPRESSION = rf"[^{SPACES}/>][^{SPACES}/>=]*+(?:{ATTRIBUTE_VALUE})?+"
HTML_TOKEN_PATTERN = re.compile(
    rf"<!--|<(/?)([a-z][^{SPACES}/<>]{{0,32}})(?=((?:[{SPACES}/]++|{ATTRIBUTE_EXPRESSION})*+))", re.I | re.A
)
VOID_TAGS = set(
    "area base basefont bgsound br col embed frame hr img input link meta param source track wbr".split()  # noqa: SIM905
)
OPTIONAL_END_TAGS = set("p li dt dd thead tbody tfoot tr td th html head body rp rt".split())  # noqa: SIM905
FORMATTING_TAGS = set("a b big code em font i nobr s small strike strong tt u".split())  # noqa: SIM905


def check_html_complexity(html: str) -> None:
    """Raises `UnviewableContent` for what a parser must not get."""
    deque(iter_html_tokens(html), maxlen=0)


def iter_html_tokens(html: str) -> Iterator[re.Match[str]]:
    """Where a tag or a comment could begin, in order: "/" or "", the tag's name, its attributes as written.
    What lies in comments and in scripts is among them. Raises `UnviewableContent` as soon as it is too
    much."""
    most = get_content_limits()
    if len(html) > most.html_characters:
        raise UnviewableContent(
            _("The HTML is longer than %(number)s characters, so only its text is shown.")
            % {"number": f"{most.html_characters:,}"}
        )
    load = _ParserLoad()
    for number, found in enumerate(HTML_TOKEN_PATTERN.finditer(html), 1):
        load.take(found)
        if (
            number > most.html_tags
            or load.depth > most.html_depth
            or load.longest > MAX_TAG_CHARACTERS
            or load.reopened > MAX_REOPENED_ELEMENTS
            or load.read > MAX_READ_FACTOR * most.html_characters
        ):
            raise UnviewableContent(_("The HTML is too complex to show, so only its text is shown."))
        yield found


class _ParserLoad:
    """What a parser would have to bear so far."""

    def __init__(self) -> None:
        self.depth = self.formatting = self.reopened = self.longest = self.read = 0

    def take(self, found: re.Match[str]) -> None:
        end, tag, inside = found.groups()
        if tag:
            tag = tag.lower()
            self.read += len(inside)
            self.longest = max(self.longest, len(inside))
            if tag not in VOID_TAGS and tag not in OPTIONAL_END_TAGS:
                step = -1 if end else 1
                self.depth = max(0, self.depth + step)
                if tag in FORMATTING_TAGS:
                    self.formatting = max(0, self.formatting + step)
        self.reopened += self.formatting
