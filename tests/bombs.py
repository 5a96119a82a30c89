"""Contents that are small to send and large to open, or that lie about what they are: each as its type and
its bytes. `scale` makes them larger by hand than a test has the time for."""

import gzip
import io
import struct
import tarfile
import zipfile
import zlib
from base64 import encodebytes
from collections.abc import Callable, Mapping

from tests.interactions.content.archive.archives import FalseZipEntry, build_false_zip, build_tar, build_zip
from tests.interactions.content.media.test_hostile_images import gif
from tests.interactions.content.media.test_image_view import huge
from tests.interactions.content.media.wav_files import build_wav as wave
from tests.interactions.content.outlook.outlook_writers import (
    build_compound_file,
    build_message_attachment,
    build_message_storage,
    build_tnef,
    build_tnef_attachment,
    compress_rtf,
)

MB = 1_000_000
Bomb = tuple[str, bytes]
MAIL_HEADERS = b"MIME-Version: 1.0\r\nSubject: Parcel\r\nFrom: Noa <noa@example.com>\r\n"
MAIL_TYPE = "message/rfc822"
RTF_TAG = 0x1009  # PR_RTF_COMPRESSED
RTF_HEAD = b"{\\rtf1\\ansi "


def build_multipart(boundary: bytes, *parts: bytes, kind: bytes = b"mixed") -> bytes:
    """The Content-Type of a multipart and what lies in it."""
    head = b"Content-Type: multipart/" + kind + b'; boundary="' + boundary + b'"\r\n\r\n'
    return (
        head + b"".join(b"--" + boundary + b"\r\n" + part + b"\r\n" for part in parts) + b"--%s--" % boundary
    )


def many_parts(scale: int) -> Bomb:
    return MAIL_TYPE, MAIL_HEADERS + build_multipart(b"b", *([b"\r\nx"] * (20_000 * scale)))


def deep_parts(scale: int) -> Bomb:
    depth = 600 * scale
    heads = b"".join(
        b"Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n" % (n, n) for n in range(depth)
    )
    return MAIL_TYPE, MAIL_HEADERS + heads + b"\r\nthe text"


def mails_in_mails(scale: int) -> Bomb:
    return MAIL_TYPE, MAIL_HEADERS + b"Content-Type: message/rfc822\r\n\r\n" * (
        2000 * scale
    ) + b"Subject: in\r\n\r\nx"


def large_part(scale: int) -> Bomb:
    """24 MB by hand: as large as a mail may be and still be opened."""
    data = encodebytes(bytes(range(256)) * (14_000 * scale))
    attached = b"Content-Transfer-Encoding: base64\r\nContent-Type: application/x-own\r\n\r\n" + data
    return MAIL_TYPE, MAIL_HEADERS + build_multipart(b"b", b"\r\nthe text", attached)


def long_header(scale: int) -> Bomb:
    return MAIL_TYPE, MAIL_HEADERS + b"X-Long: " + b"a" * (
        MB * scale
    ) + b"\r\nTo: " + b"<a@b>," * 50_000 + b"\r\n\r\nx"


def coded_header(scale: int) -> Bomb:
    words = b" =?utf-8?b?w6k=?=\r\n" * (20_000 * scale)
    return MAIL_TYPE, MAIL_HEADERS + b"Subject:" + words + b"References:" + b" <a@b>\r\n" * 50_000 + b"\r\nx"


def many_headers(scale: int) -> Bomb:
    return MAIL_TYPE, MAIL_HEADERS + b"X-Own: x\r\n" * (50_000 * scale) + b"\r\nx"


def many_parameters(scale: int) -> Bomb:
    rows = b"".join(b";\r\n name*%d*=a%%20" % n for n in range(5000 * scale))
    return MAIL_TYPE, MAIL_HEADERS + b"Content-Type: text/plain" + rows + b"\r\n\r\nx"


