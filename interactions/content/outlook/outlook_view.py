"""The viewer of Outlook messages (winmail.dat and .msg), which are shown like mails."""

from interactions.content.mail import mail_view
from interactions.content.outlook.outlook_file import parse_outlook_file
from interactions.content.viewer import ViewerInput, ViewerResult


def build_outlook_view(material: ViewerInput) -> ViewerResult:
    """Shows an Outlook message as a mail. Raises `UnviewableContent` for data that is none, with what else
    it is where that can be told."""
    outlook_mail = parse_outlook_file(material.data)
    result = mail_view.build_parsed_mail_view(outlook_mail.mail, material.addresses)
    return ViewerResult(result.value, (*outlook_mail.notes, *result.notes))
