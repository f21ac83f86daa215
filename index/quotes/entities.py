"""Persons, bodies and roles of an article, and how well a name fits one."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from index.quotes.gender import is_female, is_first_name
from index.quotes.nationalities import is_nationality
from index.quotes.vocabulary import (
    DEFINITE,
    FEMALE,
    FORMER,
    INDEFINITE,
    MALE,
    PLACES,
    PLATFORMS,
    PREPOSITIONS,
    QUALIFYING,
    SAME_OFFICE,
    is_role,
)

T = TypeVar("T")
WORD = re.compile(r"[^\W_]+(?:[’'\-][^\W_]+)*")
"""A word, with the hyphens and apostrophes inside it."""


MAYBE = 0.3
"""How likely a person a name is at least, of which an age or an office is told."""
NO_PLURALS = frozenset("specimen regimen abdomen omen acumen yemen carmen stamen bitumen amen ramen".split())
"""Words in "men" that mean one."""
MOST_FORMS = 24
"""So many ways to write a name, and offices, are kept of one entity: a bound on the work of one mention."""


class Forms(Counter[T]):
    """Counts; what comes when it is full is not kept."""

    def __setitem__(self, key: T, value: int) -> None:
        if key in self or len(self) < MOST_FORMS:
            super().__setitem__(key, value)


@dataclass(slots=True)
class Entity:
    """A person, a body or a role. ``names`` are the ways it is written; mutable while the cast is gathered."""

    number: int
    names: Forms[tuple[str, ...]] = field(default_factory=Forms)
    written: dict[tuple[str, ...], str] = field(default_factory=dict)
    titles: Forms[str] = field(default_factory=Forms)
    offices: Forms[str] = field(default_factory=Forms)
    """What the text else calls them: never shown with the name (``offices.py``)."""
    acronym: str | None = None
    body: bool = False
    role: str | None = None
    plural: bool = False
    somebody: bool = True
    """Of a role: does its noun tell a person ("a nurse"), not "the back"?"""
    honorifics: set[str] = field(default_factory=set)
    surname_alone: int = 0
    after_place: int = 0
    after_the: int = 0
    the_name: int = 0
    """How often "The" stands before it within a sentence: "The Morning Post"."""
    first: int = 1 << 60
    named_as_person: bool = False
    tells: int = 0
    """How often a verb of saying or doing stands behind it."""
    aged: int = 0
    ages: set[str] = field(default_factory=set)
    after_role: int = 0
    speaks: int = 0
    opens: int = 0
    owns: int = 0
    places: int = 0
    """Mentions that ``around`` is of."""
    around: Counter[int] = field(default_factory=Counter)
    """What stands beside its mentions, as rows of a table (``persons.py``)."""
    person: float = 0.0
    """How likely it is a person (``persons.py``)."""
    institution: float = 0.0
    """How likely it is a body."""
    place: float = 0.0

    @property
    def display(self) -> str:
        """The fullest name the article gives; for a role, its words."""
        if self.role is not None and not self.names:
            return self.role
        ranked = sorted((len(n), count, n) for n, count in self.names.items())
        words = ranked[-1][2]
        return self.written.get(words) or " ".join(words)

    @property
    def by_first_name(self) -> bool:
        """Does the article call them by their first name alone? Then the surname is who shares it."""
        return any(len(n) > 1 and n[0] != n[-1] and self.names.get((n[0],), 0) for n in self.names)

    @property
    def title(self) -> str | None:
        """The fullest office the article gives."""
        return max(self.titles, key=lambda t: (len(t.split()), self.titles[t], len(t)), default=None)

    @property
    def office_words(self) -> frozenset[str]:
        """The words of every office and role, short forms spelled out."""
        return frozenset(w for t in [*self.titles, *self.offices, self.role or ""] for w in office(t))

    def holds(self, words: Sequence[str]) -> bool:
        """Is it called so, by the words of an office (``office``)? The spokesman of an agency is not "the agency", and a
        deputy mayor not "the mayor"."""
        return set(words) <= self.office_words and any(
            words[-1] in heads_of(told)
            and not QUALIFYING & set(office(told)) - set(words)
            and FORMER & set(words) <= set(office(told))
            for told in (*self.titles, *self.offices, self.role or "")
        )

    @property
    def female(self) -> bool | None:
        """By an honorific, else by the first name and gendered offices; None when nothing tells, or one of them something else."""
        told = self.honorifics & (FEMALE | MALE)
        if told and (told <= FEMALE or told <= MALE):
            return told <= FEMALE
        known = max(self.names, key=len, default=())
        by_name = None if self.body or not known else is_female(known[0])
        words = {w.lower() for t in [*self.titles, head_phrase(self.role or "")] for w in t.split()}
        words |= {head_phrase(t).split()[-1].lower() for t in self.offices}
        found = {w in FEMALE for w in words & (FEMALE | MALE)} | {by_name} - {None}
        return found.pop() if len(found) == 1 else None

    @property
    def is_indefinite(self) -> bool:
        """ "A nurse": somebody new, of whom no name is told."""
        return self.role is not None and self.role.split()[0].lower() in INDEFINITE

    @property
    def is_person(self) -> bool:
        """Is this somebody, by what the classifier and its role say?"""
        if self.plural:
            return False
        return self.person >= 0.5 if self.names else not self.body and self.role is not None and self.somebody

    @property
    def is_somebody(self) -> bool:
        """The same, where an age, an office or a first name of theirs tells it too."""
        told = bool(self.ages or self.offices or self.titles) or self.female is not None
        return self.is_person or (bool(self.names) and self.person >= MAYBE and told and not self.plural)

    @property
    def is_called_like_a_person(self) -> bool:
        """ "Ted Moor Jr.", "Rep. Ada Moor": a first name with an office, or what only persons' names end with; or does the
        article go on with their surname, and say what they said?"""
        lasts = {n[-1] for n in self.names}
        if self.body or lasts & PLATFORMS or any(is_nationality((w.removesuffix("s"),)) for w in lasts):
            return False
        ends = any(len(n) > 2 and n[-1] in ("Jr.", "Sr.") for n in self.names)
        first = any(len(n) > 1 and is_first_name(n[0]) for n in self.names)
        plain = any(len(n) == 2 and all(len(w) > 2 and w.isalpha() for w in n) for n in self.names)
        by_surname = plain and self.surname_alone > 1 and self.institution < MAYBE
        by_surname = by_surname and (first or self.speaks > 0)
        return ends or by_surname or (first and bool(self.titles or self.honorifics))

    @property
    def is_nationality(self) -> bool:
        """Is it never more than "French" or "South Korean"?"""
        return bool(self.names) and not self.honorifics and all(map(is_nationality, self.names))

    @property
    def is_thing(self) -> bool:
        """Mostly written after "the", never with an office: "the National Mall"."""
        return not self.titles and not self.honorifics and 2 * self.after_the > sum(self.names.values())

    @property
    def is_place(self) -> bool:
        """Mostly written after "in", "from", …, never with an office; or "Lake Harrow"."""
        if any(len(words) == 2 and words[0].lower() in PLACES for words in self.names):
            return not self.honorifics
        return not self.titles and not self.honorifics and 2 * self.after_place > sum(self.names.values())


@dataclass(frozen=True, slots=True)
class Mention:
    """An entity at ``text[start:end]``."""

    start: int
    end: int
    entity: int
    quoted: bool


def office(title: str) -> list[str]:
    """Words of an office in lower case, "PM" spelled out."""
    told = (w.lower().removesuffix("’s").removesuffix("'s") for w in WORD.findall(title))
    words = [x for w in told for x in (("former", w[3:]) if w.startswith("ex-") else (w,))]
    return [
        x for w in words for x in SAME_OFFICE.get(w, (w,)) if x not in DEFINITE | INDEFINITE | PREPOSITIONS
    ]


def heads_of(title: str) -> set[str]:
    """The last word, and the offices right before it: "Vice-Chancellor Professor" is both."""
    words = head_phrase(title).split()
    heads = set(office(words[-1])[-1:]) if words else set()
    for word in reversed(words[:-1]):
        if not is_role(word.lower()):
            break
        heads |= set(office(word)[-1:])
    return heads


def is_part(words: tuple[str, ...], entity: Entity) -> bool:
    return any(
        words[-1] == known[-1] and set(words) <= set(known) and (len(words) > 1 or len(known) == 1)
        for known in entity.names
    )


def rank_of(words: tuple[str, ...], entity: Entity) -> int:
    """How well a name fits an entity: 4 the same, 3 surname or part, 2 acronym or initials, 1 first name."""
    if words in entity.names and (len(words) > 1 or all(len(known) == 1 for known in entity.names)):
        return 4
    if len(words) == 1:
        word = words[0]
        if entity.acronym == word:
            return 4
        for known in entity.names:
            if len(known) > 1 and not entity.body and known[-1] == word:
                return 3
            if entity.body and known[0] == word and len(known) > 2 and known[1].islower():
                return 3  # "the Ministry" of "the Ministry of Waters"
            if len(known) > 2 and len(word) > 2 and word.isupper() and initials(known) == word:
                return 2
        return max(
            (1 for known in entity.names if len(known) > 1 and not entity.body and word in known), default=0
        )
    return 3 if is_part(words, entity) else 0


def is_short_for(words: tuple[str, ...], entity: Entity) -> bool:
    """ "HARP" of "Harbour Animal Rescue Project": four letters and more are a body's."""
    return len(words) == 1 and len(words[0]) > 3 and entity.acronym is None and rank_of(words, entity) == 2


def initials(words: tuple[str, ...]) -> str:
    """ "CRSS" for "Centre for Research and Security Studies"."""
    return "".join(w[0] for w in words if w[0].isupper())


def head_phrase(phrase: str) -> str:
    """The words before the first preposition or relative word."""
    kept: list[str] = []
    for word in phrase.split():
        if word.lower() in PREPOSITIONS and kept:
            break
        kept.append(word)
    return " ".join(kept).replace("\u00ad", "")


def is_plural(word: str) -> bool:
    """Does a noun in lower case mean several: "miners", "chairmen", "police"?"""
    if word.endswith("men"):
        return word not in NO_PLURALS
    return word in ("people", "police", "children") or (
        word.endswith("s") and not word.endswith(("ss", "us", "is"))
    )
