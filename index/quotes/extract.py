"""Articles to quotations: every stretch of reported words with its speaker, in reading order."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

from index.model import Article, ParagraphKind, Quote, QuoteKind
from index.quotes.attribution import attributions
from index.quotes.decoding import Segment
from index.quotes.linking import Attribution
from index.quotes.marks import find_marked
from index.quotes.people import Cast
from index.quotes.pieces import Reading
from index.quotes.resolve import Resolver, Speaker
from index.quotes.rules import extract_by_rules
from index.quotes.tagger import Tagged, Tagger
from index.quotes.turns import with_turns

ARTICLES_AT_ONCE = 16
CARRIED = 0.8
"""A speaker that was taken over from the words before is this much less sure."""

_default = Tagger()


def extract_quotes(article: Article, tagger: Tagger | None = _default) -> tuple[Quote, ...]:
    """Every quotation of one article, in reading order; each ``text`` is ``article.text[start:end]``.

    A marked fragment inside reported content is a row of its own beside the mixed one, with its
    ``utterance``. Without a tagger (None, or no weights) marks and rules alone: direct quotes only.
    """
    return extract_quotes_batch([article], tagger)[0]


def extract_quotes_batch(
    articles: Sequence[Article], tagger: Tagger | None = _default
) -> list[tuple[Quote, ...]]:
    """``extract_quotes`` for many, the tagger fed with several at once."""
    if tagger is None or not tagger.available:
        return [with_turns(article, extract_by_rules(article)) for article in articles]
    found: list[tuple[Quote, ...]] = []
    for low in range(0, len(articles), ARTICLES_AT_ONCE):
        chunk = articles[low : low + ARTICLES_AT_ONCE]
        tagged = tagger.tag_articles(chunk)
        found += [quotes_of(article, tags) for article, tags in zip(chunk, tagged, strict=True)]
    return found


def quotes_of(article: Article, tagged: Tagged) -> tuple[Quote, ...]:
    """What the tagger said about an article, with names."""
    reading, segments, attributed = attributions(article, tagged)
    resolver = Resolver(_cast(reading, segments, attributed))
    speakers = _speakers(resolver, segments, attributed)
    starts = [p.start for p in article.paragraphs]
    boilerplate = {p.number for p in article.paragraphs if p.kind is ParagraphKind.BOILERPLATE}
    quotes: list[Quote] = []
    for attribution in attributed:
        at = bisect_right(starts, attribution.piece.start)
        number = article.paragraphs[at - 1].number if at else None
        if number in boilerplate:
            continue
        speaker = speakers.get(attribution.source) if attribution.source else None
        quotes += _rows(article.text, attribution, number, speaker)
    return with_turns(article, quotes)


def _cast(reading: Reading, segments: Sequence[Segment], attributed: Sequence[Attribution]) -> Cast:
    quoted = []
    for start, end in reading.paragraphs:
        quoted += [(m.start, m.end) for m in find_marked(reading.text, start, end) if not m.single]
    sources = {a.source for a in attributed if a.source}
    sources |= {(s.start, s.end) for s in segments if s.role == "source"}
    return Cast(reading.text, reading.paragraphs, quoted, sorted(sources))


def _speakers(
    resolver: Resolver, segments: Sequence[Segment], attributed: Sequence[Attribution]
) -> dict[tuple[int, int], Speaker | None]:
    """Every mention resolved once, in reading order."""
    spans = {a.source for a in attributed if a.source}
    return {span: resolver.resolve(*span) for span in sorted(spans)}


def _rows(text: str, attribution: Attribution, number: int | None, speaker: Speaker | None) -> list[Quote]:
    piece = attribution.piece
    confidence = piece.probability * attribution.probability
    confidence *= (speaker.probability if speaker else 0.5) * (CARRIED if attribution.carried else 1.0)
    spans = [(piece.kind, piece.start, piece.end), *((QuoteKind.DIRECT, a, b) for a, b in piece.inner)]
    return [
        Quote(
            kind=kind,
            text=text[start:end],
            start=start,
            end=end,
            paragraph=number,
            utterance=attribution.utterance,
            speaker=speaker.name if speaker else None,
            speaker_title=speaker.title if speaker else None,
            speaker_text=text[slice(*attribution.source)] if attribution.source else None,
            cue=text[slice(*attribution.cue)] if attribution.cue else None,
            confidence=round(min(max(confidence, 0.0), 1.0), 4),
            speaker_confidence=round(speaker.probability, 4) if speaker else 0.0,
        )
        for kind, start, end in spans
    ]
