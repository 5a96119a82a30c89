"""The installation's own secret key, for whoever did not set SECRET_KEY: made once and kept on disk."""

import os
import secrets
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured


def load_own_secret_key(folder: Path) -> str:
    """The key in `folder`/secret_key, made at first of 64 random bytes, for its owner only to read.
    Processes that start at once agree: the first to create the file wins. Raises ImproperlyConfigured when
    the file can't be made or read, or holds fewer than 50 characters."""
    path = folder / "secret_key"
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        _create_key_file(path)
        key = path.read_text(encoding="ascii").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise ImproperlyConfigured(f"SECRET_KEY is not set, and a key can't be saved in {path}.") from error
    if len(key) < 50:
        raise ImproperlyConfigured(f"{path} has no usable key. Delete it or set SECRET_KEY.")
    return key


def _create_key_file(path: Path) -> None:
    """Writes aside and links into place, so that nobody ever reads half a key."""
    if path.exists():
        return
    draft = path.with_name(f"secret_key.{os.getpid()}")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        file.write(secrets.token_urlsafe(64))
    try:
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink()
