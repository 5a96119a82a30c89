"""What lies between two times of a lifecycle, in a sentence."""

from django.utils.translation import gettext as _
from markupsafe import Markup

from interactions.history.columns.phases import LifecycleSpan, PointName
from interactions.pages.formatting import format_duration
from interactions.pages.sentences import fill_sentence


def format_lifecycle_span(span: LifecycleSpan) -> Markup:
    """`Wait 12 s` with the length in bold; where no time passes or the times are out of order, it says so."""
    pair = span.earlier, span.later
    if span.seconds == 0:
        return fill_sentence(_get_zero_duration_sentence(pair), {})
    sentence = _get_duration_sentence(pair) if span.seconds > 0 else _get_out_of_order_sentence(pair)
    return fill_sentence(sentence, {"duration": format_duration(abs(span.seconds))})


def _get_duration_sentence(pair: tuple[PointName, PointName]) -> str:
    return {
        ("start", "established"): _("Wait <b>%(duration)s</b>"),
        ("established", "released"): _("Handled <b>%(duration)s</b>"),
        ("released", "end"): _("Wrap-up <b>%(duration)s</b>"),
        ("start", "released"): _("Start to released <b>%(duration)s</b>"),
        ("start", "end"): _("Start to end <b>%(duration)s</b>"),
        ("established", "end"): _("Established to end <b>%(duration)s</b>"),
    }[pair]


def _get_zero_duration_sentence(pair: tuple[PointName, PointName]) -> str:
    return {
        ("start", "established"): _("No wait time"),
        ("established", "released"): _("No handling time"),
        ("released", "end"): _("No wrap-up time"),
        ("start", "released"): _("Start and released are the same time"),
        ("start", "end"): _("Start and end are the same time"),
        ("established", "end"): _("Established and end are the same time"),
    }[pair]


def _get_out_of_order_sentence(pair: tuple[PointName, PointName]) -> str:
    return {
        ("start", "established"): _("Established is %(duration)s before start (times out of order)"),
        ("established", "released"): _("Released is %(duration)s before established (times out of order)"),
        ("released", "end"): _("End is %(duration)s before released (times out of order)"),
        ("start", "released"): _("Released is %(duration)s before start (times out of order)"),
        ("start", "end"): _("End is %(duration)s before start (times out of order)"),
        ("established", "end"): _("End is %(duration)s before established (times out of order)"),
    }[pair]
