"""Who says a quotation: everybody who may, ranked by a small trained network, instead of the likeliest source alone.

Quotation attribution as a ranking of candidates goes back to Elson & McKeown 2010; the candidates and what tells of them
are ours (``speaker_features.py``).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

import numpy as np

from index.model import Span
from index.quotes.agreement import agrees
from index.quotes.entities import Entity
from index.quotes.linking import Attribution
from index.quotes.people import Cast
from index.quotes.persons import Floats, weights
from index.quotes.resolve import Resolver, Speaker
from index.quotes.source_words import Source, source_of
from index.quotes.speaker_features import AHEAD, CONTEXT, OWN, REACH, Known, Place
from index.quotes.surroundings import Surroundings

FEATURES = OWN + CONTEXT + 1
"""Length of a row: what is told of the candidate, what of the quotation, and whether it is nobody's."""
NEAREST, BEHIND, SPOKE, MOST = 12, 3, 5, 24
"""Most candidates by nearness before a quotation, behind it, and of who spoke last; and most in all."""
UTMOST = 6.0
"""Farther from the mean, in standard deviations, no feature counts (the training's, too)."""


@dataclass(frozen=True, slots=True)
class Ranked:
    """Who says a quotation most likely, and how likely they do."""

    entity: int
    chance: float


class Ranking:
    """Of the quotations of one article, or of a run of its paragraphs."""

    def __init__(
        self,
        cast: Cast,
        paragraphs: Sequence[Span],
        attributed: Sequence[Attribution],
        speakers: Mapping[Span, Speaker | None],
        resolver: Resolver,
    ) -> None:
        """``resolver`` has resolved the sources of ``attributed`` to ``speakers``."""
        self._cast = cast
        self._attributed = attributed
        self._speakers = speakers
        self._resolver = resolver
        self._known = Known(cast, resolver, Surroundings(paragraphs, attributed, speakers))

    def of(self, number: int) -> Ranked | None:
        """Who says the piece of an attribution: the likeliest of all candidates, "nobody" aside; None when that is somebody
        without a name, or there is none."""
        able, rows = self.candidates(number)
        chances = rank(rows)
        by_name: dict[str, float] = defaultdict(float)
        for entity, chance in zip(able, chances, strict=False):
            by_name[self._cast.entities[entity].display] += float(chance)
        best = max(able, key=lambda e: by_name[self._cast.entities[e].display], default=None)
        if best is None or not self._cast.entities[best].names:
            return None
        return Ranked(best, by_name[self._cast.entities[best].display])

    def speaker(self, ranked: Ranked) -> Speaker:
        """They, as shown."""
        return self._resolver.as_speaker(ranked.entity, ranked.chance)

    def is_named(self, speaker: Speaker) -> bool:
        """Is it somebody with a name, not but a role's words?"""
        return speaker.entity is not None and bool(self._cast.entities[speaker.entity].names)

    def entity(self, number: int) -> Entity:
        """One of the cast."""
        return self._cast.entities[number]

    def may_be(self, number: int, entity: int) -> bool:
        """May the words of an attribution's source, if it has one, mean somebody whom they were not resolved to? Names mean
        namesakes alone; a role without a name only one person, if it is told with "the"."""
        source = self._attributed[number].source
        if source is None or entity == self._known.surroundings.who(number):
            return True
        words = {w for name in self._cast.entities[entity].names for w in name}
        named = [self._cast.entities[e].names for _, _, e in self._cast.names_in(*source)]
        if named:
            return any(words & set(name) for names in named for name in names)
        told = source_of(self._cast, source)
        return bool(told.pronoun) or told.is_person

    def candidates(self, number: int) -> tuple[list[int], Floats]:
        """Entities that may say an attribution's piece, and their features (entities + 1, FEATURES); the last row: none of them."""
        attribution = self._attributed[number]
        speaker = self._speakers.get(attribution.source) if attribution.source else None
        source = source_of(self._cast, attribution.source)
        around = self._known.surroundings.around(number)
        able = self._able(attribution, source, around.before)
        base = speaker.entity if speaker is not None else None
        if base is not None and base not in able:
            able.append(base)
        place = Place(self._known, number, attribution, speaker, source, around, able)
        context = place.context()
        rows = [[*place.own(e), *context, 0.0] for e in able]
        return able, np.array([*rows, [*[0.0] * OWN, *context, 1.0]], np.float32)

    def _able(self, attribution: Attribution, source: Source, spoke: Sequence[int]) -> list[int]:
        """Those with a name whom the source's pronoun or honorific does not rule out. ``spoke``: who did before, the last first."""
        piece = attribution.piece
        last = min(len(self._cast.text), piece.end + AHEAD)
        near = (m.entity for m in reversed(self._cast.before(piece.start, REACH)) if not m.quoted)
        behind = (m.entity for m in self._cast.before(last, last - piece.end) if not m.quoted)
        able = list(islice((e for e in dict.fromkeys(near) if self._is_able(e, source)), NEAREST))
        more = (e for e in dict.fromkeys(behind) if self._is_able(e, source) and e not in able)
        able += list(islice(more, BEHIND))
        held = self._cast.holders(source.phrase.partition(",")[0]) if source.is_role else ()
        able += [
            e for e in dict.fromkeys((*spoke[:SPOKE], *held)) if self._is_able(e, source) and e not in able
        ]
        return able[:MOST]

    def _is_able(self, number: int, source: Source) -> bool:
        entity = self._cast.entities[number]
        if not entity.names or entity.plural:
            return False
        is_female = self._resolver.heard.is_female
        if source.pronoun and not agrees(source.pronoun, entity, is_female):
            return False
        return source.female is None or is_female(entity) in (None, source.female)


def rank(rows: Floats) -> Floats:
    """(candidates + 1,): how likely each says it; the last: none of them."""
    return rank_with(weights(), rows)


def rank_with(known: Mapping[str, Floats], rows: Floats) -> Floats:
    """The same with other weights; the mean of several networks."""
    given = (rows - known["speaker.mean"]) / known["speaker.spread"]
    given = given.clip(-UTMOST, UTMOST)
    hidden = np.maximum(
        np.einsum("cf,nfh->nch", given, known["speaker.in"]) + known["speaker.in_bias"][:, None], 0
    )
    scores = np.einsum("nch,nh->nc", hidden, known["speaker.out"])
    scores += np.einsum("cf,nf->nc", given, known["speaker.direct"])
    chances = np.exp(scores - scores.max(1, keepdims=True))
    found: Floats = (chances / chances.sum(1, keepdims=True)).mean(0)
    return found
