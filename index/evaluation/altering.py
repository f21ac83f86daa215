"""Words changed by rule, as people change them: what a judge has to tell as altered."""

from __future__ import annotations

import random
from collections.abc import Sequence

from index.checking.tokens import is_content, is_number


def change(words: Sequence[str], pool: Sequence[str], rng: random.Random) -> list[str]:
    """One to three changes of the kinds that people make: negation, number, name or key word, words left out."""
    out = list(words)
    for _ in range(rng.choice((1, 1, 2, 3))):
        places = [i for i, w in enumerate(out) if is_content(w)] or [0]
        at = rng.choice(places)
        kind = rng.random()
        if kind < 0.25:
            out.insert(at, rng.choice(("not", "never")))
        elif kind < 0.35 and len(out) > 5:
            del out[at]
        elif is_number(out[at]):
            out[at] = str(rng.randint(2, 9_999))
        else:
            out[at : at + 1] = rng.sample(pool, rng.choice((1, 1, 2)))
    return out
