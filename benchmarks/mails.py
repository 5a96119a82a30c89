"""Mails a second, taken apart and rendered as the page shows them, against a floor and against peers.

    python -m benchmarks.mails [--corpus FOLDER] [--rounds N] [--most N]

Ours is the whole way from bytes to the page's markup: `build_content_view()` and the template of the
content. The floor is what nobody can go below who uses the standard library: its parser (`policy.compat32`),
a walk, and the decoding of every part. The peers are what people do by default: `policy.default` with
`get_body` and `get_content`, and `mail-parser` where it is installed (pip install mail-parser; the product
needs it not). Neither renders anything, folds quotes, lists parts as a tree or cleans HTML, so the goal is
half of `policy.default`'s mails a second, page and all; `build_content_view()` alone stands beside it, to
compare what is nearer. Ratios count the mails that both could read, so that nobody is quick by failing.

HTML is measured too: the documents that stand in frames, guarded and cleaned, against nh3 as it comes.

Reads the corpora at ../shared/corpora/mail, or where --corpus says; without them the sample contact centre's
own mails. Times are processor time, which the machine's other work changes least, and of each mail the best
of the rounds. A contender that needs more than `MAX_MAIL_SECONDS` for one mail is stopped there and says so.
"""

import argparse
import os
import signal
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from email import message_from_bytes
from email.policy import default
from pathlib import Path
from statistics import quantiles

import django
import nh3

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
django.setup()

from django.template import engines  # noqa: E402

from interactions.content.content_ref import ContentRef  # noqa: E402
from interactions.content.content_view import ContentView, build_content_view  # noqa: E402
from interactions.content.errors import UnviewableContent  # noqa: E402
from interactions.content.html import html_view  # noqa: E402
from interactions.content.media_types import decide_media_type  # noqa: E402
from interactions.content.nested.in_memory import build_in_memory_source  # noqa: E402
from interactions.content.signatures import SIGNATURE_BYTES  # noqa: E402
from interactions.pages.contents.content_urls import build_content_urls  # noqa: E402
from interactions.ucs.resources import ContentKind  # noqa: E402
from samplecentre.contact_centre import iter_sample_records  # noqa: E402
from samplecentre.sample_calendar import PLAN_END, SampleCalendar  # noqa: E402

try:
    import mailparser
except ImportError:
    mailparser = None

CORPUS_FOLDER = Path(__file__).resolve().parents[2] / "shared" / "corpora" / "mail"
MAX_MAIL_SECONDS = 2.0  # seconds for one mail
MIN_PACE_RATIO = 0.5  # of policy.default's mails a second, at least
MAX_MAIL_BYTES = 25_000_000  # bytes of a mail that are read
ContenderWork = Callable[[bytes], object]


class ContenderStopped(BaseException):
    """The patience is at its end. No `Exception`, so that no contender's own `except` swallows it."""


@dataclass
class MailContender:
    """Something that takes a mail. `seconds` is the best time of each mail, by its place; of one that was
    stopped the patience, of one that failed the time to its exception."""

    name: str
    work: ContenderWork
    seconds: dict[int, float] = field(default_factory=dict)
    failed: dict[int, str] = field(default_factory=dict)

    def measure(self, documents: Sequence[bytes]) -> None:
        """One round. What was stopped or failed once is not tried again."""
        for number, data in enumerate(documents):
            if number not in self.failed:
                taken = self._time(number, data)
                self.seconds[number] = min(taken, self.seconds.get(number, taken))

    def _time(self, number: int, data: bytes) -> float:
        # A timer of processor time would coarsen the clock of processor time to the kernel's ticks of 4 ms.
        began = time.process_time()
        signal.setitimer(signal.ITIMER_REAL, MAX_MAIL_SECONDS)
        try:
            self.work(data)
        except ContenderStopped:
            self.failed[number] = f"stopped after {MAX_MAIL_SECONDS:g} s"
        except Exception as error:  # noqa: BLE001 - whatever it is, it counts
            self.failed[number] = type(error).__name__
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)
        return time.process_time() - began

    @property
    def pace(self) -> float:
        """Documents a second."""
        return len(self.seconds) / max(sum(self.seconds.values()), 1e-9)

    def ratio(self, other: "MailContender") -> float:
        """Its pace to the other's, over what both could read."""
        both = self.seconds.keys() - self.failed.keys() - other.failed.keys()
        mine, theirs = (sum(one.seconds[number] for number in both) for one in (self, other))
        return theirs / max(mine, 1e-9)

    @property
    def milliseconds(self) -> tuple[float, float, float]:
        """Of the median, of the one that only a hundredth exceed, and of the slowest."""
        times = [1000 * each for each in self.seconds.values()]
        cuts = quantiles(times, n=100, method="inclusive") if len(times) > 1 else times * 99
        return cuts[49], cuts[98], max(times)


