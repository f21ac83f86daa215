"""Who a mention is: "Asif", "the minister" and "he" to one speaker with one name."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from index.quotes.agreement import ASKS
from index.quotes.antecedent_network import choose
from index.quotes.antecedents import Antecedents
from index.quotes.apposed import described_before
from index.quotes.common_bodies import CommonBodies
from index.quotes.described import Described, is_origin
from index.quotes.descriptions import tells_person
from index.quotes.documents import Documents
from index.quotes.entities import is_plural
from index.quotes.heads import TOKEN, Heads
from index.quotes.heard import Heard
from index.quotes.kin import KIN
from index.quotes.people import Cast
from index.quotes.persons import Floats
from index.quotes.vocabulary import (
    DEFINITE,
    FEMALE,
    FIRST_PERSON,
    HE,
    INDEFINITE,
    IT,
    MALE,
    MANY_HOLD,
    PAPERS,
    POSSESSIVE,
    PREPOSITIONS,
    PRONOUNS,
    ROLES,
    SECOND_PERSON,
    SEVERAL_HAVE,
    SHE,
    WHO,
    is_role,
)

REACH_LEFT = 80
"""So far before an apposition the name is looked for, in characters."""
NAMED_WITHIN = 0.4
"""Who is named in a quotation hardly speaks it: their chance is multiplied by this."""
NOT_ABOUT = 0.05
"""So is theirs of whom a sentence begins to tell: "Of Berg, he said"."""
FADED = 0.3
"""So is the chance of somebody without a name who was mentioned before the last paragraph."""
NEW_SUBJECT = 5.0
"""Who has become the only subject since the last quotation is so much more likely, when no first name tells "he" or "she"."""
ONLY_HERE, LAST_SUBJECT, INTRODUCED = 3.0, 2.0, 8.0
"""So is the only subject of the sentence before; so is the only one of whom the paragraph tells a name, and who is named there for the first time."""
BODY_TELLS = 4.0
"""So is the only body that is the subject since then, for "it"."""
ELSEWHERE = 0.3
"""Beside such a body, what stands behind "in" or "to" is so much less likely "it"."""
AT_MOST = 0.96
"""No pronoun is as sure as a name."""
VAGUE = 0.6
"""Nor is "that" as sure as "it": it seldom speaks."""
POINTING = frozenset("that this these those".split())
EMPTY = (
    DEFINITE
    | INDEFINITE
    | PREPOSITIONS
    | frozenset("others all none each somebody someone as and or".split())
) - PRONOUNS
"""Words that name nobody by themselves."""
DESCRIBES = 0.7
"""So sure is that "the welder" is the only person whom the paragraph names."""
DESCRIBED = 0.9
"""A description ("the head of state") is somebody named before when this likely."""
GOES_ON = 0.8
"""Who spoke right before goes on speaking, whatever the network has learned from novels, where two take turns."""
_APPOSED = re.compile(r"\s*(?:[.,;:!?—–)\n]|$)")
_ISSUED = re.compile(
    r"\b(?:reports?|statements?|surveys?|stud(?:y|ies)|letters?|notes?|papers?|posts?|release|analysis|poll|documents?"
    r"|notification|circular|bulletin|issued|released|published|written|posted|prepared|compiled|conducted) by (?:the )?"
)
"""A document speaks for who wrote it."""
_RELATIVE = re.compile(r"(?:,? (?:by|of|from|in|at|for|to)|, (?:who|which|whose|whom)\b.{0,400}|[,;:])$")
"""What a role is called without: a clause about it, words cut off."""
_PLURAL_AND = re.compile(r"(?:[a-z][a-z\-]{0,20} ){0,3}([A-Za-z][a-z]{2,20}) and (?=[A-Z])")
_AGED = re.compile(r"the (\d\d?)-year-old\b(?! [A-Z])", re.IGNORECASE)
_CUT_OFF = re.compile(r"(?:[\s,;]{1,3}(?:and|or|but|of|for|to|with|by)){1,4}$")
_ITSELF = re.compile(r" (?:him|her|it|them)sel(?:f|ves)$")
_OF_WHOM = re.compile(r"(?:[a-z]+ ){1,2}of (?:whom|which)\b")


@dataclass(frozen=True, slots=True)
class Likely:
    """Whom a pronoun or a description means, and how likely."""

    entity: int
    chance: float


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who speaks: fullest name or role, office, how sure."""

    name: str
    title: str | None
    probability: float
    entity: int | None


