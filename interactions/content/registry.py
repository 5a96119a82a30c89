"""The viewers, read from top to bottom: the first that takes the type and does not decline shows it."""

from django.utils.translation import gettext_noop

from interactions.content.archive import archive_view
from interactions.content.archive.archive_formats import ARCHIVE_TYPES
from interactions.content.binary import download_view
from interactions.content.chat import transcript_view
from interactions.content.html import html_view
from interactions.content.icalendar import calendar_view
from interactions.content.inline_types import AUDIO_TYPES, IMAGE_TYPES, PDF_TYPE, VIDEO_TYPES
from interactions.content.mail import mail_view
from interactions.content.media import image_view, media_view, svg_view
from interactions.content.outlook import outlook_file, outlook_view
from interactions.content.table import table_view
from interactions.content.text import plain_text_view
from interactions.content.tree import tree_view
from interactions.content.vcard import contact_view
from interactions.content.viewer import ContentViewer

KB = 1000
XML_TYPES = ("text/xml", "application/xml", "*/*+xml")
SVG_TYPES = (*XML_TYPES, "image/svg+xml-compressed")
HTML_VIEWER_TYPES = ("text/html", "application/xhtml+xml")
JSON_TYPES = ("application/json", "*/*+json")
MAIL_TYPES = ("message/rfc822", "message/global")
OUTLOOK_TYPES = (outlook_file.TNEF_MEDIA_TYPE, *outlook_file.MSG_MEDIA_TYPES)
TABLE_TYPES = ("text/csv", "text/tab-separated-values", "text/x-csv", "text/comma-separated-values", "*/csv")
CALENDAR_TYPES = ("text/calendar",)
CONTACT_TYPES = ("text/vcard",)
SOURCE_TEXT_TYPES = (*XML_TYPES, *JSON_TYPES, *MAIL_TYPES)

VIEWERS = (
    ContentViewer(
        gettext_noop("Transcript"),
        "content/_transcript.html",
        XML_TYPES,
        "text_bytes",
        transcript_view.build_transcript_view,
    ),
    ContentViewer(
        gettext_noop("E-mail"), "content/_mail.html", MAIL_TYPES, "mail_bytes", mail_view.build_mail_view
    ),
    ContentViewer(
        gettext_noop("Outlook message"),
        "content/_mail.html",
        OUTLOOK_TYPES,
        "outlook_bytes",
        outlook_view.build_outlook_view,
    ),
    ContentViewer(
        gettext_noop("HTML"), "content/_html.html", HTML_VIEWER_TYPES, "html_bytes", html_view.build_html_view
    ),
    ContentViewer(
        gettext_noop("Text of the HTML"),
        "content/_plain_text.html",
        HTML_VIEWER_TYPES,
        "text_bytes",
        html_view.build_html_text_view,
        shows_beginning=True,
    ),
    ContentViewer(
        gettext_noop("SVG"),
        "content/_plain_text.html",
        SVG_TYPES,
        "text_bytes",
        svg_view.build_svg_view,
        shows_beginning=True,
    ),
    ContentViewer(
        gettext_noop("XML"), "content/_tree.html", XML_TYPES, "text_bytes", tree_view.build_xml_view
    ),
    ContentViewer(
        gettext_noop("JSON"), "content/_tree.html", JSON_TYPES, "text_bytes", tree_view.build_json_view
    ),
    ContentViewer(
        gettext_noop("Table"),
        "content/_table.html",
        TABLE_TYPES,
        "text_bytes",
        table_view.build_table_view,
        shows_beginning=True,
    ),
    ContentViewer(
        gettext_noop("Calendar"),
        "content/_calendar.html",
        CALENDAR_TYPES,
        "calendar_bytes",
        calendar_view.build_calendar_view,
    ),
    ContentViewer(
        gettext_noop("Contact"),
        "content/_contact.html",
        CONTACT_TYPES,
        "contact_bytes",
        contact_view.build_contact_view,
    ),
    ContentViewer(
        gettext_noop("Image"),
        "content/_image.html",
        IMAGE_TYPES,
        256 * KB,
        image_view.build_image_view,
        shows_beginning=True,
    ),
    ContentViewer(
        gettext_noop("PDF"),
        "content/_pdf.html",
        (PDF_TYPE,),
        0,
        media_view.build_pdf_view,
        shows_beginning=True,
    ),
    ContentViewer(
        gettext_noop("Audio"),
        "content/_audio.html",
        AUDIO_TYPES,
        4 * KB,
        media_view.build_audio_view,
        shows_beginning=True,
    ),
    ContentViewer(
        gettext_noop("Video"),
        "content/_video.html",
        VIDEO_TYPES,
        4 * KB,
        media_view.build_video_view,
        shows_beginning=True,
    ),
    ContentViewer(
        gettext_noop("Archive"),
        "content/_archive.html",
        ARCHIVE_TYPES,
        4 * KB,
        archive_view.build_archive_view,
        shows_beginning=True,
    ),
    ContentViewer(
        gettext_noop("Text"),
        "content/_plain_text.html",
        ("text/*", *SOURCE_TEXT_TYPES, *TABLE_TYPES),
        "text_bytes",
        plain_text_view.build_plain_text_view,
        shows_beginning=True,
    ),
)
DOWNLOAD_VIEWER = ContentViewer(
    gettext_noop("File"),
    "content/_download.html",
    ("*/*",),
    256,
    download_view.build_download_view,
    shows_beginning=True,
)
