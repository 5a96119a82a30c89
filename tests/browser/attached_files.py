"""A mail with one file of every kind attached, and each file as a content of its own, as a dump for
`load_json`. What browsers can make, the browser makes; the rest is made by hand."""

import base64
import json
import struct
from dataclasses import dataclass
from email.message import EmailMessage
from pathlib import Path

from playwright.sync_api import Page

from samplecentre.pdf_writer import build_pdf
from samplecentre.pictures import draw_damaged_box
from samplecentre.recordings import RecordingForm, build_recording
from tests.interactions.content.media import sounds

ATTACHED_MAIL_ID = "ATTACHEDMAIL"
SVG_BYTES = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"><circle r="9"/></svg>'
TIFF_BYTES = b"II*\0" + bytes(400)
DRAW_SCRIPT = """async type => {
  const canvas = Object.assign(document.createElement('canvas'), {width: 160, height: 120})
  const pen = canvas.getContext('2d')
  pen.fillStyle = 'teal'; pen.fillRect(0, 0, 160, 120); pen.fillStyle = 'white'; pen.fillRect(40, 30, 80, 60)
  return canvas.toDataURL(type).split(',')[1]
}"""
FILM_SCRIPT = """async type => {
  const canvas = Object.assign(document.createElement('canvas'), {width: 160, height: 120})
  const pen = canvas.getContext('2d')
  const recorder = new MediaRecorder(canvas.captureStream(20), {mimeType: type})
  const pieces = []
  recorder.ondataavailable = event => pieces.push(event.data)
  recorder.start(100)
  for (let at = 0; at < 24; at++) {
    pen.fillStyle = `hsl(${15 * at} 60% 40%)`; pen.fillRect(0, 0, 160, 120)
    await new Promise(done => setTimeout(done, 50))
  }
  await new Promise(done => { recorder.onstop = done; recorder.stop() })
  const bytes = new Uint8Array(await new Blob(pieces).arrayBuffer())
  return btoa(Array.from(bytes, byte => String.fromCharCode(byte)).join(''))
}"""


@dataclass(frozen=True)
class AttachedFile:
    name: str
    media_type: str
    data: bytes


def build_files(page: Page) -> tuple[AttachedFile, ...]:
    """One of each kind; `page` draws and films."""

    def made(script: str, media_type: str) -> bytes:
        return base64.b64decode(page.evaluate(script, media_type))

    return (
        AttachedFile("call.wav", "audio/wav", build_recording("attached")),
        AttachedFile("two.wav", "audio/x-wav", build_recording("attached", form=RecordingForm.STEREO)),
        AttachedFile("note.mp3", "audio/mpeg", sounds.build_mp3(tag=b"x" * 9000)),
        AttachedFile("note.ogg", "audio/ogg", sounds.build_opus()),
        AttachedFile("note.flac", "audio/flac", sounds.build_flac()),
        AttachedFile("note.m4a", "audio/mp4", sounds.build_m4a(moov_last=True)),
        AttachedFile("film.webm", "video/webm", made(FILM_SCRIPT, "video/webm;codecs=vp8")),
        AttachedFile("film.mp4", "video/mp4", made(FILM_SCRIPT, "video/mp4")),
        AttachedFile("box.png", "image/png", draw_damaged_box()),
        AttachedFile("teal.jpg", "image/jpeg", made(DRAW_SCRIPT, "image/jpeg")),
        AttachedFile("teal.webp", "image/webp", made(DRAW_SCRIPT, "image/webp")),
        AttachedFile("dot.gif", "image/gif", build_gif()),
        AttachedFile("dot.bmp", "image/bmp", build_bmp()),
        AttachedFile("untold.png", "application/octet-stream", made(DRAW_SCRIPT, "image/png")),
        AttachedFile(
            "invoice.pdf",
            "application/pdf",
            build_pdf([(56, 780, 20, "Invoice 2026-0412")], [764], "Invoice"),
        ),
        AttachedFile("lamps.csv", "text/csv", b"lamp,price\r\nbrass,31.00\r\nglass,42.50\r\n"),
        AttachedFile("round.svg", "image/svg+xml", SVG_BYTES),
        AttachedFile("scan.tiff", "image/tiff", TIFF_BYTES),
    )


def build_gif() -> bytes:
    """A black pixel."""
    head = b"GIF89a" + struct.pack("<HHBBB", 1, 1, 0x80, 0, 0) + bytes(6)
    return head + b"\x2c" + struct.pack("<HHHHB", 0, 0, 1, 1, 0) + b"\x02\x02\x44\x01\0;"


def build_bmp() -> bytes:
    """Two pixels."""
    form = struct.pack("<IiiHHIIiiII", 40, 2, 1, 1, 24, 0, 8, 0, 0, 0, 0)
    return b"BM" + struct.pack("<IHHI", 62, 0, 0, 54) + form + b"\xff\0\0\0\0\xff\0\0"


def format_file_record_id(number: int) -> str:
    """The ID of the record whose binary content is this file, with no word on its type."""
    return f"ATTACHED{number:08}"


def write_attached_dump(folder: Path, each: tuple[AttachedFile, ...]) -> Path:
    """The mail, whose part 1 is its text and whose parts from 2 on are the files; and the files alone."""
    message = EmailMessage()
    message["Subject"], message["From"], message["To"] = "Everything", "a@example.com", "b@example.com"
    message.set_content("All that I have.")
    for file in each:
        kind, _, form = file.media_type.partition("/")
        message.add_attachment(file.data, kind, form, filename=file.name)
    records = [_write_file_record(folder, ATTACHED_MAIL_ID, bytes(message))]
    records += [
        _write_file_record(folder, format_file_record_id(n), file.data) for n, file in enumerate(each)
    ]
    path = folder / "attached.ndjson"
    path.write_text("\n".join(map(json.dumps, records)), encoding="utf-8")
    return path


def _write_file_record(folder: Path, interaction_id: str, data: bytes) -> dict[str, object]:
    (folder / interaction_id).mkdir()
    (folder / interaction_id / "binary_content").write_bytes(data)
    return {
        "interaction_id": interaction_id,
        "customer_id": "ATTACHEDCUSTOMER",
        "entity_type": 2,
        "status": 3,
        "media_type": "email",
        "start_date": "2026-03-02T09:33:10.000Z",
    }
