"""Slices of an article as citations, with whoever says most of them."""

from __future__ import annotations

from index.answering.features import ArticleFeatures
from index.answering.runs import Run
from index.model import Citation

_SPEAKS_FROM = 0.4
"""Share of a slice that a quote has to cover so that its speaker is named for the whole."""


def cite(run: Run) -> Citation:
    """The verbatim slice of a run."""
    f = run.features
    paragraph = f.paragraphs[int(f.passage_of[run.best])]
    return cite_span(f, f.starts[run.first], f.ends[run.last], paragraph, run.score)


def cite_span(
    f: ArticleFeatures,
    start: int,
    end: int,
    paragraph: int | None,
    score: float,
) -> Citation:
    """``text[start:end]`` of an article; a paragraph of None is the title."""
    article = f.stored.article
    said = None
    most = _SPEAKS_FROM * (end - start)
    for quote in f.quotes:
        if quote.end <= start:
            continue
        if quote.start >= end:  # they come in reading order
            break
        overlap = min(end, quote.end) - max(start, quote.start)
        if overlap > most:
            most, said = overlap, quote
    return Citation(
        text=article.cut(start, end),
        article_id=f.stored.id,
        article=article.name,
        title=article.title,
        paragraph=paragraph,
        start=start,
        end=end,
        speaker=said.speaker if said else None,
        url=article.url,
        score=score,
        kind=said.kind if said else None,
        published=article.published,
        page=article.page_of(paragraph),
        changed=f.stored.changed,
        speaker_title=said.speaker_title if said else None,
        publisher=article.publisher,
    )
