"""Where a mail's text quotes an earlier mail, and where its signature begins, as mail programs write it.

Only what stands at the end is set apart: an answer between the lines of a quote needs the quote to be read.
Nothing is set apart where nothing else would be left. Signatures: RFC 3676 §4.3; `>`: §4.5; the lines around
quotes follow no standard but the programs' own habits, in the languages of this product's customers.
"""

import re
from dataclasses import dataclass

from django.utils.translation import gettext_noop

MAX_TEXT_LINES = 20_000  # lines; of a longer text nothing is set apart
MAX_LINE_CHARACTERS = 300  # characters of a line that are looked at
MIN_QUOTED_LINES = 5  # and more are worth a fold
SIGNATURE_LINE_RANGE = range(2, 21)
MAX_QUOTE_HEADER_LINES = 8  # of a quote's head
QUOTE_TITLE = gettext_noop("Quoted text")
FORWARDED_TITLE = gettext_noop("Forwarded message")
SIGNATURE_TITLE = gettext_noop("Signature")

_FROM_LABELS = r"From|Von|De|Van|Da"
_DATE_LABELS = r"Sent|Date|Gesendet|Datum|Envoyé|Date d.envoi|Enviado(?: el)?|Fecha|Verzonden|Inviato|Data"
_TO_LABELS = r"To|An|À|A|Para|Aan|Pour"
_SUBJECT_LABELS = r"Subject|Betreff|Objet|Asunto|Onderwerp|Oggetto|Assunto"
_ORIGINAL_LABELS = (
    r"Original Message|Ursprüngliche Nachricht|Original-?Nachricht|Originalnachricht|Message d.origine|"
    r"Message original|Mensaje original|Oorspronkelijk bericht|Originele bericht|Messaggio originale|"
    r"Mensagem original"
)
_FORWARDED_LABELS = (
    r"Forwarded (?:message|mail)|Weitergeleitete Nachricht|Message transféré|Message transmis|"
    r"Mensaje reenviado|Doorgestuurd bericht|Messaggio inoltrato|Mensagem encaminhada"
)
_BEGIN_FORWARDED_LABELS = (
    r"Begin forwarded message|Anfang der weitergeleiteten (?:Nachricht|E-Mail)|"
    r"Début du message (?:réexpédié|transféré)|Inicio del mensaje reenviado|Begin doorgestuurd bericht|"
    r"Inizio messaggio inoltrato"
)
_WROTE_VERBS = r"wrote|writes|schrieb|schreibt|a écrit|escribió|schreef|ha scritto|escreveu"

ORIGINAL_MESSAGE_PATTERN = re.compile(rf"\s*-{{2,}}\s*(?:{_ORIGINAL_LABELS})\s*-{{2,}}\s*", re.I)
FORWARDED_MESSAGE_PATTERN = re.compile(
    rf"\s*(?:-{{2,}}\s*(?:{_FORWARDED_LABELS})[^-]{{0,80}}-{{2,}}|(?:{_BEGIN_FORWARDED_LABELS})\s*:)\s*", re.I
)
FROM_LINE_PATTERN = re.compile(rf"[\s*]*(?:{_FROM_LABELS})\s?\*?\s?:", re.I)
DATE_LINE_PATTERN = re.compile(rf"[\s*]*(?:{_DATE_LABELS})\s?\*?\s?:", re.I)
TO_LINE_PATTERN = re.compile(rf"[\s*]*(?:{_TO_LABELS}|{_SUBJECT_LABELS})\s?\*?\s?:", re.I)
RULE_LINE_PATTERN = re.compile(r"\s*[_-]{5,}\s*")
ATTRIBUTION_PATTERN = re.compile(rf"(?s).{{0,600}}\b(?:{_WROTE_VERBS})\b.{{0,200}}:\s*", re.I)
ATTRIBUTION_START_PATTERN = re.compile(r"\s*(?:On|Am|Le|El|Op|Il|Em)\b", re.I)
TIME_OR_ADDRESS_PATTERN = re.compile(
    r"\d[:h]\d\d|@"
)  # a time or an address: a program wrote it, and not a person
HEADER_FIELD_PATTERN = re.compile(r"[\w *.-]{1,20}\s?:")
SIGNATURE_SEPARATOR_PATTERN = re.compile(r"-- ?\r?")
QUOTE_PREFIX_PATTERN = re.compile(r"\s{0,3}>")
WORD_CHARACTER_PATTERN = re.compile(r"\w")


@dataclass(frozen=True)
class TextRun:
    """A run of lines. `folded` is the title under which it is to be folded, "" where it stays open; `lines`
    counts those that are not blank."""

    text: str
    folded: str = ""

    @property
    def lines(self) -> int:
        return sum(1 for line in self.text.split("\n") if line.strip())


