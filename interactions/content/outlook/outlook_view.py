"""A message that Outlook packed or saved, shown like any mail."""

from interactions.content.mail import mail_view
from interactions.content.outlook.outlook_file import parse_outlook_file
from interactions.content.viewer import ViewerInput, ViewerResult


def build_outlook_view(material: ViewerInput) -> ViewerResult:
    """Any bytes; refuses what is no message, and says what else it is where that can be told."""
    found = parse_outlook_file(material.data)
    made = mail_view.build_parsed_mail_view(found.mail, material.addresses)
    return ViewerResult(made.value, (*found.notes, *made.notes))
