"""Settings are read typed, or the start ends with a sentence that names the variable and not its value."""

import re
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from ucsviewer.environment import Environment


def test_values_and_defaults():
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
    assert env.get_text("A", "") == "x"
    assert env.get_text("NONE", "d") == "d"
    assert env.get_seconds("B", 1) == 2.5
    assert env.get_flag("C", False) is True
    assert env.get_integer("D", 1) == 70
    assert env.get_host_names("E", []) == ["a", ".b.example", "[::1]"]
    assert env.get_host_names("NONE", ["d"]) == ["d"]
    assert env.get_url("F", "") == "http://ucs:8080/cv"
    assert env.get_url("NONE", "") == ""
    assert env.get_time_zone("G", "utc") == "Europe/Berlin"
    assert env.get_time_zone("NONE", "utc") == "utc"


def test_an_empty_value_is_none():
    env = Environment({"A": ""})
    assert env.get_text("A", "d") == "d"
    assert env.get_integer("A", 3) == 3
    assert env.get_seconds("A", 3) == 3
    assert env.get_flag("A", True) is True


def test_a_secret_from_a_file(tmp_path):
    path = tmp_path / "secret"
    path.write_text("s3cret\n")
    assert Environment({"UCS_PASSWORD_FILE": str(path)}).get_text("UCS_PASSWORD", "") == "s3cret"


def test_both_forms_or_a_missing_file_are_wrong(tmp_path):
    with pytest.raises(ImproperlyConfigured, match="X and X_FILE"):
        Environment({"X": "1", "X_FILE": "y"}).get_text("X", "")
    with pytest.raises(ImproperlyConfigured, match="The file in X_FILE"):
        Environment({"X_FILE": str(tmp_path / "none")}).get_text("X", "")


@pytest.mark.parametrize(
    ("method", "value"),
    [
        ("get_flag", "maybe"),
        ("get_integer", "-1"),
        ("get_integer", "ten"),
        ("get_integer", "1e3"),
        ("get_seconds", "0"),
        ("get_seconds", "nan"),
        ("get_seconds", "inf"),
        ("get_seconds", "5s"),
        ("get_url", "ucshost:8080"),
        ("get_url", "ftp://ucshost"),
        ("get_url", "http://"),
        ("get_url", "http://user:secret@ucshost"),
        ("get_url", "http://ucshost/?a=b"),
        ("get_url", "http://ucshost:99999"),
        ("get_host_names", "https://ucs.example.org"),
        ("get_host_names", "good.example, ucs.example.org:8443"),
        ("get_time_zone", "Mars/Olympus"),
        ("get_time_zone", "../../etc/passwd"),
        ("get_url_path", "/genesys?1"),
        ("get_url_path", "/a b"),
        ("get_database", "mysql://user:secret@host/name"),
        ("get_database", "postgres://user:secret@host"),
        ("get_database", "sqlite://"),
        ("get_database", "nonsense"),
        ("get_redis_url", "redis://"),
        ("get_redis_url", "http://:secret@redis:6379"),
        ("get_redis_url", "redis://:secret@redis:99999"),
        ("get_redis_url", "redis://redis:6379/0?socket_timeout=60"),
        ("get_redis_url", "redis://:sec,ret@redis:6379/0"),
        ("get_redis_url", "redis://one:6379;redis://other:6379"),
    ],
)
def test_a_wrong_value_is_named(method, value):
    defaults = {
        "get_flag": False,
        "get_integer": 1,
        "get_seconds": 1.0,
        "get_url": "",
        "get_host_names": [],
        "get_url_path": "/",
    } | {
        "get_time_zone": "utc",
        "get_database": Path("unused.sqlite3"),
    }
    with pytest.raises(ImproperlyConfigured) as caught:
        getattr(Environment({"NAME": value}), method)(
            "NAME", *([defaults[method]] if method in defaults else [])
        )
    assert re.match(r"NAME ", str(caught.value))
    assert "secret" not in str(caught.value)


@pytest.mark.parametrize("folder", ["plain", "50% off #1?", "with blanks and ümlauts"])
def test_the_default_database_is_a_file_whatever_its_folder_is_called(tmp_path, folder):
    file = tmp_path / folder / "viewer.sqlite3"
    assert Environment({}).get_database("DATABASE_URL", file)["NAME"] == str(file)


def test_certificates_are_read_at_once(tmp_path):
    bundle = Path(__file__).parents[1] / "interactions/ucs/certificate.pem"
    assert Environment({"A": str(bundle)}).get_certificate_file("A") == str(bundle)
    assert Environment({}).get_certificate_file("A") == ""
    (tmp_path / "none.pem").write_text("no readable PEM certificate")
    for wrong in (tmp_path / "none.pem", tmp_path / "missing.pem", tmp_path):
        with pytest.raises(ImproperlyConfigured, match=r"^The file in A "):
            Environment({"A": str(wrong)}).get_certificate_file("A")


@pytest.mark.parametrize("url", ["", "redis://redis:6379/0", "rediss://viewer:pass%2Cword@redis.example"])
def test_a_redis_is_as_it_was_given(url):
    assert Environment({"CACHE_URL": url}).get_redis_url("CACHE_URL") == url


def test_half_of_what_belongs_together_is_refused():
    Environment({"U": "viewer", "P": "secret"}).check_pair("P", "U")
    Environment({"U": "viewer"}).check_pair("P", "U")
    with pytest.raises(ImproperlyConfigured, match=r"^P is set but U is not"):
        Environment({"P": "secret"}).check_pair("P", "U")
