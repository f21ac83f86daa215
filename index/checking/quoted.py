"""A text's own quotations, to be checked: what stands between marks, and whom the text names for it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from index.checking.speakers import has_name
from index.model import Article, Paragraph, ParagraphKind, Quote
from index.quotes import extract_quotes_batch
from index.quotes.marks import find_marked
from index.quotes.tagger import Tagger
from index.slices import cut

LEAST_WORDS = 3
"""Fewer words between marks are a name or a turn of phrase, and stand somewhere by chance."""


@dataclass(frozen=True, slots=True)
class Quotation:
    """``text`` is ``article.text[start:end]``; ``paragraph`` is None in the title.

    ``speaker`` is whom the text itself names for these words, in the same paragraph.
    """

    text: str
    start: int
    end: int
    paragraph: int | None
    speaker: str | None


def marked_spans(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Where the quotations of one paragraph stand, blanks at the edges left out."""
    found = []
    for marked in find_marked(text, start, end):
        words = cut(text, marked.start, marked.end)
        if len(words.split()) >= LEAST_WORDS:
            low = marked.start + len(words) - len(words.lstrip())
            found.append((low, low + len(words.strip())))
    return found


def quotations(articles: Sequence[Article], tagger: Tagger | None) -> list[list[Quotation]]:
    """The quotations of each text in reading order, with whom the text says they are from."""
    whole = [_untitled(article) for article in articles]
    return [
        [
            Quotation(
                text=article.cut(low, high),
                start=low,
                end=high,
                paragraph=p.number - 1 if p.number else None,
                speaker=_speaker(article, p, quotes, low, high),
            )
            for p in article.paragraphs
            for low, high in marked_spans(article.text, p.start, p.end)
        ]
        for article, quotes in zip(whole, extract_quotes_batch(whole, tagger), strict=True)
    ]


def _untitled(article: Article) -> Article:
    """The title as paragraph 0: the first line of a chat log or a letter is as good as any other."""
    title = Paragraph(0, article.title_start, article.title_end)
    body = (replace(p, number=p.number + 1, kind=ParagraphKind.TEXT) for p in article.paragraphs)
    return replace(article, title_start=0, title_end=0, paragraphs=(title, *body))


def _speaker(article: Article, inside: Paragraph, quotes: Sequence[Quote], low: int, high: int) -> str | None:
    """Whose quote covers most of the span, by name: "said the captain" names nobody. A speaker carried over from another
    line is a guess and left out."""
    line = article.cut(inside.start, inside.end)
    named = [
        (min(high, q.end) - max(low, q.start), q.speaker)
        for q in quotes
        if q.start < high
        and low < q.end
        and q.speaker
        and q.speaker_text
        and q.speaker_text in line
        and has_name(q.speaker)
    ]
    return max(named, key=lambda item: item[0], default=(0, None))[1]
