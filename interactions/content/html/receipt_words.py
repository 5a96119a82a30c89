"""What a receipt (blocked_content.py) says, in sentences."""

from collections.abc import Callable, Iterable

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from interactions.content.html.blocked_content import BlockedContentReport

# Each kind of what was not loaded or was removed, with how many there are.
KIND_COUNTS: dict[str, Callable[[int], str]] = {
    "script": lambda n: ngettext("%(num)s script", "%(num)s scripts", n),
    "form": lambda n: ngettext("%(num)s form", "%(num)s forms", n),
    "frame": lambda n: ngettext("%(num)s frame", "%(num)s frames", n),
    "plug-in": lambda n: ngettext("%(num)s plug-in", "%(num)s plug-ins", n),
    "image": lambda n: ngettext("%(num)s image", "%(num)s images", n),
    "background": lambda n: ngettext("%(num)s background", "%(num)s backgrounds", n),
    "font": lambda n: ngettext("%(num)s font", "%(num)s fonts", n),
    "recording or film": lambda n: ngettext("%(num)s audio or video file", "%(num)s audio or video files", n),
    "style sheet": lambda n: ngettext("%(num)s style sheet", "%(num)s style sheets", n),
    "event handler": lambda n: ngettext("%(num)s event handler", "%(num)s event handlers", n),
    "script in a link": lambda n: ngettext("%(num)s script in a link", "%(num)s scripts in links", n),
    "automatic redirect": lambda n: ngettext("%(num)s automatic redirect", "%(num)s automatic redirects", n),
}


def list_kinds(kinds: Iterable[tuple[str, int]]) -> str:
    """`3 images, 1 style sheet`."""
    return ", ".join(KIND_COUNTS[kind](number) % {"num": f"{number:,}"} for kind, number in kinds)


def describe_receipt(receipt: BlockedContentReport) -> str:
    """What was blocked, in a sentence or two."""
    if receipt.resources:
        return " ".join(filter(None, (_describe_resources(receipt), _describe_trackers(receipt))))
    if receipt.removed:
        return _("Removed: %(elements)s.") % {"elements": list_kinds(receipt.removed)}
    return _("Nothing was blocked.")


def describe_misleading_links(receipt: BlockedContentReport) -> str:
    """How many links lead to another host than their text names."""
    words = ngettext(
        "%(num)s link goes to a different site than it shows.",
        "%(num)s links go to a different site than they show.",
        receipt.misleading_links,
    )
    return words % {"num": f"{receipt.misleading_links:,}"}


def _describe_resources(receipt: BlockedContentReport) -> str:
    values = {"num": f"{receipt.resources:,}"}
    if not receipt.named_hosts:
        words = ngettext(
            "%(num)s external resource was not loaded.",
            "%(num)s external resources were not loaded.",
            receipt.resources,
        )
        return words % values
    hosts = ngettext("%(num)s host", "%(num)s hosts", receipt.named_hosts)
    words = ngettext(
        "%(num)s external resource was not loaded (%(hosts)s).",
        "%(num)s external resources were not loaded (%(hosts)s).",
        receipt.resources,
    )
    return words % (values | {"hosts": hosts % {"num": f"{receipt.named_hosts:,}"}})


def _describe_trackers(receipt: BlockedContentReport) -> str:
    if not receipt.trackers:
        return ""
    words = ngettext("%(num)s looks like a tracker.", "%(num)s look like trackers.", receipt.trackers)
    return words % {"num": f"{receipt.trackers:,}"}
