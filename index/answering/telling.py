"""Answers about an article as such: from what is stored about it, with the line that says so where there is one."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from index.answering.about import About
from index.answering.citing import cite, cite_span
from index.answering.features import ArticleFeatures
from index.answering.gist import gist
from index.errors import Message
from index.model import Citation
from index.slices import cut
from index.text.calendar import MONTH
from index.text.words import words

_EDGE = 4
"""Paragraphs at each end of an article where its byline and date are looked for."""
_LINE = 200
"""Characters of the longest line that is taken for a byline or a date."""
_BYLINE = re.compile(r"\W{0,3}(?:by|written by|posted by|words by|reported by|author:)\s+\S", re.I)
_PUBLISHED_BY = re.compile(r"\W{0,3}published by\b", re.I)
_DATE = re.compile(
    rf"\b(?:\d{{4}}-\d\d-\d\d|\d{{1,2}}(?:st|nd|rd|th)? {MONTH}\b|{MONTH}\.? \d{{1,2}}(?:st|nd|rd|th)?\b|{MONTH} \d{{4}})",
    re.I,
)
_DATELINE = re.compile(r"[A-Z][A-Z .,'’/-]{2,40}(?:\([A-Za-z ]{2,30}\) ?)?(?:[:—–]| - )")
_WORDS_A_MINUTE = 238
"""Silent reading of English non-fiction (Brysbaert 2019)."""


@dataclass(frozen=True, slots=True)
class Told:
    """What is said of an article: quotes, a sentence of ours, or both; neither when nothing is known."""

    quotes: tuple[Citation, ...] = ()
    remark: Message | None = None

    @property
    def known(self) -> bool:
        """Is there an answer?"""
        return bool(self.quotes) or self.remark is not None


def tell(about: About, f: ArticleFeatures, most: int) -> Told:
    """At most ``most`` quotes, and what the store knows."""
    article = f.stored.article
    title = article.title
    match about:
        case About.GIST:
            return Told(tuple(cite(run) for run in gist(f, most - 1)))
        case About.TITLE:
            return Told((cite_span(f, article.title_start, article.title_end, None, 1.0),))
        case About.AUTHOR:
            if article.author:
                remark = Message("“{title}” was written by {author}.", title=title, author=article.author)
                return Told(_line_with(f, article.author), remark)
            return Told(_edge_line(f, _BYLINE, at_start=True))
        case About.PUBLISHED:
            if article.published:
                remark = Message("“{title}” was published on {date}.", title=title, date=article.published)
                return Told(_line_with(f, article.published), remark)
            return Told(_edge_line(f, _DATE))
        case About.PUBLISHER:
            source = article.publisher or (urlsplit(article.url).hostname if article.url else None)
            if source:
                return Told(
                    remark=Message("“{title}” was published by {source}.", title=title, source=source)
                )
            return Told(_edge_line(f, _PUBLISHED_BY, at_start=True))
        case About.PLACE:
            return Told(_edge_line(f, _DATELINE, at_start=True))
        case About.LENGTH:
            count = len(words(article.text))
            minutes = max(1, round(count / _WORDS_A_MINUTE))
            return Told(
                remark=Message(
                    "“{title}” has {count:,} words in {paragraphs:,} paragraphs, about {minutes:,} min to read.",
                    title=title, count=count, paragraphs=len(article.paragraphs), minutes=minutes,
                )
            )  # fmt: skip


def _line_with(f: ArticleFeatures, value: str) -> tuple[Citation, ...]:
    """The first short line that holds a stored value."""
    text = f.stored.article.text
    for p in f.stored.article.paragraphs:
        if p.end - p.start <= _LINE and value in cut(text, p.start, p.end):
            return (cite_span(f, p.start, p.end, p.number, 1.0),)
    return ()


def _edge_line(
    f: ArticleFeatures, pattern: re.Pattern[str], *, at_start: bool = False
) -> tuple[Citation, ...]:
    """The first short line, or else sentence, near either end that fits; the title's date counts too."""
    text, paragraphs = f.stored.article.text, f.stored.article.paragraphs
    look = pattern.match if at_start else pattern.search
    near = [*paragraphs[:_EDGE], *paragraphs[_EDGE:][-_EDGE:]]
    for p in near:
        if p.end - p.start <= _LINE and look(cut(text, p.start, p.end)):
            return (cite_span(f, p.start, p.end, p.number, 1.0),)
    numbers = {p.number for p in near}
    for start, end, row in zip(f.starts, f.ends, f.passage_of.tolist(), strict=True):
        if (f.paragraphs[row] is None or f.paragraphs[row] in numbers) and look(cut(text, start, end)):
            return (cite_span(f, start, end, f.paragraphs[row], 1.0),)
    return ()
