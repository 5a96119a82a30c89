"""Who asks the API: whoever is signed in to the viewer, by the same cookie (settings: REST_FRAMEWORK)."""

from rest_framework.authentication import SessionAuthentication
from rest_framework.request import Request


class SessionCookieAuthentication(SessionAuthentication):
    """Django REST framework's, which answers 403 to nobody; a challenge makes it the 401 that it is."""

    def authenticate_header(self, request: Request) -> str:
        return 'Session realm="UCS Viewer"'
