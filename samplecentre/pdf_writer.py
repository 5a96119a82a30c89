"""Printed pages: a PDF of lines of text, written by hand (ISO 32000-1 §7.5: header, objects, xref, trailer).

Nothing is compressed, so that the bytes are the same everywhere and a person can read them.
"""

from datetime import datetime, timedelta

from samplecentre.thread import SampleThread

PdfLine = tuple[
    int, int, int, str
]  # left and top in points from the lower left corner, size, text; bold when > 12


def build_pdf(lines: list[PdfLine], rules: list[int], title: str) -> bytes:
    """One page of A4 with these lines and horizontal rules at these heights, in Windows-1252."""
    drawing = [f"0.6 w 56 {height} m 539 {height} l S" for height in rules]
    drawing += [
        f"BT /{'F2' if size > 12 else 'F1'} {size} Tf {left} {top} Td ({_escape_pdf_text(text)}) Tj ET"
        for left, top, size, text in lines
    ]
    stream = "\n".join(drawing).encode("cp1252", "replace")
    font = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica%s /Encoding /WinAnsiEncoding >>"
    return _build_pdf_file(
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R"
        b" /Resources << /Font << /F1 5 0 R /F2 6 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
        font % b"",
        font % b"-Bold",
        b"<< /Title (%s) /Producer (Tern Parcels) >>" % _escape_pdf_text(title).encode("cp1252", "replace"),
    )


def build_invoice_pdf(thread: SampleThread, moment: datetime) -> bytes:
    """The invoice that the thread is about."""
    facts, customer = thread.facts, thread.customer
    due = moment + timedelta(days=10)
    address = (facts["account"], customer.street, customer.city)
    lines: list[PdfLine] = [
        (56, 780, 22, "Tern Parcels"),
        (56, 764, 9, "1 Harbour Way, Ashby · care@tern.example"),
    ]
    lines += [(56, 720 - number * 15, 11, line) for number, line in enumerate(address)]
    lines += [
        (56, 640, 16, f"Invoice {facts['invoice']}"),
        (380, 640, 11, f"Date  {moment:%Y-%m-%d}"),
        (380, 624, 11, f"Due  {due:%Y-%m-%d}"),
        (56, 590, 11, "Order"),
        (180, 590, 11, "Service"),
        (470, 590, 11, "EUR"),
    ]
    rows = (
        (facts["order"], f"Delivery of parcel {facts['parcel']}, signature", facts["right"]),
        ("", "Volume surcharge, length over 1.20 m", facts["off"]),
        ("", "Total", facts["amount"]),
    )
    for number, row in enumerate(rows):
        lines += [(left, 566 - number * 20, 11, text) for left, text in zip((56, 180, 470), row, strict=True)]
    lines += [
        (56, 480, 10, "Payable without deduction. Please give the number of the invoice."),
        (56, 464, 10, f"Contract {facts['contract']} · Reference {facts['case']}"),
    ]
    return build_pdf(lines, [584, 520], f"Invoice {facts['invoice']}")


def build_offer_pdf(thread: SampleThread, moment: datetime) -> bytes:
    """The contract that waits for a signature."""
    facts = thread.facts
    terms = (
        f"between Tern Parcels and {facts['account']}, {facts['street']}, {facts['city']}",
        "Term: 24 months from the first of next month",
        "Rates: band C, 4 % below the list; long parcels without surcharge up to 1.50 m",
        "Pick-up: Monday to Saturday, between 16:00 and 18:00",
        "Minimum volume: 1,000 parcels a year",
    )
    lines: list[PdfLine] = [(56, 780, 22, "Tern Parcels"), (56, 720, 16, f"Contract {facts['contract']}")]
    lines += [(56, 680 - number * 22, 11, term) for number, term in enumerate(terms)]
    lines += [
        (56, 480, 11, f"{moment:%Y-%m-%d}, {facts['agent']}"),
        (320, 480, 11, "Signature of the customer"),
    ]
    return build_pdf(lines, [760, 500], f"Contract {facts['contract']}")


def _escape_pdf_text(text: str) -> str:
    return text.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")


def _build_pdf_file(*objects: bytes) -> bytes:
    """Objects 1 to n, the first the catalogue and the last the document's information."""
    data = b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n"
    offsets = []
    for number, body in enumerate(objects, 1):
        offsets.append(len(data))
        data += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    size = len(objects) + 1
    start = len(data)
    data += b"xref\n0 %d\n0000000000 65535 f \n%s" % (size, table)
    data += b"trailer\n<< /Size %d /Root 1 0 R /Info %d 0 R >>\n" % (size, len(objects))
    return data + b"startxref\n%d\n%%%%EOF\n" % start
