"""The small marks that stand on every page, an icon or a medium's sign: each is written once in the life of
the process, since a list asks for hundreds of a dozen."""

from functools import cache

from django.templatetags.static import static
from django.utils.translation import gettext as _
from markupsafe import Markup

from interactions.history.columns.record_codes import MEDIA_LABELS, Direction, MediaFamily

MEDIA_ICON_NAMES: dict[MediaFamily, str] = {
    MediaFamily.VOICE: "phone",
    MediaFamily.CHAT: "messages-square",
    MediaFamily.EMAIL: "mail",
    MediaFamily.SMS: "smartphone",
    MediaFamily.SOCIAL: "at-sign",
    MediaFamily.CALLBACK: "phone-call",
    MediaFamily.WORK: "file-check",
}
DIRECTION_ICON_NAMES = {
    Direction.INBOUND: "arrow-down-left",
    Direction.OUTBOUND: "arrow-up-right",
    Direction.INTERNAL: "arrow-left-right",
    Direction.OTHER: "",
}


@cache
def render_icon(name: str, small: bool = False) -> Markup:
    """An icon of the sprite. `name` is one of `icons.ICONS`, never what somebody sent."""
    return Markup('<svg class="i{}" aria-hidden="true"><use href="{}#{}"/></svg>').format(
        " i-s" if small else "", static("icons.svg"), name
    )


@cache
def render_media_icon(family: MediaFamily, large: bool = False) -> Markup:
    """A medium's icon on its tint, with its word for those who can't see it."""
    return Markup('<span class="mi m-{}{}">{}<span class="vh">{}</span></span>').format(
        family, " mi-l" if large else "", render_icon(MEDIA_ICON_NAMES[family]), _(MEDIA_LABELS[family])
    )
