"""Who a mention is: "Asif", "the minister" and "he" to one speaker with one name."""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from dataclasses import dataclass

from index.quotes.entities import Entity
from index.quotes.people import Cast
from index.quotes.vocabulary import (
    DEFINITE,
    FIRST_PERSON,
    HE,
    IT,
    POSSESSIVE,
    PREPOSITIONS,
    PRONOUNS,
    ROLES,
    SECOND_PERSON,
    SHE,
    THEY,
    WHO,
)

REACH = 2500
"""Farthest antecedent of a pronoun, in characters."""
REACH_LEFT = 80
"""So far before an apposition the name is looked for, in characters."""
UNKNOWN = 0.3
"""A pronoun stays unknown when its best antecedent is less likely than this."""
ASKS = frozenset("interviewer reporter reporters host anchor moderator questioner audience".split())
"""Who asks is seldom who is quoted next."""
DESCRIBED = 0.6
"""A description ("the head of state") is somebody named before when this likely."""
_TOKEN = re.compile(r"[^\W_]+(?:[’'.\-][^\W_]+)*")
_SENTENCE_END = re.compile(r"[.!?…]['\"”’)]*\s|\n")
_APPOSED = re.compile(r"\s*(?:[.,;:!?—–)\n]|$)")
_ISSUED = re.compile(
    r"\b(?:reports?|statements?|surveys?|stud(?:y|ies)|letters?|notes?|papers?|posts?|release|analysis|poll|documents?"
    r"|notification|circular|bulletin|issued|released|published|written|posted|prepared|compiled|conducted) by (?:the )?"
)
"""A document speaks for who wrote it."""
_PIECE = re.compile(r"[,;(—–]| - ")


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who speaks: fullest name or role, office, how sure."""

    name: str
    title: str | None
    probability: float
    entity: int | None


class Resolver:
    """Resolves the mentions of one article, to be asked in reading order: it remembers who spoke last."""

    def __init__(self, cast: Cast) -> None:
        self._cast = cast
        self._last: tuple[int, int] | None = None  # entity, position
        self._spoken: Counter[int] = Counter()
        self._heard: dict[int, int] = {}
        self._gender: dict[int, Counter[bool]] = defaultdict(Counter)
        self._known: dict[tuple[int, int], Speaker | None] = {}

    def resolve(self, start: int, end: int) -> Speaker | None:
        """The speaker that ``text[start:end]`` names; None when nobody can be named."""
        if (start, end) not in self._known:
            found = self._resolve(start, end)
            if found is not None and found.entity is not None:
                self._last = (found.entity, start)
                self._heard.pop(found.entity, None)
                self._heard[found.entity] = start
                self._spoken[found.entity] += 1
            self._known[start, end] = found
        return self._known[start, end]

    def _resolve(self, start: int, end: int) -> Speaker | None:
        phrase = " ".join(self._cast.text[start:end].replace("\u00ad", "").split())
        words = [w.lower() for w in _TOKEN.findall(phrase)]
        if not words:
            return None
        if words[0] in PRONOUNS and (len(words) == 1 or words[-1].endswith(("self", "selves"))):
            return self._pronoun(words[0], start)
        return self._named(phrase, start, end) or self._role(phrase, start, end)

    def _named(self, phrase: str, start: int, end: int) -> Speaker | None:
        """The name that is the head of the phrase, or stands beside it."""
        names = self._cast.names_in(start, end)
        head_end = self._head_end(start, end)
        parts = [n for n in names if n[1] <= head_end]
        plain = _TOKEN.findall(self._cast.text[start:head_end].replace("\u00ad", ""))
        if len(parts) > 1 and re.search(r"\band\b", self._cast.text[parts[0][1] : parts[-1][0]]):
            return Speaker(phrase, None, 0.9, None)
        if parts and head_end - parts[-1][1] <= 2:
            return self._as_speaker(parts[-1][2], 0.97, phrase)
        alone = len(plain) == 1 or (plain and plain[-1].lower() not in ROLES)  # "Dean" may be a name
        if not parts and plain and plain[-1][0].isupper() and alone:
            found = self._cast.by_words(tuple(w for w in plain if w[0].isupper()), start)
            found = found if found is not None else self._cast.by_words((plain[-1],), start)
            if found is not None:
                return self._as_speaker(found, 0.9, phrase)
        issued = _ISSUED.search(self._cast.text, start, end)
        by = [n for n in names if issued and 0 <= n[0] - issued.end() <= 4]
        if by:
            return self._as_speaker(by[0][2], 0.8, phrase)
        beside = [n for n in names if n[0] >= head_end]
        if not names and _APPOSED.match(self._cast.text, end):  # said Jim Smith, "a spokesman".
            left = self._cast.names_in(max(0, start - REACH_LEFT), start)
            if left and self._cast.text[left[-1][1] : start].strip() == ",":
                return self._as_speaker(left[-1][2], 0.9, phrase)
        if beside and self._is_apposed(beside[0], start):  # "the head of the office, Jim Smith,"
            return self._as_speaker(beside[0][2], 0.9, phrase)
        separated = beside and not _TOKEN.search(self._cast.text[head_end : beside[0][0]])
        if separated and plain and plain[-1].lower() in ROLES:  # "a spokesman, Jim Smith"
            return self._as_speaker(beside[0][2], 0.9, phrase)
        return None

    def _is_apposed(self, name: tuple[int, int, int], start: int) -> bool:
        """Does a person's name stand behind a comma that ends its description?"""
        entity = self._cast.entities[name[2]]
        described = self._cast.text[start : name[0]].rstrip().endswith(",")
        person = bool(entity.titles or entity.honorifics) or len(max(entity.names, key=len, default=())) > 1
        return described and person and not (entity.body or entity.is_place or entity.is_thing)

    def _head_end(self, start: int, end: int) -> int:
        """Where the noun phrase ends: at a comma, a bracket, a preposition or a relative word."""
        text = self._cast.text
        cut = _PIECE.search(text, start + 1, end)
        stop = cut.start() if cut else end
        last = start
        named = self._cast.names_in(start, end)
        for match in _TOKEN.finditer(text, start, stop):
            inside = any(a < match.start() < b for a, b, _ in named)
            if match.group().lower() in PREPOSITIONS and last > start and not inside:
                return last
            last = match.end()
        return max(last, start)

    def _role(self, phrase: str, start: int, end: int) -> Speaker | None:
        """ "The minister" is who holds that office; other roles and bodies speak for themselves."""
        head = phrase[: max(1, self._head_end(start, end) - start)]
        words = [w.lower() for w in _TOKEN.findall(phrase)]
        head_words = [w.lower() for w in _TOKEN.findall(head)]
        if words[0] in DEFINITE or words[0] in ROLES:
            found = self._cast.by_office(head, start)
            if found is not None:
                return self._as_speaker(found, 0.85, phrase)
            if head_words[-1:] and head_words[-1] in ROLES and not ASKS & set(head_words):
                likely = self._antecedent("", start)
                if likely is not None and likely[1] >= DESCRIBED:
                    return self._as_speaker(likely[0], 0.7 * likely[1], phrase)
        entity = self._cast.new_role(phrase, start, end)
        sure = 0.6 if words[0] in POSSESSIVE else 0.9
        return Speaker(phrase, None, sure, entity)

    def _as_speaker(self, number: int, probability: float, phrase: str) -> Speaker:
        entity = self._cast.entities[number]
        name = entity.display
        if entity.body and not entity.acronym and phrase.lower().startswith("the ") and phrase[4:] == name:
            name = phrase
        return Speaker(name, entity.title, probability, number)

    def _pronoun(self, word: str, start: int) -> Speaker | None:
        if word in FIRST_PERSON | SECOND_PERSON:
            return None
        if word in WHO:
            near = [m for m in self._cast.before(start, REACH) if start - m.end <= 3]
            if near:
                return self._as_speaker(near[-1].entity, 0.9, "")
        likely = self._antecedent(word, start)
        if likely is None or likely[1] < UNKNOWN:
            return None
        if word in HE | SHE:
            self._gender[likely[0]][word in SHE] += 1
        return self._as_speaker(likely[0], 0.9 * likely[1], "")

    def _antecedent(self, word: str, start: int) -> tuple[int, float] | None:
        """The likeliest entity before a pronoun, or a description ("" as word), and its chance."""
        mentions = self._cast.before(start, REACH)
        scores: dict[int, float] = {}
        for mention in mentions:
            entity = self._cast.entities[mention.entity]
            if mention.quoted or not self._agrees(word, entity):
                continue
            score = self._score(word, entity, mention.start, mention.end, start)
            scores[entity.number] = max(scores.get(entity.number, -99.0), score)
        for number in reversed(self._heard):
            position = self._heard[number]
            if start - position > REACH:
                break
            entity = self._cast.entities[number]
            if self._agrees(word, entity):
                score = self._score(word, entity, position, position, start)
                scores[number] = max(scores.get(number, -99.0), score)
        if not scores:
            return None
        best = max(scores, key=lambda e: (scores[e], e))
        chance = math.exp(scores[best]) / (sum(math.exp(s) for s in scores.values()) + math.exp(-4.0))
        return best, chance

    def _agrees(self, word: str, entity: Entity) -> bool:
        if word in HE | SHE:
            if entity.body or entity.plural or entity.is_place or entity.is_thing:
                return False
            seen = self._gender[entity.number]
            female = entity.female
            if female is None and seen:
                female = seen[True] > seen[False]
            return female is None or female == (word in SHE)
        if not word:
            return entity.is_person and entity.role is None and not entity.is_place
        if word in THEY:
            return not entity.is_place
        if word in IT:
            named = entity.titles or entity.honorifics or entity.surname_alone
            return not named and not entity.plural
        return True

    def _score(self, word: str, entity: Entity, start: int, end: int, position: int) -> float:
        """Near, the subject, the last speaker, somebody rather than something; hand-set, see MODEL_CARD."""
        text = self._cast.text
        between = text[end:position]
        sentences = min(len(_SENTENCE_END.findall(between)), 8)
        score = -0.45 * sentences - len(between) / 900
        if _is_subject(text, start):
            score += 1.0
        if self._last and self._last[0] == entity.number:
            score += 1.2
        if self._spoken[entity.number]:
            score += 0.5
        if entity.role and set(entity.role.lower().split()) & ASKS:
            score -= 2.5
        if word in HE | SHE:
            score += 0.9 if entity.is_person or self._spoken[entity.number] else -0.8
            seen = self._gender[entity.number]
            score += 0.7 * bool(seen[word in SHE])
            if len(max(entity.names, key=len, default=())) == 1 and not entity.is_person:
                score -= 0.8
        elif word in THEY:
            score += 1.2 if entity.plural else 0.3 if entity.body else -1.0
        elif word in IT:
            score += 1.0 if entity.body or entity.acronym else -0.5
        return score


def _is_subject(text: str, start: int) -> bool:
    """Does the mention begin its sentence, or the clause behind a comma?"""
    before = text[max(0, start - 40) : start].rstrip("“\"‘' ")
    return not before or before[-1] in '.!?…”"\n,' or before.endswith(("The", "the", "But", "And"))
