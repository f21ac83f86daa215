"""PDF files small enough to write by hand."""

from __future__ import annotations

import zlib
from collections.abc import Sequence

Placed = tuple[float, float, float, str]
"""Left edge, height and letter size in points, and the words."""


def placed_pdf(pages: Sequence[Sequence[Placed]]) -> bytes:
    """A PDF with every line where it is wanted."""
    return _pdf(
        [
            "".join(
                f"/F1 {size} Tf 1 0 0 1 {left} {height} Tm ({text}) Tj\n"
                for left, height, size, text in lines
            )
            for lines in pages
        ]
    )


def make_pdf(pages: Sequence[Sequence[str]], *, padding: int = 0) -> bytes:
    """A PDF with one line of text under the other; ``padding`` spaces are packed into every page's stream."""
    drawn = [
        "/F1 11 Tf\n"
        + "".join(f"1 0 0 1 50 {780 - 14 * n} Tm ({line}) Tj\n" for n, line in enumerate(lines) if line)
        for lines in pages
    ]
    return _pdf(drawn, padding)


def _pdf(pages: Sequence[str], padding: int = 0) -> bytes:
    count = len(pages)
    kids = " ".join(f"{4 + 2 * i} 0 R" for i in range(count))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {count} >>".encode(),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    for i, drawn in enumerate(pages):
        packed = zlib.compress(f"BT {drawn}ET\n".encode() + b" " * padding)
        font = "/Resources << /Font << /F1 3 0 R >> >>"
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] {font} /Contents {5 + 2 * i} 0 R >>".encode()
        )
        objects.append(
            f"<< /Length {len(packed)} /Filter /FlateDecode >>\nstream\n".encode() + packed + b"\nendstream"
        )
    out = bytearray(b"%PDF-1.4\n")
    offsets = []
    for number, body in enumerate(objects, 1):
        offsets.append(len(out))
        out += f"{number} 0 obj\n".encode() + body + b"\nendobj\n"
    start = len(out)
    out += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode()
    out += b"".join(f"{offset:010d} 00000 n \n".encode() for offset in offsets)
    out += f"trailer\n<< /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n".encode()
    return bytes(out)