def deep_quotes(scale: int) -> Bomb:
    return MAIL_TYPE, MAIL_HEADERS + b"\r\n" + b"> " * 50_000 + b"\r\n" + b"> x\r\ny\r\n" * (20_000 * scale)


def zip_of_zeros(scale: int) -> Bomb:
    """100 MB of zeros, and what says that it is 10 GB."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        with archive.open("zeros", "w", force_zip64=True) as member:
            for _ in range(100 * scale):
                member.write(bytes(MB))
        archive.writestr("more", b"x")
    return "application/zip", packed.getvalue()


def zip_of_false_sizes(scale: int) -> Bomb:
    deflated = zlib.compress(bytes(10 * MB * scale))[2:-4]
    return "application/zip", build_false_zip(
        *[FalseZipEntry(method=8, data=deflated, size=10)] * 5, FalseZipEntry(packed=4_000_000_000)
    )


def nested_zips(scale: int) -> Bomb:
    data = b"x" * 1000
    for n in range(12 * scale):
        data = build_zip((f"{n}.zip", data), (f"copy{n}.zip", data))
    return "application/zip", data


def many_files(scale: int) -> Bomb:
    return "application/zip", build_false_zip(
        *[FalseZipEntry(name=b"%d" % n, data=b"") for n in range(10_000 * scale)]
    )


def overlapping_zip(scale: int) -> Bomb:
    """Every entry the same packed data: few bytes, each unpacks to many (as D. Fifield's do)."""
    deflated = zlib.compress(bytes(10 * MB))[2:-4]
    entry = FalseZipEntry(name=b"a", method=8, data=deflated, size=10 * MB, crc=zlib.crc32(bytes(10 * MB)))
    again = [FalseZipEntry(**{**vars(entry), "data": b"", "packed": len(deflated), "offset": 0})] * (
        999 * scale
    )
    return "application/zip", build_false_zip(entry, *again)


def tar_headers(scale: int) -> Bomb:
    member = build_tar(("a", b""))[:512]
    return "application/x-tar", member * (20_000 * scale) + bytes(1024)


def tar_long_names(scale: int) -> Bomb:
    return "application/x-tar", build_tar(*[("a" * 50_000 * scale, b"x")] * 20, format=tarfile.PAX_FORMAT)


def packed_tar(scale: int) -> Bomb:
    return "application/gzip", gzip.compress(tar_headers(5 * scale)[1] + bytes(20 * MB * scale))


def gzip_of_gzip(scale: int) -> Bomb:
    data = bytes(50 * MB * scale)
    for _ in range(4):
        data = gzip.compress(data)
    return "application/gzip", data


def nested_html(scale: int) -> Bomb:
    return "text/html", b"<div>" * (20_000 * scale) + b"x"


def attributes_html(scale: int) -> Bomb:
    return "text/html", b"<p " + b" ".join(b"a%d=1" % n for n in range(50_000 * scale)) + b">x</p>"


def html_ampersands(scale: int) -> Bomb:
    return "text/html", b"<p>" + b"&" * (450_000 * scale)


def unclosed_html(scale: int) -> Bomb:
    return "text/html", b"<p><b><i><a href='x'><table><tr>" * (15_000 * scale)


def unclosed_comments(scale: int) -> Bomb:
    return "text/html", b"<!--" * (100_000 * scale) + b"<style>" + b"a{b:c}" * 10_000


def billion_laughs(scale: int) -> Bomb:
    rows = b"".join(
        b'<!ENTITY a%d "%s">' % (n, b"&a%d;" % (n - 1) * 10 if n else b"ha") for n in range(10 * scale)
    )
    return "text/xml", b"<?xml version='1.0'?><!DOCTYPE a [" + rows + b"]><a>&a9;</a>"


def quadratic_entities(scale: int) -> Bomb:
    entity = b"x" * 50_000 * scale
    return "text/xml", b"<!DOCTYPE a [<!ENTITY a '" + entity + b"'>]><a>" + b"&a;" * 50_000 + b"</a>"


def external_entities(scale: int) -> Bomb:
    dtd = b"<!DOCTYPE a SYSTEM 'http://127.0.0.1:9/a.dtd' [<!ENTITY b SYSTEM 'file:///etc/passwd'>]>"
    return "text/xml", dtd + b"<a>&b;</a>" + b" " * scale


def deep_xml(scale: int) -> Bomb:
    return "text/xml", b"<a>" * (100_000 * scale) + b"</a>" * (100_000 * scale)


def attributes_xml(scale: int) -> Bomb:
    return "text/xml", b"<a " + b" ".join(b"a%d='1'" % n for n in range(100_000 * scale)) + b"/>"


def xml_namespaces(scale: int) -> Bomb:
    rows = b" ".join(b"xmlns:a%d='urn:%d'" % (n, n) for n in range(20_000 * scale))
    return "text/xml", b"<a " + rows + b">" + b"<b/>" * 20_000 + b"</a>"


def deep_json(scale: int) -> Bomb:
    return "application/json", b"[" * (500_000 * scale) + b"]" * (500_000 * scale)


def wide_json(scale: int) -> Bomb:
    return "application/json", b"[" + b"1," * (400_000 * scale) + b"9" * 500_000 + b"]"


def gif_frames(scale: int) -> Bomb:
    return "image/gif", gif(3000, 50_000 * scale)


def build_pixel_bomb(name: str) -> Callable[[int], Bomb]:
    return lambda scale: (f"image/{name.split(maxsplit=1)[0]}", huge(name) + bytes(60))


def long_wave(scale: int) -> Bomb:
    return "audio/wav", wave(bytes(100_000 * scale), declared=4_294_967_295)


def many_chunks(scale: int) -> Bomb:
    return "audio/wav", wave(b"", before=(b"junk" + bytes(4)) * (500_000 * scale))


def empty_boxes(scale: int) -> Bomb:
    boxes = b"\0\0\0\x08free" * (300_000 * scale)
    return "audio/mp4", b"\0\0\0\x18ftypM4A \0\0\0\0M4A mp42" + boxes


def empty_pages(scale: int) -> Bomb:
    return "audio/ogg", (b"OggS\0\2" + bytes(20) + b"\0") * (100_000 * scale)


def tnef_of_tnef(scale: int) -> Bomb:
    data = build_tnef({0x37: "the innermost"})
    for _ in range(30 * scale):
        data = build_tnef({0x37: "further in"}, build_tnef_attachment("winmail.dat", data))
    return "application/ms-tnef", data


def tnef_attributes(scale: int) -> Bomb:
    return "application/ms-tnef", build_tnef({}, *[build_tnef_attachment("a", b"x")] * (10_000 * scale))


def rtf_groups(scale: int) -> Bomb:
    return "application/ms-tnef", build_tnef({RTF_TAG: compress_rtf(RTF_HEAD + b"{" * (500_000 * scale))})


def rtf_references(scale: int) -> Bomb:
    """Compressed RTF whose every byte is a reference: two bytes become seventeen."""
    body = (b"\xff" + b"\0\x0f" * 8) * (50_000 * scale)
    head = struct.pack("<LL4sL", len(body) + 12, 4_000_000_000, b"LZFu", 0)
    return "application/ms-tnef", build_tnef({RTF_TAG: head + body})


def msg_in_msg(scale: int) -> Bomb:
    tree = build_message_storage({0x37: "the innermost"}, embedded=True)
    for n in range(60 * scale):
        tree = build_message_storage(
            {0x37: f"further in {n}"}, build_message_attachment("a", tree), embedded=n < 60 * scale - 1
        )
    return "application/vnd.ms-outlook", build_compound_file(tree)


def ole_loop(scale: int) -> Bomb:
    """A compound file whose sectors follow on each other in a ring."""
    data = bytearray(
        build_compound_file(build_message_storage({0x37: "a ring", 0x1000: "x" * 100_000 * scale}))
    )
    place = data.find(struct.pack("<4L", 1, 2, 3, 4))
    data[place : place + 4] = struct.pack("<L", 0)
    return "application/vnd.ms-outlook", bytes(data)


def many_events(scale: int) -> Bomb:
    event = (
        b"BEGIN:VEVENT\r\nDTSTART:20260302T093300Z\r\nRRULE:FREQ=SECONDLY\r\nSUMMARY:Parcel\r\nEND:VEVENT\r\n"
    )
    most = 256_000 // len(event) - 1
    return "text/calendar", b"BEGIN:VCALENDAR\r\n" + event * (most * scale) + b"END:VCALENDAR\r\n"


def many_cards(scale: int) -> Bomb:
    return "text/vcard", b"BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Noa\r\nEND:VCARD\r\n" * (50_000 * scale)


def large_card(scale: int) -> Bomb:
    photo = b"PHOTO;ENCODING=b:" + b"\r\n ".join([b"A" * 74] * (30_000 * scale))
    fields = b"TEL;TYPE=home:1\r\n" * 50_000
    return "text/vcard", b"BEGIN:VCARD\r\nVERSION:3.0\r\n" + photo + b"\r\n" + fields + b"END:VCARD\r\n"


def one_line_csv(scale: int) -> Bomb:
    return "text/csv", b"a," * (500_000 * scale) + b'"' + b"b" * (500_000 * scale)


def long_csv(scale: int) -> Bomb:
    return "text/csv", b"a;b,c\td\n" * (125_000 * scale)


def long_chat(scale: int) -> Bomb:
    begin = '<chatTranscript startAt="2026-03-02T09:33:10Z">'
    party = '<newParty userId="C" timeShift="0"><userInfo userNick="Noa" userType="CLIENT"/></newParty>'
    said = '<message userId="C" timeShift="1"><msgText>one two</msgText></message>' * (10_000 * scale)
    return "text/xml", f"{begin}{party}{said}</chatTranscript>".encode()


def combining_characters(scale: int) -> Bomb:
    return "text/plain", ("e" + "\u0301" * (400_000 * scale)).encode()


def one_line(scale: int) -> Bomb:
    return "text/plain", b"a" * (1_900_000 * scale)


def blank_links(scale: int) -> Bomb:
    return "text/plain", b"http://a" + b" " * (400_000 * scale) + b"@:/." * (100_000 * scale)


def empty_lines(scale: int) -> Bomb:
    return "text/plain", b"\n" * (1_900_000 * scale)


BOMB_BUILDERS: Mapping[str, Callable[[int], Bomb]] = {
    made.__name__: made
    for made in (
        many_parts,
        deep_parts,
        mails_in_mails,
        large_part,
        long_header,
        coded_header,
        many_headers,
        many_parameters,
        deep_quotes,
        zip_of_zeros,
        zip_of_false_sizes,
        nested_zips,
        many_files,
        overlapping_zip,
        tar_headers,
        tar_long_names,
        packed_tar,
        gzip_of_gzip,
        nested_html,
        attributes_html,
        html_ampersands,
        unclosed_html,
        unclosed_comments,
        billion_laughs,
        quadratic_entities,
        external_entities,
        deep_xml,
        attributes_xml,
        xml_namespaces,
        deep_json,
        wide_json,
        gif_frames,
        long_wave,
        many_chunks,
        empty_boxes,
        empty_pages,
        tnef_of_tnef,
        tnef_attributes,
        rtf_groups,
        rtf_references,
        msg_in_msg,
        ole_loop,
        many_events,
        many_cards,
        large_card,
        one_line_csv,
        long_csv,
        long_chat,
        combining_characters,
        one_line,
        blank_links,
        empty_lines,
    )
} | {f"pixels_{name}": build_pixel_bomb(name) for name in ("png", "gif", "jpeg", "webp extended")}
