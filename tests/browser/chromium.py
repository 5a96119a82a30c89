"""Finds a Chromium for the browser tests, or gets one: `python -m tests.browser.chromium` says which.

In order: CHROMIUM (a path), one that the system has, one that Playwright has; then the system's package
manager (Debian's, when we may use it), then Playwright's own download. Better than others is the one without
a window (the "headless shell"): the same engine at two thirds of the processor time.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

LOCK_SECONDS = 600  # seconds until another program that installs packages is through
SHELL = "chromium-headless-shell"
CHROMIUM_COMMANDS = (SHELL, "chromium", "chromium-browser", "google-chrome-stable", "google-chrome", "chrome")


def find_chromium() -> str | None:
    """The path of a Chromium that is there, or None."""
    named = os.environ.get("CHROMIUM", "")
    if named:
        return named if Path(named).exists() else None
    return next(filter(None, map(shutil.which, CHROMIUM_COMMANDS)), None) or _find_playwright_chromium()


def _find_playwright_chromium() -> str | None:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if Path(path).exists() else None


def install_chromium() -> str | None:
    """Installs one by the first way that works, and gives its path."""
    download = [sys.executable, "-m", "playwright", "install", "--with-deps", "chromium"]
    for command in (_install(SHELL), _install("chromium"), download):
        if command and (path := _run(command)):
            return path
    return None


def get_shell() -> str | None:
    """Installs the one without a window, where nobody has to be asked: as root, in a container or a build."""
    command = _install(SHELL) if os.geteuid() == 0 else None
    return _run(command) if command else None


def _run(command: list[str]) -> str | None:
    print("• Getting Chromium:", " ".join(command), flush=True)
    result = subprocess.run(command, check=False, stdout=subprocess.DEVNULL)
    return find_chromium() if result.returncode == 0 else None


def _install(package: str) -> list[str] | None:
    """Debian's command for it; None where there is none, or we may not."""
    apt = shutil.which("apt-get")
    sudo = [] if os.geteuid() == 0 else ["sudo", "-n"]
    if not apt or (sudo and not shutil.which("sudo")):
        return None
    quietly = f"DEBIAN_FRONTEND=noninteractive {apt} -qq -o DPkg::Lock::Timeout={LOCK_SECONDS}"
    install = f"{quietly} update && {quietly} install -y --no-install-recommends {package}"
    return [*sudo, "sh", "-c", install]


if __name__ == "__main__":
    path = find_chromium()
    if not path:
        path = install_chromium()
    elif SHELL not in path and "CHROMIUM" not in os.environ:
        path = get_shell() or path
    if not path:
        sys.exit("No Chromium could be found or installed. Install one, or set CHROMIUM=/path/to/chromium")
    print(f"• Chromium: {path}")
