"""What answers at UCS_URL, asked once at a start: who sets the viewer up meets a wrong address or password,
not the first reader. A UCS that is down keeps no viewer from starting."""

from contextlib import closing
from dataclasses import replace

from interactions.pages.error_hints import get_error_hint
from interactions.ucs.client import UCSClient
from interactions.ucs.connection import get_ucs_client
from interactions.ucs.errors import UCSError

ABSENT_CUSTOMER_ID = "0000000000000000"  # an ID in a UCS's own form
MAX_CHECK_SECONDS = 5.0  # seconds that a start waits at most


def check_ucs_connection() -> str:
    """In a sentence or two, for the administrator."""
    configuration = get_ucs_client().configuration
    hasty = replace(configuration, total_timeout=min(MAX_CHECK_SECONDS, configuration.total_timeout))
    with closing(UCSClient(hasty)) as client:
        try:
            refusal = client.load_customer_records(ABSENT_CUSTOMER_ID).value.refusal
        except UCSError as error:
            return f"{error.title}. {error.detail} {get_error_hint(error).administrator}"
    if refusal is None:
        return "The UCS answers."
    said = f" and said “{refusal}”" if refusal else ""
    return (
        f"Asked for a customer that nobody is, it answered 404{said}: fine for a UCS, and for a wrong base "
        "path in UCS_URL too."
    )
