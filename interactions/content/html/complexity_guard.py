"""Checks HTML in one linear pass before a parser sees it, and refuses what would take the parser seconds
(docs/content-study.md §3.2: a hundred kilobytes of nested `div` take 5 s, one tag with 100,000 attributes
takes 22 s).

The depth is estimated from the tags as written. Elements whose end tag is optional (`p`, `li`, `td`) are not
counted, or many real mails would seem deep. The length of a tag is measured as a parser reads it (HTML
§13.2.5.32 ff.), from each position where one could begin: a `>` in quotes ends no tag.
"""

import re
from collections import deque
from collections.abc import Iterator

from django.utils.translation import gettext as _

from interactions.content.errors import UnviewableContent
from interactions.content.limits import get_content_limits

MAX_TAG_CHARACTERS = 16_384  # in one tag: a parser compares each attribute with all before it
MAX_READ_FACTOR = 4  # times its length that the HTML may be read, where tags seem to begin inside tags
MAX_REOPENED_ELEMENTS = 400_000  # formatting elements that a parser reopens, as it does in each block
SPACES = r"\t\n\f\r "
# A value without its closing quote goes on to the end.
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
    """Raises `UnviewableContent` when the HTML is too long or too complex for a parser."""
    deque(iter_html_tokens(html), maxlen=0)


def iter_html_tokens(html: str) -> Iterator[re.Match[str]]:
    """Every position where a tag or a comment could begin, in order, also inside comments and scripts.

    A match has the groups "/" or "", the tag's name, and its attributes as written; all None for a comment.
    Raises `UnviewableContent` as soon as the HTML proves too long or too complex.
    """
    limits = get_content_limits()
    if len(html) > limits.html_characters:
        raise UnviewableContent(
            _("The HTML is longer than %(number)s characters, so only its text is shown.")
            % {"number": f"{limits.html_characters:,}"}
        )
    load = _ParserLoad()
    for number, token in enumerate(HTML_TOKEN_PATTERN.finditer(html), 1):
        load.add_token(token)
        if (
            number > limits.html_tags
            or load.depth > limits.html_depth
            or load.longest_tag > MAX_TAG_CHARACTERS
            or load.reopened > MAX_REOPENED_ELEMENTS
            or load.characters_read > MAX_READ_FACTOR * limits.html_characters
        ):
            raise UnviewableContent(_("The HTML is too complex to show, so only its text is shown."))
        yield token


class _ParserLoad:
    """Estimates the work that the HTML read so far would be for a parser."""

    def __init__(self) -> None:
        self.depth = self.open_formatting = self.reopened = self.longest_tag = self.characters_read = 0

    def add_token(self, token: re.Match[str]) -> None:
        slash, tag, attributes = token.groups()
        if tag:
            tag = tag.lower()
            self.characters_read += len(attributes)
            self.longest_tag = max(self.longest_tag, len(attributes))
            if tag not in VOID_TAGS and tag not in OPTIONAL_END_TAGS:
                step = -1 if slash else 1
                self.depth = max(0, self.depth + step)
                if tag in FORMATTING_TAGS:
                    self.open_formatting = max(0, self.open_formatting + step)
        self.reopened += self.open_formatting
