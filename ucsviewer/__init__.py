"""The Django project of UCS Viewer: settings, addresses and commands."""

# The one place that names the release; CHANGELOG.md begins with it (tests/test_release.py).
__version__ = "0.2.0"
