"""A verdict about a stored slice: who said it, what turns it, which words differ."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from index.checking.catalog import NOWHERE, Catalog
from index.checking.context import context_of
from index.checking.differing import changes
from index.checking.needle import Needle
from index.checking.placing import Fragment
from index.checking.speakers import described, same_speaker
from index.checking.tokens import Word
from index.model import Change, Citation, SliceContext, Verdict, VerdictKind
from index.quotes.marks import find_marked

MAX_ALSO = 3
"""Other places that a verdict tells."""


def verdict_of(
    catalog: Catalog,
    kind: VerdictKind,
    confidence: float,
    needle: Needle,
    piece: Fragment,
    cited: Citation,
    *,
    changes: tuple[Change, ...] = (),
    against: tuple[Change, ...] = (),
    also: Sequence[Citation] = (),
) -> Verdict:
    """A verdict about a stored slice. Who denies, doubts or reports the words of others has not said them."""
    quote = piece.stored.quote if piece.stored else None
    matches = None
    unknown = quote.speaker is None if quote else _is_marked(catalog, piece)
    if needle.asked is not None and not unknown:
        text = catalog.source(piece.low).article.text
        matches = same_speaker(needle.asked, quote) or described(needle.asked, quote, text)
    context = surroundings(catalog, piece, cited, needle)
    if context is not None and context.kind.disowned:
        cited, matches = replace(cited, speaker=None), None if needle.asked is None else False
    return Verdict(
        needle.query,
        kind,
        confidence,
        cited.speaker,
        needle.asked,
        matches,
        cited,
        changes,
        tuple(also),
        context=context,
        against=against,
    )


def _is_marked(catalog: Catalog, piece: Fragment) -> bool:
    """Whether words that are nobody's stand between quotation marks."""
    source = catalog.source(piece.low)
    low, high = source.spans[int(catalog.block_number[catalog.block_of[piece.low]])]
    start, end = int(catalog.starts[piece.low]), int(catalog.ends[piece.high - 1])
    return any(m.start <= start and end <= m.end for m in find_marked(source.article.text, low, high))


def surroundings(catalog: Catalog, piece: Fragment, cited: Citation, needle: Needle) -> SliceContext | None:
    """What the words around a cited slice do to it."""
    article = catalog.source(piece.low).article
    quote = piece.stored.quote if piece.stored else None
    return context_of(article, cited.start, cited.end, quote, asked="?" in needle.after)


def differences(catalog: Catalog, low: int, high: int, needle: Needle) -> tuple[Change, ...]:
    """The words of the needle that differ from those at some places."""
    text = catalog.source(low).article.text
    words = [
        Word(catalog.spelling[n], int(a), int(b))
        for n, a, b in zip(
            catalog.ids[low:high],
            catalog.starts[low:high],
            catalog.ends[low:high],
            strict=True,
        )
        if n != NOWHERE
    ]
    return changes(text, words, needle.query, needle.words)
