"""`/api/interactions/{id}`: one record, as the UCS sent it."""

from django.http import HttpResponse
from rest_framework.request import Request
from rest_framework.views import APIView

from interactions.access.gate import get_gate


class RecordView(APIView):
    """The UCS's own document, byte for byte, without the one-element array in which some servers wrap it."""

    def get(self, request: Request, identifier: str) -> HttpResponse:
        document = get_gate(request).load_interaction(identifier).value.document
        return HttpResponse(document, content_type="application/json")