def split_quotes(text: str) -> tuple[TextRun, ...]:
    """The text as runs of lines; joined by line ends they are the text again."""
    if text.count("\n") >= MAX_TEXT_LINES:
        return (TextRun(text),)
    lines = text.split("\n")
    quote_start, quote_end, title = _find_quote(lines)
    signature_start, line_count = _find_signature(lines, quote_start), len(lines)
    runs = (
        (0, signature_start, ""),
        (signature_start, quote_start, SIGNATURE_TITLE),
        (quote_start, quote_end, title),
        (quote_end, line_count, SIGNATURE_TITLE),
    )
    text_runs = tuple(TextRun("\n".join(lines[a:b]), folded) for a, b, folded in runs if a < b)
    has_open_text = any(WORD_CHARACTER_PATTERN.search(run.text) for run in text_runs if not run.folded)
    return text_runs if has_open_text else (TextRun(text),)


def find_quote_title(lines: list[str], at: int) -> str:
    """The title of a quote without `>` that begins at this line, `QUOTE_TITLE` or `FORWARDED_TITLE`; "" when
    none does."""
    line = lines[at][:MAX_LINE_CHARACTERS]
    if FORWARDED_MESSAGE_PATTERN.fullmatch(line):
        return FORWARDED_TITLE
    if ORIGINAL_MESSAGE_PATTERN.fullmatch(line) or _is_quote_header(lines, at):
        return QUOTE_TITLE
    end = _find_attribution_end(lines, at) if ATTRIBUTION_START_PATTERN.match(line) else 0
    return QUOTE_TITLE if TIME_OR_ADDRESS_PATTERN.search("".join(lines[at:end])) else ""


def _find_quote(lines: list[str]) -> tuple[int, int, str]:
    """The first line of what is quoted at the end, the line after its last, and its title; an empty range
    when nothing is quoted."""
    line_count = len(lines)
    for at, line in enumerate(lines):
        title = find_quote_title(lines, at) if line and not line.isspace() else ""
        if title:
            if _has_quote_marks(lines, at):
                break
            begin = at - 1 if at and RULE_LINE_PATTERN.fullmatch(lines[at - 1][:MAX_LINE_CHARACTERS]) else at
            return (
                (begin, line_count, title) if _has_enough_lines(lines[at:]) else (line_count, line_count, "")
            )
    end = _find_signature(lines, line_count)
    begin = _find_prefixed_start(lines, end)
    return (begin, end, QUOTE_TITLE) if _has_enough_lines(lines[begin:end]) else (line_count, line_count, "")


def _is_quote_header(lines: list[str], at: int) -> bool:
    """Whether the header of a quoted mail begins here: who, when, to whom or about what."""
    if not FROM_LINE_PATTERN.match(lines[at][:MAX_LINE_CHARACTERS]):
        return False
    header_lines = [line[:MAX_LINE_CHARACTERS] for line in lines[at + 1 : at + MAX_QUOTE_HEADER_LINES]]
    return any(map(DATE_LINE_PATTERN.match, header_lines)) and any(map(TO_LINE_PATTERN.match, header_lines))


def _find_attribution_end(lines: list[str], at: int) -> int:
    """The line after "On … wrote:", which some programs break into three; 0 when there is none."""
    for end in range(at + 1, min(at + 4, len(lines) + 1)):
        attribution = "\n".join(line[:MAX_LINE_CHARACTERS] for line in lines[at:end])
        if attribution.rstrip().endswith(":"):
            return end if ATTRIBUTION_PATTERN.fullmatch(attribution) else 0
    return 0


def _has_quote_marks(lines: list[str], at: int) -> bool:
    """Whether the quote that begins here has `>` before its lines: then these tell where it ends."""
    line_number = _find_attribution_end(lines, at) or at + 1
    while line_number < len(lines) and (
        not lines[line_number].strip() or HEADER_FIELD_PATTERN.match(lines[line_number])
    ):
        line_number += 1
    return line_number < len(lines) and QUOTE_PREFIX_PATTERN.match(lines[line_number]) is not None


def _find_prefixed_start(lines: list[str], end: int) -> int:
    """The first of the lines with `>` that end at `end`, or the line above them that says who wrote."""
    begin = at = end
    while at and (QUOTE_PREFIX_PATTERN.match(lines[at - 1]) or not lines[at - 1].strip()):
        at -= 1
        begin = at if lines[at].strip() else begin
    if begin == end:
        return end
    above = begin - 1 if begin and not lines[begin - 1].strip() else begin
    nearby_lines = range(max(above - 3, 0), above)
    attribution_starts = [first for first in nearby_lines if _find_attribution_end(lines, first) == above]
    likely_starts = [first for first in attribution_starts if ATTRIBUTION_START_PATTERN.match(lines[first])]
    return next(iter(likely_starts or attribution_starts[-1:]), begin)


def _find_signature(lines: list[str], end: int) -> int:
    """The first line of the signature that ends at `end`; `end` when there is none worth a fold."""
    for at in range(end - 1, max(end - SIGNATURE_LINE_RANGE.stop - 2, -1), -1):
        if SIGNATURE_SEPARATOR_PATTERN.fullmatch(lines[at]):
            signature_lines = [line for line in lines[at + 1 : end] if line.strip()]
            is_unquoted = not any(map(QUOTE_PREFIX_PATTERN.match, signature_lines))
            return at if is_unquoted and len(signature_lines) in SIGNATURE_LINE_RANGE else end
    return end


def _has_enough_lines(lines: list[str]) -> bool:
    return sum(1 for line in lines if line.strip()) >= MIN_QUOTED_LINES
