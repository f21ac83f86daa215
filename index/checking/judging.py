"""A quoted text to a Verdict: the same words, changed words, the same meaning, or nobody's."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from index.checking.altered import changed
from index.checking.carrying import Counterparts, nothing_paired
from index.checking.catalog import Catalog
from index.checking.locating import SHORT, locate
from index.checking.meaning import Near
from index.checking.needle import Needle
from index.checking.paraphrased import meant
from index.checking.placing import Fragment, cite
from index.checking.tokens import is_content, split_words
from index.checking.verdicts import MAX_ALSO, verdict_of
from index.errors import Message
from index.model import Verdict, VerdictKind

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
    needle, verbatim = locate(query, catalog, speaker)
    if verbatim:
        return replace(_exact(catalog, needle, verbatim), query=query)
    if not any(map(is_content, needle.folded)):  # "it is what it is" can be quoted, not half remembered
        return Verdict(query, VerdictKind.NOT_FOUND, 1.0, speaker_asked=needle.asked)
    found = changed(catalog, needle) or meant(catalog, needle, near(needle.text), counterparts)
    return replace(found, query=query)


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
