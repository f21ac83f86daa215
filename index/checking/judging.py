"""A quoted text to a Verdict: the same words, changed words, the same meaning, or nobody's."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import replace

from index.checking.aligning import Alignment, align, shortlist, widen
from index.checking.carrying import Counterparts, nothing_paired
from index.checking.catalog import NOWHERE, Catalog
from index.checking.context import context_of
from index.checking.contrasting import against
from index.checking.deciding import ALTERED_SIGNS, MEANING_SIGNS, altered_signs, deciders
from index.checking.differing import changes
from index.checking.editing import denied_before, is_one_edit, moved, shared_content, shortened
from index.checking.finding import find_across, find_run
from index.checking.meaning import Near, meaning_signs
from index.checking.needle import Needle, needle_of
from index.checking.placing import Fragment, cite, place, spread
from index.checking.ranking import Ranked, rank
from index.checking.speakers import described, same_speaker
from index.checking.spelling import latin
from index.checking.splicing import quote_span, seamless, spliced
from index.checking.tokens import Word, is_content, split_words
from index.checking.variants import canonical
from index.checking.wrapping import unwrap, without_noise
from index.errors import Message
from index.model import (
    Change,
    Citation,
    Counterpart,
    Quote,
    QuoteKind,
    SliceContext,
    Verdict,
    VerdictKind,
)
from index.slices import cut

MAX_ALSO = 3
MAX_RELATED = 3
RELATED_FROM = 0.35
"""Cosine from which a quote is on the topic."""
SHORT = 4
"""Fewer words than this without one that carries meaning are looked for as whole quotes only."""
MIN_SHARED = 2
"""Words that carry meaning which a changed statement still has."""
ONE_EDIT = 0.9
"""How sure a statement is that differs by one word from a quote it shares too few words with to be counted."""
ONE_STATEMENT = 0.75
"""Agreement with one statement from which the text is not looked for in several."""
NEARLY = 0.03
"""Between alignments that differ by less, one inside a quote goes first."""

LEAST_SAID = 4
"""Content words of a text that can be said in other words: those that the decision is fitted to have four and more."""
UNSURE = 0.4
"""The most that a text with fewer, or below the floors, is held to be one: less than a half."""
CONTRARY = 0.6
"""How sure the network must be that a statement says something else about the same matter."""
ON_THE_MATTER = 0.55
"""Coverage of the query by a statement that it can be held against."""
SAME_ENDS = 2
"""Words before the quoted ones that wrapper and quote share when the wrapper is of the quote."""
LOOKED_AT = 12
"""Places of the same words whose surroundings are read, to cite one where they are stated."""

NearStatements = Callable[[str], Sequence[Near]]
"""Statements nearest in meaning, best first: by their quotes, else by sentences."""


def judge(
    query: str,
    catalog: Catalog,
    near: NearStatements,
    speaker: str | None = None,
    counterparts: Counterparts = nothing_paired,
) -> Verdict:
    """Judge one text. ``near`` is asked only when the words are not found. Never raises for any text.

    ``speaker``: whom the text is said to be from, when that is known beside it; else it is looked for inside.
    ``counterparts`` names the words that a paraphrase rests on.
    """
    if not split_words(query):
        return Verdict(query, VerdictKind.NOT_FOUND, 0.0, error=Message("There are no words to look for."))
    needle, verbatim = _read(query, catalog, speaker)
    if verbatim:
        return replace(_exact(catalog, needle, verbatim), query=query)
    if not any(map(is_content, needle.folded)):  # "it is what it is" can be quoted, not half remembered
        return Verdict(query, VerdictKind.NOT_FOUND, 1.0, speaker_asked=needle.asked)
    found = _changed(catalog, needle) or _meant(catalog, needle, near(needle.text), counterparts)
    return replace(found, query=query)


def _read(query: str, catalog: Catalog, speaker: str | None) -> tuple[Needle, list[list[Fragment]]]:
    """Which words of a query are the quote, and where they stand: as a whole, else without what wraps them.

    Of several ways to read it, one whose words stand in a quote goes first, then one that the article has in its own
    voice, then the likeliest.
    """
    whole = needle_of(catalog, query, ((0, len(query)),), speaker)
    verbatim = _places(catalog, whole)
    if any(pieces[0].stored for pieces in verbatim):
        return whole, verbatim
    fallback = (whole, verbatim) if verbatim else None  # the article's own sentence, attribution and all
    bare = without_noise(latin(query))
    likeliest: Needle | None = None
    people: list[Quote] | None = None
    for way in unwrap(query, bare):
        needle = needle_of(catalog, bare, way.spans, speaker or way.speaker)
        if not needle.words:
            continue
        found = _places(catalog, needle)
        stored = any(pieces[0].stored for pieces in found)
        if not way.sure:  # what may be the subject of a statement is a speaker when one of that name is known
            if not stored and likeliest is not None:
                continue
            people = _people(catalog) if people is None else people
            if not any(same_speaker(way.speaker or "", quote) for quote in people):
                continue
        if stored:
            part = _is_subject(catalog, found[0][0], query[: way.spans[0][0]])
            return (whole, verbatim) if part else (needle, found)
        fallback = fallback or ((needle, found) if found else None)
        likeliest = likeliest or needle
    return fallback or (likeliest or whole, [])


def _people(catalog: Catalog) -> list[Quote]:
    """One quote of each speaker."""
    return list({stored.quote.speaker: stored.quote for stored in catalog.quotes}.values())


def _is_subject(catalog: Catalog, piece: Fragment, wrapper: str) -> bool:
    """Whether the quote itself goes on before the words as the wrapper ends: then the wrapper is a part of it, changed."""
    if piece.stored is None or piece.stored.quote.kind is not QuoteKind.DIRECT:
        return False  # the borders of reported speech are the extractor's opinion
    low, _ = quote_span(catalog, piece)
    ends = [canonical(w.folded) for w in split_words(wrapper)][-SAME_ENDS:]
    before = [catalog.spelling[n] for n in catalog.ids[max(low, piece.low - SAME_ENDS) : piece.low] if n >= 0]
    return len(ends) == SAME_ENDS and ends == before


def _places(catalog: Catalog, needle: Needle) -> list[list[Fragment]]:
    """Whose words each verbatim place is; the asked speaker's, quotes and whole quotes first."""
    numbers = catalog.numbers(needle.folded)
    length = len(numbers)
    found = [place(catalog, at, at + length) for at in find_run(catalog, numbers)]
    found = found or [spread(catalog, low, high) for low, high in find_across(catalog, numbers)]
    if length < SHORT and not any(is_content(w) for w in needle.folded):
        found = [pieces for pieces in found if _is_whole(pieces[0])]

    def rank(pieces: list[Fragment]) -> tuple[bool, bool, bool, bool, int]:
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


