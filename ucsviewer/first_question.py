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
        return "The UCS answers."
    said = f" and said “{refusal}”" if refusal else ""
    return (
        f"Asked for a customer that nobody is, it answered 404{said}: fine for a UCS, and for a wrong base "
        "path in UCS_URL too."
    )
