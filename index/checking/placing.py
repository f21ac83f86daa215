"""A run of words to whose words they are: the stored quotes it lies in, as verbatim slices."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from index.checking.catalog import Catalog
from index.model import Citation, QuoteKind, StoredQuote
from index.slices import clip
from index.text.folding import fold

MOSTLY = 0.5
"""Share of a run's words that must lie in quotes for it to be anybody's."""


@dataclass(frozen=True, slots=True)
class Fragment:
    """The places ``low`` to ``high`` of one quote; the article's own voice when ``stored`` is None."""

    stored: StoredQuote | None
    low: int
    high: int

    @property
    def words(self) -> int:
        """How long it is."""
        return self.high - self.low


def quotes_over(catalog: Catalog, low: int, high: int) -> list[Fragment]:
    """Every quote that shares words with a run inside one block, cut to the run."""
    block = catalog.block_of[low]
    first = int(np.searchsorted(catalog.quote_blocks, block, "left"))
    last = int(np.searchsorted(catalog.quote_blocks, block, "right"))
    found = []
    for i in range(first, last):
        begin, end = max(low, int(catalog.quote_spans[i, 0])), min(high, int(catalog.quote_spans[i, 1]))
        if end > begin:
            found.append(Fragment(catalog.quotes[i], begin, end))
    return found


def place(catalog: Catalog, low: int, high: int) -> list[Fragment]:
    """Whose words a run is, longest piece first; never empty.

    A run inside a quote is that quote's. A run over two quotes is two pieces. The borders of reported
    speech without marks are the extractor's opinion, so a run may reach over them; those of marks are not.
    """
    over = quotes_over(catalog, low, high)
    whole = [p for p in over if p.words == high - low]
    if whole:
        return [min(whole, key=lambda p: (p.stored is None or p.stored.quote.speaker is None, _length(p)))]
    covered = np.zeros(high - low, np.bool_)
    for piece in over:
        covered[piece.low - low : piece.high - low] = True
    if covered.sum() < MOSTLY * (high - low):
        return [Fragment(None, low, high)]
    kept: list[Fragment] = []
    for piece in sorted(over, key=lambda p: (-p.words, _direct(p))):
        if not any(k.low < piece.high and piece.low < k.high for k in kept):
            kept.append(piece)
    if len(kept) == 1 and not _is_direct(kept[0]):
        return [Fragment(kept[0].stored, low, high)]
    return kept


def spread(catalog: Catalog, low: int, high: int) -> list[Fragment]:
    """``place`` for a run that may go over the ends of paragraphs: the pieces of all, longest first."""
    blocks = range(int(catalog.block_of[low]), int(catalog.block_of[high - 1]) + 1)
    pieces = []
    for block in blocks:
        first, last = int(catalog.block_first[block]), int(catalog.block_first[block + 1]) - 1
        if min(high, last) > max(low, first):
            pieces += place(catalog, max(low, first), min(high, last))
    return sorted(pieces, key=lambda p: -p.words)


def _length(piece: Fragment) -> int:
    return piece.stored.quote.end - piece.stored.quote.start if piece.stored else 0


def _is_direct(piece: Fragment) -> bool:
    return piece.stored is not None and piece.stored.quote.kind is QuoteKind.DIRECT


def _direct(piece: Fragment) -> int:
    return 0 if _is_direct(piece) else 1


def cite(
    catalog: Catalog, piece: Fragment, *, before: str = "", after: str = "", score: float = 1.0
) -> Citation:
    """The verbatim slice. ``before`` and ``after`` are the query's outer punctuation: kept where it stands there, a
    quotation mark only with its partner.
    """
    source = catalog.source(piece.low)
    start, end = int(catalog.starts[piece.low]), int(catalog.ends[piece.high - 1])
    text = source.article.text
    first, last = source.spans[int(catalog.block_number[catalog.block_of[piece.low]])]
    for char in reversed(before):
        if start <= first or not _same(text[start - 1], char):
            break
        start -= 1
    for char in after:
        if end >= last or not _same(text[end], char):
            break
        end += 1
    low, high = int(catalog.starts[piece.low]), int(catalog.ends[piece.high - 1])
    if _marks(clip(text, start, low)) != _marks(clip(text, high, end)):
        start += next((i + 1 for i in range(low - start - 1, -1, -1) if _marks(text[start + i])), 0)
        end = next((i for i in range(high, end) if _marks(text[i])), end)
    quote = piece.stored.quote if piece.stored else None
    return Citation(
        text=source.article.cut(start, end),
        article_id=source.article_id,
        article=source.article.name,
        title=source.article.title,
        paragraph=catalog.paragraph(piece.low),
        start=start,
        end=end,
        speaker=quote.speaker if quote else None,
        url=source.article.url,
        score=score,
        kind=quote.kind if quote else None,
        published=source.article.published,
        page=source.article.page_of(catalog.paragraph(piece.low)),
        speaker_title=quote.speaker_title if quote else None,
        publisher=source.article.publisher,
    )


def _marks(part: str) -> bool:
    return any(fold(char) in ('"', "'") for char in part)


def _same(left: str, right: str) -> bool:
    return left == right or (fold(left) == fold(right) != "")
