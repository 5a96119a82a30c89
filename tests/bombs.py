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

from tests.interactions.content.archive.archives import Lie, lying, tarred, zipped
from tests.interactions.content.media.test_hostile_images import gif
from tests.interactions.content.media.test_image_view import huge
from tests.interactions.content.media.waves import made as wave
from tests.interactions.content.outlook.packing import attached, compound, inner, message, packed_rtf, tnef

MB = 1_000_000
Bomb = tuple[str, bytes]
FORM = b"MIME-Version: 1.0\r\nSubject: Parcel\r\nFrom: Noa <noa@example.com>\r\n"
RFC822 = "message/rfc822"
RTF = 0x1009  # PR_RTF_COMPRESSED
RTF_HEAD = b"{\\rtf1\\ansi "


def multipart(boundary: bytes, *parts: bytes, kind: bytes = b"mixed") -> bytes:
    """The Content-Type of a multipart and what lies in it."""
    head = b"Content-Type: multipart/" + kind + b'; boundary="' + boundary + b'"\r\n\r\n'
    return (
        head + b"".join(b"--" + boundary + b"\r\n" + part + b"\r\n" for part in parts) + b"--%s--" % boundary
    )


def many_parts(scale: int) -> Bomb:
    return RFC822, FORM + multipart(b"b", *([b"\r\nx"] * (20_000 * scale)))


def deep_parts(scale: int) -> Bomb:
    depth = 600 * scale
    heads = b"".join(
        b"Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n" % (n, n) for n in range(depth)
    )
    return RFC822, FORM + heads + b"\r\nthe text"


def mails_in_mails(scale: int) -> Bomb:
    return RFC822, FORM + b"Content-Type: message/rfc822\r\n\r\n" * (2000 * scale) + b"Subject: in\r\n\r\nx"


def large_part(scale: int) -> Bomb:
    """24 MB by hand: as large as a mail may be and still be opened."""
    data = encodebytes(bytes(range(256)) * (14_000 * scale))
    attached = b"Content-Transfer-Encoding: base64\r\nContent-Type: application/x-own\r\n\r\n" + data
    return RFC822, FORM + multipart(b"b", b"\r\nthe text", attached)


def long_header(scale: int) -> Bomb:
    return RFC822, FORM + b"X-Long: " + b"a" * (MB * scale) + b"\r\nTo: " + b"<a@b>," * 50_000 + b"\r\n\r\nx"


def coded_header(scale: int) -> Bomb:
    words = b" =?utf-8?b?w6k=?=\r\n" * (20_000 * scale)
    return RFC822, FORM + b"Subject:" + words + b"References:" + b" <a@b>\r\n" * 50_000 + b"\r\nx"


def many_headers(scale: int) -> Bomb:
    return RFC822, FORM + b"X-Own: x\r\n" * (50_000 * scale) + b"\r\nx"


def parameters(scale: int) -> Bomb:
    rows = b"".join(b";\r\n name*%d*=a%%20" % n for n in range(5000 * scale))
    return RFC822, FORM + b"Content-Type: text/plain" + rows + b"\r\n\r\nx"


def quoted(scale: int) -> Bomb:
    return RFC822, FORM + b"\r\n" + b"> " * 50_000 + b"\r\n" + b"> x\r\ny\r\n" * (20_000 * scale)


