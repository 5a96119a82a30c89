"""The product's settings, with what tests need otherwise: no manifest (pages are asked for without a
collectstatic before), a quick password hasher, and no database file."""

import os

for name in [
    name
    for name in os.environ
    if name.startswith(("UCS_", "CONTACTSERVER_", "HISTORY_", "CACHE_", "REPEAT_"))
]:
    del os.environ[name]
os.environ["ALLOWED_HOSTS"] = ""
os.environ["DATABASE_URL"] = os.environ.get("TEST_DATABASE_URL", "")

from ucsviewer.settings import *  # noqa: E402, F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_AUTOREFRESH = True
