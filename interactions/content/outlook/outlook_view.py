"""A message that Outlook packed or saved, shown like any mail."""

from interactions.content.mail import mail_view
from interactions.content.outlook.opening import opened
from interactions.content.viewer import ViewerInput, ViewerResult


def view(material: ViewerInput) -> ViewerResult:
    """Any bytes; refuses what is no message, and says what else it is where that can be told."""
    found = opened(material.data)
    made = mail_view.shown(found.mail, material.addresses)
    return ViewerResult(made.value, (*found.notes, *made.notes))
