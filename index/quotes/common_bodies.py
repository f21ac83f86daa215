"""Which body "the airline" and "the company" are."""

from __future__ import annotations

from collections.abc import Sequence

from index.quotes.antecedent_network import choose
from index.quotes.antecedents import Antecedents
from index.quotes.entities import Entity
from index.quotes.heard import Heard
from index.quotes.people import Cast
from index.quotes.vocabulary import COMMON_BODIES, TYPES_OF_BODIES

ONLY_BODY = 0.6
"""Of all bodies that may be meant by "the company", it has so much of the chance."""


class CommonBodies:
    """Bodies of one article by the common nouns that stand for them."""

    def __init__(self, cast: Cast, antecedents: Antecedents) -> None:
        self._cast = cast
        self._antecedents = antecedents

    def who(self, head: Sequence[str], start: int, heard: Heard) -> int | None:
        """ "The airline": the one body that has just been told of, when the noun may be a body's."""
        if head[-1] not in COMMON_BODIES | TYPES_OF_BODIES:
            return None
        able, rows = self._antecedents.candidates("it", start, heard, source=True)
        entities = self._cast.entities
        named = [i for i, e in enumerate(able) if entities[e].names and not _is_other(entities[e])]
        called = [i for i in named if any(head[-1] in _plain(n) for n in entities[able[i]].names)]
        common = head[-1] in COMMON_BODIES
        kept = called or [i for i in named if common and self._is_institution(able[i], heard)]
        if not kept:
            return None
        chances = choose(rows)[kept]
        best = int(chances.argmax())
        body = able[kept[best]]
        near = bool(called) or self._antecedents.is_near(start, body)
        return body if near and chances[best] >= ONLY_BODY * chances.sum() else None

    def _is_institution(self, number: int, heard: Heard) -> bool:
        entity = self._cast.entities[number]
        told = entity.institution >= 0.5 or heard.spoken[number] > 0
        return told and entity.female is None and entity.institution > entity.person


def _is_other(entity: Entity) -> bool:
    """Is it rather a person or a place than a body?"""
    return entity.person >= 0.5 or entity.place >= 0.5 or entity.is_place or bool(entity.titles)


def _plain(name: Sequence[str]) -> set[str]:
    """Its words in lower case, singular."""
    return {w.lower().removesuffix("s") for w in name} | {w.lower() for w in name}
