"""How much a word of a question matters: rare words of English do, common verbs hardly."""

from __future__ import annotations

import math
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from index.answering.question import Query
from index.runtime.shared_layers import load_tokenizer
from index.text.words import stem

if TYPE_CHECKING:
    from tokenizers import Tokenizer

_FIRST = 1_996
"""Number of the commonest word in BERT's vocabulary, whose words stand in the order of their frequency."""
_COMMON, _RARE = 150, 20_000
"""Ranks up to which a word says nothing and from which it says all; between them the logarithm decides."""
_NUMBER = 0.9
"""Of a number: nearly that of a rare word, for a question seldom names one in vain (by hand)."""


def importance_of(query: Query, found: dict[str, float]) -> dict[str, float]:
    """For each stem of ``found`` (the question's, in order, as the articles spell them) 0 to 1."""
    words = {stem(word): word for word in reversed(query.words)}
    spelt = dict(zip(found, query.stems, strict=True)) if len(found) == len(query.stems) else {}
    return {s: importance(words.get(spelt.get(s, s), s)) for s in found}


@lru_cache(maxsize=20_000)
def importance(word: str) -> float:
    """0 for the commonest words of English, 1 for rare ones and names that the vocabulary does not hold."""
    if any(c.isdigit() for c in word):
        return _NUMBER
    number = _vocabulary().token_to_id(word)
    if number is None:
        return 1.0
    rank = max(number - _FIRST, 1)
    share = math.log(rank / _COMMON) / math.log(_RARE / _COMMON)
    return min(max(share, 0.05), 1.0)


@cache
def _vocabulary() -> Tokenizer:
    return load_tokenizer()
