"""The one table of formats, and bytes of any of them to an Article."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from pathlib import PurePosixPath
from urllib.parse import urlsplit

from index.errors import ReadingError
from index.model import Article
from index.reading.extracted import assemble
from index.reading.links import kin
from index.reading.sandbox.extractor import Extractor
from index.reading.text import MAX_BYTES, read_text


@dataclass(frozen=True, slots=True)
class Format:
    """A format that is read: its name, file endings and media types."""

    kind: str
    suffixes: tuple[str, ...]
    media: tuple[str, ...]


FORMATS = (
    Format("text", (".txt", ".text"), ("text/plain",)),
    Format("markdown", (".md", ".markdown"), ("text/markdown", "text/x-markdown")),
    Format("html", (".html", ".htm", ".xhtml"), ("text/html", "application/xhtml+xml")),
    Format("pdf", (".pdf",), ("application/pdf",)),
    Format("docx", (".docx",), ("application/vnd.openxmlformats-officedocument.wordprocessingml.document",)),
    Format("odt", (".odt",), ("application/vnd.oasis.opendocument.text",)),
    Format("epub", (".epub",), ("application/epub+zip",)),
    Format("mail", (".eml",), ("message/rfc822",)),
    Format("mhtml", (".mhtml", ".mht"), ("multipart/related", "application/x-mimearchive")),
    Format("subtitles", (".srt", ".vtt"), ("application/x-subrip", "text/vtt", "text/srt")),
)
"""What is read. Each kind's reader stands in ``index.reading.sandbox.worker``; plain text needs none."""
SUFFIXES = {suffix: form.kind for form in FORMATS for suffix in form.suffixes}
"""File endings that are read, and as what."""
CONTENT_TYPES = {media: form.kind for form in FORMATS for media in form.media}
"""Media types that are read, and as what."""
REFUSED = {
    ".doc": "an old Word file",
    ".rtf": "a Rich Text file",
    ".pages": "a Pages file",
    ".wpd": "a WordPerfect file",
    ".json": "data, not text",
    ".jsonl": "data, not text",
    ".csv": "a table, not text",
    ".tsv": "a table, not text",
    ".xml": "data, not text",
    ".xls": "a spreadsheet",
    ".xlsx": "a spreadsheet",
    ".ods": "a spreadsheet",
    ".ppt": "a presentation",
    ".pptx": "a presentation",
    ".odp": "a presentation",
    ".mobi": "a Kindle book",
    ".azw3": "a Kindle book",
    ".djvu": "a scan",
    ".tex": "a source of TeX",
    ".zip": "an archive",
}
"""File endings that look like articles to people and are not read, with what they are."""
_REFUSED_MEDIA = {
    "application/json": ".json",
    "text/csv": ".csv",
    "application/rtf": ".rtf",
    "text/rtf": ".rtf",
    "application/msword": ".doc",
}
_BEGINNINGS = ((b"{\\rtf", ".rtf"), (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", ".doc"))
_ZIP = b"PK\x03\x04"
_HEADS = (b"<!doctype html", b"<html", b"<head", b"<body", b"<?xml")


def read_bytes(
    raw: bytes,
    name: str,
    *,
    content_type: str | None = None,
    url: str | None = None,
    extractor: Extractor | None = None,
) -> Article:
    """Read one document of at most 10 MB. Raises ReadingError with one sentence.

    All but plain text goes to ``extractor``'s process (without one, to a process of its own). Offsets of plain text
    are into the decoded file; those of other formats into the stored extracted text.
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
    if url and extracted.url and not kin(extracted.url, url):  # it names somebody else's house
        extracted = replace(extracted, url=None, publisher=None)
    return assemble(extracted, name, digest, url=extracted.url or url)


def kind_of(raw: bytes, name: str, content_type: str | None = None, url: str | None = None) -> str:
    """A kind of ``FORMATS``: by the first bytes for PDF, then media type, suffix, and a look inside.

    Raises ReadingError, with the way out, for what is not read.
    """
    if raw[:1024].lstrip().startswith(b"%PDF-"):
        return "pdf"
    media = (content_type or "").partition(";")[0].strip().lower()
    suffix = PurePosixPath((urlsplit(url).path if url else name).lower()).suffix
    by_suffix = SUFFIXES.get(suffix)
    kind = CONTENT_TYPES.get(media) or by_suffix
    if kind == "text" and by_suffix is not None:  # servers call many things plain text
        kind = by_suffix
    if kind == "pdf":
        raise ReadingError("{name} is called a PDF but is not one.", name=name)
    beginning = next((known for begins, known in _BEGINNINGS if raw.startswith(begins)), None)
    refused = beginning or (None if by_suffix else suffix) or ""
    if refused not in REFUSED and kind is None:
        refused = _REFUSED_MEDIA.get(media, "")
    if refused in REFUSED:
        raise _not_read(name, refused)
    if kind is None:
        head = raw[:1024].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
        kind = "html" if head.startswith(_HEADS) else "text"
    if kind == "text" and raw.startswith(_ZIP):
        raise _not_read(name, ".zip")
    return kind


def _not_read(name: str, suffix: str) -> ReadingError:
    """The sentence with the way out."""
    return ReadingError(
        "{name} is {what}, which is not read; save its text as .txt, .docx or PDF.",
        name=name,
        what=REFUSED[suffix],
    )


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
