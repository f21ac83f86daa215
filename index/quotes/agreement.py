"""May a pronoun mean somebody, as far as number, kind and office tell?"""

from __future__ import annotations

from collections.abc import Callable

from index.quotes.entities import Entity
from index.quotes.vocabulary import HE, IT, SHE, THEY

ASKS = frozenset("interviewer reporter reporters host anchor moderator questioner audience".split())
"""Who asks is seldom who is quoted next."""
UNLIKELY, NEVER = 0.3, 0.1
"""A name that is less likely a person's, and rather a place's, is nobody's "he"; nor is any name below the second."""

BODILY = 0.5
"""Nor is a name that is likelier a body's."""


def agrees(word: str, entity: Entity, is_female: Callable[[Entity], bool | None]) -> bool:
    """May the pronoun mean it, as far as number, kind and office tell?"""
    if word not in THEY and entity.is_nationality:
        return False
    if word in HE | SHE:
        if entity.role and not entity.names and set(entity.role.lower().split()) & ASKS:
            return False
        if entity.role and not entity.names and not entity.somebody:
            return False
        if entity.plural or (entity.body and entity.person < 0.5) or entity.is_thing:
            return False
        if entity.institution >= BODILY and entity.female is None and not entity.is_somebody:
            return False
        if entity.acronym is not None and not entity.titles and not entity.honorifics:
            return False
        if entity.names and entity.person < (UNLIKELY if entity.person < entity.place else NEVER):
            return False
        female = is_female(entity)
        return female is None or female == (word in SHE)
    if not word:
        return entity.is_person and entity.role is None
    if word in THEY:
        return True
    if word in IT:
        return not entity.plural and not entity.honorifics and not entity.is_place
    return True
