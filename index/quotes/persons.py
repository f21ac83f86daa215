"""Is a name a person, a body, a place or a thing? A small trained classifier over what the article shows of it.

Its words and those around it are hashed into a table of weights (Weinberger et al. 2009), beside features by hand.
"""

from __future__ import annotations

import re
import zlib
from collections import Counter
from collections.abc import Iterator, Sequence
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
"""Trained by ``training/speakers.py``; what it holds is told in MODEL_CARD.md."""
KINDS = ("person", "body", "place", "thing")
CLUES = 1 << 14
"""Rows of the table of weights."""
MOST_PLACES = 8
"""So many mentions of a name are looked around."""
MOST_NAMES = 6
"""So many ways to write it give clues."""
BESIDE = 40
"""Characters before and behind a mention that are read."""
_TOKEN = re.compile(r"[^\W_]+(?:[’'\-][^\W_]+)*|[^\w\s]")
FEATURES = 28
_JOINING = frozenset("of for and the on in &".split())


@cache
def weights() -> dict[str, Floats]:
    """Every array of the weights file, by name."""
    from safetensors.numpy import load_file

    with as_file(files("index.quotes") / WEIGHTS) as path:
        return {name: array.astype(np.float32) for name, array in load_file(path).items()}


def kinds(entities: Sequence[Entity]) -> Floats:
    """(entities, KINDS): how likely each is a person, a body, a place, a thing."""
    if not entities:
        return np.zeros((0, len(KINDS)), np.float32)
    known = weights()
    scores = np.stack([features(entity) for entity in entities]) @ known["kinds"]
    for row, entity in zip(scores, entities, strict=True):
        found = clues(entity)
        row += np.array(list(found.values()), np.float32) @ known["kinds.clues"][list(found)]
    chances = np.exp(scores - scores.max(1, keepdims=True))
    likely: Floats = chances / chances.sum(1, keepdims=True)
    return likely


def clues(entity: Entity) -> dict[int, float]:
    """Rows of the table with their values: the words of its names once each, those around them as often as they are."""
    found = dict.fromkeys(map(_row, _of_names(entity)), 1.0)
    for row, count in entity.around.items():
        found[row] = found.get(row, 0.0) + count / max(1, entity.places) ** 0.5
    return found


def look_around(entity: Entity, text: str, start: int, end: int) -> None:
    """Keep what stands beside ``text[start:end]``, a mention of it."""
    if entity.places < MOST_PLACES:
        entity.places += 1
        entity.around += Counter(map(_row, _beside(text, start, end)))


def _beside(text: str, start: int, end: int) -> Iterator[str]:
    before = ["", *(w.lower() for w in _TOKEN.findall(text, max(0, start - BESIDE), start))][-2:]
    after = [*(w.lower() for w in _TOKEN.findall(text, end, end + BESIDE)), ""][:2]
    if text[max(0, start - 1) : start] in ("", "\n"):
        before = [""]
    yield f"before {before[-1]}"
    yield f"before two {' '.join(before)}"
    yield f"behind {after[0]}"
    yield f"behind two {' '.join(after)}"


def _of_names(entity: Entity) -> Iterator[str]:
    for words in list(entity.names)[:MOST_NAMES]:
        if len(words) == 1:
            yield f"alone {words[0].lower()}"
    full = max(entity.names, key=len, default=())
    if full:
        last = full[-1].lower()
        yield from (f"last {last}", f"ends {last[-4:]}", f"ends {last[-3:]}")
        yield f"shape {full[0].isupper()} {full[-1].isupper()} {min(len(full), 4)}"
    if len(full) > 1:
        first = full[0].lower()
        yield from (f"first {first}", f"first ends {first[-3:]}", f"name {' '.join(full).lower()}")
        yield from (f"within {word.lower()}" for word in full[1:-1])
    for title in list(entity.titles)[:3]:
        yield f"office {title.lower().split()[-1]}"


def _row(clue: str) -> int:
    return zlib.crc32(clue.encode()) % CLUES


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