@dataclass(frozen=True, slots=True)
class Weighed:
    """How likely each entity is meant by a pronoun or a description, and nobody of them."""

    chances: Mapping[int, float]
    nobody: float


def _female(noun: str) -> bool | None:
    return noun in FEMALE if noun in FEMALE | MALE else None


class Resolver:
    """Resolves the mentions of one article, to be asked in reading order: it remembers who spoke last."""

    def __init__(self, cast: Cast, *, follows: bool = True) -> None:
        """``follows``: see ``Antecedents``."""
        self._cast = cast
        self.antecedents = Antecedents(cast, follows=follows)
        self.heard = Heard()
        self._described = Described(cast, self.antecedents)
        self._heads = Heads(cast)
        self._bodies = CommonBodies(cast, self.antecedents)
        self._documents = Documents(cast, self.antecedents)
        self._known: dict[tuple[int, int], Speaker | None] = {}
        self._weighed: dict[int, Weighed] = {}

    def resolve(self, start: int, end: int, *, tells: bool = True) -> Speaker | None:
        """The speaker that ``text[start:end]`` names; None when nobody can be named. ``tells``: in the text's own words,
        not within a quotation."""
        if (start, end) not in self._known:
            self.antecedents.follow(start, self.heard)
            found = self._resolve(start, end)
            entity = found.entity if found is not None else None
            if entity is not None and tells:
                self.heard.hear(entity, start)
            self._known[start, end] = found
        return self._known[start, end]

    def weighed(self, start: int) -> Weighed:
        """Whom the mention at ``start`` may have meant, when the network was asked."""
        return self._weighed.get(start) or Weighed({}, 0.0)

    def _resolve(self, start: int, end: int) -> Speaker | None:
        phrase = " ".join(self._cast.text[start:end].replace("\u00ad", "").split())
        words = [w.lower() for w in TOKEN.findall(phrase)]
        phrase = phrase.removesuffix(" -")  # "Mr Moor - now in Oslo - said"
        if len(words) > 1 and (itself := _ITSELF.search(phrase)):
            phrase, end = phrase[: itself.start()], end - len(itself.group())
            words.pop()
        if not words or phrase.endswith("-") or set(words) <= EMPTY:
            return None
        if words[0] in PRONOUNS and (len(words) == 1 or words[-1].endswith(("self", "selves"))):
            return self._pronoun(words[0], start)
        if words[0] == "who":  # "who plans a visit"
            return self._pronoun("who", start)
        if _OF_WHOM.match(phrase):  # "many of whom go"
            return None
        if words[0] in POSSESSIVE and len(words) <= 3 and words[-1] in PAPERS:
            return self._pronoun(words[0], start)  # "his statement"
        if words[0] in ("he", "she", "they") and len(words) <= 3 and not any(c.isupper() for c in phrase[1:]):
            return self._pronoun(words[0], start)  # "he also told"
        return self._named(phrase, start, end) or self._role(phrase, start, end)

    def _named(self, phrase: str, start: int, end: int) -> Speaker | None:
        """The name that is the head of the phrase, or stands beside it."""
        names = self._cast.names_in(start, end)
        if is_origin(phrase) and not any(self._cast.entities[n].body for _, _, n in names):
            return None  # "the Norwegian" is a role
        head_end = self._heads.end_of(start, end)
        parts = [n for n in names if n[1] <= head_end]
        plain = TOKEN.findall(self._cast.text[start:head_end].replace("\u00ad", ""))
        if len(parts) > 1 and re.search(r"\band\b", self._cast.text[parts[0][1] : parts[-1][0]]):
            return Speaker(phrase, None, 0.9, None)
        before = _PLURAL_AND.match(self._cast.text, start, parts[0][1]) if parts else None
        if before and is_plural(before.group(1).lower()):  # "prosecutors and Berg"
            return Speaker(phrase, None, 0.9, None)
        if parts and self._heads.is_owned_office(parts[-1], start):
            return self._role(phrase, start, end)
        person = self._heads.apposed(names, start, end)
        if parts and person is None and self._cast.entities[parts[-1][2]].is_nationality:
            return self._role(phrase, start, end)  # "the top Republican on the committee"
        headed = parts and head_end - parts[-1][1] <= 2 and self._cast.entities[parts[-1][2]].is_person
        if person is not None and not headed:
            return self.as_speaker(person, 0.93)
        if (last := self._heads.last_of(names, end)) is not None:
            return self.as_speaker(last, 0.93)
        if parts and head_end - parts[-1][1] <= 2:
            return self.as_speaker(parts[-1][2], 0.97)
        alone = len(plain) == 1 or (plain and plain[-1].lower() not in ROLES)  # "Dean" may be a name
        if not parts and plain and plain[-1][0].isupper() and alone:
            found = self._cast.by_words(tuple(w for w in plain if w[0].isupper()), start)
            found = found if found is not None else self._cast.by_words((plain[-1],), start)
            if found is not None:
                return self.as_speaker(found, 0.9)
        described = names and end - names[-1][1] <= 2 and plain and plain[-1].lower() in ROLES
        if described and self._heads.ends_description(names[-1], start):
            self._cast.holds(names[-1][2], phrase[: head_end - start])
            return self.as_speaker(names[-1][2], 0.9)
        issued = _ISSUED.search(self._cast.text, start, end)
        by = [n for n in names if issued and 0 <= n[0] - issued.end() <= 4]
        if by:
            return self.as_speaker(by[0][2], 0.8)
        beside = [n for n in names if n[0] >= head_end]
        if not names and plain and (behind := self._heads.behind(start, end)) is not None:
            return self.as_speaker(behind, 0.9)
        if not names and _APPOSED.match(self._cast.text, end):  # said Jim Smith, "a spokesman".
            left = self._cast.names_in(max(0, start - REACH_LEFT), start)
            if left and self._cast.text[left[-1][1] : start].strip() == ",":
                return self.as_speaker(left[-1][2], 0.9)
        separated = beside and not TOKEN.search(self._cast.text[head_end : beside[0][0]])
        if separated and plain and plain[-1].lower() in ROLES:  # "a spokesman, Jim Smith"
            return self.as_speaker(beside[0][2], 0.9)
        return None

    def _role(self, phrase: str, start: int, end: int) -> Speaker | None:
        """ "The minister" is who holds that office; other roles and bodies speak for themselves."""
        head = phrase[: max(1, self._heads.end_of(start, end) - start)]
        words = [w.lower() for w in TOKEN.findall(phrase)]
        head_words = [w.lower() for w in TOKEN.findall(head)]
        if aged := _AGED.match(phrase):
            found = self._cast.by_age(aged.group(1), start)
            if found is not None:
                return self.as_speaker(found, 0.9)
            likely = self._antecedent("", start, phrase=phrase.partition(",")[0])
            if likely is not None and likely.chance >= DESCRIBED:
                return self.as_speaker(likely.entity, 0.7 * likely.chance)
        known = self._cast.introduced(start)
        known = self._cast.by_kin(head, start) if known is None else known
        known = self._cast.in_turn(head) if known is None else known
        if known is not None:
            return self.as_speaker(known, 0.85)
        if (one := self._owned(head, head_words, start)) is not None:
            return self.as_speaker(one, 0.8)
        headline = start < self._cast.body_start and bool(head_words) and is_role(head_words[-1])
        if words[0] in DEFINITE or words[0] in ROLES or headline:
            found = self._cast.by_office(head, start)
            known = found is not None and not self._elsewhere(found, head_words, words)
            if found is not None and known and self._cast.entities[found].names:
                return self.as_speaker(found, 0.85)
            common = words[0] in DEFINITE and phrase[1:].islower() and head == phrase
            if common and (one := self._bodies.who(head_words, start, self.heard)) is not None:
                return self.as_speaker(one, DESCRIBES)
            if found is not None and known:
                return self.as_speaker(found, 0.85)
            if self.describes(phrase, start, end):
                likely = self._antecedent("", start, _female(head_words[-1]), phrase.partition(",")[0])
                if likely is not None and likely.chance >= DESCRIBED:
                    return self.as_speaker(likely.entity, AT_MOST * likely.chance)
        bare = phrase.partition(",")[0]
        if (one := self._documents.who(bare, start, self.heard)) is not None:
            return self.as_speaker(one, DESCRIBES)
        if words[0] == "the" and (one := self._described.who(bare, start, self.heard)) is not None:
            return self.as_speaker(one, DESCRIBES)
        if (one := self._cast.afterwards(start)) is not None:
            return self.as_speaker(one, DESCRIBES)
        phrase = _CUT_OFF.sub("", _RELATIVE.sub("", phrase))
        entity = self._cast.new_role(phrase, start, end)
        sure = 0.65 if words[0] in POSSESSIVE else 0.9
        return Speaker(phrase, None, sure, entity)

    def is_open(self, phrase: str, start: int, end: int) -> bool:
        """Is it such a description of which neither an office nor kinship tells whom it means?"""
        head = phrase[: max(1, self._heads.end_of(start, end) - start)]
        told = (
            self._cast.introduced(start),
            self._cast.by_kin(head, start),
            self._cast.by_office(head, start),
        )
        named = (self._cast.entities[e] for _, _, e in self._cast.names_in(start, end))
        return (
            self.describes(phrase, start, end)
            and all(one is None for one in told)
            and not any(entity.is_person for entity in named)
        )

    def describes(self, phrase: str, start: int, end: int) -> bool:
        """Is it "the" with a noun for one person, whom the text may name elsewhere?"""
        head = [w.lower() for w in TOKEN.findall(phrase[: max(1, self._heads.end_of(start, end) - start)])]
        if len(head) < 2 or head[0] not in DEFINITE or ASKS & set(head):
            return False
        return tells_person(head[-1]) and not is_plural(head[-1])

    def _owned(self, head: str, words: Sequence[str], start: int) -> int | None:
        """ "Their chairman": the only one with a name who is called so."""
        if (
            len(words) < 2
            or words[0] not in POSSESSIVE
            or words[-1] not in ROLES
            or (KIN | SEVERAL_HAVE) & set(words)
        ):
            return None
        office = head.partition(" ")[2]
        named = [e for e in self._cast.holders(office) if self._cast.entities[e].names]
        return named[0] if len(named) == 1 and self._cast.by_office(office, start) == named[0] else None

    def _elsewhere(self, entity: int, head: Sequence[str], words: Sequence[str]) -> bool:
        """ "The head of the union": an office of something that is not known to be held by them."""
        told = set(words[len(head) :]) - PREPOSITIONS - DEFINITE
        several = head[-1:] and head[-1] in MANY_HOLD
        return bool(told and several and not told & self._cast.entities[entity].office_words)

    def as_speaker(self, number: int, probability: float) -> Speaker:
        """Somebody of the cast, as shown."""
        entity = self._cast.entities[number]
        name = entity.display
        if entity.body and not entity.acronym and entity.the_name:
            name = f"The {name}"
        return Speaker(name, entity.title, probability, number)

    def _pronoun(self, word: str, start: int) -> Speaker | None:
        if word in FIRST_PERSON | SECOND_PERSON:
            return None
        if word in WHO and (told := described_before(self._cast, start)) is not None:
            return self.as_speaker(told, 0.9)
        likely = self._antecedent(word, start)
        if likely is None:
            return None
        self.heard.told[start] = likely.entity
        if word in HE | SHE:
            self.heard.pronouns.setdefault(likely.entity, Counter())[word in SHE] += 1
        sure = (VAGUE if word in POINTING else AT_MOST) * likely.chance
        return self.as_speaker(likely.entity, sure)

    def _antecedent(
        self, word: str, start: int, female: bool | None = None, phrase: str = ""
    ) -> Likely | None:
        """The likeliest entity before a pronoun, or a description ("" as word). ``female``: as the
        description tells."""
        able, rows = self.antecedents.candidates(word, start, self.heard, source=True, phrase=phrase)
        if female is not None:
            is_female = self.heard.is_female
            fits = [i for i, e in enumerate(able) if is_female(self._cast.entities[e]) in (None, female)]
            able, rows = [able[i] for i in fits], rows[[*fits, len(rows) - 1]]
        if not able:
            return None
        chances = self._as_told(word, start, able, choose(rows))
        self._weighed[start] = Weighed(dict(zip(able, map(float, chances), strict=False)), float(chances[-1]))
        best = int(chances[:-1].argmax())
        speaking = self.antecedents.goes_on(start, self.heard) if word in HE | SHE else None
        if speaking is not None and speaking in able and self._is_he(speaking):
            at = able.index(speaking)
            if at != best or self._cast.entities[speaking].names:
                return Likely(speaking, max(GOES_ON, float(chances[at])))
        return Likely(able[best], float(chances[best]))

    def _is_he(self, number: int) -> bool:
        entity = self._cast.entities[number]
        return entity.is_somebody or entity.institution <= entity.person

    def _as_told(self, word: str, start: int, able: Sequence[int], chances: Floats) -> Floats:
        """The chances with what the network has seen too seldom to learn."""
        told = np.ones(len(chances), np.float32)
        since = self.antecedents.subjects(start, able) if word in HE | SHE | IT else []
        entities = self._cast.entities
        if word in HE | SHE:
            within = self.antecedents.named_within(start)
            told[:-1] = [NAMED_WITHIN if e in within else 1 for e in able]
            about = self.antecedents.told_about(start)
            told[[i for i, e in enumerate(able) if e == about]] *= NOT_ABOUT
            unnamed = [i for i, e in enumerate(able) if not entities[e].names]
            told[[i for i in unnamed if self.antecedents.is_far(start, able[i], self.heard)]] *= FADED
            if (last := self.antecedents.last_subject(start, able)) is not None and entities[last[0]].names:
                told[able.index(last[0])] *= INTRODUCED if last[1] else LAST_SUBJECT
            elif (only := self.antecedents.only_here(start, able)) is not None:
                told[able.index(only[0])] *= INTRODUCED if only[1] else ONLY_HERE
            named = [e for e in since if entities[e].names]
            if len(named) == 1 and self._is_new(named[0]):
                told[able.index(named[0])] *= NEW_SUBJECT
        bodies = [e for e in since if entities[e].body] if word in IT else []
        if len(bodies) == 1:
            told[:-1] = [ELSEWHERE if entities[e].after_place and not entities[e].body else 1 for e in able]
            told[able.index(bodies[0])] = BODY_TELLS
        found: Floats = chances * told
        found /= found.sum()
        return found

    def _is_new(self, number: int) -> bool:
        """Somebody of whom no word tells whether they are "he" or "she", who has not spoken last."""
        entity = self._cast.entities[number]
        return entity.is_person and self.heard.last != number and self.heard.is_female(entity) is None
