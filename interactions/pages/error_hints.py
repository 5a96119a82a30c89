"""What to do about each kind of UCS error: a sentence for whoever met it, and one for the administrator."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from interactions.ucs.errors import (
    UCSBadResponse,
    UCSError,
    UCSMalformedID,
    UCSNotFound,
    UCSRefused,
    UCSTimeout,
    UCSTooLarge,
    UCSUnavailable,
    UCSWrongAddress,
)


@dataclass(frozen=True)
class ErrorHint:
    reader: str
    administrator: str = ""


def get_error_hint(error: UCSError) -> ErrorHint:
    """The advice for the error's own class, or for the nearest above it that has one."""
    table = list_advice()
    return next((table[kind] for kind in type(error).__mro__ if kind in table), ErrorHint(_("Try again.")))


def list_advice() -> dict[type[UCSError], ErrorHint]:
    """The advice for each class, in the reader's language."""
    return {
        UCSMalformedID: ErrorHint(_("Check the ID for missing, doubled or wrong characters.")),
        UCSNotFound: ErrorHint(
            _("IDs are case-sensitive. Deleted or archived interactions are not in the UCS either."),
            _("If it should be there, check UCS_URL, UCS_TENANT and UCS_GROUP."),
        ),
        UCSRefused: ErrorHint(
            _("Not your fault – send these details to your administrator."),
            _(
                "Check UCS_USERNAME, UCS_PASSWORD, UCS_TENANT and UCS_GROUP, "
                "and the rights of this account in the UCS."
            ),
        ),
        UCSUnavailable: ErrorHint(
            _("Try again in a minute. If it keeps happening, send these details to your administrator."),
            _("Check that the UCS is running and that this machine can reach the host and port in UCS_URL."),
        ),
        UCSTimeout: ErrorHint(
            _(
                "The UCS may be busy. Try again. "
                "If it keeps happening, send these details to your administrator."
            ),
            _(
                "Check the load of the UCS. UCS_CONNECT_TIMEOUT, UCS_READ_TIMEOUT and UCS_TOTAL_TIMEOUT "
                "set the time limits."
            ),
        ),
        UCSBadResponse: ErrorHint(
            _("Try again. If it keeps happening, send these details to your administrator."),
            _(
                "Check that UCS_URL, with its base path, points to the Query Interactions API, "
                "not to a proxy or sign-in page."
            ),
        ),
        UCSWrongAddress: ErrorHint(
            _("The ID may be correct. Send these details to your administrator."),
            _(
                "Check the base path of UCS_URL: usually /genesys/1/cs, /cv or none. "
                "If it is correct, a proxy may not forward this path to the UCS."
            ),
        ),
        UCSTooLarge: ErrorHint(
            _("The response was too large to load. Send these details to your administrator."),
            _("UCS_MAX_BYTES sets the largest response that is accepted."),
        ),
    }
