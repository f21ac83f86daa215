"""Is a name a person, a body or a place? A small trained classifier over what the article shows of it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from importlib.resources import as_file, files
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from index.quotes.gender import is_female, is_first_name
from index.quotes.vocabulary import BODIES

if TYPE_CHECKING:
    from index.quotes.entities import Entity

Floats = npt.NDArray[np.float32]
WEIGHTS = "speakers.safetensors"
"""Trained by ``training/speakers.py``; what it holds is told in SPEAKERS_CARD.md."""
KINDS = ("person", "body", "place")
FEATURES = 28
_JOINING = frozenset("of for and the on in &".split())


@cache
def weights() -> dict[str, Floats]:
    """Every array of the weights file, by name."""
    from safetensors.numpy import load_file

    with as_file(files("index.quotes") / WEIGHTS) as path:
        return {name: array.astype(np.float32) for name, array in load_file(path).items()}


def kinds(entities: Sequence[Entity]) -> Floats:
    """(entities, 3): how likely each is a person, a body, a place."""
    if not entities:
        return np.zeros((0, len(KINDS)), np.float32)
    scores = np.stack([features(entity) for entity in entities]) @ weights()["kinds"]
    chances = np.exp(scores - scores.max(1, keepdims=True))
    found: Floats = chances / chances.sum(1, keepdims=True)
    return found


def features(entity: Entity) -> Floats:
    """What the names and their places in the text tell, ``FEATURES`` numbers; shares are of all mentions."""
    words = max(entity.names, key=len, default=())
    count = max(1, sum(entity.names.values()))
    lowered = [w.lower() for w in words]
    first, last = (words[0], words[-1]) if words else ("", "")
    several = len(words) > 1
    known = bool(words) and is_first_name(first)
    told = known and is_female(first) is not None
    found = np.array(
        [
            1,
            bool(entity.honorifics),
            bool(entity.titles),
            several and known,
            several and told,
            not several and known,
            not several and told,
            len(words) == 1,
            len(words) == 2,
            len(words) == 3,
            len(words) > 3,
            bool(words) and lowered[-1] in BODIES,
            any(w in BODIES for w in lowered),
            len(last) > 1 and last.isupper(),
            entity.acronym is not None,
            entity.after_the / count,
            entity.after_place / count,
            entity.tells / count,
            entity.surname_alone > 0,
            entity.aged > 0,
            any(w in _JOINING for w in lowered),
            last.endswith("s") and not last.endswith("ss"),
            entity.after_role / count,
            entity.speaks > 0,
            entity.opens / count,
            entity.owns / count,
            several and is_first_name(last),
            min(count, 8) / 8,
        ],
        np.float32,
    )
    return found