def _disowned(catalog: Catalog, piece: Fragment, needle: Needle) -> bool:
    """Whether the words are denied there, doubted or put in the mouth of others."""
    found = _context(catalog, piece, cite(catalog, piece), needle)
    return found is not None and found.kind.disowned


def _context(catalog: Catalog, piece: Fragment, cited: Citation, needle: Needle) -> SliceContext | None:
    article = catalog.source(piece.low).article
    quote = piece.stored.quote if piece.stored else None
    return context_of(article, cited.start, cited.end, quote, asked="?" in needle.after)


def _is_whole(piece: Fragment) -> bool:
    return piece.stored is not None and len(split_words(piece.stored.quote.text)) == piece.words


def _exact(catalog: Catalog, needle: Needle, found: list[list[Fragment]]) -> Verdict:
    flat = _apart(catalog, [(piece, len(pieces) == 1) for pieces in found for piece in pieces])
    cited = [
        cite(catalog, piece, before=needle.before if alone else "", after=needle.after if alone else "")
        for piece, alone in flat
    ]
    carried = sum(map(is_content, needle.folded))
    confidence = 1.0 if carried >= 2 or len(needle.words) >= SHORT else 0.9
    return verdict_of(catalog, VerdictKind.EXACT, confidence, needle, flat[0][0], cited[0], also=cited[1:])


