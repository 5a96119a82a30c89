"""Who asks the API: whoever is signed in to the viewer, by the same cookie (settings: REST_FRAMEWORK)."""

from rest_framework.authentication import SessionAuthentication
from rest_framework.request import Request


class SessionCookieAuthentication(SessionAuthentication):
    """Django REST framework's session authentication, with a challenge: without one, a request by nobody
    would be answered 403 instead of 401."""

    def authenticate_header(self, request: Request) -> str:
        return 'Session realm="UCS Viewer"'
