"""Whether the database is ready, said in words before a command stumbles over it."""

from django.core.management.base import CommandError
from django.db import connection

from contactserver.models import Content, Interaction, Piece


def check_tables() -> None:
    """Raises CommandError when the database lacks the server's tables, OperationalError without one."""
    there = set(connection.introspection.table_names())
    if not {model._meta.db_table for model in (Interaction, Content, Piece)} <= there:
        raise CommandError("The database has no tables yet. Create them: python manage.py migrate")
