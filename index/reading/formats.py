"""Bytes of any kind that can be read to an Article."""

from __future__ import annotations

import hashlib
from pathlib import PurePosixPath
from urllib.parse import urlsplit

from index.errors import ReadingError
from index.model import Article
from index.reading.extracted import assemble
from index.reading.sandbox.extractor import Extractor
from index.reading.text import MAX_BYTES, read_text

SUFFIXES = {
    ".txt": "text",
    ".md": "markdown",
    ".markdown": "markdown",
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
    ".pdf": "pdf",
}
"""File endings that are read, and as what."""
CONTENT_TYPES = {
    "text/plain": "text",
    "text/markdown": "markdown",
    "text/x-markdown": "markdown",
    "text/html": "html",
    "application/xhtml+xml": "html",
    "application/pdf": "pdf",
}
"""Media types that are read, and as what."""


def read_bytes(
    raw: bytes,
    name: str,
    *,
    content_type: str | None = None,
    url: str | None = None,
    extractor: Extractor | None = None,
) -> Article:
    """Read one document of at most 10 MB. Raises ReadingError with one sentence.

    Markdown, HTML and PDF go to ``extractor``'s process (without one, to a process of its own). Offsets of plain text are
    into the decoded file; those of Markdown, HTML and PDF into the stored extracted text.
    """
    if len(raw) > MAX_BYTES:
        raise ReadingError(
            "{name} is larger than {most} MB; split it into articles.", name=name, most=MAX_BYTES // 1_000_000
        )
    kind = kind_of(raw, name, content_type, url)
    if kind == "text":
        return read_text(raw, name, content_type=content_type, url=url)
    digest = hashlib.sha256(raw).hexdigest()
    with _borrowed(extractor) as borrowed:
        extracted = borrowed.extract(raw, kind, name, content_type=content_type, url=url)
    return assemble(extracted, name, digest, url=extracted.url or url)


def kind_of(raw: bytes, name: str, content_type: str | None = None, url: str | None = None) -> str:
    """text, markdown, html or pdf: by the first bytes for PDF, then media type, suffix, and a look inside."""
    if raw[:1024].lstrip().startswith(b"%PDF-"):
        return "pdf"
    media = (content_type or "").partition(";")[0].strip().lower()
    path = urlsplit(url).path if url else name
    by_suffix = SUFFIXES.get(PurePosixPath(path.lower()).suffix)
    kind = CONTENT_TYPES.get(media) or by_suffix
    if kind == "pdf":
        raise ReadingError("{name} is called a PDF but is not one.", name=name)
    if kind == "text" and by_suffix == "markdown":
        return "markdown"
    if kind is None:
        head = raw[:1024].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
        kind = (
            "html" if head.startswith((b"<!doctype html", b"<html", b"<head", b"<body", b"<?xml")) else "text"
        )
    return kind


class _borrowed:
    """The caller's extractor, left open, or a fresh one, closed afterwards."""

    def __init__(self, extractor: Extractor | None) -> None:
        self._own = extractor is None
        self._extractor = extractor or Extractor()

    def __enter__(self) -> Extractor:
        return self._extractor

    def __exit__(self, *_: object) -> None:
        if self._own:
            self._extractor.close()
