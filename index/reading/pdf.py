"""A PDF's bytes to Extracted. Runs in the worker. Needs the extra ``whosaid[pdf]``."""

from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import Sequence
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from index.errors import ReadingError
from index.model import ParagraphKind
from index.reading.extracted import Extracted, Line
from index.reading.html.words import key
from index.reading.pdf_lines import PdfLine, lines_of
from index.reading.pdf_paragraphs import body_size, paragraphs_of
from index.text.turns import label_of

if TYPE_CHECKING:
    from pypdf import PdfReader

MAX_PAGES = 300
"""Most pages that are read."""
_PAGE_NUMBER = re.compile(
    r"(page )?\W{0,6}\d{1,4}\W{0,6}( (of|/) \d{1,4})?|\d{1,4} ?/ ?\d{1,4}", re.IGNORECASE
)
_DATE = re.compile(r"D:(\d{4})(\d{2})(\d{2})")
_DIGITS = re.compile(r"\d+")
_JUNK = re.compile(
    r"(?i:untitled.{0,20}|(microsoft )?(power ?point|word|excel)\b.{0,200}|document ?\d{0,4}|presentation ?\d{0,4}|"
    r"slide \d{1,4}|layout \d{1,4}|print|scan.{0,20}|about:blank|https?://.{0,300}|file:.{0,300}|"
    r".{0,200}\.(docx?|indd|pdf|tex|odt|rtf|pptx?|qxd|html?|dvi|eps))"
)
"""What programs write where the title belongs."""
_NOBODY = frozenset({"anonymous", "unknown", "user", "admin", "author", "owner", "default"})
_LARGE = 1.12
"""Letters so many times the body's size may be a title: 11 points over 10 are not, 12 are (by hand, on our own PDFs)."""
_LONGEST_TITLE = 200


def read_pdf(raw: bytes, name: str) -> Extracted:
    """Extract the text of a PDF. Raises ReadingError: library missing, encrypted, damaged, scanned."""
    try:
        from pypdf import PdfReader
        from pypdf.errors import DependencyError, PyPdfError
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
        pages = [lines_of(page, number) for number, page in enumerate(reader.pages, 1)]
        about, author, day = _about(reader)
    except DependencyError as error:
        raise ReadingError(
            "{name} is encrypted; reading it needs one more library: pip install 'whosaid[pdf]'.", name=name
        ) from error
    except (PyPdfError, ValueError, KeyError, TypeError, IndexError, AttributeError) as error:
        raise ReadingError("{name} is damaged or no PDF; open it and save it again.", name=name) from error
    pages = [page for page in without_running_heads(pages) if page]
    paragraphs = paragraphs_of(pages)
    if not paragraphs:
        raise ReadingError("{name} holds no text (a scan?); run text recognition on it first.", name=name)
    title, paragraphs = _titled(about, pages, paragraphs, name)
    return Extracted(title, tuple(paragraphs), author=author, published=day)


def _titled(
    about: str, pages: Sequence[Sequence[PdfLine]], paragraphs: list[Line], name: str
) -> tuple[str, list[Line]]:
    """The title and the paragraphs without it: large letters on the first page, else what the file says, else its first line."""
    largest = _headline(pages, paragraphs)
    at = next((i for i, line in enumerate(paragraphs[:8]) if about and key(line.text) == key(about)), None)
    if largest is not None and at is None:
        return paragraphs[largest].text, [line for i, line in enumerate(paragraphs) if i != largest]
    if at is not None:
        return paragraphs[at].text, [line for i, line in enumerate(paragraphs) if i != at]
    if about:
        return about, paragraphs
    if len(paragraphs) > 1 and len(paragraphs[0].text) <= _LONGEST_TITLE:
        return paragraphs[0].text, paragraphs[1:]
    return PurePosixPath(name).stem, paragraphs


def _headline(pages: Sequence[Sequence[PdfLine]], paragraphs: Sequence[Line]) -> int | None:
    """Which of the first paragraphs stands in the largest letters of the first page, larger than the text's."""
    body = body_size([line for page in pages for line in page])
    sizes = {line.text: line.size for line in pages[0]}
    best: tuple[float, int] | None = None
    for number, line in enumerate(paragraphs[:8]):
        if line.kind is not ParagraphKind.HEADING or line.page != pages[0][0].page:
            continue
        size = next((s for text, s in sizes.items() if line.text.startswith(text)), 0.0)
        if size > body * _LARGE and (best is None or size > best[0]):
            best = size, number
    return best[1] if best else None


def without_running_heads(pages: Sequence[Sequence[PdfLine]]) -> list[list[PdfLine]]:
    """Drop page numbers, and lines at the edge of pages that come back on most of them (digits aside)."""
    edges = Counter(key for page in pages for key in {_key(line) for line in _edge(page)})
    often = max(2, (len(pages) + 1) // 2) if len(pages) > 1 else 2
    kept = []
    for page in pages:
        edge = _edge(page)
        gone = [
            line
            for line in edge
            if _PAGE_NUMBER.fullmatch(line.text)
            or (edges[_key(line)] >= often and not (label_of(line.text) and line.text[-1] in ".?!"))
        ]
        kept.append([line for line in page if line not in gone])
    return kept


def _edge(page: Sequence[PdfLine]) -> list[PdfLine]:
    """The two highest and the two lowest lines, wherever they stand in the file."""
    ordered = sorted(page, key=lambda line: -line.height)
    return [*ordered[:2], *ordered[-2:]]


def _key(line: PdfLine) -> tuple[str, int]:
    """Its words, digits aside, and its height, for running heads stand in the same place."""
    return _DIGITS.sub("#", line.text.casefold()), round(line.height / 3)


def _about(reader: PdfReader) -> tuple[str, str | None, str | None]:
    """Title, author and day of the file's own words; what programs put there is none."""
    meta = reader.metadata
    if meta is None:
        return "", None, None
    date = _DATE.match(str(meta.get("/CreationDate", "")))
    title, author = (" ".join(str(meta.get(key) or "").split())[:200] for key in ("/Title", "/Author"))
    if _JUNK.fullmatch(title):
        title = ""
    if author.casefold() in _NOBODY:
        author = ""
    return title, author or None, "-".join(date.groups()) if date else None
