"""An archive with files of many kinds, one of them another archive and one encrypted; all are invented."""

import gzip
import io
import tarfile
import zipfile
from datetime import datetime, timedelta

from samplecentre.pictures import draw_damaged_box, draw_parcel_label
from samplecentre.recordings import RecordingForm, build_recording

README_TEXT = (
    "Everything about claim 71-2290: photos, the call, the scans, and last year's claim in older.tar.gz.\n"
)
SCANS = (("04:10", "Oxford", ""), ("05:11", "Ashby", "1"), ("06:12", "Ashby", "2"))
ENCRYPTED_BYTES = b"\x9c\x1f\x07\xd2\x5e\xaa\x31\x80\x44\xe6\x0b\x71\xc9\x12\x5d\xf0\x83\x2a\x67\xbe"


def build_claim_archive(at: datetime) -> bytes:
    """A zip, packed at this moment."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in (
            ("read me.txt", README_TEXT.encode()),
            ("photos/box.png", draw_damaged_box()),
            ("photos/label.png", draw_parcel_label("5512", ("TO", "EMIL NOWAK", "OXFORD OX1 4XX"))),
            ("scans/parcel 5512.csv", _build_scan_table(at)),
            (
                "call/claim 71-2290.wav",
                build_recording("claim 71-2290, in an archive", form=RecordingForm.MU_LAW),
            ),
            ("older.tar.gz", _build_older_archive(at)),
        ):
            archive.writestr(_build_zip_info(name, at), data, zipfile.ZIP_DEFLATED)
        _write_encrypted_entry(archive, "bank details.txt", at)
    return packed.getvalue()


def _build_scan_table(at: datetime) -> bytes:
    """Three scans on the three days before, again and again."""
    lines = ["time,place,belt"]
    for days, (time, place, belt) in zip((3, 2, 1), SCANS, strict=True):
        lines.append(f"{at - timedelta(days=days):%Y-%m-%d} {time},{place},{belt}")
    return ("\r\n".join(lines) + "\r\n").encode() * 40


def _build_zip_info(name: str, at: datetime) -> zipfile.ZipInfo:
    return zipfile.ZipInfo(name, at.timetuple()[:6])


def _write_encrypted_entry(archive: zipfile.ZipFile, name: str, at: datetime) -> None:
    """What looks encrypted: its mark in the directory, and bytes that mean nothing."""
    info = _build_zip_info(name, at)
    archive.writestr(info, ENCRYPTED_BYTES, zipfile.ZIP_STORED)
    info.flag_bits |= 1


def _build_older_archive(at: datetime) -> bytes:
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w", format=tarfile.USTAR_FORMAT) as archive:
        for name, text in (
            ("claim-70-1184/letter.txt", "The frame came without its glass. Please advise.\n"),
            ("claim-70-1184/refund.json", '{"claim": "70-1184", "refund": "EUR 12.40"}\n'),
        ):
            info = tarfile.TarInfo(name)
            info.size, info.mtime = len(text), int(at.timestamp()) - 31_536_000
            archive.addfile(info, io.BytesIO(text.encode()))
    return gzip.compress(packed.getvalue(), mtime=0)
