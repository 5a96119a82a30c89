"""Answers that are no success: JSON with the two keys that the documentation shows
(docs/ucs-protocol.md §1.8)."""

from collections.abc import Mapping

from django.http import JsonResponse

# The one value documented; whoever reads the body reads `message`.
EXCEPTION_CLASS_NAME = (
    "com.genesyslab.gsg.services.contextservices.exceptions.ContextServicesExceptionResource"
)


class RequestRefusal(Exception):
    """A request that is not granted. `message` says why, without naming an ID or a credential."""

    def __init__(self, status: int, message: str, headers: Mapping[str, str] | None = None) -> None:
        super().__init__(message)
        self.status, self.message, self.headers = status, message, dict(headers or {})

    def build_response(self) -> JsonResponse:
        return JsonResponse(
            {"message": self.message, "exception": EXCEPTION_CLASS_NAME},
            status=self.status,
            headers=self.headers,
        )
