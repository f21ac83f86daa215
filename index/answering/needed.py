"""How surely a word of a question stands in the text that answers it: "mayor" nearly always, "happen" hardly ever."""

from __future__ import annotations

import json
import math
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

TABLE = "needed.json"
SENTENCE_PRIOR, TEXT_PRIOR = 0.4, 0.5
"""Of words that few questions hold: any two between 0.2 and 0.5 do as well on articles left out, those that grow with a
word's rarity do worse."""
STRENGTH = 8.0
"""So many questions the priors weigh."""


@dataclass(frozen=True, slots=True)
class Need:
    """What it says against a text that a word is missing in the answering sentence, and in the text around: -log of
    how often that is so where there is an answer."""

    sentence: float
    around: float


def need(stem: str) -> Need:
    """Of a question's stem."""
    return _table().get(stem, _UNKNOWN)


def smoothed(questions: int, in_sentence: int, in_text: int) -> Need:
    """From so many answered questions that hold a word, and answering sentences and texts that hold it too."""
    all_ = questions + STRENGTH
    return Need(
        -math.log(1 - (in_sentence + STRENGTH * SENTENCE_PRIOR) / all_),
        -math.log(1 - (in_text + STRENGTH * TEXT_PRIOR) / all_),
    )


_UNKNOWN = smoothed(0, 0, 0)


@cache
def _table() -> dict[str, Need]:
    """Made by ``python -m index.training.needed_words``."""
    raw = json.loads(files("index.answering").joinpath(TABLE).read_text("utf-8"))
    return {stem: Need(*found) for stem, found in raw.items()}
