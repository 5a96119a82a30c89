"""The viewers, read from top to bottom: the first that takes the type and does not decline shows it."""

from django.utils.translation import gettext_noop

from interactions.content.archive import archive_view
from interactions.content.archive.opening import ARCHIVES
from interactions.content.cards import calendar_view, contact_view
from interactions.content.chat import transcript
from interactions.content.html import html_view
from interactions.content.inline_types import AUDIO, IMAGES, PDF, VIDEO
from interactions.content.mail import mail_view
from interactions.content.media import image_view, media_view, svg_view
from interactions.content.octets import download
from interactions.content.outlook import opening, outlook_view
from interactions.content.table import table_view
from interactions.content.text import plain_text
from interactions.content.tree import tree_view
from interactions.content.viewer import Viewer

KB = 1000
XML = ("text/xml", "application/xml", "*/*+xml")
SVG = (*XML, "image/svg+xml-compressed")
HTML = ("text/html", "application/xhtml+xml")
JSON = ("application/json", "*/*+json")
MAIL = ("message/rfc822", "message/global")
OUTLOOK = (opening.TNEF, *opening.MSG)
TABLE = ("text/csv", "text/tab-separated-values", "text/x-csv", "text/comma-separated-values", "*/csv")
CALENDAR = ("text/calendar",)
CONTACT = ("text/vcard",)
SOURCE = (*XML, *JSON, *MAIL)

VIEWERS = (
    Viewer(gettext_noop("Transcript"), "content/_transcript.html", XML, "text_bytes", transcript.view),
    Viewer(gettext_noop("E-mail"), "content/_mail.html", MAIL, "mail_bytes", mail_view.view),
    Viewer(
        gettext_noop("Outlook message"), "content/_mail.html", OUTLOOK, "outlook_bytes", outlook_view.view
    ),
    Viewer(gettext_noop("HTML"), "content/_html.html", HTML, "html_bytes", html_view.view),
    Viewer(
        gettext_noop("Text of the HTML"),
        "content/_plain_text.html",
        HTML,
        "text_bytes",
        html_view.as_text,
        partly=True,
    ),
    Viewer(gettext_noop("SVG"), "content/_plain_text.html", SVG, "text_bytes", svg_view.view, partly=True),
    Viewer(gettext_noop("XML"), "content/_tree.html", XML, "text_bytes", tree_view.xml),
    Viewer(gettext_noop("JSON"), "content/_tree.html", JSON, "text_bytes", tree_view.json_tree),
    Viewer(gettext_noop("Table"), "content/_table.html", TABLE, "text_bytes", table_view.view, partly=True),
    Viewer(
        gettext_noop("Calendar"), "content/_calendar.html", CALENDAR, "calendar_bytes", calendar_view.view
    ),
    Viewer(gettext_noop("Contact"), "content/_contact.html", CONTACT, "contact_bytes", contact_view.view),
    Viewer(gettext_noop("Image"), "content/_image.html", IMAGES, 256 * KB, image_view.view, partly=True),
    Viewer(gettext_noop("PDF"), "content/_pdf.html", (PDF,), 0, media_view.pdf, partly=True),
    Viewer(gettext_noop("Audio"), "content/_audio.html", AUDIO, 4 * KB, media_view.audio, partly=True),
    Viewer(gettext_noop("Video"), "content/_video.html", VIDEO, 4 * KB, media_view.film, partly=True),
    Viewer(
        gettext_noop("Archive"), "content/_archive.html", ARCHIVES, 4 * KB, archive_view.view, partly=True
    ),
    Viewer(
        gettext_noop("Text"),
        "content/_plain_text.html",
        ("text/*", *SOURCE, *TABLE),
        "text_bytes",
        plain_text.view,
        partly=True,
    ),
)
DOWNLOAD = Viewer(gettext_noop("File"), "content/_download.html", ("*/*",), 256, download.view, partly=True)