def main() -> int:
    options = _parse_options()
    mails, said = load_corpus(options.corpus, options.most)
    print(f"{len(mails)} mails, {sum(map(len, mails)) / 1_000_000:.1f} MB, {said}")
    contenders = [
        build_page_contender(),
        build_show_contender(),
        build_floor_contender(),
        build_default_policy_contender(),
    ]
    if (other := build_mail_parser_contender()) is None:
        print("mail-parser is not installed, so it is left out (pip install mail-parser).")
    else:
        contenders.append(other)
    run_contenders(contenders, mails, options.rounds)
    print_report(contenders)
    frames = [build_frame_contender(), build_sanitiser_contender()]
    html = [data for mail in mails for data in extract_html_parts(mail)]
    print(f"\n{len(html)} HTML documents of these mails, {sum(map(len, html)) / 1_000_000:.1f} MB")
    run_contenders(frames, html, options.rounds)
    print_report(frames)
    page, alone, least, usual = contenders[:4]
    print(
        f"\nmails: {page.ratio(usual):.2f} of policy.default's pace, page and all (goal: "
        f"{MIN_PACE_RATIO:.2f});"
    )
    print(f"       {alone.ratio(usual):.2f} without the page; {page.ratio(least):.2f} of the floor's")
    return 0 if page.ratio(usual) >= MIN_PACE_RATIO and not page.failed else 1


def _parse_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.mails", description=(__doc__ or "").splitlines()[0]
    )
    parser.add_argument(
        "--corpus", type=Path, default=CORPUS_FOLDER, help=f"a folder of mails ({CORPUS_FOLDER})"
    )
    parser.add_argument("--rounds", type=int, default=3, help="how often each is read (3)")
    parser.add_argument("--most", type=int, default=2000, help="mails, at most (2000)")
    return parser.parse_args()


def load_corpus(corpus: Path, most: int) -> tuple[list[bytes], str]:
    """The mails in the folder, or the sample's, and a sentence on which they are."""
    if corpus.is_dir():
        paths = sorted(path for path in corpus.rglob("*") if path.is_file())
        read = ((path, path.read_bytes()[:MAX_MAIL_BYTES]) for path in paths if path.suffix != ".json")
        found = [data for path, data in read if path.suffix == ".eml" or is_mail(data)]
        return found[:most], "of the corpora."
    return list(_iter_sample_mails())[
        :most
    ], "of the sample contact centre: there are no corpora at ../shared/corpora."


def is_mail(data: bytes) -> bool:
    """By its first bytes, as the viewer decides it; a mailbox's own line may stand before them."""
    head = data[:SIGNATURE_BYTES].partition(b"\n")[2] if data.startswith(b"From ") else data[:SIGNATURE_BYTES]
    return decide_media_type(ContentKind.BINARY_CONTENT, None, head).media_type == "message/rfc822"


def _iter_sample_mails() -> Iterator[bytes]:
    for record in iter_sample_records(SampleCalendar(PLAN_END)):
        for content in record.contents.values():
            if content.media_type.startswith("message/"):
                yield content.data


