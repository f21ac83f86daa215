"""Which words of a query are the quote, and where they stand."""

from __future__ import annotations

from dataclasses import replace

from index.checking.catalog import Catalog
from index.checking.finding import find_across, find_run
from index.checking.needle import Needle, needle_of
from index.checking.numbering import renumbered
from index.checking.placing import Fragment, cite, place, spread
from index.checking.speakers import asked_by, same_speaker, without_roles
from index.checking.spelling import latin
from index.checking.splicing import quote_span
from index.checking.tokens import is_content, split_words
from index.checking.variants import canonical
from index.checking.verdicts import surroundings
from index.checking.wrapping import unwrap, without_noise
from index.model import QuoteKind

SHORT = 4
"""Fewer words than this without one that carries meaning are looked for as whole quotes only."""
SAME_ENDS = 2
"""Words before the quoted ones that wrapper and quote share when the wrapper is of the quote."""
LOOKED_AT = 12
"""Places of the same words whose surroundings are read, to cite one where they are stated."""


def locate(query: str, catalog: Catalog, speaker: str | None) -> tuple[Needle, list[list[Fragment]]]:
    """Which words of a query are the quote, and where they stand: as a whole, else without what wraps them.

    Of several ways to read it, one whose words stand in a quote goes first, then one that the article has in its own
    voice, then the likeliest.
    """
    whole, verbatim = _placed(catalog, needle_of(catalog, query, ((0, len(query)),), speaker))
    if any(pieces[0].stored and not _is_beside(pieces, whole) for pieces in verbatim):
        return whole, verbatim
    fallback = (whole, verbatim) if verbatim else None  # the article's own sentence, attribution and all
    bare = without_noise(latin(query))
    likeliest: Needle | None = None
    bounds = [(min(p.low for p in pieces), max(p.high for p in pieces)) for pieces in verbatim]
    for way in unwrap(query, bare):
        needle, found = _placed(catalog, needle_of(catalog, bare, way.spans, speaker or way.speaker))
        if not needle.words:
            continue
        # when the whole is an article's, its quote is the one inside it, not the same words elsewhere
        within = [not verbatim or _is_inside(pieces[0], bounds) for pieces in found]
        if verbatim and not any(within):
            continue
        found = [found[i] for i in sorted(range(len(found)), key=lambda i: not within[i])]
        stored = any(pieces[0].stored for pieces in found[: sum(within)])
        if not way.sure:  # what may be the subject of a statement is a speaker when one of that name is known
            if not stored and likeliest is not None:
                continue
            if not _is_known(catalog, way.speaker or ""):
                continue
        if stored:
            part = _is_subject(catalog, found[0][0], query[: way.spans[0][0]])
            return (whole, verbatim) if part else (needle, found)
        fallback = fallback or ((needle, found) if found else None)
        likeliest = likeliest or needle
    return fallback or (likeliest or whole, [])


def _is_known(catalog: Catalog, name: str) -> bool:
    """Whether anybody of that name is quoted. Names are compared only where they share a word."""
    wanted = asked_by(name)
    name = without_roles(name)
    return any(
        not wanted.isdisjoint(words) and same_speaker(name, quote)
        for source in catalog.sources
        for words, quote in source.people
    )


def _is_beside(pieces: list[Fragment], needle: Needle) -> bool:
    """Whether only a part of the words is a quote: the article, too, may name who speaks right before it."""
    return len(pieces) == 1 and pieces[0].words < len(needle.words)


def _is_inside(piece: Fragment, bounds: list[tuple[int, int]]) -> bool:
    return any(low <= piece.low and piece.high <= high for low, high in bounds)


def _is_subject(catalog: Catalog, piece: Fragment, wrapper: str) -> bool:
    """Whether the quote itself goes on before the words as the wrapper ends: then the wrapper is a part of it, changed."""
    if piece.stored is None or piece.stored.quote.kind is not QuoteKind.DIRECT:
        return False  # the borders of reported speech are the extractor's opinion
    low, _ = quote_span(catalog, piece)
    ends = [canonical(w.folded) for w in split_words(wrapper)][-SAME_ENDS:]
    before = [catalog.spelling[n] for n in catalog.ids[max(low, piece.low - SAME_ENDS) : piece.low] if n >= 0]
    return len(ends) == SAME_ENDS and ends == before


def _placed(catalog: Catalog, needle: Needle) -> tuple[Needle, list[list[Fragment]]]:
    """The needle and its places, with its numbers the other way when only so it has any."""
    found = _places(catalog, needle)
    for words in () if found else renumbered(needle.words):
        other = replace(needle, words=words)
        if places := _places(catalog, other):
            return other, places
    return needle, found


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
    found = surroundings(catalog, piece, cite(catalog, piece), needle)
    return found is not None and found.kind.disowned


def _is_whole(piece: Fragment) -> bool:
    return piece.stored is not None and len(split_words(piece.stored.quote.text)) == piece.words
