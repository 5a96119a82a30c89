"""The API's answer at an address that it does not have."""

from django.utils.translation import gettext as _
from rest_framework.exceptions import NotFound
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView


class ApiNotFoundView(APIView):
    """An address below /api that means nothing: a 404 in the API's own shape, and no page."""

    def get(self, request: Request, rest: str) -> Response:
        """Always raises `NotFound`."""
        raise NotFound(_("Unknown API address. See docs/api.md."))
