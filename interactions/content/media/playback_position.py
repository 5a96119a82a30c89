"""A position in a recording as addresses have it (`?t=83`, `#t=1:23`) and as people read it (`1:23`)."""

import re

MAX_POSITION_SECONDS = 100 * 3600  # seconds; what names a later one is no address of ours
POSITION_PATTERN = re.compile(r"(?:(?:(\d{1,2}):)?(\d{1,2}):)?(\d{1,6}(?:\.\d{1,3})?)", re.ASCII)


def parse_playback_position(text: str | None) -> float | None:
    """The second that `83`, `83.5`, `1:23` or `1:02:03` names, None for anything else."""
    match = POSITION_PATTERN.fullmatch((text or "").strip())
    if match is None:
        return None
    hours, minutes, seconds = match.groups()
    value = int(hours or 0) * 3600 + int(minutes or 0) * 60 + float(seconds)
    return value if value <= MAX_POSITION_SECONDS else None


def format_playback_position(seconds: float) -> str:
    """A position in seconds as `0:05`, `1:23` or `1:02:03`."""
    whole_seconds = int(seconds)
    hours, minutes = divmod(whole_seconds // 60, 60)
    return (
        f"{hours}:{minutes:02d}:{whole_seconds % 60:02d}" if hours else f"{minutes}:{whole_seconds % 60:02d}"
    )
