"""Without the tagger: marked stretches of some length, nobody named. For tests and for missing weights."""

from __future__ import annotations

from index.model import Article, ParagraphKind, Quote, QuoteKind
from index.quotes.marks import find_marked

SHORTEST = 4
"""Fewer words in marks are a title or a scare quote as often as not."""


def extract_by_rules(article: Article) -> tuple[Quote, ...]:
    """Direct quotes by their marks alone."""
    blocks = [(None, article.title_start, article.title_end)] + [
        (p.number, p.start, p.end) for p in article.paragraphs if p.kind is not ParagraphKind.BOILERPLATE
    ]
    quotes: list[Quote] = []
    for number, start, end in blocks:
        for marked in find_marked(article.text, start, end):
            piece = article.cut(marked.start, marked.end)
            low = marked.start + len(piece) - len(piece.lstrip())
            high = low + len(piece.strip().rstrip(", "))
            if high > low and len(piece.split()) >= SHORTEST:
                text = article.cut(low, high)
                quotes.append(Quote(QuoteKind.DIRECT, text, low, high, number, len(quotes), confidence=0.3))
    return tuple(quotes)