def _apart(catalog: Catalog, found: list[tuple[Fragment, bool]]) -> list[tuple[Fragment, bool]]:
    """The first and MAX_ALSO others, one of every further article before more of the same."""
    seen = {catalog.source(found[0][0].low).article_id}
    new: list[tuple[Fragment, bool]] = []
    more: list[tuple[Fragment, bool]] = []
    for each in found[1:]:
        number = catalog.source(each[0].low).article_id
        (more if number in seen else new).append(each)
        seen.add(number)
    return [found[0], *[*new, *more][:MAX_ALSO]]


def _changed(catalog: Catalog, needle: Needle) -> Verdict | None:
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
        changes=_changes(catalog, *compared, needle),
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


def _meant(catalog: Catalog, needle: Needle, near: Sequence[Near], counterparts: Counterparts) -> Verdict:
    ranked = rank(catalog, near)
    probability = 0.0
    if ranked:
        best = ranked[0]
        if contradicted := _contradicted(catalog, needle, best):
            return contradicted
        signs = meaning_signs(catalog, needle.query, needle.words, best.near, best.span)
        decided, floors = deciders().paraphrase, deciders().floors
        probability = decided.probability(MEANING_SIGNS, signs.values())
        near_enough = best.near.odds.said >= floors["said"] and best.near.coverage >= floors["coverage"]
        carrying = sum(map(is_content, needle.folded))
        says = near_enough and LEAST_SAID <= carrying < len(
            needle.folded
        )  # no English is without function words
        if not says:
            probability = min(probability, UNSURE)
        if probability >= 0.5:
            piece = place(catalog, *best.span)[0]
            cited = cite(catalog, piece, score=best.near.cosine)
            told = verdict_of(catalog, VerdictKind.PARAPHRASE, probability, needle, piece, cited)
            pairs = counterparts(needle.query, needle.words, cited.text)
            return replace(told, carried=tuple(_carried(needle.query, cited, *pair) for pair in pairs))
    related = tuple(_related(catalog, ranked))
    return Verdict(
        needle.query, VerdictKind.NOT_FOUND, 1.0 - probability, speaker_asked=needle.asked, related=related
    )


def _contradicted(catalog: Catalog, needle: Needle, best: Ranked) -> Verdict | None:
    """A statement on the very matter that says something else, when the words can be named that tell them apart."""
    contrary = best.near.odds.contrary
    if contrary < CONTRARY or best.near.coverage < ON_THE_MATTER:
        return None
    piece = place(catalog, *best.span)[0]
    cited = cite(catalog, piece, score=best.near.cosine)
    turned = against(needle.query, needle.words, cited)
    if not turned:
        return None
    told = _changes(catalog, piece.low, piece.high, needle)
    return verdict_of(
        catalog, VerdictKind.ALTERED, contrary, needle, piece, cited, changes=told, against=turned
    )


def _carried(query: str, cited: Citation, said: Word, asked: Word) -> Counterpart:
    return Counterpart(
        cut(cited.text, said.start, said.end),
        cut(query, asked.start, asked.end),
        cited.start + said.start,
        cited.start + said.end,
        asked.start,
        asked.end,
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
    if needle.asked is not None and (quote is None or quote.speaker):  # else nobody knows who spoke
        text = catalog.source(piece.low).article.text
        matches = same_speaker(needle.asked, quote) or described(needle.asked, quote, text)
    context = _context(catalog, piece, cited, needle)
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
