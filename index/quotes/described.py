"""Who is meant by a role that no words tie to anybody: "the welder", "the ticket seller", "the Italian"."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from itertools import islice

from index.quotes.agreement import ASKS
from index.quotes.antecedents import REACH, Antecedents
from index.quotes.descriptions import tells_person
from index.quotes.entities import Entity, heads_of, is_plural
from index.quotes.heard import Heard
from index.quotes.people import Cast
from index.quotes.vocabulary import (
    AGENTS,
    BODIES,
    DOES,
    FEMALE,
    MALE,
    PREPOSITIONS,
    SOMEBODY,
    is_role,
)

BEHIND = 120
"""So much behind a name tells what somebody does, in characters."""
MOST_ALIKE = 24
"""So many persons are kept who do the same, the first ones: a bound on the work of one role."""
MOST_STEMS = 24
"""So many words behind a name are kept."""
_ROLE = re.compile(
    r"[Tt]he (?:(?!of )[A-Za-z][\w’'\-]{1,19} ){0,2}([\w\-]{3,20}|\d\d?-year-old)(?: of (?:two|three|four|five|six))?"
)
_ORIGIN = re.compile(r"[Tt]he ([A-Z][a-z]{2,16}(?:an|ese|ish|i|ander|woman))")
_WORDS = re.compile(r"[a-z][a-z\-]{2,20}")
_BEFORE = re.compile(r"\b([a-z]{1,20}) $")
_STOP = re.compile(r"[.!?;:“”\"\n]")
_ENDINGS = ("ing", "ers", "ors", "ed", "er", "or", "ist", "man", "woman", "es", "s", "e")


class Described:
    """Persons of one article by what the text tells of them."""

    def __init__(self, cast: Cast, antecedents: Antecedents) -> None:
        self._cast = cast
        self._antecedents = antecedents
        self._doing: dict[str, dict[int, int]] | None = None

    def who(self, phrase: str, start: int, heard: Heard) -> int | None:
        """ "The welder", of whom nothing else is told: whose doing the words are, or the only person whom the paragraph
        names, when they have just been introduced, are its subject or spoke last."""
        match = _ROLE.fullmatch(phrase)
        if match is None:
            return None
        noun = match.group(1)
        if not (_is_somebodys(noun) or is_origin(phrase)):
            return None
        female = noun in FEMALE if noun in FEMALE | MALE else None
        does: set[int] = set() if noun in SOMEBODY else self._who_does(phrase, start)
        doing = [e for e in does if self._may_be(e, female, start)]
        if len(doing) == 1:
            return doing[0]
        known = self._cast.knows_office(noun)
        if known and (self._cast.holders(phrase) or not any(w[:1].isupper() for w in phrase.split()[1:-1])):
            return None  # but whoever is "the manager", "the Lindow manager" is another one
        near = {m.entity for m in self._cast.before(start, REACH)}
        able = [e for e in sorted(near) if self._may_be(e, female, start)]
        only = self._antecedents.only_here(start, able)
        if only is None or (known and self._has_office(only[0])):
            return None
        told = self._is_introduced(only[0], start) or only[0] == heard.last
        return only[0] if told or only[0] in self._antecedents.subjects(start, able) else None

    def _has_office(self, number: int) -> bool:
        entity = self._cast.entities[number]
        return any(is_role(head) for told in (*entity.titles, *entity.offices) for head in heads_of(told))

    def _is_introduced(self, number: int, start: int) -> bool:
        """Does the full name stand for the first time in the paragraph of ``start``, and behind no preposition?"""
        block = bisect_right(self._cast.blocks, (start, 1 << 60)) - 1
        first = self._cast.entities[number].first
        if not self._cast.blocks[max(0, block)][0] <= first < start:
            return False
        before = _BEFORE.search(self._cast.text, max(0, first - 20), first)
        if before is None or before.group(1) not in PREPOSITIONS:
            return True
        apart = _STOP.search(self._cast.text, first, start) is not None
        return apart and before.group(1) in ("by", "with")

    def _may_be(self, number: int, female: bool | None, start: int) -> bool:
        entity = self._cast.entities[number]
        known = (
            bool(entity.names) and entity.is_somebody and (female is None or entity.female in (None, female))
        )
        return known and self._cast.first_place(number) < start

    def _who_does(self, phrase: str, start: int) -> set[int]:
        """ "Ada Moor, who sold tickets" is "the ticket seller" behind it."""
        if self._doing is None:
            self._doing = self._gathered()
        doing = self._doing
        found = []
        for word in _WORDS.findall(phrase.lower()):
            if word != "the":
                told = [doing.get(s, {}) for s in (_stem(word), *AGENTS.get(word, ()))]
                found.append({e for known in told for e, place in known.items() if place < start})
        return set.intersection(*found) if found else set()

    def _gathered(self) -> dict[str, dict[int, int]]:
        """Where it is first told of each person, by the stems of words."""
        known: dict[str, dict[int, int]] = {}
        for mention in self._cast.mentions:
            entity = self._cast.entities[mention.entity]
            if not mention.quoted and entity.names and entity.is_person:
                for stem, place in self._behind(mention.end, entity):
                    told = known.setdefault(stem, {})
                    if len(told) < MOST_ALIKE:
                        told.setdefault(mention.entity, place)
        return known

    def _behind(self, end: int, entity: Entity) -> Iterator[tuple[str, int]]:
        text = self._cast.text
        stop = _STOP.search(text, end, end + BEHIND)
        last = stop.start() if stop else min(len(text), end + BEHIND)
        others = [
            a
            for a, _, e in self._cast.names_in(end, last)
            if e != entity.number and self._cast.entities[e].is_person
        ]
        for word in islice(_WORDS.finditer(text, end, min([last, *others])), MOST_STEMS):
            yield _stem(DOES.get(word.group(), word.group())), word.end()


def is_origin(phrase: str) -> bool:
    """ "The Italian": by the ending; "the Guardian" and "the Vatican" are none."""
    match = _ORIGIN.fullmatch(phrase)
    return match is not None and match.group(1).lower() not in BODIES | {"vatican", "taliban"}


def _is_somebodys(noun: str) -> bool:
    if noun in ASKS - {"host", "anchor"}:
        return False
    if is_plural(noun) and not is_role(noun):
        return False
    return noun[0].isdigit() or tells_person(noun)


def _stem(word: str) -> str:
    """What is left of a word without its ending: "seller" and "sells" are alike."""
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) > len(ending) + 2:
            bare = word[: -len(ending)]
            return bare[:-1] if bare[-1] == bare[-2] and bare[-1] not in "ls" else bare
    return word
