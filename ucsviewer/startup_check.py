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
CHECK_LATER = "If no customer is found later, check the base path in UCS_URL."


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
        return "The UCS answered."
    if refusal:
        return f"The UCS answered (404 “{refusal}” to a test ID). {CHECK_LATER}"
    return f"The UCS answered (404 to a test ID). {CHECK_LATER}"
