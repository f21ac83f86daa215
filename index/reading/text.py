"""Bytes of a plain text file to an Article, numbered and measured as the JSON contract says."""

from __future__ import annotations

import hashlib
import re

from index.errors import ReadingError
from index.model import Article, Paragraph
from index.reading.charset import decode_as_named
from index.reading.paragraph_kinds import paragraph_kinds

MAX_BYTES = 10_000_000
"""Largest file that is read."""
MAX_PARAGRAPH = 100_000
"""Longest paragraph in characters; a longer line is no prose."""

MAX_PARAGRAPHS = 20_000
"""Most paragraphs of one article: each is split, embedded and stored."""

_LINE = re.compile(r"[^\r\n]+")


def decode(raw: bytes, name: str, content_type: str | None = None) -> str:
    """UTF-8 with or without BOM (UTF-16 with one), else the charset that the server names.

    UTF-8 comes first, for a server's word on text files is often a guess. Raises ReadingError for anything else.
    """
    if len(raw) > MAX_BYTES:
        raise ReadingError(
            "{name} is larger than {most} MB; split it into articles.", name=name, most=MAX_BYTES // 1_000_000
        )
    encoding = "utf-16" if raw[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    try:
        text = raw.decode(encoding)
    except UnicodeDecodeError as error:
        if b"\x00" in raw:
            raise ReadingError("{name} is a binary file, not text.", name=name) from error
        found = decode_as_named(raw, content_type)
        if found is None:
            raise ReadingError(
                "{name} is not UTF-8 text (byte {byte}); save it as UTF-8.", name=name, byte=error.start
            ) from error
        text = found
    if "\x00" in text:
        raise ReadingError("{name} is a binary file, not text.", name=name)
    return text


def require_few(paragraphs: int, name: str) -> None:
    """Raises ReadingError for more paragraphs than an article may have."""
    if paragraphs > MAX_PARAGRAPHS:
        raise ReadingError(
            "{name} has more than {most:,} paragraphs; split it into articles.",
            name=name,
            most=MAX_PARAGRAPHS,
        )


def read_text(raw: bytes, name: str, *, content_type: str | None = None, url: str | None = None) -> Article:
    """First non-empty line is the title, every further one a paragraph. Raises ReadingError."""
    text = decode(raw, name, content_type)
    lines: list[tuple[int, int]] = []
    for match in _LINE.finditer(text):
        stripped = match.group().strip()
        if not stripped:
            continue
        if len(stripped) > MAX_PARAGRAPH:
            raise ReadingError(
                "{name} has a line of more than {most:,} characters; put each paragraph on its own line.",
                name=name,
                most=MAX_PARAGRAPH,
            )
        start = match.start() + match.group().index(stripped)
        lines.append((start, start + len(stripped)))
    if not lines:
        raise ReadingError("{name} is empty; an article needs a title line and paragraphs.", name=name)
    require_few(len(lines) - 1, name)
    kinds = paragraph_kinds([text[start:end] for start, end in lines[1:]])
    paragraphs = tuple(
        Paragraph(number, start, end, kind)
        for number, ((start, end), kind) in enumerate(zip(lines[1:], kinds, strict=True))
    )
    return Article(
        name=name,
        text=text,
        title_start=lines[0][0],
        title_end=lines[0][1],
        paragraphs=paragraphs,
        raw_hash=hashlib.sha256(raw).hexdigest(),
        url=url,
    )
