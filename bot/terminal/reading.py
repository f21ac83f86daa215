"""``whosaid read``: what was read of each source, so that people can see what the bot knows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from rich.text import Text

from bot.settings import Settings
from bot.terminal import json_lines
from bot.terminal.commands import results
from bot.terminal.consoles import complain, harmless, stdout
from index.model import Article, Paragraph, ParagraphKind

_STYLES = {
    ParagraphKind.BOILERPLATE: "dim",
    ParagraphKind.HEADING: "bold",
    ParagraphKind.QUOTE: "italic",
    ParagraphKind.CAPTION: "dim italic",
}


def read(settings: Settings, sources: Sequence[str], *, as_json: bool) -> int:
    """Print what was read of files, folders and addresses; without any, what the configured library holds."""
    with results() as out:
        articles, code = _articles(settings, sources)
        for number, article in enumerate(articles):
            if as_json:
                json_lines.write(row(article), out)
            else:
                stdout(out).print(page(article, first=number == 0), soft_wrap=True)
    return code


def _articles(settings: Settings, sources: Sequence[str]) -> tuple[Iterator[Article], int]:
    if not sources:
        return _stored(settings), 0
    from index.reading.sources import read_sources

    found = read_sources(sources, policy=settings.fetch_policy())
    for sentence in (*found.problems, *found.warnings):
        complain(sentence)
    return iter(found.articles), int(bool(found.problems))


def _stored(settings: Settings) -> Iterator[Article]:
    from bot.terminal.opening import open_library

    with open_library(settings) as opened:
        for info in opened.library.articles():
            yield opened.library.read(info.id).article


def row(article: Article) -> dict[str, Any]:
    """The object of ``read``."""
    from index.text.language import language_of

    return {
        "article": article.name,
        "title": article.title,
        "authors": [name for name in (article.author or "").split("; ") if name],
        "published": article.published,
        "publisher": article.publisher,
        "url": article.url,
        "language": language_of(article.text),
        "paragraphs": [_paragraph(article, p) for p in article.paragraphs],
    }


def _paragraph(article: Article, paragraph: Paragraph) -> dict[str, Any]:
    return {
        "number": paragraph.number,
        "start": paragraph.start,
        "end": paragraph.end,
        "kind": paragraph.kind.value,
        "speaker": paragraph.speaker,
        "page": paragraph.page,
        "text": article.cut(paragraph.start, paragraph.end),
    }


def page(article: Article, *, first: bool = True) -> Text:
    """The article with its paragraph numbers (people count from 1); boilerplate is greyed."""
    out = Text("" if first else "\n")
    out.append(f"{harmless(article.title)}\n", "bold underline")
    said = (article.name, article.author, article.published, article.publisher, article.url)
    out.append(" · ".join(dict.fromkeys(harmless(part) for part in said if part)) + "\n", "dim")
    last: int | None = None
    for paragraph in article.paragraphs:
        if paragraph.page is not None and paragraph.page != last:
            last = paragraph.page
            out.append(f"\n      page {last}\n", "dim")
        out.append(f"\n{paragraph.number + 1:4}  ", "dim")
        if paragraph.speaker:
            out.append(f"[{harmless(paragraph.speaker)}] ", "cyan")
        words = " ".join(article.cut(paragraph.start, paragraph.end).split())
        out.append(f"{harmless(words)}\n", _STYLES.get(paragraph.kind, ""))
    return out
