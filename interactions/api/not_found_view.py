"""What the API says at an address that it does not have."""

from rest_framework.exceptions import NotFound
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView


class ApiNotFoundView(APIView):
    """An address below /api that means nothing: a 404 in the API's own shape, and no page."""

    def get(self, request: Request, rest: str) -> Response:
        """Raises `NotFound`, always."""
        raise NotFound("The API has no such address; docs/api.md lists those it has.")
