"""Small linear models: is it that statement, changed; which statement is nearest; is it that meaning."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from index.checking.aligning import Alignment
from index.checking.catalog import Catalog
from index.checking.meaning import MeaningSigns
from index.checking.tokens import is_content

ALTERED_SIGNS = ("score", "shared", "run")
RANKING_SIGNS = ("cosine", "coverage", "said")
MEANING_SIGNS = tuple(f for f in MeaningSigns.__dataclass_fields__)


@dataclass(frozen=True, slots=True)
class Logistic:
    """Probability = 1 / (1 + exp(-(intercept + Σ weight × sign)))."""

    intercept: float
    weights: Mapping[str, float]

    def probability(self, names: Sequence[str], values: Sequence[float]) -> float:
        """Raises KeyError when a sign has no weight: the file and the code must fit."""
        return 1.0 / (1.0 + math.exp(-max(min(self.total(names, values), 30.0), -30.0)))

    def total(self, names: Sequence[str], values: Sequence[float]) -> float:
        """Before it is made a probability."""
        return self.intercept + sum(self.weights[n] * v for n, v in zip(names, values, strict=True))


@dataclass(frozen=True, slots=True)
class Deciders:
    """``altered`` and ``paraphrase`` decide from one half; of ``ranking`` only the order counts.

    ``floors``: below either, whatever the rest says, nothing is a paraphrase (MEANING's ``said`` and ``coverage``).
    """

    altered: Logistic
    ranking: Logistic
    paraphrase: Logistic
    floors: Mapping[str, float]


@lru_cache(maxsize=1)
def deciders() -> Deciders:
    """From the package's weights.json, written by index/training/who_said.py."""
    raw = json.loads((files("index.checking") / "weights.json").read_text("utf-8"))
    altered, ranking, paraphrase = (
        Logistic(raw[name]["intercept"], raw[name]["weights"])
        for name in ("altered", "ranking", "paraphrase")
    )
    return Deciders(altered, ranking, paraphrase, raw["floors"])


def altered_signs(catalog: Catalog, words: Sequence[str], found: Alignment) -> tuple[float, ...]:
    """Weighted agreement, how many content words agree (log), longest agreeing run as a share of the query."""
    said = [catalog.spelling[n] for n in catalog.ids[found.low : found.high] if n >= 0]
    run, shared = agreement(words, said)
    return (found.score, math.log1p(shared), run / len(words))


def agreement(asked: Sequence[str], said: Sequence[str]) -> tuple[int, int]:
    """(longest run of equal words, equal content words) of an order-keeping match."""
    from rapidfuzz.distance import Indel

    longest = shared = 0
    for block in Indel.opcodes(list(said), list(asked)):
        if block.tag == "equal":
            longest = max(longest, block.src_end - block.src_start)
            shared += sum(map(is_content, said[block.src_start : block.src_end]))
    return longest, shared
