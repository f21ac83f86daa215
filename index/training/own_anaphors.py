"""Pronouns that tell who speaks in our own articles, as the tagger finds them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from index.evaluation.resolved import NOBODY, Known, shares_name
from index.evaluation.resolved_sets import Example
from index.model import Span
from index.quotes.attribution import attributions
from index.quotes.extract import cast_of_attributions
from index.quotes.linking import Attribution
from index.quotes.people import Cast
from index.quotes.resolve import Resolver
from index.quotes.tagger import Tagged, Tagger, document_of
from index.training.own_quotes import LOCKED, quoted_examples
from index.training.speaker_antecedents import PRONOUNS, Sample

OWN = "own"
OVERLAP = 0.5
"""A row is the known quotation when their spans have this Dice coefficient."""


def own_anaphors() -> Iterator[Sample]:
    """Of the articles that are not locked."""
    examples = [e for e in quoted_examples() if not e.set.endswith(LOCKED)]
    tagged = Tagger().tag_articles([e.article for e in examples])
    for example, tags in zip(examples, tagged, strict=True):
        yield from anaphors_of(example, tags)


def anaphors_of(example: Example, tagged: Tagged) -> Iterator[Sample]:
    """Of one article, as the resolver meets them."""
    document = document_of(example.article)
    segments, attributed = attributions(document, tagged)
    cast = cast_of_attributions(document.text, document.paragraphs, segments, attributed)
    resolver = Resolver(cast)
    known = _known(example.known, attributed)
    nested = {a.source: a.nested for a in reversed(attributed) if a.source}
    for span in sorted(nested):
        sample = _sample(resolver, cast, span, known[span]) if span in known else None
        if sample is not None:
            yield sample
        resolver.resolve(*span, tells=not nested[span])


def _sample(resolver: Resolver, cast: Cast, span: Span, names: tuple[str, ...]) -> Sample | None:
    """The pronoun at a source; None when nobody that may be meant is a candidate."""
    words = cast.text[slice(*span)].lower().split()
    if not words or len(words) > 3 or words[0] not in PRONOUNS:
        return None
    able, rows = resolver.antecedents.candidates(words[0], span[0], resolver.heard, source=True)
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
