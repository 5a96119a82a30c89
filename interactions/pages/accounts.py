"""Signing in, with a pause after too many wrong passwords, and signing out."""

import secrets
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.models import User
from django.contrib.auth.views import LoginView, LogoutView, redirect_to_login
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _lazy

from interactions.access.login_throttle import register_attempt, reset_attempts

KNOWN_BROWSER_COOKIE, KNOWN_BROWSER_SECONDS = (
    "known",
    180 * 24 * 3600,
)  # the cookie of a browser that somebody signed in with; seconds


class SignInForm(AuthenticationForm):
    """After ten tries for one name from one address it looks at none until five minutes after the first
    (access/login_throttle.py).

    Behind a proxy all have one address, and a stranger's tries would keep everybody of that name out: so a
    browser that this name has signed in with before is counted for itself.
    """

    error_messages = {
        "invalid_login": _lazy("Wrong user name or password."),
        "inactive": _lazy("This account is disabled."),
        "paused": _lazy("Too many failed attempts. Try again in 5 minutes."),
    }

    def clean(self) -> dict[str, Any]:
        """The checked values. Raises `ValidationError` when the password is wrong, or after too many
        tries."""
        if not register_attempt(*self._who()):
            raise ValidationError(self.error_messages["paused"], code="paused")
        return super().clean()

    def confirm_login_allowed(self, user: User) -> None:
        super().confirm_login_allowed(user)
        reset_attempts(*self._who())

    def _who(self) -> tuple[str, str]:
        """The name that was typed, and the browser or the address that it came from."""
        name = self.cleaned_data.get("username", "")
        address = self.request.META.get("REMOTE_ADDR", "") if self.request else ""
        known = self.request.get_signed_cookie(KNOWN_BROWSER_COOKIE, "", salt=name) if self.request else ""
        return name, known or address


class SignInView(LoginView):
    """The one page to sign in on."""

    template_name = "sign_in.html"
    authentication_form = SignInForm
    redirect_authenticated_user = True

    def form_valid(self, form: AuthenticationForm) -> HttpResponse:
        """Signs in, and remembers that this browser is one of this name's. The cookie holds no name."""
        response = super().form_valid(form)
        response.set_signed_cookie(
            KNOWN_BROWSER_COOKIE,
            secrets.token_hex(8),
            salt=form.get_user().get_username(),
            max_age=KNOWN_BROWSER_SECONDS,
            httponly=True,
            samesite="Lax",
            secure=bool(settings.SESSION_COOKIE_SECURE),
        )
        return response


@login_not_required
def admin_sign_in(request: HttpRequest) -> HttpResponse:
    """Where the administration sends who is not signed in: to the one page, whose pause its own has not.
    Who is signed in and comes here is no administrator: raises `PermissionDenied`."""
    if request.user.is_authenticated:
        raise PermissionDenied
    return redirect_to_login(request.GET.get("next", ""))


sign_in = SignInView.as_view()
sign_out = LogoutView.as_view()
