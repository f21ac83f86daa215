"""A text that says what a stored statement says, in other words, or its contrary."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from index.checking.carrying import Counterparts
from index.checking.catalog import Catalog
from index.checking.contrasting import against
from index.checking.deciding import MEANING_SIGNS, deciders
from index.checking.meaning import Near, meaning_signs
from index.checking.needle import Needle
from index.checking.placing import cite, place
from index.checking.ranking import Ranked, rank
from index.checking.tokens import Word, is_content
from index.checking.verdicts import differences, verdict_of
from index.model import Citation, Counterpart, Verdict, VerdictKind
from index.slices import cut

MAX_RELATED = 3
RELATED_FROM = 0.35
"""Cosine from which a quote is on the topic."""
LEAST_SAID = 4
"""Content words of a text that can be said in other words: those that the decision is fitted to have four and more."""
UNSURE = 0.4
"""The most that a text with fewer, or below the floors, is held to be one: less than a half."""
CONTRARY = 0.6
"""How sure the network must be that a statement says something else about the same matter."""
ON_THE_MATTER = 0.55
"""Coverage of the query by a statement that it can be held against."""


def meant(catalog: Catalog, needle: Needle, near: Sequence[Near], counterparts: Counterparts) -> Verdict:
    """The verdict on the statements near in meaning, best first: a paraphrase, a contrary, or nobody's words."""
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
    told = differences(catalog, piece.low, piece.high, needle)
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
