from collections.abc import Callable
from dataclasses import replace

import pytest
from pytest_django.fixtures import Settings


@pytest.fixture
def content_limits(settings: Settings) -> Callable[..., None]:
    """Other limits for this test: `content_limits(archive_entries=3)`."""

    def change(**limits: int) -> None:
        settings.CONTENT_LIMITS = replace(settings.CONTENT_LIMITS, **limits)

    return change