def build_page_contender() -> MailContender:
    """From bytes to the markup of the page's content."""
    template = engines["jinja2"].get_template("content/_shown.html")
    return MailContender("show and render", lambda data: template.render({"shown": _show_mail(data)}))


def build_show_contender() -> MailContender:
    """From bytes to what the page would show, without the page's markup."""
    return MailContender("show", _show_mail)


def _show_mail(data: bytes) -> ContentView:
    where = build_content_urls(ContentRef("00001aBENCHMARK2", ContentKind.BINARY_CONTENT))
    return build_content_view(build_in_memory_source(data, "message/rfc822"), where)


def build_floor_contender() -> MailContender:
    """The standard library alone, and nothing made of what it gives."""

    def work(data: bytes) -> list[bytes | None]:
        return [part.get_payload(decode=True) for part in message_from_bytes(data).walk()]

    return MailContender("compat32 (floor)", work)


def build_default_policy_contender() -> MailContender:
    """As the documentation of `email` has it."""

    def work(data: bytes) -> list[object]:
        message = message_from_bytes(data, policy=default)
        heads = [message[name] for name in ("From", "To", "Cc", "Date", "Subject")]
        bodies = [message.get_body([form]) for form in ("html", "plain")]
        contents = [body.get_content() for body in bodies if body is not None]
        attached = [(each.get_filename(), each.get_content()) for each in message.iter_attachments()]
        return [heads, contents, attached]

    return MailContender("policy.default", work)


def build_mail_parser_contender() -> MailContender | None:
    """None where it is not installed."""
    if mailparser is None:
        return None

    def work(data: bytes) -> list[object]:
        mail = mailparser.parse_from_bytes(data)
        heads = [mail.from_, mail.to, mail.cc, mail.date, mail.subject]
        return [heads, mail.text_html, mail.text_plain, mail.attachments]

    return MailContender("mail-parser", work)


def build_frame_contender() -> MailContender:
    """A document as its frame gets it: looked over, cleaned, and wrapped."""

    def work(data: bytes) -> str:
        try:
            return html_view.render_frame_document(data, None, {})
        except UnviewableContent as unshowable:
            return html_view.render_message_document(unshowable.reason)

    return MailContender("guard and clean", work)


def build_sanitiser_contender() -> MailContender:
    """nh3 with its own defaults, which let pictures from anywhere through."""
    return MailContender("nh3 (floor)", lambda data: nh3.clean(data.decode("utf-8", "replace")))


def extract_html_parts(mail: bytes) -> list[bytes]:
    """The HTML in a mail, by the standard library."""
    parts = message_from_bytes(mail).walk()
    found = (part.get_payload(decode=True) for part in parts if part.get_content_type() == "text/html")
    return [data for data in found if isinstance(data, bytes)]


def run_contenders(contenders: Sequence[MailContender], documents: Sequence[bytes], rounds: int) -> None:
    """Each in turn, so that what else the machine does falls on all."""
    before = signal.signal(signal.SIGALRM, _stop_contender)
    try:
        for _ in range(rounds):
            for contender in contenders:
                contender.measure(documents)
    finally:
        signal.signal(signal.SIGALRM, before)


def _stop_contender(number: int, frame: object) -> None:
    raise ContenderStopped


def print_report(contenders: Sequence[MailContender]) -> None:
    """A line each; ratios are ours to theirs, so that more is better for us."""
    first = contenders[0]
    print(f"{'':18}{'a second':>10}{'p50':>10}{'p99':>11}{'max':>12}{'ratio':>8}   failed")
    for one in contenders:
        middle, late, most = one.milliseconds
        kinds = sorted(set(one.failed.values()))
        failed = ", ".join(f"{list(one.failed.values()).count(kind)} {kind}" for kind in kinds) or "0"
        print(
            f"{one.name:18}{one.pace:10.0f}{middle:7.2f} ms{late:8.1f} ms{most:9.1f} ms"
            f"{first.ratio(one):8.2f}   {failed}"
        )


if __name__ == "__main__":
    sys.exit(main())
