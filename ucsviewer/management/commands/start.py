"""`manage.py start`: everything from an empty folder to a page in the browser; `make run` calls it."""

import os
import socket
import sys
from argparse import ArgumentParser
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from ucsviewer.accounts import create_first_administrator, ensure_sample_account, is_sample_password_valid
from ucsviewer.start_lock import acquire_start_lock
from ucsviewer.startup_check import check_ucs_connection

GUNICORN_ARGUMENTS = (
    "-m",
    "gunicorn",
    "ucsviewer.wsgi:application",
    "--worker-class",
    "gthread",
    "--no-control-socket",
)
# Bytes from which the C library gives memory back as soon as it is free. Its own bound grows with what it has
# seen, and each thread then keeps what a large mail took: 1.4 GB after sixteen of them, now 0.2 (glibc;
# mallopt(3), M_MMAP_THRESHOLD).
MMAP_THRESHOLD_BYTES = "1000000"


def format_address() -> str:
    """Where it listens, as it stands in a URL."""
    host = f"[{settings.HOST}]" if ":" in settings.HOST else settings.HOST
    return f"{host}:{settings.PORT}"


class Command(BaseCommand):
    help = (
        "Sets up what is missing (tables, static files, sample data, first account), then starts the server."
    )
    requires_system_checks = []  # run below, once the tables are there

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--set-up-only", action="store_true", help="set up without starting the server")

    def handle(self, *, set_up_only: bool, **options: Any) -> None:
        self.check_port()
        self.make_folder()
        with acquire_start_lock(lambda: self.step("Waiting for another start to finish")):
            self.set_up()
            self.check()
            sign_in = self.sample() if settings.SAMPLE else self.installation()
        self.check_port()  # the start that this one waited for may listen there now
        self.say_where(sign_in)
        if not set_up_only:
            self.serve()

    def check_port(self) -> None:
        """Raises CommandError when nothing can listen there: the server would only try again and again."""
        family = socket.AF_INET6 if ":" in settings.HOST else socket.AF_INET
        with socket.socket(family) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((settings.HOST, settings.PORT))
            except OSError as error:
                raise CommandError(
                    f"Can't listen on {format_address()} ({error.strerror}). "
                    f"Try another port: PORT={settings.PORT + 123} make run"
                ) from error

    def make_folder(self) -> None:
        """Makes DATA_DIR, for its owner alone. Raises CommandError when that is not possible."""
        try:
            settings.DATA_DIR.mkdir(mode=0o700, parents=True, exist_ok=True)
        except OSError as error:
            raise CommandError(f"Can't create DATA_DIR {settings.DATA_DIR} ({error.strerror}).") from error

    def set_up(self) -> None:
        self.step("Tables")
        call_command("migrate", verbosity=0, interactive=False)
        self.step("Static files")
        call_command("collectstatic", verbosity=0, interactive=False)
        call_command("clearsessions")

    def sample(self) -> str:
        """The sample contact centre is loaded once, as a whole; a second start finds it there. Gives how to
        sign in."""
        if not apps.get_model("contactserver", "Interaction").objects.exists():
            self.step("Sample contact centre")
            with transaction.atomic():
                call_command("load_sample")
        account = ensure_sample_account()
        return f"Sign in as   {account.name}   with the password   {account.password}"

    def installation(self) -> str:
        """Makes an administrator when there is no account yet. Gives how to sign in. Raises CommandError when
        the sample's public password still opens an account."""
        if is_sample_password_valid():
            raise CommandError(
                "The account 'supervisor' still has the public sample password. "
                "Change it first: python manage.py changepassword supervisor"
            )
        account = create_first_administrator()
        if account is None:
            return "Sign in with your account."
        return (
            f"Sign in as   {account.name}   with the password   {account.password}\n"
            "  The password is shown only once. Add more accounts at /admin/ or with\n"
            "  python manage.py createsuperuser (with the same settings)."
        )

    def step(self, what: str) -> None:
        self.stdout.write(f"• {what}")
        self.stdout.flush()

    def say_where(self, sign_in: str) -> None:
        answer = ""
        if settings.UCS_URL:
            self.step("Test request to the UCS")
            answer = f"  {check_ucs_connection()}\n"
        self.stdout.write(f"\n  UCS Viewer {settings.VERSION}   http://{format_address()}\n  {sign_in}")
        self.stdout.write(f"  UCS          {settings.UCS_PLACE}\n{answer}")
        if settings.NAMED_HERE_ONLY and not settings.LISTENS_HERE_ONLY:
            self.stdout.write(
                "  Only this machine has access: set ALLOWED_HOSTS to the host name that others will use.\n"
            )
        self.stdout.flush()

    def serve(self) -> None:
        """Becomes the production server: threads, since they wait for the UCS (docs/operations.md)."""
        arguments = (
            *GUNICORN_ARGUMENTS,
            f"--bind={format_address()}",
            f"--pythonpath={settings.BASE_DIR}",
            f"--workers={settings.WORKERS}",
            f"--threads={settings.THREADS}",
            "--timeout=60",
            "--graceful-timeout=10",
            "--keep-alive=5",
            "--log-level=warning",
        )
        os.environ.setdefault("MALLOC_MMAP_THRESHOLD_", MMAP_THRESHOLD_BYTES)
        os.execv(sys.executable, [sys.executable, *arguments])  # noqa: S606 - our own words