def zeros(scale: int) -> Bomb:
    """100 MB of zeros, and what says that it is 10 GB."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        with archive.open("zeros", "w", force_zip64=True) as member:
            for _ in range(100 * scale):
                member.write(bytes(MB))
        archive.writestr("more", b"x")
    return "application/zip", packed.getvalue()


def claimed(scale: int) -> Bomb:
    deflated = zlib.compress(bytes(10 * MB * scale))[2:-4]
    return "application/zip", lying(*[Lie(method=8, data=deflated, size=10)] * 5, Lie(packed=4_000_000_000))


def nested_zips(scale: int) -> Bomb:
    data = b"x" * 1000
    for n in range(12 * scale):
        data = zipped((f"{n}.zip", data), (f"copy{n}.zip", data))
    return "application/zip", data


def many_files(scale: int) -> Bomb:
    return "application/zip", lying(*[Lie(name=b"%d" % n, data=b"") for n in range(10_000 * scale)])


def overlapping(scale: int) -> Bomb:
    """Every entry the same packed data: few bytes, each unpacks to many (as D. Fifield's do)."""
    deflated = zlib.compress(bytes(10 * MB))[2:-4]
    entry = Lie(name=b"a", method=8, data=deflated, size=10 * MB, crc=zlib.crc32(bytes(10 * MB)))
    again = [Lie(**{**vars(entry), "data": b"", "packed": len(deflated), "offset": 0})] * (999 * scale)
    return "application/zip", lying(entry, *again)


def tar_headers(scale: int) -> Bomb:
    member = tarred(("a", b""))[:512]
    return "application/x-tar", member * (20_000 * scale) + bytes(1024)


def tar_long_names(scale: int) -> Bomb:
    return "application/x-tar", tarred(*[("a" * 50_000 * scale, b"x")] * 20, format=tarfile.PAX_FORMAT)


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


def ampersands(scale: int) -> Bomb:
    return "text/html", b"<p>" + b"&" * (450_000 * scale)


def unclosed(scale: int) -> Bomb:
    return "text/html", b"<p><b><i><a href='x'><table><tr>" * (15_000 * scale)


def comments(scale: int) -> Bomb:
    return "text/html", b"<!--" * (100_000 * scale) + b"<style>" + b"a{b:c}" * 10_000


def laughs(scale: int) -> Bomb:
    rows = b"".join(
        b'<!ENTITY a%d "%s">' % (n, b"&a%d;" % (n - 1) * 10 if n else b"ha") for n in range(10 * scale)
    )
    return "text/xml", b"<?xml version='1.0'?><!DOCTYPE a [" + rows + b"]><a>&a9;</a>"


def quadratic(scale: int) -> Bomb:
    entity = b"x" * 50_000 * scale
    return "text/xml", b"<!DOCTYPE a [<!ENTITY a '" + entity + b"'>]><a>" + b"&a;" * 50_000 + b"</a>"


def external(scale: int) -> Bomb:
    dtd = b"<!DOCTYPE a SYSTEM 'http://127.0.0.1:9/a.dtd' [<!ENTITY b SYSTEM 'file:///etc/passwd'>]>"
    return "text/xml", dtd + b"<a>&b;</a>" + b" " * scale


def deep_xml(scale: int) -> Bomb:
    return "text/xml", b"<a>" * (100_000 * scale) + b"</a>" * (100_000 * scale)


def attributes_xml(scale: int) -> Bomb:
    return "text/xml", b"<a " + b" ".join(b"a%d='1'" % n for n in range(100_000 * scale)) + b"/>"


def namespaces(scale: int) -> Bomb:
    rows = b" ".join(b"xmlns:a%d='urn:%d'" % (n, n) for n in range(20_000 * scale))
    return "text/xml", b"<a " + rows + b">" + b"<b/>" * 20_000 + b"</a>"


def deep_json(scale: int) -> Bomb:
    return "application/json", b"[" * (500_000 * scale) + b"]" * (500_000 * scale)


def wide_json(scale: int) -> Bomb:
    return "application/json", b"[" + b"1," * (400_000 * scale) + b"9" * 500_000 + b"]"


def frames(scale: int) -> Bomb:
    return "image/gif", gif(3000, 50_000 * scale)


def pixels(name: str) -> Callable[[int], Bomb]:
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
    data = tnef({0x37: "the innermost"})
    for _ in range(30 * scale):
        data = tnef({0x37: "further in"}, attached("winmail.dat", data))
    return "application/ms-tnef", data


def tnef_attributes(scale: int) -> Bomb:
    return "application/ms-tnef", tnef({}, *[attached("a", b"x")] * (10_000 * scale))


def rtf_groups(scale: int) -> Bomb:
    return "application/ms-tnef", tnef({RTF: packed_rtf(RTF_HEAD + b"{" * (500_000 * scale))})


def rtf_references(scale: int) -> Bomb:
    """Compressed RTF whose every byte is a reference: two bytes become seventeen."""
    body = (b"\xff" + b"\0\x0f" * 8) * (50_000 * scale)
    head = struct.pack("<LL4sL", len(body) + 12, 4_000_000_000, b"LZFu", 0)
    return "application/ms-tnef", tnef({RTF: head + body})


def msg_in_msg(scale: int) -> Bomb:
    tree = message({0x37: "the innermost"}, embedded=True)
    for n in range(60 * scale):
        tree = message({0x37: f"further in {n}"}, inner("a", tree), embedded=n < 60 * scale - 1)
    return "application/vnd.ms-outlook", compound(tree)


def ole_loop(scale: int) -> Bomb:
    """A compound file whose sectors follow on each other in a ring."""
    data = bytearray(compound(message({0x37: "a ring", 0x1000: "x" * 100_000 * scale})))
    place = data.find(struct.pack("<4L", 1, 2, 3, 4))
    data[place : place + 4] = struct.pack("<L", 0)
    return "application/vnd.ms-outlook", bytes(data)


def events(scale: int) -> Bomb:
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


def combining(scale: int) -> Bomb:
    return "text/plain", ("e" + "\u0301" * (400_000 * scale)).encode()


def one_line(scale: int) -> Bomb:
    return "text/plain", b"a" * (1_900_000 * scale)


def blanks(scale: int) -> Bomb:
    return "text/plain", b"http://a" + b" " * (400_000 * scale) + b"@:/." * (100_000 * scale)


def empty_lines(scale: int) -> Bomb:
    return "text/plain", b"\n" * (1_900_000 * scale)


HOSTILE: Mapping[str, Callable[[int], Bomb]] = {
    made.__name__: made
    for made in (
        many_parts,
        deep_parts,
        mails_in_mails,
        large_part,
        long_header,
        coded_header,
        many_headers,
        parameters,
        quoted,
        zeros,
        claimed,
        nested_zips,
        many_files,
        overlapping,
        tar_headers,
        tar_long_names,
        packed_tar,
        gzip_of_gzip,
        nested_html,
        attributes_html,
        ampersands,
        unclosed,
        comments,
        laughs,
        quadratic,
        external,
        deep_xml,
        attributes_xml,
        namespaces,
        deep_json,
        wide_json,
        frames,
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
        events,
        many_cards,
        large_card,
        one_line_csv,
        long_csv,
        long_chat,
        combining,
        one_line,
        blanks,
        empty_lines,
    )
} | {f"pixels_{name}": pixels(name) for name in ("png", "gif", "jpeg", "webp extended")}
