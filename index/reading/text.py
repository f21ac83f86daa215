"""Bytes of a plain text file to an Article, numbered and measured as the JSON contract says."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from index.errors import Message, ReadingError
from index.model import Article, Paragraph, ParagraphKind, Span
from index.reading.charset import decode_as_named, decode_text, decode_utf8
from index.reading.paragraph_kinds import paragraph_kinds
from index.reading.transcripts import turns
from index.reading.wrapping import blocks_of, lines_of

MAX_BYTES = 10_000_000
"""Largest file that is read."""
MAX_PARAGRAPH = 100_000
"""Longest paragraph in characters; a longer line is no prose."""

MAX_PARAGRAPHS = 20_000
"""Most paragraphs of one article: each is split, embedded and stored."""


def decode(raw: bytes, name: str, content_type: str | None = None) -> str:
    """UTF-8 with or without BOM, UTF-16, else the charset that the server names, else windows-1252 where that makes words.

    UTF-8 comes first, for a server's word on text files is often a guess. Raises ReadingError for anything else.
    """
    if len(raw) > MAX_BYTES:
        raise ReadingError(
            "{name} is larger than {most} MB; split it into articles.", name=name, most=MAX_BYTES // 1_000_000
        )
    try:
        text: str | None = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = decode_utf8(raw) or decode_as_named(raw, content_type) or decode_text(raw)
    else:
        if "\x00" in (text or ""):
            text = decode_text(raw)
    if text is None or "\x00" in text:
        if b"\x00" in raw:
            raise ReadingError("{name} is a binary file, not text.", name=name)
        raise ReadingError("{name} is in an encoding that cannot be told; save it as UTF-8.", name=name)
    return text.removeprefix("\ufeff")


def require_few(paragraphs: int, name: str) -> None:
    """Raises ReadingError for more paragraphs than an article may have."""
    if paragraphs > MAX_PARAGRAPHS:
        raise ReadingError(
            "{name} has more than {most:,} paragraphs; split it into articles.",
            name=name,
            most=MAX_PARAGRAPHS,
        )


def read_text(raw: bytes, name: str, *, content_type: str | None = None, url: str | None = None) -> Article:
    """The first line is the title, every further one a paragraph; in hard-wrapped text, blocks are. Raises ReadingError."""
    text = decode(raw, name, content_type)
    lines = lines_of(text)
    spans = blocks_of(text, lines) or [(a, b) for a, b, _ in lines]
    if any(end - start > MAX_PARAGRAPH for start, end in spans):
        raise ReadingError(
            "{name} has a line of more than {most:,} characters; put each paragraph on its own line.",
            name=name,
            most=MAX_PARAGRAPH,
        )
    if not spans:
        raise ReadingError("{name} is empty; an article needs a title line and paragraphs.", name=name)
    require_few(len(spans) - 1, name)
    title, body = spans[0], spans[1:]
    return Article(
        name=name,
        text=text,
        title_start=title[0],
        title_end=title[1],
        paragraphs=_paragraphs(text, title, body),
        raw_hash=hashlib.sha256(raw).hexdigest(),
        url=url,
        doubts=()
        if body
        else (Message("{name} has one line, which is its title; put the text below it.", name=name),),
    )


def _paragraphs(text: str, title: Span, body: Sequence[Span]) -> tuple[Paragraph, ...]:
    texts = [text[start:end] for start, end in body]
    turned = turns(texts, text[title[0] : title[1]])
    spoken = any(turn.speaker for turn in turned)
    kinds = paragraph_kinds([" ".join(t.split()) if "\n" in t else t for t in texts])
    return tuple(
        Paragraph(
            number,
            start,
            end,
            turn.kind
            or (ParagraphKind.TEXT if turn.speaker or (spoken and kind is ParagraphKind.HEADING) else kind),
            turn.speaker,
        )
        for number, ((start, end), kind, turn) in enumerate(zip(body, kinds, turned, strict=True))
    )
