"""A quoted text to a Verdict: the same words, changed words, the same meaning, or nobody's."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from index.checking.aligning import Alignment, align, shortlist, widen
from index.checking.catalog import NOWHERE, Catalog
from index.checking.context import context_of
from index.checking.deciding import ALTERED_SIGNS, MEANING_SIGNS, altered_signs, deciders
from index.checking.differing import changes
from index.checking.finding import find_across, find_run
from index.checking.meaning import Near, meaning_signs
from index.checking.placing import Piece, cite, place, spread
from index.checking.ranking import Ranked, margin, rank
from index.checking.speakers import Asked, same_speaker, split_speaker
from index.checking.splicing import seamless, spliced
from index.checking.tokens import Word, is_content, split_words
from index.errors import Message
from index.model import Change, Citation, SliceContext, Verdict, VerdictKind

MAX_ALSO = 3
MAX_RELATED = 3
RELATED_FROM = 0.35
"""Cosine from which a quote is on the topic."""
SHORT = 4
"""Fewer words than this without one that carries meaning are looked for as whole quotes only."""
MIN_SHARED = 2
"""Words that carry meaning which a changed statement still has."""
ONE_STATEMENT = 0.75
"""Agreement with one statement from which the text is not looked for in several."""
NEARLY = 0.03
"""Between alignments that differ by less, one inside a quote goes first."""

LOOKED_AT = 12
"""Places of the same words whose surroundings are read, to cite one where they are stated."""

NearStatements = Callable[[str], Sequence[Near]]
"""Statements nearest in meaning, best first: by their quotes, else by sentences."""


@dataclass(frozen=True, slots=True)
class Needle:
    """What of a query is compared: ``query[start:end]``, without the attribution; ``words`` have the query's offsets."""

    query: str
    start: int
    end: int
    words: tuple[Word, ...]
    asked: str | None

    @property
    def text(self) -> str:
        """The words as they were typed."""
        return self.query[self.start : self.end]

    @property
    def folded(self) -> list[str]:
        """The words as they are compared."""
        return [w.folded for w in self.words]

    @property
    def before(self) -> str:
        """Outer punctuation in front."""
        return self.query[self.start : self.words[0].start].lstrip()

    @property
    def after(self) -> str:
        """Outer punctuation behind."""
        return self.query[self.words[-1].end : self.end].rstrip()


def needle_of(query: str, start: int, end: int, asked: str | None) -> Needle:
    """The words between two places of a query."""
    words = tuple(Word(w.folded, start + w.start, start + w.end) for w in split_words(query[start:end]))
    return Needle(query, start, end, words, asked)


def judge(query: str, catalog: Catalog, near: NearStatements, speaker: str | None = None) -> Verdict:
    """Judge one text. ``near`` is asked only when the words are not found. Never raises for any text.

    ``speaker``: whom the text is said to be from, when that is known beside it; else it is looked for inside.
    """
    whole = needle_of(query, 0, len(query), speaker)
    if not whole.words:
        return Verdict(query, VerdictKind.NOT_FOUND, 0.0, error=Message("There are no words to look for."))
    verbatim = _places(catalog, whole)
    if any(pieces[0].stored for pieces in verbatim):
        return _exact(catalog, whole, verbatim)
    needle = whole
    if speaker is None and (split := split_speaker(query)).text != query and _believed(catalog, split):
        needle = needle_of(query, split.start, split.start + len(split.text), split.speaker)
        found = _places(catalog, needle)
        if any(pieces[0].stored for pieces in found) or not verbatim:
            verbatim = found
        else:  # the article's own sentence, attribution and all
            needle = whole
    if verbatim:
        return _exact(catalog, needle, verbatim)
    if not any(map(is_content, needle.folded)):  # "it is what it is" can be quoted, not half remembered
        return Verdict(query, VerdictKind.NOT_FOUND, 1.0, speaker_asked=needle.asked)
    return _changed(catalog, needle) or _meant(catalog, needle, near(needle.text))


def _believed(catalog: Catalog, split: Asked) -> bool:
    """What may be the subject of a statement is a speaker when one of that name is known."""
    return split.sure or any(same_speaker(split.speaker or "", stored.quote) for stored in catalog.quotes)


def _places(catalog: Catalog, needle: Needle) -> list[list[Piece]]:
    """Whose words each verbatim place is; the asked speaker's, quotes and whole quotes first."""
    numbers = catalog.numbers(needle.folded)
    length = len(numbers)
    found = [place(catalog, at, at + length) for at in find_run(catalog, numbers)]
    found = found or [spread(catalog, low, high) for low, high in find_across(catalog, numbers)]
    if length < SHORT and not any(is_content(w) for w in needle.folded):
        found = [pieces for pieces in found if _is_whole(pieces[0])]

    def rank(pieces: list[Piece]) -> tuple[bool, bool, bool, bool, int]:
        quote = pieces[0].stored.quote if pieces[0].stored else None
        return (
            needle.asked is not None and not same_speaker(needle.asked, quote),
            quote is None,
            quote is None or quote.speaker is None,
            not _is_whole(pieces[0]),
            -pieces[0].words,
        )

    ordered = sorted(found, key=rank)
    first, rest = ordered[:LOOKED_AT], ordered[LOOKED_AT:]
    return sorted(first, key=lambda pieces: _disowned(catalog, pieces[0], needle)) + rest


