"""The one order of a history, everywhere: by start, then by ID."""

from datetime import UTC, datetime

from interactions.ucs.resources import InteractionSummary

UNDATED_START = datetime.max.replace(tzinfo=UTC)


def get_sort_key(row: InteractionSummary) -> tuple[datetime, str]:
    """Equal starts keep one order; rows without a start stand at the end."""
    return row.start_date or UNDATED_START, row.interaction_id
