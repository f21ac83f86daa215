"""Pronouns and descriptions that tell who speaks in our own articles and in news that we annotated, as the tagger finds them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from index.evaluation.resolved import NOBODY, Known, shares_name
from index.evaluation.resolved_sets import Example
from index.model import Span
from index.quotes.attribution import attributions
from index.quotes.extract import cast_of_attributions
from index.quotes.linking import Attribution
from index.quotes.people import Cast
from index.quotes.resolve import Resolver
from index.quotes.tagger import Tagged, Tagger, document_of
from index.training.news_quotes import news_examples
from index.training.own_quotes import LOCKED, quoted_examples
from index.training.speaker_antecedents import PRONOUNS, Sample

OWN = "own"
OVERLAP = 0.5
"""A row is the known quotation when their spans have this Dice coefficient."""


def own_anaphors(data: Path, *, follows: bool) -> Iterator[Sample]:
    """Of the articles that are not locked, ours and those whose texts the folder holds. ``follows``: see
    ``speaker_antecedents.train``."""
    examples = [e for e in (*quoted_examples(), *news_examples(data)) if not e.set.endswith(LOCKED)]
    tagged = Tagger().tag_articles([e.article for e in examples])
    for example, tags in zip(examples, tagged, strict=True):
        yield from anaphors_of(example, tags, follows=follows)


def anaphors_of(example: Example, tagged: Tagged, *, follows: bool = True) -> Iterator[Sample]:
    """Of one article, as the resolver meets them."""
    document = document_of(example.article)
    segments, attributed = attributions(document, tagged)
    cast = cast_of_attributions(document.text, document.paragraphs, segments, attributed)
    resolver = Resolver(cast, follows=follows)
    known = _known(example.known, attributed)
    nested = {a.source: a.nested for a in reversed(attributed) if a.source}
    for span in sorted(nested):
        if span in known:
            resolver.antecedents.follow(span[0], resolver.heard)
        sample = _sample(resolver, cast, span, known[span]) if span in known else None
        if sample is not None:
            yield sample
        resolver.resolve(*span, tells=not nested[span])


def _sample(resolver: Resolver, cast: Cast, span: Span, names: tuple[str, ...]) -> Sample | None:
    """The pronoun or description at a source; None when nobody that may be meant is a candidate."""
    phrase = " ".join(cast.text[slice(*span)].split())
    words = phrase.lower().split()
    if words and len(words) <= 3 and words[0] in PRONOUNS:
        word = words[0]
    elif words and resolver.is_open(phrase, *span):
        word = ""
    else:
        return None
    able, rows = resolver.antecedents.candidates(
        word, span[0], resolver.heard, source=True, phrase="" if word else phrase.partition(",")[0]
    )
    named = [e for e in cast.entities if (e.names or e.role) and NOBODY not in names]
    meant = {e.number for e in named if shares_name(e.display, names)}
    right = [i for i, e in enumerate(able) if e in meant]
    if not able or (meant and not right):
        return None
    return Sample(rows, right[0] if right else len(able), OWN, False)


def _known(quotes: Sequence[Known], attributed: Sequence[Attribution]) -> dict[Span, tuple[str, ...]]:
    """The names of who says what is attributed to a source."""
    found: dict[Span, tuple[str, ...]] = {}
    for quote in quotes:
        near = [(_dice(quote, a), a.source) for a in attributed if a.source]
        share, source = max(near, key=lambda row: row[0], default=(0.0, None))
        if source is not None and share >= OVERLAP:
            found.setdefault(source, quote.names)
    return found


def _dice(quote: Known, attribution: Attribution) -> float:
    piece = attribution.piece
    spans = [(piece.start, piece.end), *piece.inner]
    return max(
        2 * max(0, min(b, quote.end) - max(a, quote.start)) / (b - a + quote.end - quote.start)
        for a, b in spans
    )
