"""Every setting of UCS Viewer, from environment variables. `docs/configuration.md` explains each; a test
holds the two together. A wrong value stops the start with a sentence that names the variable.

`NAME_FILE` in place of `NAME` reads the value from that file, for any variable (Docker and Kubernetes
secrets). An empty value is the same as none.
"""

import os
from dataclasses import asdict
from pathlib import Path

from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from interactions.content.limits import LIMIT_CEILINGS, MAX_LIMIT_VALUE, ContentLimits
from ucsviewer import __version__
from ucsviewer.environment import Environment
from ucsviewer.secret_key import load_own_secret_key

BASE_DIR = Path(__file__).resolve().parent.parent
env = Environment(os.environ)
VERSION = __version__

# --- The Universal Contact Server --------------------------------------------------------------------
# UCS_URL is empty in the sample set-up: then the embedded server (contactserver) answers in-process.
UCS_URL = env.get_url("UCS_URL", "")
UCS_USERNAME = env.get_text("UCS_USERNAME", "")
UCS_PASSWORD = env.get_text("UCS_PASSWORD", "")
env.check_pair("UCS_PASSWORD", "UCS_USERNAME")
UCS_TENANT = env.get_text("UCS_TENANT", "")
UCS_GROUP = env.get_text("UCS_GROUP", "")
UCS_CA_BUNDLE = env.get_certificate_file("UCS_CA_BUNDLE")
UCS_CONNECT_TIMEOUT = env.get_seconds("UCS_CONNECT_TIMEOUT", 3.0)
UCS_READ_TIMEOUT = env.get_seconds("UCS_READ_TIMEOUT", 10.0)
UCS_TOTAL_TIMEOUT = env.get_seconds("UCS_TOTAL_TIMEOUT", 30.0)
UCS_MAX_BYTES = env.get_integer("UCS_MAX_BYTES", 256 * 1024 * 1024, minimum=1024)

# --- Cached histories (interactions/access/cache/history_cache.py) ---------------------------------------
HISTORY_SECONDS = env.get_integer("HISTORY_SECONDS", 60, maximum=3600)
HISTORY_KEPT_BYTES = env.get_integer("HISTORY_KEPT_BYTES", 256 * 1024 * 1024, maximum=MAX_LIMIT_VALUE)
HISTORY_PACKED_BYTES = env.get_integer("HISTORY_PACKED_BYTES", 32 * 1024 * 1024, maximum=MAX_LIMIT_VALUE)
HISTORY_ENTRY_BYTES = env.get_integer("HISTORY_ENTRY_BYTES", 16 * 1024 * 1024, maximum=512 * 1024 * 1024)
CACHE_URL = env.get_redis_url("CACHE_URL")

# --- Timelines ---------------------------------------------------------------------------------------------
REPEAT_DAYS = env.get_integer("REPEAT_DAYS", 7, maximum=365)

# --- How far the viewers go: one variable for each of interactions/content/limits.py --------------------
CONTENT_LIMITS = ContentLimits(
    **{
        name: env.get_integer(
            f"CONTENT_{name.upper()}", default, minimum=1, maximum=LIMIT_CEILINGS.get(name, MAX_LIMIT_VALUE)
        )
        for name, default in asdict(ContentLimits()).items()
    }
)

# --- The embedded server, for itself (`manage.py contactserver`) and in-process ------------------------
CONTACTSERVER_BASE_PATH = env.get_url_path("CONTACTSERVER_BASE_PATH", "/")
CONTACTSERVER_PUBLIC_URL = env.get_url("CONTACTSERVER_PUBLIC_URL", "")
CONTACTSERVER_USERNAME = env.get_text("CONTACTSERVER_USERNAME", "")
CONTACTSERVER_PASSWORD = env.get_text("CONTACTSERVER_PASSWORD", "")
env.check_pair("CONTACTSERVER_PASSWORD", "CONTACTSERVER_USERNAME")
CONTACTSERVER_TENANT = env.get_text("CONTACTSERVER_TENANT", "")
CONTACTSERVER_ARRAY = env.get_flag("CONTACTSERVER_ARRAY", False)

# --- The installation ----------------------------------------------------------------------------------
SAMPLE_SECRET_KEY = "sample-only-this-key-is-public-and-no-real-installation-may-start-with-it"  # noqa: S105
DATA_DIR = Path(env.get_text("DATA_DIR", str(BASE_DIR / "var"))).absolute()
DEBUG = env.get_flag("DEBUG", False)
LOOPBACK = ["127.0.0.1", "localhost", "[::1]"]
ALLOWED_HOSTS = env.get_host_names("ALLOWED_HOSTS", LOOPBACK)
HOST = env.get_text("HOST", "127.0.0.1")
PORT = env.get_integer("PORT", 8000, minimum=1, maximum=65535)
WORKERS = env.get_integer("WORKERS", 2, minimum=1, maximum=64)
THREADS = env.get_integer("THREADS", 32, minimum=1, maximum=256)
HTTPS = env.get_flag("HTTPS", False)
DISPLAY_TIME_ZONE = env.get_time_zone("DISPLAY_TIME_ZONE", "utc")

