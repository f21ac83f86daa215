"""A text whose words stand in the catalog but for some changed ones, or in several quotes."""

from __future__ import annotations

import math
from dataclasses import replace

from index.checking.aligning import Alignment, align, shortlist, widen
from index.checking.catalog import Catalog
from index.checking.contrasting import against
from index.checking.deciding import ALTERED_SIGNS, altered_signs, deciders
from index.checking.editing import denied_before, is_one_edit, moved, shared_content, shortened
from index.checking.needle import Needle
from index.checking.placing import Fragment, cite, spread
from index.checking.speakers import same_speaker
from index.checking.splicing import seamless, spliced
from index.checking.verdicts import MAX_ALSO, differences, verdict_of
from index.model import Verdict, VerdictKind

MIN_SHARED = 2
"""Words that carry meaning which a changed statement still has."""
ONE_EDIT = 0.9
"""How sure a statement is that differs by one word from a quote it shares too few words with to be counted."""
ONE_STATEMENT = 0.75
"""Agreement with one statement from which the text is not looked for in several."""
NEARLY = 0.03
"""Between alignments that differ by less, one inside a quote goes first."""


def changed(catalog: Catalog, needle: Needle) -> Verdict | None:
    """The verdict on the statements nearest in wording; None when too little of the text is theirs."""
    folded = needle.folded
    numbers = catalog.numbers(folded)
    spans = shortlist(catalog, folded, numbers)
    best = _best(catalog, needle, align(catalog, folded, numbers, spans))
    probability = 0.0
    said: list[Fragment] = []
    if best is not None:
        signs = altered_signs(catalog, folded, best)
        said_words = [catalog.spelling[n] for n in catalog.ids[best.low : best.high] if n >= 0]
        if signs[1] >= math.log1p(MIN_SHARED) and shared_content(folded, said_words) >= MIN_SHARED:
            probability = deciders().altered.probability(ALTERED_SIGNS, signs)
        if probability < 0.5 and signs[1] and is_one_edit(catalog, folded, best):
            probability = ONE_EDIT
        if probability < 0.5 and (
            other := moved(catalog, numbers, spans) or shortened(catalog, folded, numbers, spans)
        ):
            best, probability = other, ONE_EDIT
        best = widen(catalog, numbers, best)
        said = spread(catalog, best.low, best.high)
        if more := denied_before(catalog, said[0]):
            best = replace(best, low=best.low - more)
            said = spread(catalog, best.low, best.high)
    if best is None or probability < 0.5 or best.score < ONE_STATEMENT or len(said) > 1:
        pieces = spliced(catalog, folded, numbers)
        if pieces:
            return _together(catalog, needle, pieces)
    if best is None or probability < 0.5:
        return None
    one = catalog.block_of[best.low] == catalog.block_of[best.high - 1]
    compared = (said[0].low, said[0].high) if one else (best.low, best.high)
    cited = cite(catalog, said[0])
    return verdict_of(
        catalog,
        VerdictKind.ALTERED,
        probability,
        needle,
        said[0],
        cited,
        against=against(needle.query, needle.words, cited),
        changes=differences(catalog, *compared, needle),
        also=[cite(catalog, p) for p in said[1 : MAX_ALSO + 1]],
    )


def _together(catalog: Catalog, needle: Needle, pieces: list[Fragment]) -> Verdict:
    """Several quotes: exact when they are one statement with a cue between, else altered."""
    longest, *others = sorted(pieces, key=lambda p: -p.words)
    whole = seamless(catalog, pieces)
    return verdict_of(
        catalog,
        VerdictKind.EXACT if whole else VerdictKind.ALTERED,
        0.9,
        needle,
        longest,
        cite(catalog, longest),
        changes=() if whole else differences(catalog, longest.low, longest.high, needle),
        also=[cite(catalog, p) for p in others[:MAX_ALSO]],
    )


def _best(catalog: Catalog, needle: Needle, found: list[Alignment]) -> Alignment | None:
    close = [a for a in found if a.score >= found[0].score - NEARLY]

    def rank(alignment: Alignment) -> tuple[bool, bool, float]:
        piece = spread(catalog, alignment.low, alignment.high)[0]
        quote = piece.stored.quote if piece.stored else None
        other = needle.asked is not None and not same_speaker(needle.asked, quote)
        return (quote is None, other, -alignment.score)

    return min(close, key=rank, default=None)
