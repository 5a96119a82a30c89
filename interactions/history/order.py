"""The one order of a history, everywhere: by start, then by ID."""

from datetime import UTC, datetime

from interactions.ucs.resources import InteractionSummary

UNDATED = datetime.max.replace(tzinfo=UTC)


def sort_key(row: InteractionSummary) -> tuple[datetime, str]:
    """Equal starts keep one order; rows without a start stand at the end."""
    return row.start_date or UNDATED, row.interaction_id
