"""The small trained network that scores whom a pronoun means."""

from __future__ import annotations

import numpy as np

from index.quotes.persons import Floats, weights
from index.quotes.vocabulary import HE, IT, SHE, THEY


def choose(rows: Floats) -> Floats:
    """(candidates + 1,): how likely each is meant; the last: none of them."""
    known = weights()
    hidden = np.maximum(rows @ known["antecedent.in"] + known["antecedent.in_bias"], 0)
    scores = hidden @ known["antecedent.out"] + rows @ known["antecedent.direct"]
    scores = scores * known["antecedent.scale"]
    chances = np.exp(scores - scores.max())
    found: Floats = chances / chances.sum()
    return found


def of_word(word: str, source: bool) -> list[float]:
    """Which kind of pronoun it is, and whether it tells who speaks."""
    return [word in HE, word in SHE, word in THEY, word in IT, not word, source]


def of_case(word: str) -> list[bool]:
    """Its case, as far as English has one."""
    return [
        word in ("he", "she", "they"),
        word in ("him", "them"),
        word in ("his", "its", "their", "hers", "theirs"),
        word == "her",
        word.endswith(("self", "selves")),
    ]
