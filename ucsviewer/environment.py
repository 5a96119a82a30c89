"""Reads settings from environment variables, typed, or says in one sentence which is wrong.

Own code rather than a library: what an administrator meets here is `NAME_FILE`, limits, and errors
that name the variable and say what was expected, without ever printing its value (it may be a secret).
"""

import re
import ssl
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import quote, urlsplit

import dj_database_url
from django.core.exceptions import ImproperlyConfigured

from interactions.history.clock.time_zones import parse_time_zone

HOST_NAME_PATTERN = re.compile(r"\*|\.?[A-Za-z0-9_-]+(\.[A-Za-z0-9_-]+)*|\[[0-9A-Fa-f:.]+\]")
BASE_PATH_PATTERN = re.compile(r"[A-Za-z0-9._~/-]*")
DATABASE_ENGINES = {"django.db.backends.postgresql", "django.db.backends.sqlite3"}
MAX_NUMBER_DIGITS = 20  # digits of a number
TRUE_WORDS, FALSE_WORDS = {"1", "true", "yes", "on"}, {"0", "false", "no", "off"}


class Environment:
    """Typed reading of a mapping of variables, `os.environ` outside of tests.

    Every method raises ImproperlyConfigured, with a sentence that names the variable, for a value that is not
    of its kind. An unset or empty variable has the default.
    """

    def __init__(self, variables: Mapping[str, str]) -> None:
        self.variables = variables

    def get_text(self, name: str, default: str) -> str:
        """The value of NAME, or the content of the file that NAME_FILE names, or the default. Raises
        ImproperlyConfigured when both are set, and for a file that can't be read."""
        value, path = self.variables.get(name, ""), self.variables.get(f"{name}_FILE", "")
        if value and path:
            raise ImproperlyConfigured(f"{name} and {name}_FILE are both set. Set only one.")
        if not path:
            return value or default
        try:
            return Path(path).read_text(encoding="utf-8").rstrip("\r\n") or default
        except (OSError, UnicodeDecodeError) as error:
            raise ImproperlyConfigured(f"The file in {name}_FILE can't be read: {path}.") from error

    def check_pair(self, name: str, other: str) -> None:
        """Raises ImproperlyConfigured when NAME is set and OTHER is not: half of what belongs together would
        silently be none of it."""
        if self.get_text(name, "") and not self.get_text(other, ""):
            raise ImproperlyConfigured(f"{name} is set but {other} is not. Set both or neither.")

    def get_host_names(self, name: str, default: list[str]) -> list[str]:
        """Comma-separated host names, without scheme and port: a browser's are compared without them. Raises
        ImproperlyConfigured for what is no host name."""
        hosts = [part.strip() for part in self.get_text(name, "").split(",") if part.strip()]
        if not all(HOST_NAME_PATTERN.fullmatch(host) for host in hosts):
            raise ImproperlyConfigured(
                f"{name} must be host names separated by commas, like ucs.example.org: no scheme, no port."
            )
        return hosts or default

    def get_flag(self, name: str, default: bool) -> bool:
        """A word for true or false (`TRUE_WORDS`, `FALSE_WORDS`). Raises ImproperlyConfigured for any
        other."""
        value = self.get_text(name, "").lower()
        if value and value not in TRUE_WORDS | FALSE_WORDS:
            raise ImproperlyConfigured(f"{name} must be true or false.")
        return value in TRUE_WORDS if value else default

    def get_integer(self, name: str, default: int, *, minimum: int = 0, maximum: int | None = None) -> int:
        """A whole number. Raises ImproperlyConfigured for one below `minimum` or above `maximum`, and for
        none."""
        value = self.get_text(name, "") or str(default)
        number = (
            int(value) if value.isascii() and value.isdecimal() and len(value) < MAX_NUMBER_DIGITS else -1
        )
        if number < minimum or (maximum is not None and number > maximum):
            if maximum is None:
                raise ImproperlyConfigured(f"{name} must be a whole number, {minimum} or more.")
            raise ImproperlyConfigured(f"{name} must be a whole number from {minimum} to {maximum}.")
        return number

    def get_seconds(self, name: str, default: float) -> float:
        """A time in seconds, such as 2.5. Raises ImproperlyConfigured unless it is above 0 and at most an
        hour."""
        try:
            number = float(self.get_text(name, "") or default)
        except ValueError:
            number = -1
        if not 0 < number <= 3600:
            raise ImproperlyConfigured(f"{name} must be a number of seconds above 0, up to 3600.")
        return number

    def get_time_zone(self, name: str, default: str) -> str:
        """A time zone as an address names it. Raises ImproperlyConfigured for what is none."""
        found = parse_time_zone(self.get_text(name, default))
        if found is None:
            raise ImproperlyConfigured(f"{name} must be a time zone like Europe/Berlin, utc or +05:30.")
        return found.value

    def get_url(self, name: str, default: str) -> str:
        """An http or https URL, without a slash at its end. Raises ImproperlyConfigured for one that has no
        host, or that has credentials, a query or a fragment."""
        value = self.get_text(name, default)
        try:
            parts = urlsplit(value)
            good = not value or bool(parts.scheme in {"http", "https"} and parts.hostname and parts.port != 0)
        except ValueError:
            good = False
        if not good:
            raise ImproperlyConfigured(f"{name} must be a URL like http://ucshost:8080/genesys/1/cs.")
        if value and (parts.username or parts.password or parts.query or parts.fragment):
            raise ImproperlyConfigured(f"{name} must not contain credentials, a query or a fragment.")
        return value.rstrip("/")

    def get_redis_url(self, name: str) -> str:
        """The URL of a Redis, empty for none. It may hold a password. Raises ImproperlyConfigured for what
        is no such URL, or has a comma or semicolon, which would be read as the start of another server's."""
        value = self.get_text(name, "")
        try:
            parts = urlsplit(value)
            good = bool(parts.scheme in {"redis", "rediss"} and parts.hostname and parts.port != 0)
        except ValueError:
            good = False
        if value and (not good or parts.query or parts.fragment or set(value) & set(",; ")):
            raise ImproperlyConfigured(
                f"{name} must be a Redis URL like redis://:password@host:6379/0 (rediss:// for TLS)."
            )
        return value

    def get_url_path(self, name: str, default: str) -> str:
        """The path of a URL. Raises ImproperlyConfigured for characters that would need an escape there."""
        value = self.get_text(name, default)
        if not BASE_PATH_PATTERN.fullmatch(value):
            raise ImproperlyConfigured(f"{name} must be a path like /genesys/1/cs.")
        return value

    def get_certificate_file(self, name: str) -> str:
        """The path of a file with certificates (PEM), empty for none. Raises ImproperlyConfigured when the
        file is not there or holds no certificate."""
        value = self.get_text(name, "")
        if not value:
            return ""
        if not Path(value).is_file():
            raise ImproperlyConfigured(f"The file in {name} does not exist: {value}.")
        try:
            ssl.create_default_context(cafile=value)
        except OSError as error:
            raise ImproperlyConfigured(
                f"The file in {name} has no readable PEM certificate: {value}."
            ) from error
        return value

    def get_database(self, name: str, default: Path) -> dj_database_url.DBConfig:
        """What a URL says of a PostgreSQL or SQLite database; the SQLite file `default` without one. Raises
        ImproperlyConfigured for any other URL."""
        try:
            database = dj_database_url.parse(
                self.get_text(name, f"sqlite:///{quote(str(default))}"), conn_max_age=60
            )
        except (ValueError, KeyError):
            database = {}
        if database.get("ENGINE") not in DATABASE_ENGINES or database.get("NAME") in {None, "", ":memory:"}:
            raise ImproperlyConfigured(
                f"{name} is not valid. Expected something like postgres://user:password@host:5432/name."
            )
        return database