# The sample set-up is the embedded server, reached from this machine only. All else is a real
# installation: it has a key of its own and no default password.
LISTENS_HERE_ONLY = HOST in {"127.0.0.1", "localhost", "::1"}
NAMED_HERE_ONLY = set(ALLOWED_HOSTS) <= set(LOOPBACK)
SAMPLE = not UCS_URL and LISTENS_HERE_ONLY and NAMED_HERE_ONLY
SECRET_KEY = env.get_text("SECRET_KEY", "") or (
    SAMPLE_SECRET_KEY if SAMPLE else load_own_secret_key(DATA_DIR)
)
if SECRET_KEY == SAMPLE_SECRET_KEY and not SAMPLE:
    raise ImproperlyConfigured(
        "SECRET_KEY is the public sample key, but this is a real installation (see UCS_URL, "
        "ALLOWED_HOSTS, HOST). Set your own key, or leave it empty to have one created."
    )
if len(SECRET_KEY) < 32:
    raise ImproperlyConfigured(
        "SECRET_KEY is too short. Set 32 or more characters, or leave it empty to have one created."
    )

DATABASES = {
    "default": env.get_database("DATABASE_URL", DATA_DIR / f"{'sample' if SAMPLE else 'viewer'}.sqlite3")
}
if "sqlite3" in DATABASES["default"]["ENGINE"]:
    # Readers never wait for the one writer, and a writer waits its turn rather than fail.
    DATABASES["default"]["OPTIONS"] = {
        "timeout": 20,
        "transaction_mode": "IMMEDIATE",
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
    }
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# --- Django ----------------------------------------------------------------------------------------------
ROOT_URLCONF = "ucsviewer.urls"
WSGI_APPLICATION = "ucsviewer.wsgi.application"
INSTALLED_APPS = [
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "rest_framework",
    "csp",
    "contactserver",
    "samplecentre",
    "interactions",
    "ucsviewer",
]
MIDDLEWARE = [
    "interactions.pages.middleware.RequestIDMiddleware",
    "interactions.pages.page_zone.ZoneMiddleware",
    "interactions.pages.middleware.PageCompressionMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "interactions.pages.middleware.LenientSessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    "interactions.pages.middleware.PrivateMiddleware",
    "interactions.pages.middleware.UCSErrorMiddleware",
    "interactions.pages.contents.leased_responses.MemoryBudgetMiddleware",
    "interactions.pages.contents.stream_slots.StreamSlotMiddleware",
]
CONTEXT_PROCESSORS = [
    "django.template.context_processors.request",
    "django.contrib.auth.context_processors.auth",
    "django.contrib.messages.context_processors.messages",
]
TEMPLATES = [
    # Our pages: five times as fast on rows (docs/performance-study.md §3). Autoescape is Django's default.
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": [BASE_DIR / "templates"],
        "OPTIONS": {
            "environment": "interactions.pages.jinja_environment.build_environment",
            "context_processors": [
                "django.template.context_processors.request",
                "interactions.pages.jinja_environment.build_shell_context",
            ],
        },
    },
    # The admin's and the API's pages.
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {"context_processors": CONTEXT_PROCESSORS},
    },
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
LOGIN_URL = "sign-in"
LOGIN_REDIRECT_URL = "search"
LOGOUT_REDIRECT_URL = "sign-in"

CACHES = {
    # Django wants one of this name; nothing is kept in it.
    "default": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"},
    # Serialized histories (interactions/access/cache/shared_cache.py): no page waits long for a silent Redis.
    "histories": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": CACHE_URL,
        "KEY_PREFIX": "ucs-viewer",
        "OPTIONS": {
            "serializer": "interactions.access.cache.django_backends.RawBytesSerializer",
            "socket_connect_timeout": 0.5,
            "socket_timeout": 0.5,
        },
    }
    if CACHE_URL
    else {
        "BACKEND": "interactions.access.cache.django_backends.BoundedMemoryCache",
        "LOCATION": "histories",
        "OPTIONS": {"MAX_BYTES": HISTORY_PACKED_BYTES, "MAX_ENTRIES": 100_000},
    },
}

LANGUAGE_CODE = "en-gb"
TIME_ZONE = "UTC"
USE_TZ = True
USE_I18N = False

STATIC_URL = "static/"
STATIC_ROOT = DATA_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
    "interactions.pages.icon_sprite.SpriteFinder",
]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["interactions.api.authentication.SessionCookieAuthentication"],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "EXCEPTION_HANDLER": "interactions.api.errors.handle_api_exception",
}

# --- What a browser may do with a page -----------------------------------------------------------------
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "media-src": [SELF],
        "frame-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "object-src": [NONE],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
SESSION_ENGINE = "interactions.access.session_backend"
AUTHENTICATION_BACKENDS = ["interactions.access.session_backend.AccountBackend"]
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
CSRF_TRUSTED_ORIGINS = [
    f"https://{'*' if host.startswith('.') else ''}{host}" for host in ALLOWED_HOSTS if HTTPS and host != "*"
]
if HTTPS:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_HSTS_SECONDS = 31536000
UCS_PLACE = UCS_URL.partition("://")[2] if UCS_URL else "the embedded server"

# --- Logging: what happened and where, never whom it was about --------------------------------------------
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"impersonal": {"()": "ucsviewer.logs.PersonalDataFilter"}},
    "formatters": {
        "line": {
            "class": "ucsviewer.logs.RedactedFormatter",
            "format": "%(asctime)s %(levelname)s %(name)s %(message)s",
        }
    },
    "handlers": {
        "console": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["impersonal"]},
    },
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        "django": {"handlers": ["console"], "level": "WARNING", "propagate": False},
        "interactions": {"level": "INFO"},
        "contactserver": {"level": "INFO"},
        # The server's own lines about requests that it can't read or finish name their paths.
        "gunicorn.error": {"handlers": ["console"], "level": "WARNING", "propagate": False},
        # Its warning on headers that can't be parsed prints them, whatever they hold.
        "urllib3.connection": {"level": "ERROR"},
    },
}
