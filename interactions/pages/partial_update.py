"""What static/js/swap.js asks of the server: one part of a page, to be put in place without a page load."""

from django.http import HttpRequest, HttpResponse

PARTIAL_UPDATE_HEADER = "X-Swap"


def get_target_element(request: HttpRequest) -> str:
    """The ID of the element that is to be replaced; empty where a whole page is wanted."""
    return request.headers.get(PARTIAL_UPDATE_HEADER, "")


def mark_partial_update(response: HttpResponse, element: str) -> HttpResponse:
    """Marks an answer that is less than a page: all of it goes into the element of this ID."""
    response[PARTIAL_UPDATE_HEADER] = element
    return response
