"""An archive with files of many kinds, one of them another archive and one encrypted; all are invented."""

import gzip
import io
import tarfile
import zipfile
from datetime import datetime

from contactserver.loaders.sample.pictures import damaged_box, parcel_label
from contactserver.loaders.sample.sound import Form, recording

README = (
    "Everything about claim 71-2290: photos, the call, the scans, and last year's claim in older.tar.gz.\n"
)
SCANS = (
    "time,place,belt\r\n2026-09-10 04:10,Oxford,\r\n2026-09-11 05:11,Ashby,1\r\n2026-09-12 06:12,Ashby,2\r\n"
)
SECRET = b"\x9c\x1f\x07\xd2\x5e\xaa\x31\x80\x44\xe6\x0b\x71\xc9\x12\x5d\xf0\x83\x2a\x67\xbe"


def claim_papers(at: datetime) -> bytes:
    """A zip, packed at this moment."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in (
            ("read me.txt", README.encode()),
            ("photos/box.png", damaged_box()),
            ("photos/label.png", parcel_label("5512", ("TO", "EMIL NOWAK", "OXFORD OX1 4XX"))),
            ("scans/parcel 5512.csv", SCANS.encode() * 40),
            ("call/claim 71-2290.wav", recording("claim 71-2290, in an archive", form=Form.MU_LAW)),
            ("older.tar.gz", _older(at)),
        ):
            archive.writestr(_named(name, at), data, zipfile.ZIP_DEFLATED)
        _encrypted(archive, "bank details.txt", at)
    return packed.getvalue()


def _named(name: str, at: datetime) -> zipfile.ZipInfo:
    return zipfile.ZipInfo(name, at.timetuple()[:6])


def _encrypted(archive: zipfile.ZipFile, name: str, at: datetime) -> None:
    """What looks encrypted: its mark in the directory, and bytes that mean nothing."""
    info = _named(name, at)
    archive.writestr(info, SECRET, zipfile.ZIP_STORED)
    info.flag_bits |= 1


def _older(at: datetime) -> bytes:
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