def _disowned(catalog: Catalog, piece: Piece, needle: Needle) -> bool:
    """Whether the words are denied there, doubted or put in the mouth of others."""
    found = _context(catalog, piece, cite(catalog, piece), needle)
    return found is not None and found.kind.disowned


def _context(catalog: Catalog, piece: Piece, cited: Citation, needle: Needle) -> SliceContext | None:
    article = catalog.source(piece.low).article
    quote = piece.stored.quote if piece.stored else None
    return context_of(article, cited.start, cited.end, quote, asked="?" in needle.after)


def _is_whole(piece: Piece) -> bool:
    return piece.stored is not None and len(split_words(piece.stored.quote.text)) == piece.words


def _exact(catalog: Catalog, needle: Needle, found: list[list[Piece]]) -> Verdict:
    flat = [(piece, len(pieces) == 1) for pieces in found for piece in pieces][: MAX_ALSO + 1]
    cited = [
        cite(catalog, piece, before=needle.before if alone else "", after=needle.after if alone else "")
        for piece, alone in flat
    ]
    carried = sum(map(is_content, needle.folded))
    confidence = 1.0 if carried >= 2 or len(needle.words) >= SHORT else 0.9
    return verdict_of(catalog, VerdictKind.EXACT, confidence, needle, flat[0][0], cited[0], also=cited[1:])


def _changed(catalog: Catalog, needle: Needle) -> Verdict | None:
    folded = needle.folded
    numbers = catalog.numbers(folded)
    best = _best(catalog, needle, align(catalog, folded, numbers, shortlist(catalog, folded, numbers)))
    probability = 0.0
    said: list[Piece] = []
    if best is not None:
        signs = altered_signs(catalog, folded, best)
        if signs[1] >= math.log1p(MIN_SHARED):
            probability = deciders().altered.probability(ALTERED_SIGNS, signs)
        best = widen(catalog, numbers, best)
        said = spread(catalog, best.low, best.high)
    if best is None or probability < 0.5 or best.score < ONE_STATEMENT or len(said) > 1:
        pieces = spliced(catalog, folded, numbers)
        if pieces:
            return _together(catalog, needle, pieces)
    if best is None or probability < 0.5:
        return None
    one = catalog.block_of[best.low] == catalog.block_of[best.high - 1]
    compared = (said[0].low, said[0].high) if one else (best.low, best.high)
    return verdict_of(
        catalog,
        VerdictKind.ALTERED,
        probability,
        needle,
        said[0],
        cite(catalog, said[0]),
        changes=_changes(catalog, *compared, needle),
        also=[cite(catalog, p) for p in said[1 : MAX_ALSO + 1]],
    )


def _together(catalog: Catalog, needle: Needle, pieces: list[Piece]) -> Verdict:
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
        changes=() if whole else _changes(catalog, longest.low, longest.high, needle),
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


def _changes(catalog: Catalog, low: int, high: int, needle: Needle) -> tuple[Change, ...]:
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


def _meant(catalog: Catalog, needle: Needle, near: Sequence[Near]) -> Verdict:
    ranked = rank(catalog, needle.folded, near)
    probability = 0.0
    if ranked:
        best = ranked[0]
        signs = meaning_signs(catalog, needle.query, needle.words, best.near, best.span, margin(ranked))
        probability = deciders().paraphrase.probability(MEANING_SIGNS, signs.values())
        if probability >= 0.5:
            piece = place(catalog, *best.span)[0]
            cited = cite(catalog, piece, score=best.near.cosine)
            return verdict_of(catalog, VerdictKind.PARAPHRASE, probability, needle, piece, cited)
    related = tuple(_related(catalog, ranked))
    return Verdict(
        needle.query, VerdictKind.NOT_FOUND, 1.0 - probability, speaker_asked=needle.asked, related=related
    )


def _related(catalog: Catalog, ranked: Sequence[Ranked]) -> list[Citation]:
    kept: list[Ranked] = []
    cited = []
    for each in ranked:
        piece = place(catalog, *each.span)[0]
        if each.near.cosine < RELATED_FROM or piece.stored is None or any(map(each.overlaps, kept)):
            continue
        kept.append(each)
        cited.append(cite(catalog, piece, score=each.near.cosine))
        if len(cited) == MAX_RELATED:
            break
    return cited


def verdict_of(
    catalog: Catalog,
    kind: VerdictKind,
    confidence: float,
    needle: Needle,
    piece: Piece,
    cited: Citation,
    *,
    changes: tuple[Change, ...] = (),
    also: Sequence[Citation] = (),
) -> Verdict:
    """A verdict about a stored slice. Who denies, doubts or reports the words of others has not said them."""
    quote = piece.stored.quote if piece.stored else None
    matches = same_speaker(needle.asked, quote) if needle.asked is not None else None
    context = _context(catalog, piece, cited, needle)
    if context is not None and context.kind.disowned:
        cited, matches = replace(cited, speaker=None), None if matches is None else False
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
    )
