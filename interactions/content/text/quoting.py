"""Where a letter quotes an earlier one, and where its signature begins, as mail programs write it.

Only what stands at the end is set apart: whoever answers between the lines of a quote needs the quote to be
read. Nothing is set apart where nothing else would be left. Signatures: RFC 3676 §4.3; `>`: §4.5; the lines
around quotes are no standard but the programs' own, in the languages that this product's customers write.
"""

import re
from dataclasses import dataclass

from django.utils.translation import gettext_noop

MOST = 20_000  # lines; of a longer text nothing is set apart
LONGEST = 300  # characters of a line that are looked at
QUOTED_LINES = 5  # and more are worth a fold
SIGNATURE_LINES = range(2, 21)
HEADER_LINES = 8  # of a quote's head
QUOTE = gettext_noop("Quoted text")
FORWARDED = gettext_noop("Forwarded message")
SIGNATURE = gettext_noop("Signature")

_FROM = r"From|Von|De|Van|Da"
_DATE = r"Sent|Date|Gesendet|Datum|Envoyé|Date d.envoi|Enviado(?: el)?|Fecha|Verzonden|Inviato|Data"
_TO = r"To|An|À|A|Para|Aan|Pour"
_SUBJECT = r"Subject|Betreff|Objet|Asunto|Onderwerp|Oggetto|Assunto"
_ORIGINAL = (
    r"Original Message|Ursprüngliche Nachricht|Original-?Nachricht|Originalnachricht|Message d.origine|"
    r"Message original|Mensaje original|Oorspronkelijk bericht|Originele bericht|Messaggio originale|"
    r"Mensagem original"
)
_FORWARDED = (
    r"Forwarded (?:message|mail)|Weitergeleitete Nachricht|Message transféré|Message transmis|"
    r"Mensaje reenviado|Doorgestuurd bericht|Messaggio inoltrato|Mensagem encaminhada"
)
_BEGIN_FORWARDED = (
    r"Begin forwarded message|Anfang der weitergeleiteten (?:Nachricht|E-Mail)|"
    r"Début du message (?:réexpédié|transféré)|Inicio del mensaje reenviado|Begin doorgestuurd bericht|"
    r"Inizio messaggio inoltrato"
)
_WROTE = r"wrote|writes|schrieb|schreibt|a écrit|escribió|schreef|ha scritto|escreveu"

ORIGINAL = re.compile(rf"\s*-{{2,}}\s*(?:{_ORIGINAL})\s*-{{2,}}\s*", re.I)
FORWARD = re.compile(
    rf"\s*(?:-{{2,}}\s*(?:{_FORWARDED})[^-]{{0,80}}-{{2,}}|(?:{_BEGIN_FORWARDED})\s*:)\s*", re.I
)
FROM = re.compile(rf"[\s*]*(?:{_FROM})\s?\*?\s?:", re.I)
DATE = re.compile(rf"[\s*]*(?:{_DATE})\s?\*?\s?:", re.I)
TO = re.compile(rf"[\s*]*(?:{_TO}|{_SUBJECT})\s?\*?\s?:", re.I)
RULE = re.compile(r"\s*[_-]{5,}\s*")
ATTRIBUTION = re.compile(rf"(?s).{{0,600}}\b(?:{_WROTE})\b.{{0,200}}:\s*", re.I)
ON = re.compile(r"\s*(?:On|Am|Le|El|Op|Il|Em)\b", re.I)
EXACT = re.compile(r"\d[:h]\d\d|@")  # a time or an address: a program wrote it, and not a person
FIELD = re.compile(r"[\w *.-]{1,20}\s?:")
SEPARATOR = re.compile(r"-- ?\r?")
PREFIX = re.compile(r"\s{0,3}>")
WORD = re.compile(r"\w")


@dataclass(frozen=True)
class Piece:
    """A run of lines. `folded` says what it is where it is to be folded, "" where it stays open; `lines` are
    those that are not blank."""

    text: str
    folded: str = ""

    @property
    def lines(self) -> int:
        return sum(1 for line in self.text.split("\n") if line.strip())


