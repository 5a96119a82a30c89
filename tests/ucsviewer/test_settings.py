"""The settings as a start meets them: a process with an environment, and what it says."""

import ast
import os
import re
import subprocess
import sys
from ast import literal_eval
from dataclasses import fields
from pathlib import Path

import pytest

from interactions.content.limits import ContentLimits

ROOT = Path(__file__).resolve().parent.parent.parent


def ask(tmp_path, expression="settings.SAMPLE", **variables):
    """Prints an expression of the settings in a process that has only these variables."""
    code = f"from django.conf import settings; print({expression})"
    return subprocess.run(
        [sys.executable, "-c", code],
        env={
            "PATH": os.environ["PATH"],
            "DATA_DIR": str(tmp_path),
            "DJANGO_SETTINGS_MODULE": "ucsviewer.settings",
        }
        | variables,
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_sample_set_up(tmp_path):
    assert ask(tmp_path).stdout == "True\n"
    assert ask(tmp_path, "settings.DATABASES['default']['NAME']").stdout.endswith("sample.sqlite3\n")


@pytest.mark.parametrize(
    "real", [{"UCS_URL": "http://ucshost:8080"}, {"ALLOWED_HOSTS": "ucs.example.org"}, {"HOST": "0.0.0.0"}]
)
def test_a_real_installation_has_a_key_and_a_database_of_its_own(tmp_path, real):
    keys = {ask(tmp_path, "settings.SECRET_KEY", **real).stdout for _ in range(2)}
    assert len(keys) == 1
    assert len(keys.pop()) > 60
    assert (tmp_path / "secret_key").stat().st_mode & 0o777 == 0o600
    assert ask(tmp_path, "settings.DATABASES['default']['NAME']", **real).stdout.endswith("viewer.sqlite3\n")


def test_a_real_installation_refuses_the_samples_key(tmp_path):
    key = ask(tmp_path, "settings.SECRET_KEY").stdout.strip()
    refused = ask(tmp_path, UCS_URL="http://ucshost:8080", SECRET_KEY=key)
    assert refused.returncode != 0
    assert "SECRET_KEY is the public sample key" in refused.stderr


@pytest.mark.parametrize("https", ["true", "false"])
def test_cookies_go_by_https_alone_where_people_come_by_https(tmp_path, https):
    told = ask(
        tmp_path,
        "settings.SESSION_COOKIE_SECURE, settings.CSRF_COOKIE_SECURE, settings.SECURE_HSTS_SECONDS > 0, "
        "settings.SESSION_COOKIE_HTTPONLY, settings.SESSION_COOKIE_SAMESITE",
        HTTPS=https,
        ALLOWED_HOSTS="ucs.example.org",
    )
    secure = https.title()
    assert told.stdout == f"{secure} {secure} {secure} True Lax\n"


def test_a_wrong_database_url_is_named(tmp_path):
    wrong = ask(tmp_path, DATABASE_URL="oracle-or-so")
    assert "DATABASE_URL is not valid" in wrong.stderr


def test_a_short_key_is_refused(tmp_path):
    refused = ask(tmp_path, SECRET_KEY="short")
    assert refused.returncode != 0
    assert "SECRET_KEY is too short" in refused.stderr


def test_behind_tls_the_allowed_hosts_may_send_forms(tmp_path):
    hosts = {"HTTPS": "true", "ALLOWED_HOSTS": "ucs.example.org,.wild.example"}
    assert ask(tmp_path, "settings.CSRF_TRUSTED_ORIGINS", **hosts).stdout == (
        "['https://ucs.example.org', 'https://*.wild.example']\n"
    )


def test_histories_are_in_memory_or_in_a_redis_that_holds_nobody_up(tmp_path):
    told = "[settings.CACHES['histories'][name] for name in ('BACKEND', 'LOCATION', 'OPTIONS')]"
    alone = literal_eval(ask(tmp_path, told, HISTORY_PACKED_BYTES="1000").stdout)
    assert alone[0].endswith(".BoundedMemoryCache")
    assert alone[2]["MAX_BYTES"] == 1000
    shared = literal_eval(ask(tmp_path, told, CACHE_URL="redis://redis:6379/1").stdout)
    assert shared[:2] == ["django.core.cache.backends.redis.RedisCache", "redis://redis:6379/1"]
    assert shared[2]["serializer"].endswith(".RawBytesSerializer")  # and no pickle
    assert max(shared[2]["socket_connect_timeout"], shared[2]["socket_timeout"]) <= 0.5


def test_a_wrong_redis_is_named_and_its_password_is_not(tmp_path):
    wrong = ask(tmp_path, CACHE_URL="http://:secret@redis:6379")
    assert "CACHE_URL must be a Redis URL" in wrong.stderr
    assert ":secret@" not in wrong.stderr


def test_manage_says_it_in_one_sentence(tmp_path):
    run = subprocess.run(
        [sys.executable, "manage.py", "check"],
        env={"PATH": os.environ["PATH"], "DATA_DIR": str(tmp_path), "UCS_READ_TIMEOUT": "soon"},
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 1
    assert run.stderr.strip() == (
        "UCS Viewer can't start: UCS_READ_TIMEOUT must be a number of seconds above 0, up to 3600."
    )


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("CONTENT_TABLE_ROWS", "0", "CONTENT_TABLE_ROWS must be a whole number from 1 to 1000000000000000."),
        ("CONTENT_TEXT_BYTES", "-5", "CONTENT_TEXT_BYTES must be a whole number from 1 to 1000000000000000."),
        (
            "CONTENT_MAIL_PARTS",
            "many",
            "CONTENT_MAIL_PARTS must be a whole number from 1 to 1000000000000000.",
        ),
        (
            "CONTENT_IMAGE_PIXELS",
            "1e6",
            "CONTENT_IMAGE_PIXELS must be a whole number from 1 to 1000000000000000.",
        ),
        (
            "CONTENT_MAIL_BYTES",
            "9" * 5000,
            "CONTENT_MAIL_BYTES must be a whole number from 1 to 1000000000000000.",
        ),
        ("CONTENT_TREE_DEPTH", "201", "CONTENT_TREE_DEPTH must be a whole number from 1 to 200."),
    ],
)
def test_a_wrong_limit_stops_the_start_with_a_sentence(tmp_path, name, value, sentence):
    refused = ask(tmp_path, **{name: value})
    assert refused.returncode != 0
    assert refused.stderr.strip().endswith(sentence)


def test_a_limit_is_what_its_variable_says(tmp_path):
    told = ask(tmp_path, "settings.CONTENT_LIMITS.table_rows", CONTENT_TABLE_ROWS="7")
    assert told.stdout == "7\n"


def test_every_setting_is_documented_and_nothing_else():
    tree = ast.parse((ROOT / "ucsviewer/settings.py").read_text())
    names = {
        node.args[0].value
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and isinstance(node.func.value, ast.Name)
        and node.func.value.id == "env"
        and isinstance(node.args[0], ast.Constant)
    } | {f"CONTENT_{field.name.upper()}" for field in fields(ContentLimits)}
    documented = re.findall(r"^\| `([A-Z_]+)` \|", (ROOT / "docs/configuration.md").read_text(), re.MULTILINE)
    assert sorted(names) == sorted(documented)
