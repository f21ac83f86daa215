"""Whom "he" means: every entity before it with what tells for and against, scored by a small trained network."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from index.quotes.agreement import agrees
from index.quotes.antecedent_network import choose, of_case, of_word
from index.quotes.entities import Mention
from index.quotes.followed import FEATURES as TRAIL
from index.quotes.followed import Pronouns, Trail, clause_end, shares_clause
from index.quotes.grammar import Grammar
from index.quotes.heard import Heard
from index.quotes.people import Cast
from index.quotes.persons import Floats
from index.quotes.telling import FEATURES as TOLD
from index.quotes.telling import Telling
from index.quotes.vocabulary import HE, IT, PREPOSITIONS, SHE, THEY

REACH, NEAR = 2500, 1000
"""Farthest antecedent, in characters; and of a pronoun that tells nobody's words."""
BESIDE = 60
"""A quotation so many characters away is the pronoun's own."""
SEVERAL = 8
"""So many of its mentions are looked at for their place in the sentence."""
MOST = 40
"""Most entities that are weighed, those mentioned last."""
AHEAD = 400
"""So far behind a pronoun its sentence is read, in characters."""
FEATURES, SOURCE = 62 + TRAIL + TOLD, 5
"""How many features, and which one says that the pronoun tells who speaks."""
_ABOUT = re.compile(r"(?:Of|On|About|Asked (?:about|of)|Speaking (?:about|of)|Regarding) ")
_ASKED = re.compile(r"\b(?:asked|asks|wondered)\b")
_BEFORE = re.compile(r"\b([a-z]{1,20}) (?:the |a |an )?$")


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a pronoun stands: ``zone`` begins the text since the last quotation, ``able`` may be meant, ``subjects``
    are theirs in the zone; ``empty``: nobody is named there; ``source``: it tells who speaks; ``addressed``: who is
    named in the quotation beside it, and so hardly speaks it; ``opens``: it begins its sentence."""

    start: int
    zone: int
    able: Sequence[int]
    subjects: Sequence[Mention]
    empty: bool
    source: bool
    addressed: frozenset[int]
    opens: bool


class Antecedents:
    """Candidates for the pronouns of one article."""

    def __init__(self, cast: Cast, *, follows: bool = True) -> None:
        """``follows``: do pronouns between the sources tell whom one means?"""
        self._cast = cast
        self.grammar = Grammar(cast)
        self._title_end = cast.blocks[0][1] if len(cast.blocks) > 1 else 0
        self._pronouns = Pronouns(cast)
        self._follows = follows

    def follow(self, start: int, heard: Heard) -> None:
        """Take notice of the pronouns before ``start``, in reading order."""
        if self._follows:
            self._pronouns.follow(start, lambda word, at: self._follow(word, at, heard))

    def _follow(self, word: str, at: int, heard: Heard) -> tuple[int, float] | None:
        if at in heard.told:
            return heard.told[at], 1.0
        able, rows = self.candidates(word, at, heard, source=False, reach=NEAR)
        if not able:
            return None
        chances = choose(rows)
        best = int(chances[:-1].argmax())
        return able[best], float(chances[best])

    def candidates(
        self, word: str, start: int, heard: Heard, *, source: bool, reach: int = REACH, phrase: str = ""
    ) -> tuple[list[int], Floats]:
        """Entities that may be meant, mentioned at most ``reach`` characters before, and their features (entities + 1,
        FEATURES); the last row: none of them. ``phrase``: a description, when the word is none."""
        near: dict[int, Mention] = {}
        mentions = [m for m in self._cast.before(start, reach) if not m.quoted]
        own: dict[int, list[Mention]] = {}
        for mention in mentions:
            near[mention.entity] = mention
            own.setdefault(mention.entity, []).append(mention)
        for number, position in reversed(heard.at.items()):
            if start - position > reach:
                break
            known = near.get(number)
            if position < start and (known is None or known.start < position):
                near[number] = Mention(position, position + 1, number, False)
        able = [e for e in near if agrees(word, self._cast.entities[e], heard.is_female)]
        able = sorted(able, key=lambda e: -near[e].start)[:MOST]
        zone = self.grammar.zone(start)
        subjects = self._subjects_since(zone, mentions, able)
        place = _Place(
            start,
            zone,
            able,
            subjects,
            not mentions or mentions[-1].start < zone,
            source,
            self.named_within(start),
            start - self.grammar.sentence_at(start)[0] < 3,
        )
        trail = self._trail(word, place)
        told = self._told(word or phrase, place, mentions, heard, max(map(len, own.values()), default=0))
        rows = [
            self._features(word, place, near[e], rank, own.get(e, ()), heard, trail)
            + told.features(
                self._cast.entities[e], own.get(e, ()), len(own.get(e, ())), self.grammar.opens(near[e])
            )
            for rank, e in enumerate(able)
        ]
        none = np.zeros(FEATURES, np.float32)
        none[:6] = of_word(word, source)
        none[51:57] = *of_case(word), place.opens
        none[47], none[45], none[46] = 1, len(able) == 2, len(able) > 2
        return able, np.array([*rows, none], np.float32)

    def subjects(self, start: int, able: Sequence[int]) -> list[int]:
        """Who of ``able`` is the subject of a sentence between the last quotation and ``start``, each once, in order."""
        mentions = [m for m in self._cast.before(start, REACH) if not m.quoted]
        since = self._subjects_since(self.grammar.zone(start), mentions, able)
        return list(dict.fromkeys(m.entity for m in since))

    def only_here(self, start: int, able: Sequence[int]) -> tuple[int, bool] | None:
        """The only one of ``able`` with a name who is named in the paragraph of ``start`` before it, and whether for the
        first time; None when somebody else is a subject there who may be meant, or is it behind them."""
        begin = self._cast.blocks[max(0, self.grammar.block(start) - 1)][0]
        entities = self._cast.entities
        near = [
            m
            for m in self._cast.before(start, REACH)
            if m.start >= begin and not m.quoted and not self.grammar.owns(m)
        ]
        named = {m.entity for m in near if m.entity in able and entities[m.entity].names}
        if len(named) != 1:
            return None
        (only,) = named
        last = max(m.start for m in near if m.entity == only)
        others = [
            m
            for m in near
            if m.entity != only and self.grammar.subject(m) == 2 and entities[m.entity].is_person
        ]
        if not entities[only].is_somebody or any(m.entity in able or m.start > last for m in others):
            return None
        return only, self._cast.first_place(only) >= begin

    def last_subject(self, start: int, able: Sequence[int]) -> tuple[int, bool] | None:
        """The only subject of the sentence before that of ``start``, in its paragraph, and whether it is named there for the
        first time; None when it is none of ``able``."""
        at = self.grammar.sentence(start) - 1
        begin, end = self.grammar.begins(at), self.grammar.begins(at + 1)
        if at < 1 or self.grammar.block(begin) != self.grammar.block(start):
            return None
        found = {
            m.entity
            for m in self._cast.before(end, REACH)
            if m.start >= begin and self.grammar.subject(m) == 2 and not self.grammar.owns(m)
        }
        if len(found) != 1 or not found <= set(able):
            return None
        (subject,) = found
        if not self._cast.entities[subject].is_somebody:
            return None
        return subject, self._cast.first_place(subject) >= begin

    def _subjects_since(self, zone: int, mentions: Sequence[Mention], able: Sequence[int]) -> list[Mention]:
        return [m for m in mentions if m.start >= zone and self.grammar.subject(m) == 2 and m.entity in able]

    def is_far(self, start: int, entity: int, heard: Heard) -> bool:
        """Was it last mentioned, or heard, before the paragraph that stands before that of ``start``?"""
        mentions = [m.start for m in self._cast.before(start, REACH) if m.entity == entity]
        at = max([*mentions, heard.at.get(entity, 0)])
        return self.grammar.block(start) - self.grammar.block(at) > 1

    def told_about(self, start: int) -> int | None:
        """Who stands in "Of Berg, he said" and "Asked about Berg, he said" before ``start``."""
        begin = self.grammar.sentence_at(start)[0]
        lead = _ABOUT.match(self._cast.text, begin, start)
        named = self._cast.names_in(lead.end(), start) if lead else []
        if len(named) != 1:
            return None
        ((first, last, entity),) = named
        whole = lead is not None and first == lead.end() and self._cast.text[last:start] == ", "
        return entity if whole else None

    def is_near(self, start: int, entity: int) -> bool:
        """Is it mentioned in the paragraph of ``start`` before it, or in the one before?"""
        block = self.grammar.block(start)
        return any(
            m.entity == entity and block - self.grammar.block(m.start) <= 1
            for m in self._cast.before(start, REACH)
        )

    def goes_on(self, start: int, heard: Heard) -> int | None:
        """Who spoke last, when a source at ``start`` stands in the same paragraph or the next one and nobody was named
        in between, but in their own sentence: "“A,” said X, an aide to Y. “B,” she added."
        """
        last = heard.last
        if last is None or last not in heard.at or heard.at[last] >= start:
            return None
        behind = self._cast.names_in(start, clause_end(self._cast.text, start, start + AHEAD))
        asked = _ASKED.search(self._cast.text, heard.at[last], min(start, heard.at[last] + BESIDE))
        if asked is not None or any(e == last for _, _, e in behind):
            return None  # "Berg asked how. “…,” he told Berg"
        blocks = self.grammar.block(start) - self.grammar.block(heard.at[last])
        named = bool(self._cast.entities[last].names)
        here = self.grammar.sentence(heard.at[last]) if named else 0
        between = [
            m
            for m in self._cast.before(start, REACH)
            if m.start > heard.at[last] and not m.quoted and self.grammar.sentence(m.start) > here
        ]
        return last if blocks <= 1 and all(m.entity == last for m in between) else None

    def named_within(self, start: int) -> frozenset[int]:
        """Who is named in the quotation right before or behind a pronoun."""
        at = self.grammar.quotations_before(start)
        quoted = self._cast.quoted
        beside = [quoted[i] for i in (at - 1, at) if 0 <= i < len(quoted)]
        gaps = [min(abs(start - b), abs(a - start)) for a, b in beside]
        if not gaps or min(gaps) > BESIDE:
            return frozenset()
        return frozenset(e for _, _, e in self._cast.names_in(*beside[gaps.index(min(gaps))]))

    def _features(
        self,
        word: str,
        place: _Place,
        last: Mention,
        rank: int,
        own: Sequence[Mention],
        heard: Heard,
        trail: Trail,
    ) -> list[float]:
        text, entity = self._cast.text, self._cast.entities[last.entity]
        start, zone, able, subjects, empty, source = (
            place.start,
            place.zone,
            place.able,
            place.subjects,
            place.empty,
            place.source,
        )
        sentences = self.grammar.sentence(start) - self.grammar.sentence(last.start)
        blocks = self.grammar.block(start) - self.grammar.block(last.start)
        role = self.grammar.subject(last) if own else 1
        before = _BEFORE.search(text, max(0, last.start - 20), last.start)
        female = heard.is_female(entity)
        wanted = word in SHE if word in HE | SHE else None
        speaks_last = heard.last == entity.number
        others = any(m.entity != entity.number for m in subjects)
        mine = [m for m in subjects if m.entity == entity.number]
        person = 1.0 if entity.role and not entity.names and entity.is_person else entity.person
        return [
            *of_word(word, source),
            sentences <= 0,
            sentences == 1,
            sentences == 2,
            sentences in (3, 4),
            sentences > 4,
            np.log1p(start - last.end) / 6 if start > last.end else 0,
            blocks <= 0,
            blocks == 1,
            blocks > 1,
            role == 2,
            role == 1,
            text.startswith(("’", "'"), last.end),
            before is not None and before.group(1) in PREPOSITIONS,
            bool(own) and own[-1].start >= zone,
            bool(mine),
            bool(subjects) and subjects[-1].entity == entity.number,
            bool(mine) and not others,
            bool(subjects) and subjects[0].entity == entity.number,
            empty and speaks_last,
            speaks_last,
            speaks_last and others,
            speaks_last and bool(mine),
            heard.spoken[entity.number] > 0,
            empty and heard.before == entity.number,
            wanted is not None and female == wanted,
            wanted is not None and female is None,
            wanted is not None and female is not None and female != wanted,
            person if wanted is not None else 0,
            person if word in THEY | IT else 0,
            entity.body and word in IT | THEY,
            entity.plural,
            entity.role is not None and not entity.names,
            np.log1p(len(own)) / 3,
            bool(own) and own[0].start >= zone and own[0].start == self._first(entity.number),
            rank == 0,
            rank == 1,
            rank > 1,
            len(able) == 1,
            last.end <= self._title_end,
            len(able) == 2,
            len(able) > 2,
            0,
            bool(entity.honorifics or entity.titles),
            entity.place,
            entity.number in place.addressed,
            *of_case(word),
            place.opens,
            *self._subject_of(own, start),
            entity.after_the > 0,
            min(1.0, len(entity.around) / 24),
            *trail.features(entity.number, last.start, bool(own) and shares_clause(text, own[-1].end, start)),
        ]

    def _told(
        self, said: str, place: _Place, mentions: Sequence[Mention], heard: Heard, most: int
    ) -> Telling:
        """The words beside it; ``said``: the pronoun or the description."""
        last, start = heard.last, place.start
        at = heard.at.get(last, -1) if last is not None else -1
        others = [m for m in mentions if m.start > at and m.entity != last] if 0 <= at < start else []
        return Telling(
            self._cast.text,
            start,
            len(said),
            said if " " in said else "",
            last if 0 <= at < start else None,
            self.grammar.block(start) - self.grammar.block(at),
            len(others),
            sum(self.grammar.subject(m) == 2 for m in others),
            most,
        )

    def _trail(self, word: str, place: _Place) -> Trail:
        """The pronouns before one, and who is named behind it in its own sentence."""
        text, start = self._cast.text, place.start
        here = self.grammar.sentence(start)
        stop = self.grammar.sentence_at(start)[1]
        begin = start + len(word)
        followed = self._pronouns.before(word, start, REACH) if self._follows else []
        behind = [
            (a, e)
            for a, _, e in self._cast.names_in(begin, min(stop, begin + AHEAD))
            if not self._cast.is_quoted(a)
        ]
        clause = clause_end(text, begin, stop)
        return Trail(
            word,
            tuple(followed),
            tuple(here - self.grammar.sentence(f.start) for f in followed),
            frozenset(e for a, e in behind if a < clause),
            frozenset(e for _, e in behind),
            place.opens,
        )

    def _subject_of(self, own: Sequence[Mention], start: int) -> list[bool]:
        """Was it the subject in the sentence of ``start``, in the one before, and named in both?"""
        here = self.grammar.sentence(start)
        ages = [(here - self.grammar.sentence(m.start), m) for m in own[-SEVERAL:]]
        same, one = [m for age, m in ages if age <= 0], [m for age, m in ages if age == 1]
        return [
            any(self.grammar.subject(m) == 2 for m in same),
            any(self.grammar.subject(m) == 2 for m in one),
            bool(same and one),
        ]

    def _first(self, entity: int) -> int:
        return self._cast.first_place(entity)
