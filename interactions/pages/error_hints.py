"""What to do about each kind of UCS error: a sentence for whoever met it, and one for the administrator."""

from dataclasses import dataclass

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


ERROR_HINTS: dict[type[UCSError], ErrorHint] = {
    UCSMalformedID: ErrorHint(
        "Check the ID for a character that is missing, doubled or does not belong there. "
        "The UCS was not asked.",
    ),
    UCSNotFound: ErrorHint(
        "IDs are case-sensitive. What was deleted or archived is no longer known to the UCS either.",
        "If it should be there, check that UCS_URL, UCS_TENANT and UCS_GROUP are the right ones.",
    ),
    UCSRefused: ErrorHint(
        "You did nothing wrong: it is the viewer that was refused. "
        "Tell your administrator, with the details below.",
        "Check UCS_USERNAME, UCS_PASSWORD, UCS_TENANT and UCS_GROUP, and this account's rights in the UCS.",
    ),
    UCSUnavailable: ErrorHint(
        "Try again in a minute. If it lasts, tell your administrator, with the details below.",
        "Check that the UCS runs, and that this machine reaches the host and port of UCS_URL.",
    ),
    UCSTimeout: ErrorHint(
        "The UCS may be busy, or this history may be long. Try again; "
        "if it lasts, tell your administrator, with the details below.",
        "Check the UCS's load. UCS_CONNECT_TIMEOUT, UCS_READ_TIMEOUT and UCS_TOTAL_TIMEOUT say how long "
        "the viewer waits.",
    ),
    UCSBadResponse: ErrorHint(
        "Try again. If it lasts, tell your administrator, with the details below.",
        "Check that UCS_URL, with its base path, leads to the Query Interactions API itself, "
        "and not to a proxy's or a sign-in page.",
    ),
    UCSWrongAddress: ErrorHint(
        "The ID may well be right. Tell your administrator, with the details below.",
        "Check the base path of UCS_URL: a UCS stands below /genesys/1/cs, below /cv, or below nothing. "
        "Where it is right, a proxy in front may not pass this path on to the UCS.",
    ),
    UCSTooLarge: ErrorHint(
        "The viewer did not take it, to stay up for everybody. "
        "Tell your administrator, with the details below.",
        "UCS_MAX_BYTES sets the most that the viewer takes in one answer.",
    ),
}


def get_error_hint(error: UCSError) -> ErrorHint:
    """The advice for the error's own class, or for the nearest above it that has one."""
    return next(
        (ERROR_HINTS[kind] for kind in type(error).__mro__ if kind in ERROR_HINTS), ErrorHint("Try again.")
    )
