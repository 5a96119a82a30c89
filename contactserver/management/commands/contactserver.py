"""`manage.py contactserver 8080`: the embedded Universal Contact Server on a port of its own."""

import socket
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import connections

from contactserver.configuration import get_server_configuration
from contactserver.server import ContactServer, parse_address
from contactserver.tables import check_tables


class Command(BaseCommand):
    help = "Serves the Query Interactions API on a port until stopped."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "address", nargs="?", default="8080", help="port or host:port (default: 8080 on this machine)"
        )

    def handle(self, *, address: str, **options: Any) -> None:
        """Raises CommandError for what is no address, for a port that is taken, and without tables."""
        try:
            host, port = parse_address(address)
        except ValueError as error:
            raise CommandError(f"{address} is not a valid address: {error}.") from error
        check_tables()
        check_port(host, port)
        self.say_where(host, port)
        connections.close_all()  # none may be shared with the process that serves
        ContactServer(host, port).run()

    def say_where(self, host: str, port: int) -> None:
        settings = get_server_configuration()
        shown = f"[{host}]" if ":" in host else host
        self.stdout.write(f"Contact server at http://{shown}:{port}{settings.base_path}/ (Ctrl+C stops it)")
        if host not in {"127.0.0.1", "localhost", "::1"} and not settings.username:
            self.stdout.write(
                "Anyone who can reach this address can read all records: CONTACTSERVER_USERNAME is not set."
            )
        self.stdout.flush()


def check_port(host: str, port: int) -> None:
    """Raises CommandError when nothing can listen there: gunicorn would only try again and again."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind, protocol) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except OSError as error:
        raise CommandError(
            f"Can't listen on {host}:{port} ({error.strerror}). Try another port: "
            f"python manage.py contactserver {port + 1 if port < 65535 else 8080}"
        ) from error
