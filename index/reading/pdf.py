"""A PDF's bytes to Extracted. Runs in the worker. Needs the extra ``whosaid[pdf]``."""

from __future__ import annotations

import io
import re
from collections import Counter
from typing import TYPE_CHECKING

from index.errors import ReadingError
from index.reading.extracted import Extracted, Line
from index.reading.pdf_lines import lines_of

if TYPE_CHECKING:
    from pypdf import PdfReader

MAX_PAGES = 300
"""Most pages that are read."""
_PAGE_NUMBER = re.compile(r"(page )?\W*\d{1,4}\W*( (of|/) \d{1,4})?|\d{1,4} ?/ ?\d{1,4}", re.IGNORECASE)
_HYPHEN = re.compile(r"\w\w[-\u2010\u00ad]$")
_ENDS = (".", "!", "?", "…", ".”", "?”", "!”", '."', ":", ".’")
_DATE = re.compile(r"D:(\d{4})(\d{2})(\d{2})")
_DIGITS = re.compile(r"\d+")


def read_pdf(raw: bytes, name: str) -> Extracted:
    """Extract the text of a PDF. Raises ReadingError: library missing, encrypted, damaged, scanned."""
    try:
        from pypdf import PdfReader
        from pypdf.errors import PyPdfError
    except ImportError as error:
        raise ReadingError("PDF files need one more library: pip install 'whosaid[pdf]'.") from error
    try:
        reader = PdfReader(io.BytesIO(raw))
        if reader.is_encrypted and not reader.decrypt(""):
            raise ReadingError("{name} is protected by a password; save it without one.", name=name)
        if len(reader.pages) > MAX_PAGES:
            raise ReadingError(
                "{name} has more than {most} pages; split it into articles.", name=name, most=MAX_PAGES
            )
        pages = [lines_of(page) for page in reader.pages]
        title, author, day = _about(reader)
    except (PyPdfError, ValueError, KeyError, TypeError, IndexError, AttributeError) as error:
        raise ReadingError("{name} is damaged or no PDF; open it and save it again.", name=name) from error
    paragraphs = join_lines(without_running_heads(pages))
    if not paragraphs:
        raise ReadingError("{name} holds no text (a scan?); run text recognition on it first.", name=name)
    if not title or title.lower().endswith((".doc", ".docx", ".indd", ".pdf", ".tex")):
        title, paragraphs = paragraphs[0], paragraphs[1:]
    elif paragraphs[0] == title:
        paragraphs = paragraphs[1:]
    return Extracted(title, tuple(Line(text) for text in paragraphs), author=author, published=day)


def without_running_heads(pages: list[list[str]]) -> list[list[str]]:
    """Drop page numbers, and lines at the edge of pages that come back on most of them (digits aside)."""
    cleaned = [[" ".join(line.split()) for line in page] for page in pages]
    solid = [[line for line in page if line] for page in cleaned]
    edges = Counter(_key(line) for page in solid for line in {*page[:2], *page[-2:]})
    often = max(2, (len(solid) + 1) // 2)
    kept = []
    for page in cleaned:
        filled = [i for i, line in enumerate(page) if line]
        edge = {*filled[:2], *filled[-2:]}
        kept.append(
            [
                line
                for i, line in enumerate(page)
                if i not in edge
                or not (_PAGE_NUMBER.fullmatch(line) or (len(pages) > 1 and edges[_key(line)] >= often))
            ]
        )
    return kept


def join_lines(pages: list[list[str]]) -> list[str]:
    """Lines to paragraphs: an empty line ends one, and so does a short line that ends a sentence.

    A hyphen at a line's end is dropped before a small letter; across pages a paragraph goes on when it has no end.
    """
    lengths = sorted(len(line) for page in pages for line in page if line)
    if not lengths:
        return []
    full = lengths[int(len(lengths) * 0.8)] if len(lengths) > 1 else lengths[0]
    paragraphs: list[str] = []
    current, last = "", ""

    def close() -> None:
        nonlocal current
        if current:
            paragraphs.append(current)
        current = ""

    for page in pages:
        for number, line in enumerate(page):
            if not line:
                if number and number != len(page) - 1:
                    close()
                continue
            short = len(last) < full * 0.75
            if current and short and (last.endswith(_ENDS) or (len(last) < full * 0.6 and line[0].isupper())):
                close()
            if current and _HYPHEN.search(current[-3:]) and line[0].islower():
                current = current[:-1] + line
            else:
                current = f"{current} {line}" if current else line
            last = line
        if last.endswith(_ENDS):
            close()
    close()
    return paragraphs


def _key(line: str) -> str:
    return _DIGITS.sub("#", line.casefold())


def _about(reader: PdfReader) -> tuple[str, str | None, str | None]:
    meta = reader.metadata
    if meta is None:
        return "", None, None
    date = _DATE.match(str(meta.get("/CreationDate", "")))
    title, author = (" ".join(str(meta.get(key) or "").split())[:200] for key in ("/Title", "/Author"))
    return title, author or None, "-".join(date.groups()) if date else None
