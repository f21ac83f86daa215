"""Who holds an office: "the minister", "the former mayor", "the Dunmere manager"; nobody when two may be meant."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Collection, Mapping, Sequence

from index.quotes.entities import Entity, head_phrase, heads_of, office
from index.quotes.vocabulary import AFTER, BEFORE, FEMALE, FORMER, MALE, PERSONAL, PRESENT

NOBODYS = 0.2
"""Whoever is less likely a person holds no office that only its place tells."""
MOST_ALIKE = 24
"""So many entities that share a word are compared, the latest first: a bound on the work of one phrase."""


class Holders:
    """The offices of one article. ``places`` are where each entity is mentioned, in order, ``blocks`` where paragraphs
    begin; both are read when somebody is asked for."""

    def __init__(
        self, entities: Sequence[Entity], places: Mapping[int, Sequence[int]], blocks: Sequence[int]
    ) -> None:
        self._entities = entities
        self._places = places
        self._blocks = blocks
        self._by_word: dict[str, list[int]] = {}
        self._able: dict[tuple[tuple[str, ...], bool | None], tuple[int, ...]] = {}

    def index(self, entity: Entity) -> None:
        """Take in what an entity is called by now."""
        self._able.clear()
        for word in entity.office_words:
            self._by_word.setdefault(word, []).append(entity.number)

    def knows(self, word: str) -> bool:
        """Is the word told of anybody with a name, in whatever office ("deputy mayor", "the mayor's brother")?"""
        return any(self._entities[e].names for known in office(word) for e in self._by_word.get(known, []))

    def of(self, phrase: str) -> tuple[int, ...]:
        """Everybody who is called so."""
        last = head_phrase(phrase).split()[-1:]
        female = last[0].lower() in FEMALE if last and last[0].lower() in FEMALE | MALE else None
        return self._holding(tuple(office(phrase)), female)

    def one(self, phrase: str, position: int) -> int | None:
        """Who is meant by "the minister" at ``position``: the only one who was mentioned before it, or is at all; the one
        mentioned last, where the paragraph speaks of them alone."""
        able = self.of(phrase) or self._told_apart(phrase, position)
        named = [e for e in able if self._entities[e].names and self._entities[e].person >= NOBODYS]
        if named:  # "the teacher" is "a teacher" before it, but not "Lindow's teacher", whose name is told
            able = tuple(e for e in able if e in named or self._entities[e].is_indefinite)
        words = office(phrase)
        if (other := self._in_turn(words, able)) is not None:
            return other
        if len(able) > 1 and not FORMER & set(words):
            able = tuple(e for e in able if not self._formerly(e, words[-1])) or able
        before = sorted(
            (places[at - 1], e)
            for e in able
            if (places := self._places.get(e)) and (at := bisect_left(places, position))
        )
        if before:
            return before[-1][1] if len(before) == 1 or self._apart(*before[-2:]) else None
        return able[0] if len(able) == 1 and able[0] in named else None

    def _in_turn(self, words: Sequence[str], able: Sequence[int]) -> int | None:
        """ "The former dean" is "her predecessor", of whom alone it is told that they are one; "the new dean" "her successor"."""
        turn = set(words) & (FORMER - PERSONAL | PRESENT)
        if (
            not turn
            or set(words) & (BEFORE | AFTER)
            or any(turn & self._entities[e].office_words for e in able)
        ):
            return None
        return self._only_one(BEFORE if turn & FORMER else AFTER)

    def in_turn(self, noun: str) -> int | None:
        """ "Her predecessor": the only one who is called so."""
        return self._only_one(BEFORE if noun in BEFORE else AFTER)

    def _only_one(self, words: Collection[str]) -> int | None:
        known = {
            e for word in words for e in self._by_word.get(word, [])[-MOST_ALIKE:] if self._entities[e].names
        }
        return known.pop() if len(known) == 1 else None

    def _apart(self, one: tuple[int, int], other: tuple[int, int]) -> bool:
        """Was the one of two last mentioned in a paragraph before the other's, or has it no name?"""
        if not self._entities[one[1]].names or not self._entities[other[1]].names:
            return True
        return bisect_right(self._blocks, one[0]) < bisect_right(self._blocks, other[0])

    def _holding(self, words: tuple[str, ...], female: bool | None) -> tuple[int, ...]:
        if not words:
            return ()
        if (words, female) not in self._able:
            known = dict.fromkeys(self._by_word.get(words[-1], [])[-MOST_ALIKE:])
            self._able[words, female] = tuple(
                e
                for e in known
                if self._entities[e].holds(words)
                and (female is None or self._entities[e].female in (None, female))
            )
        return self._able[words, female]

    def _formerly(self, entity: int, head: str) -> bool:
        """Is it called so only as what it was?"""
        one = self._entities[entity]
        told = [set(office(t)) for t in (*one.titles, *one.offices, one.role or "") if head in heads_of(t)]
        return bool(told) and all(FORMER & words for words in told)

    def _told_apart(self, phrase: str, position: int) -> tuple[int, ...]:
        """ "The new mayor" is the one who is not told to be the former one; "the retired nurse" who is told to be a former
        one; "the Lindow mayor" the only one, when no other word tells whose and the text was just about them."""
        words = office(phrase)
        plain = [w for w in words if w not in FORMER | PRESENT]
        if not plain or any(c.isupper() for c in phrase.removeprefix("The ")):
            return tuple(e for e in self._of_place(phrase, words) if self._is_near(e, position))
        if len(plain) == len(words):
            return ()
        able = [e for e in self._holding(tuple(plain), None) if self._entities[e].names]
        was = bool(FORMER & set(words))
        return tuple(e for e in able if self._formerly(e, plain[-1]) == was)

    def _is_near(self, entity: int, position: int) -> bool:
        """Was it mentioned in the paragraph, or the one before; or is this the headline?"""
        places = self._places.get(entity, ())
        if len(self._blocks) > 1 and position < self._blocks[1]:
            return True
        at = bisect_left(places, position)
        return bool(at) and (
            bisect_right(self._blocks, position) - bisect_right(self._blocks, places[at - 1]) <= 1
        )

    def _of_place(self, phrase: str, words: Sequence[str]) -> tuple[int, ...]:
        capital = {w for c in phrase.split() if c[:1].isupper() for w in office(c)}
        plain = tuple(w for w in words if w not in capital)
        if not plain or plain[-1:] != tuple(words[-1:]):
            return ()
        able = [e for e in self._holding(plain, None) if self._entities[e].names]
        if len(able) != 1:
            return ()
        one = self._entities[able[0]]
        told = {w for t in (*one.titles, *one.offices) if plain[-1] in heads_of(t) for w in office(t)}
        return tuple(able) if told <= set(plain) else ()