def pieces(text: str) -> tuple[Piece, ...]:
    """The text in its runs; joined by line ends they are the text again."""
    if text.count("\n") >= MOST:
        return (Piece(text),)
    lines = text.split("\n")
    begin, end, title = _quote(lines)
    signature, last = _signature(lines, begin), len(lines)
    runs = ((0, signature, ""), (signature, begin, SIGNATURE), (begin, end, title), (end, last, SIGNATURE))
    made = tuple(Piece("\n".join(lines[a:b]), folded) for a, b, folded in runs if a < b)
    left = any(WORD.search(piece.text) for piece in made if not piece.folded)
    return made if left else (Piece(text),)


def begins_quote(lines: list[str], at: int) -> str:
    """What begins at this line without marks before its lines: `QUOTE`, `FORWARDED`, or ""."""
    line = lines[at][:LONGEST]
    if FORWARD.fullmatch(line):
        return FORWARDED
    if ORIGINAL.fullmatch(line) or _is_head(lines, at):
        return QUOTE
    end = _attribution_end(lines, at) if ON.match(line) else 0
    return QUOTE if EXACT.search("".join(lines[at:end])) else ""


def _quote(lines: list[str]) -> tuple[int, int, str]:
    """From which line to which something is quoted at the end, and what; an empty range when nothing is."""
    last = len(lines)
    for at, line in enumerate(lines):
        title = begins_quote(lines, at) if line and not line.isspace() else ""
        if title:
            if _has_marks(lines, at):
                break
            begin = at - 1 if at and RULE.fullmatch(lines[at - 1][:LONGEST]) else at
            return (begin, last, title) if _many(lines[at:]) else (last, last, "")
    end = _signature(lines, last)
    begin = _prefixed(lines, end)
    return (begin, end, QUOTE) if _many(lines[begin:end]) else (last, last, "")


def _is_head(lines: list[str], at: int) -> bool:
    """Whether a quote's head begins here: who, when, to whom or about what."""
    if not FROM.match(lines[at][:LONGEST]):
        return False
    head = [line[:LONGEST] for line in lines[at + 1 : at + HEADER_LINES]]
    return any(map(DATE.match, head)) and any(map(TO.match, head))


def _attribution_end(lines: list[str], at: int) -> int:
    """The line behind "On … wrote:", which some programs break into three; 0 when there is none."""
    for end in range(at + 1, min(at + 4, len(lines) + 1)):
        said = "\n".join(line[:LONGEST] for line in lines[at:end])
        if said.rstrip().endswith(":"):
            return end if ATTRIBUTION.fullmatch(said) else 0
    return 0


def _has_marks(lines: list[str], at: int) -> bool:
    """Whether the lines of the quote that begins here have `>` before them: then they tell where it ends."""
    behind = _attribution_end(lines, at) or at + 1
    while behind < len(lines) and (not lines[behind].strip() or FIELD.match(lines[behind])):
        behind += 1
    return behind < len(lines) and PREFIX.match(lines[behind]) is not None


def _prefixed(lines: list[str], end: int) -> int:
    """Where the lines with `>` begin that stand before `end`, with the line above that says who wrote."""
    begin = at = end
    while at and (PREFIX.match(lines[at - 1]) or not lines[at - 1].strip()):
        at -= 1
        begin = at if lines[at].strip() else begin
    if begin == end:
        return end
    above = begin - 1 if begin and not lines[begin - 1].strip() else begin
    near = range(max(above - 3, 0), above)
    said = [first for first in near if _attribution_end(lines, first) == above]
    begun = [first for first in said if ON.match(lines[first])]
    return next(iter(begun or said[-1:]), begin)


def _signature(lines: list[str], end: int) -> int:
    """Where the signature that ends at `end` begins; `end` when there is none worth a fold."""
    for at in range(end - 1, max(end - SIGNATURE_LINES.stop - 2, -1), -1):
        if SEPARATOR.fullmatch(lines[at]):
            signed = [line for line in lines[at + 1 : end] if line.strip()]
            plain = not any(map(PREFIX.match, signed))
            return at if plain and len(signed) in SIGNATURE_LINES else end
    return end


def _many(lines: list[str]) -> bool:
    return sum(1 for line in lines if line.strip()) >= QUOTED_LINES
