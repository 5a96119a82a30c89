"""Finds a Chromium for the browser tests, or gets one: `python -m tests.browser.chromium` says which.

In order: CHROMIUM (a path), one that the system has, one that Playwright has; then the system's package
manager (Debian's, when we may use it), then Playwright's own download.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

PATIENCE = 600  # seconds until another program that installs packages is through
NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome", "chrome")


def find() -> str | None:
    """The path of a Chromium that is there, or None."""
    named = os.environ.get("CHROMIUM", "")
    if named:
        return named if Path(named).exists() else None
    return next(filter(None, map(shutil.which, NAMES)), None) or _playwrights()


def _playwrights() -> str | None:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if Path(path).exists() else None


def get() -> str | None:
    """Installs one by the first way that works, and gives its path."""
    for command in _ways():
        print("• No Chromium here:", " ".join(command), flush=True)
        result = subprocess.run(command, check=False, stdout=subprocess.DEVNULL)
        if result.returncode == 0 and (path := find()):
            return path
    return None


def _ways() -> list[list[str]]:
    apt = shutil.which("apt-get")
    sudo = [] if os.geteuid() == 0 else ["sudo", "-n"]
    ways = []
    if apt and (not sudo or shutil.which("sudo")):
        quietly = f"DEBIAN_FRONTEND=noninteractive {apt} -qq -o DPkg::Lock::Timeout={PATIENCE}"
        install = f"{quietly} update && {quietly} install -y --no-install-recommends chromium"
        ways.append([*sudo, "sh", "-c", install])
    ways.append([sys.executable, "-m", "playwright", "install", "--with-deps", "chromium"])
    return ways


if __name__ == "__main__":
    path = find() or get()
    if not path:
        sys.exit("No Chromium could be found or installed. Install one, or set CHROMIUM=/path/to/chromium")
    print(f"• Chromium: {path}")
