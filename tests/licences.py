"""The licence check: `python -m tests.licences` fails when a package that we ship with has a licence that is
not on the list. Development tools are checked too: they run on every machine that builds this."""

import json
import subprocess
import sys
from pathlib import Path

ALLOWED_LICENCE_WORDS = (
    *("MIT", "BSD", "APACHE", "MPL", "MOZILLA", "ISC", "PSF", "PYTHON SOFTWARE"),
    *("PUBLIC DOMAIN", "UNLICENSE", "LGPL", "LESSER GENERAL"),
)
VERIFIED_LICENCES = {"axe-playwright-python": "MIT"}  # not in its metadata; read in its LICENSE file


def check_licences() -> None:
    listing = subprocess.run(
        [str(Path(sys.executable).with_name("pip-licenses")), "--format=json", "--from=mixed"],
        check=True,
        capture_output=True,
        text=True,
    )
    packages = json.loads(listing.stdout)
    for package in packages:
        package["License"] = VERIFIED_LICENCES.get(package["Name"], package["License"])
    strangers = [
        p for p in packages if not any(word in p["License"].upper() for word in ALLOWED_LICENCE_WORDS)
    ]
    for package in strangers:
        print(f"{package['Name']} {package['Version']}: {package['License']}")
    if strangers:
        sys.exit("These licences are not on the list in tests/licences.py.")
    print(f"• {len(packages)} packages, each with a licence from the list")


if __name__ == "__main__":
    check_licences()
