"""The small trained network that scores whom a pronoun means."""

from __future__ import annotations

import numpy as np

from index.quotes.persons import Floats, weights


def choose(rows: Floats) -> Floats:
    """(candidates + 1,): how likely each is meant; the last: none of them."""
    known = weights()
    hidden = np.maximum(rows @ known["antecedent.in"] + known["antecedent.in_bias"], 0)
    scores = hidden @ known["antecedent.out"] + rows @ known["antecedent.direct"]
    scores = scores * known["antecedent.scale"]
    chances = np.exp(scores - scores.max())
    found: Floats = chances / chances.sum()
    return found
