"""Settings are read typed, or the start ends with a sentence that names the variable and not its value."""

import re
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from ucsviewer.environment import Environment


def test_values_and_defaults() -> None:
    env = Environment(
        {
            "A": "x",
            "B": "2.5",
            "C": "yes",
            "D": "70",
            "E": "a, .b.example, [::1],",
            "F": "http://ucs:8080/cv/",
            "G": "europe/berlin",
        }
    )
    assert env.text("A", "") == "x"
    assert env.text("NONE", "d") == "d"
    assert env.seconds("B", 1) == 2.5
    assert env.flag("C", False) is True
    assert env.whole("D", 1) == 70
    assert env.hosts("E", []) == ["a", ".b.example", "[::1]"]
    assert env.hosts("NONE", ["d"]) == ["d"]
    assert env.url("F", "") == "http://ucs:8080/cv"
    assert env.url("NONE", "") == ""
    assert env.zone("G", "utc") == "Europe/Berlin"
    assert env.zone("NONE", "utc") == "utc"


def test_an_empty_value_is_none() -> None:
    env = Environment({"A": ""})
    assert env.text("A", "d") == "d"
    assert env.whole("A", 3) == 3
    assert env.seconds("A", 3) == 3
    assert env.flag("A", True) is True


def test_a_secret_from_a_file(tmp_path) -> None:
    path = tmp_path / "secret"
    path.write_text("s3cret\n")
    assert Environment({"UCS_PASSWORD_FILE": str(path)}).text("UCS_PASSWORD", "") == "s3cret"


def test_both_forms_or_a_missing_file_are_wrong(tmp_path) -> None:
    with pytest.raises(ImproperlyConfigured, match="X and X_FILE"):
        Environment({"X": "1", "X_FILE": "y"}).text("X", "")
    with pytest.raises(ImproperlyConfigured, match="The file in X_FILE"):
        Environment({"X_FILE": str(tmp_path / "none")}).text("X", "")


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("flag", "maybe"),
        ("whole", "-1"),
        ("whole", "ten"),
        ("whole", "1e3"),
        ("seconds", "0"),
        ("seconds", "nan"),
        ("seconds", "inf"),
        ("seconds", "5s"),
        ("url", "ucshost:8080"),
        ("url", "ftp://ucshost"),
        ("url", "http://"),
        ("url", "http://user:secret@ucshost"),
        ("url", "http://ucshost/?a=b"),
        ("url", "http://ucshost:99999"),
        ("hosts", "https://ucs.example.org"),
        ("hosts", "good.example, ucs.example.org:8443"),
        ("zone", "Mars/Olympus"),
        ("zone", "../../etc/passwd"),
        ("path", "/genesys?1"),
        ("path", "/a b"),
        ("database", "mysql://user:secret@host/name"),
        ("database", "postgres://user:secret@host"),
        ("database", "sqlite://"),
        ("database", "nonsense"),
        ("redis", "redis://"),
        ("redis", "http://:secret@redis:6379"),
        ("redis", "redis://:secret@redis:99999"),
        ("redis", "redis://redis:6379/0?socket_timeout=60"),
        ("redis", "redis://:sec,ret@redis:6379/0"),
        ("redis", "redis://one:6379;redis://other:6379"),
    ],
)
def test_a_wrong_value_is_named(kind: str, value: str) -> None:
    defaults = {"flag": False, "whole": 1, "seconds": 1.0, "url": "", "hosts": [], "path": "/"} | {
        "zone": "utc",
        "database": Path("unused.sqlite3"),
    }
    with pytest.raises(ImproperlyConfigured) as caught:
        getattr(Environment({"NAME": value}), kind)("NAME", *([defaults[kind]] if kind in defaults else []))
    assert re.match(r"NAME ", str(caught.value))
    assert "secret" not in str(caught.value)


@pytest.mark.parametrize("folder", ["plain", "50% off #1?", "with blanks and ümlauts"])
def test_the_default_database_is_a_file_whatever_its_folder_is_called(tmp_path, folder) -> None:
    file = tmp_path / folder / "viewer.sqlite3"
    assert Environment({}).database("DATABASE_URL", file)["NAME"] == str(file)


def test_certificates_are_read_at_once(tmp_path) -> None:
    bundle = Path(__file__).parents[1] / "interactions/ucs/certificate.pem"
    assert Environment({"A": str(bundle)}).certificates("A") == str(bundle)
    assert Environment({}).certificates("A") == ""
    (tmp_path / "none.pem").write_text("no readable PEM certificate")
    for wrong in (tmp_path / "none.pem", tmp_path / "missing.pem", tmp_path):
        with pytest.raises(ImproperlyConfigured, match=r"^A names a file"):
            Environment({"A": str(wrong)}).certificates("A")


@pytest.mark.parametrize("url", ["", "redis://redis:6379/0", "rediss://viewer:pass%2Cword@redis.example"])
def test_a_redis_is_as_it_was_given(url) -> None:
    assert Environment({"CACHE_URL": url}).redis("CACHE_URL") == url


def test_half_of_what_belongs_together_is_refused() -> None:
    Environment({"U": "viewer", "P": "secret"}).needs("P", "U")
    Environment({"U": "viewer"}).needs("P", "U")
    with pytest.raises(ImproperlyConfigured, match=r"^P is set but U is not"):
        Environment({"P": "secret"}).needs("P", "U")
