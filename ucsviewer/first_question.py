"""What answers at UCS_URL, asked once at a start: who sets the viewer up meets a wrong address or password,
not the first reader. A UCS that is down keeps no viewer from starting."""

from contextlib import closing
from dataclasses import replace

from interactions.pages.advice import advice
from interactions.ucs.client import UCSClient
from interactions.ucs.connection import connect
from interactions.ucs.errors import UCSError

NOBODY = "0000000000000000"  # an ID in a UCS's own form
PATIENCE = 5.0  # seconds that a start waits at most
CHECK_LATER = "If no customer is found later, check the base path in UCS_URL."


def first_answer() -> str:
    """In a sentence or two, for the administrator."""
    configuration = connect().configuration
    hasty = replace(configuration, total_timeout=min(PATIENCE, configuration.total_timeout))
    with closing(UCSClient(hasty)) as client:
        try:
            refusal = client.by_customer(NOBODY).value.refusal
        except UCSError as error:
            return f"{error.title}. {error.detail} {advice(error).administrator}"
    if refusal is None:
        return "The UCS answered."
    if refusal:
        return f"The UCS answered (404 “{refusal}” to a test ID). {CHECK_LATER}"
    return f"The UCS answered (404 to a test ID). {CHECK_LATER}"
