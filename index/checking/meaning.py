"""Does a statement say what the query says? Signs beside the similarity, because opposites are similar."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, fields

from index.checking.catalog import Catalog
from index.checking.tokens import Word, is_content, is_negation, is_number, stem
from index.checking.variants import canonical

_OPPOSITES = (
    ("increase", "decrease"), ("more", "less"), ("rise", "fall"), ("win", "lose"), ("allow", "ban"),
    ("accept", "reject"), ("support", "oppose"), ("begin", "end"), ("start", "stop"), ("open", "close"),
    ("always", "never"), ("all", "none"), ("before", "after"), ("success", "failure"), ("succeed", "fail"),
    ("strong", "weak"), ("guilty", "innocent"), ("true", "false"), ("war", "peace"), ("good", "bad"),
    ("high", "low"), ("up", "down"), ("raise", "lower"), ("safe", "dangerous"), ("better", "worse"),
    ("friend", "enemy"), ("agree", "disagree"), ("legal", "illegal"), ("possible", "impossible"),
    ("most", "few"), ("gain", "loss"), ("buy", "sell"), ("arrive", "leave"), ("survive", "fall"),
)  # fmt: skip
_OPPOSITE: dict[str, set[str]] = {}
for _left, _right in _OPPOSITES:
    _OPPOSITE.setdefault(stem(_left) or _left, set()).add(stem(_right) or _right)
    _OPPOSITE.setdefault(stem(_right) or _right, set()).add(stem(_left) or _left)
MOST_ODDS = 8.0
"""Log-odds beyond which the network is merely loud: 1 in 3,000."""
_LOUDEST = 50.0
_NEUTRAL = frozenset("i i'm i'll i've i'd".split())


@dataclass(frozen=True, slots=True)
class Odds:
    """Log-odds, by the claim network, that a statement says a text.

    ``said``: against all else; ``unaltered``: against something altered; ``agreeing``: against its opposite;
    ``related``: against something that has nothing to do with it.
    """

    said: float
    unaltered: float
    agreeing: float
    related: float

    @property
    def contrary(self) -> float:
        """Probability that the statement is about the text's very matter and says something else or the opposite."""
        same, altered, opposite, unrelated = (
            math.exp(-max(-_LOUDEST, min(o, _LOUDEST)))
            for o in (0.0, self.unaltered, self.agreeing, self.related)
        )
        return (altered + opposite) / (same + altered + opposite + unrelated)


@dataclass(frozen=True, slots=True)
class Near:
    """A statement near in meaning: ``text[start:end]`` of an article; ``cosine`` of its vector and the query's.

    ``coverage``: how much of the query's content it has a counterpart for, word by word.
    """

    article_id: int
    start: int
    end: int
    cosine: float
    coverage: float
    odds: Odds


@dataclass(frozen=True, slots=True)
class MeaningSigns:
    """What the decision rests on; every field is one weight of weights.json. None grows with the length of the query."""

    coverage: float
    unaltered: float
    agreeing: float
    related: float
    """These three odds at most MOST_ODDS either way."""
    shared: float
    """Share of the query's content that the statement has in the same words, rare words counting more."""
    new_names: float
    """Names and numbers of the query that the statement's paragraph lacks, at most 2."""
    crowd: float
    """Articles that were searched (log): the nearest of many statements is near by chance."""
    opposed: float
    """One side denies and the other does not, or a word meets its opposite."""

    def values(self) -> tuple[float, ...]:
        """In the order of the fields."""
        return tuple(float(getattr(self, f.name)) for f in fields(self))


def names_and_numbers(text: str, words: Sequence[Word]) -> set[str]:
    """Folded names (capitals inside a sentence) and numbers; the first word of a sentence tells nothing."""
    found = set()
    for i, word in enumerate(words):
        between = text[words[i - 1].end : word.start] if i else "."
        begins = any(mark in between for mark in '.!?:“"')
        number = is_number(word.folded) and is_content(word.folded)
        name = text[word.start].isupper() and not begins and is_content(word.folded)
        if number or (name and word.folded not in _NEUTRAL):
            found.add(word.folded)
    return found


def meaning_signs(
    catalog: Catalog, query: str, words: Sequence[Word], near: Near, span: tuple[int, int]
) -> MeaningSigns:
    """The signs for one statement at the places ``span``."""
    asked = [canonical(w.folded) for w in words]
    low, high = span
    said = [catalog.spelling[n] for n in catalog.ids[low:high]]
    block = catalog.block_of[low]
    around = catalog.ids[catalog.block_first[block] : catalog.block_first[block + 1] - 1]
    known = {stem(catalog.spelling[n]) or catalog.spelling[n] for n in around}
    fresh = [n for n in map(canonical, names_and_numbers(query, words)) if (stem(n) or n) not in known]
    return MeaningSigns(
        coverage=near.coverage,
        unaltered=max(-MOST_ODDS, min(near.odds.unaltered, MOST_ODDS)),
        agreeing=max(-MOST_ODDS, min(near.odds.agreeing, MOST_ODDS)),
        related=max(-MOST_ODDS, min(near.odds.related, MOST_ODDS)),
        shared=shared(catalog, asked, said),
        new_names=float(min(len(fresh), 2)),
        crowd=math.log(max(len(catalog.sources), 1)),
        opposed=float(opposed(asked, said)),
    )


def shared(catalog: Catalog, asked: Sequence[str], said: Sequence[str]) -> float:
    """Share of the content of ``asked`` that ``said`` has in the same words, rare words counting more."""
    stems = {stem(w) or w for w in said}
    total = matched = 0.0
    for word in set(asked):
        if not is_content(word):
            continue
        number = catalog.vocabulary.get(word)
        seen = len(catalog.places(number)) if number is not None else 0
        weight = math.log1p(len(catalog.ids) / (1 + seen))
        total += weight
        matched += weight * ((stem(word) or word) in stems)
    return matched / total if total else 0.0


def opposed(asked: Sequence[str], said: Sequence[str]) -> bool:
    """Whether one side denies what the other says, as far as single words tell."""
    left, right = {stem(w) or w for w in asked}, {stem(w) or w for w in said}
    turned = any(_OPPOSITE.get(w, set()) & (right - left) for w in left - right)
    return (denies(asked) != denies(said)) != turned


def denies(words: Sequence[str]) -> bool:
    """Whether a statement is in the negative; "not just" and "not only" are not."""
    return any(
        is_negation(word) and following not in ("just", "only", "merely")
        for word, following in zip(words, [*words[1:], ""], strict=True)
    )
