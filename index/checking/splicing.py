"""Text put together from several quotes: it is several quotes, never one."""

from __future__ import annotations

from index.checking.catalog import Catalog, Ints
from index.checking.finding import find_run
from index.checking.placing import Fragment, place
from index.checking.tokens import is_content

MIN_WORDS = 3
"""Shorter runs stand somewhere by chance; a whole quote may be shorter."""
MAX_PIECES = 4


def spliced(catalog: Catalog, words: list[str], numbers: Ints) -> list[Fragment]:
    """The quotes that together hold the text word for word, in its order; empty when they do not.

    At most MAX_PIECES × log2(words) runs are looked for. Parts of one quote are no splice.
    """
    if len(words) < 2 * MIN_WORDS or int(numbers.min()) < 0:
        return []
    pieces: list[Fragment] = []
    at = 0
    while at < len(words):
        if len(pieces) == MAX_PIECES:
            return []
        low, high = 0, len(words) - at
        while low < high:  # a prefix of a run that is found is found
            middle = (low + high + 1) // 2
            low, high = (middle, high) if find_run(catalog, numbers[at : at + middle]) else (low, middle - 1)
        if low < MIN_WORDS or not any(map(is_content, words[at : at + low])):
            return []
        piece = _quoted(catalog, numbers[at : at + low], pieces)
        if piece is None:
            return []
        pieces.append(piece)
        at += low
    spans = [quote_span(catalog, piece) for piece in pieces]
    apart = all(a[1] <= b[0] or b[1] <= a[0] for i, a in enumerate(spans) for b in spans[:i])
    return pieces if len(pieces) > 1 and apart else []


def seamless(catalog: Catalog, pieces: list[Fragment]) -> bool:
    """Whether the pieces are one statement with only a cue between: nothing that was said is left out."""
    spans = [quote_span(catalog, piece) for piece in pieces]
    statements = {(p.stored.article_id, p.stored.quote.utterance) for p in pieces if p.stored}
    return len(statements) == 1 and all(
        left.high == a[1] and right.low == b[0] and a[1] <= b[0]
        for left, right, a, b in zip(pieces, pieces[1:], spans, spans[1:], strict=False)
    )


def quote_span(catalog: Catalog, piece: Fragment) -> tuple[int, int]:
    """The places of the whole quote that a piece lies in."""
    if piece.stored is None:
        return piece.low, piece.high
    quote = piece.stored.quote
    return catalog.locate(piece.stored.article_id, quote.start, quote.end) or (piece.low, piece.high)


def _quoted(catalog: Catalog, numbers: Ints, before: list[Fragment]) -> Fragment | None:
    """A place of the run wholly inside one quote of the same article as the pieces before it."""
    for at in find_run(catalog, numbers):
        piece = place(catalog, at, at + len(numbers))[0]
        if piece.stored is None or piece.words != len(numbers):
            continue
        if not before or before[0].stored is None or before[0].stored.article_id == piece.stored.article_id:
            return piece
    return None
