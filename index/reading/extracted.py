"""What an extractor hands over: lines of text with what the source says about itself. No imports of weight."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import PurePosixPath
from typing import Any

from index.errors import Message, ReadingError
from index.model import Article, Paragraph, ParagraphKind
from index.reading.attributions import named_below
from index.reading.paragraph_kinds import paragraph_kinds
from index.reading.text import MAX_BYTES, MAX_PARAGRAPH, require_few
from index.reading.transcripts import turns

MAX_SAID = 2_000
"""Most characters of what a source says about itself."""


@dataclass(frozen=True, slots=True)
class Line:
    """One paragraph without line breaks; ``kind`` is None where the source does not mark it.

    ``speaker`` is whose turn it is, ``page`` where it stands, from 1.
    """

    text: str
    kind: ParagraphKind | None = None
    speaker: str | None = None
    page: int | None = None


@dataclass(frozen=True, slots=True)
class Extracted:
    """A document as an extractor understood it. ``url`` is the canonical one, http or https."""

    title: str
    lines: tuple[Line, ...]
    url: str | None = None
    author: str | None = None
    published: str | None = None
    publisher: str | None = None
    doubts: tuple[Message, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """Plain values for the worker's pipe."""
        lines = [
            [line.text, line.kind.value if line.kind else None, line.speaker, line.page]
            for line in self.lines
        ]
        doubts = [doubt.to_json() for doubt in self.doubts]
        return {name: getattr(self, name) for name in _STRINGS} | {"lines": lines, "doubts": doubts}

    @classmethod
    def from_json(cls, values: dict[str, Any]) -> Extracted:
        """The other end of the pipe. Raises KeyError, TypeError or ValueError for anything else."""
        lines = tuple(
            Line(
                str(text),
                ParagraphKind(kind) if kind else None,
                None if speaker is None else str(speaker),
                None if page is None else int(page),
            )
            for text, kind, speaker, page in values["lines"]
        )
        doubts = tuple(Message.from_json(doubt) for doubt in values["doubts"])
        strings = {name: None if values[name] is None else str(values[name]) for name in _STRINGS}
        return cls(**strings | {"title": str(values["title"]), "lines": lines, "doubts": doubts})  # type: ignore[arg-type]


def titled(
    lines: Sequence[Line],
    title: str,
    *,
    url: str | None = None,
    author: str | None = None,
    published: str | None = None,
    publisher: str | None = None,
) -> Extracted:
    """Without a title the first line is it, when more lines follow; where it stands as first line it goes from there."""
    rest = list(lines)
    if not title and len(rest) > 1:
        title, rest = rest[0].text, rest[1:]
    elif rest and rest[0].text == title:
        rest = rest[1:]
    return Extracted(title, tuple(rest), url=url, author=author, published=published, publisher=publisher)


_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
_STRINGS = ("title", "url", "author", "published", "publisher")


def one_line(text: str) -> str:
    """White space of any kind evened out; soft hyphens stay, for the text is the source's.

    NULs and lone surrogates, which no file of text can hold, go.
    """
    return " ".join(_UNSTORABLE.sub("", text).split())


def assemble(extracted: Extracted, name: str, raw_hash: str, *, url: str | None = None) -> Article:
    """The stored text is the title and the paragraphs, one a line. Raises ReadingError when there is none."""
    title = one_line(extracted.title)
    lines = [replace(line, text=text) for line in extracted.lines if (text := one_line(line.text))]
    if not title and len(lines) > 1:
        title, lines = lines[0].text, lines[1:]
    elif not title and lines:  # a statement of one paragraph has no title but its name
        title = PurePosixPath(name).stem or name
    if not lines:
        raise ReadingError("{name} holds no article text that could be found.", name=name)
    if any(len(text) > MAX_PARAGRAPH for text in (title, *(line.text for line in lines))):
        raise ReadingError(
            "{name} has a paragraph of more than {most:,} characters; that is no article.",
            name=name,
            most=MAX_PARAGRAPH,
        )
    require_few(len(lines), name)
    if len(title) + sum(len(line.text) for line in lines) > MAX_BYTES:
        raise ReadingError(
            "{name} holds more than {most} MB of text; split it into articles.",
            name=name,
            most=MAX_BYTES // 1_000_000,
        )
    texts = [line.text for line in lines]
    lines = _spoken(lines, texts, title)
    paragraphs, start = [], len(title) + 1
    for number, (line, guess) in enumerate(zip(lines, paragraph_kinds(texts), strict=True)):
        kind = guess if line.kind is None or guess is ParagraphKind.BOILERPLATE else line.kind
        if line.speaker:
            kind = line.kind or ParagraphKind.TEXT
        paragraphs.append(Paragraph(number, start, start + len(line.text), kind, line.speaker, line.page))
        start += len(line.text) + 1
    return Article(
        name=name,
        text=_joined(title, lines),
        title_start=0,
        title_end=len(title),
        paragraphs=tuple(paragraphs),
        raw_hash=raw_hash,
        url=_said(url or extracted.url),
        author=_said(extracted.author),
        published=_said(extracted.published),
        publisher=_said(extracted.publisher),
        doubts=extracted.doubts,
    )


def _spoken(lines: Sequence[Line], texts: Sequence[str], title: str) -> list[Line]:
    """The lines with their speakers: those of turns, else those that block quotations name below."""
    if any(line.speaker for line in lines):
        return list(lines)
    turned = turns(texts, title)
    if any(turn.speaker for turn in turned):
        return [
            replace(line, speaker=t.speaker, kind=t.kind or (ParagraphKind.TEXT if t.speaker else line.kind))
            for line, t in zip(lines, turned, strict=True)
        ]
    below = named_below(texts, [line.kind for line in lines])
    return [replace(line, speaker=name) if name else line for line, name in zip(lines, below, strict=True)]


def _said(text: str | None) -> str | None:
    return one_line(text)[:MAX_SAID] or None if text else None


def _joined(title: str, lines: Sequence[Line]) -> str:
    return "\n".join([title, *(line.text for line in lines)]) + "\n"
