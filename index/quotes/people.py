"""The cast of an article: which names, offices and bodies are one and the same."""

from __future__ import annotations

import itertools
import re
from bisect import bisect_left
from collections.abc import Sequence

from index.quotes.afterwards import spoken_for
from index.quotes.article_names import names_of
from index.quotes.beside import is_speaking, note
from index.quotes.descriptions import (
    description,
    is_of_another,
    role_phrases,
    title_before,
    told_again,
    unnamed_phrases,
)
from index.quotes.entities import (
    Entity,
    Mention,
    head_phrase,
    initials,
    is_part,
    is_plural,
    is_short_for,
    office,
    rank_of,
)
from index.quotes.gender import is_female, is_first_name
from index.quotes.holders import MOST_ALIKE, NOBODYS, Holders
from index.quotes.introductions import Introduction, Told, introductions
from index.quotes.kin import Kin
from index.quotes.names import Name
from index.quotes.offices import offices
from index.quotes.persons import kinds
from index.quotes.vocabulary import (
    AFTER,
    BEFORE,
    BODIES,
    FEMALE,
    GROUPS,
    MALE,
    PAPERS,
    PLACES_AS_NAMES,
    SOMEBODY,
    is_role,
)

CALLED_SO = 0.9
"""So likely a person, at least, is who is called like one."""
_RELATED = re.compile(
    r"\b(?:mother|father|son|daughter|wife|husband|brother|sister|widow|widower|parents?|uncle|aunt|cousin) (?:of|to) (?:[\w’'\-]{1,20} ){0,4}$"
)
_AND = re.compile(r" and (?:[a-z\-]{2,20},? ){0,4}")


class Cast:
    """Entities and mentions of one article, in reading order."""

    def __init__(
        self,
        text: str,
        blocks: Sequence[tuple[int, int]],
        quoted: Sequence[tuple[int, int]],
        sources: Sequence[tuple[int, int]],
    ) -> None:
        """``blocks`` are title and paragraphs, ``quoted`` the marked stretches, ``sources`` mentions of speakers."""
        self.text = text
        self.blocks = blocks
        self.entities: list[Entity] = []
        self._by_word: dict[str, list[int]] = {}
        self._places: dict[int, list[int]] = {}
        self._offices = Holders(self.entities, self._places, [start for start, _ in blocks])
        self.body_start = blocks[0][1] if blocks else 0
        self.quoted = sorted(quoted)
        self._quoted_starts = [a for a, _ in self.quoted]
        names = names_of(text, blocks)
        self._gather(names)
        self._unexplained: list[Told] = []
        assigned = self._assign(names)
        self._by_name = {(n.start, n.end): e for n, e in zip(names, assigned, strict=True)}
        self._spans = sorted(self._by_name)
        for start, end in sources:
            self._source_title(start, end)
            for _, _, number in self.names_in(start, end)[:1]:
                self.entities[number].speaks += 1
        for entity, chances in zip(self.entities, kinds(self.entities), strict=True):
            entity.person, entity.institution, entity.place, _ = map(float, chances)
            if entity.is_called_like_a_person:
                entity.person = max(entity.person, CALLED_SO)
            if entity.person < NOBODYS:
                entity.offices.clear()
        told = [(a, b, self._by_name[a, b]) for a, b in self._spans if not self.is_quoted(a)]
        self._kin = Kin(text, blocks, told, self.entities)
        for entity in self.entities:
            self._offices.index(entity)
        persons = [n for n, e in zip(names, assigned, strict=True) if self.entities[e].person >= 0.5]
        self._introduced: dict[int, int] = {}
        for met in introductions(text, blocks, persons, self._unexplained, self.quoted):
            self._introduce(met)
        spans = [(n.start, n.end) for n in persons]
        self._afterwards = {
            met.start: met for met in spoken_for(text, blocks, sources, spans, self._unexplained, self.quoted)
        }
        self.mentions = [Mention(a, b, e, self.is_quoted(a)) for (a, b), e in self._by_name.items()]
        for start, end in blocks:
            self.mentions += self._roles(start, end)
        unnamed: dict[str, int] = {}
        for start, end in blocks[1:]:
            self.mentions += self._unnamed(start, end, unnamed)
        self._pairs()
        self.mentions.sort(key=lambda m: (m.start, m.end))
        self._starts = [m.start for m in self.mentions]
        for mention in self.mentions:
            self._places.setdefault(mention.entity, []).append(mention.start)
        self._aged: dict[str, list[tuple[int, int]]] = {}
        for place, number in sorted((places[0], e) for e, places in self._places.items()):
            for age in self.entities[number].ages:
                self._aged.setdefault(age, []).append((place, number))

    def is_quoted(self, position: int) -> bool:
        """Does this character stand between marks?"""
        i = bisect_left(self._quoted_starts, position + 1) - 1
        return i >= 0 and position < self.quoted[i][1]

    def before(self, position: int, reach: int) -> list[Mention]:
        """The mentions that end before ``position``, nearest last, at most ``reach`` characters back."""
        low, high = bisect_left(self._starts, position - reach), bisect_left(self._starts, position)
        return [m for m in self.mentions[low:high] if m.end <= position]

    def first_place(self, entity: int) -> int:
        """Where it is first mentioned; -1 when nowhere."""
        places = self._places.get(entity)
        return places[0] if places else -1

    def names_in(self, start: int, end: int) -> list[tuple[int, int, int]]:
        """Names inside a span: (start, end, entity). ``start`` is where office and name begin."""
        low, high = bisect_left(self._spans, (start, 0)), bisect_left(self._spans, (end, 0))
        return [(a, b, self._by_name[a, b]) for a, b in self._spans[low:high] if b <= end]

    def by_words(self, words: tuple[str, ...], position: int) -> int | None:
        """The entity called so, for names in headlines in title case."""
        return self._find(words, position, None, None)

    def by_office(self, phrase: str, position: int) -> int | None:
        """Who holds this office at ``position`` (``holders.py``)."""
        return self._offices.one(phrase, position)

    def holders(self, phrase: str) -> tuple[int, ...]:
        """Everybody who is called so, in whatever place."""
        return self._offices.of(phrase)

    def knows_office(self, word: str) -> bool:
        """Is the word told of anybody with a name, in whatever office?"""
        return self._offices.knows(word)

    def by_kin(self, phrase: str, position: int) -> int | None:
        """ "Her husband": who is that to whom it may mean (``kin.py``)."""
        return self._kin.who(phrase, position, self.by_office)

    def in_turn(self, phrase: str) -> int | None:
        """ "Her predecessor", "the successor": the only one who is called so."""
        words = phrase.lower().split()
        known = len(words) == 2 and words[1] in BEFORE | AFTER
        return self._offices.in_turn(words[1]) if known else None

    def introduced(self, start: int) -> int | None:
        """Who the role that begins at ``start`` turns out to be (``introductions.py``)."""
        return self._introduced.get(start)

    def afterwards(self, start: int) -> int | None:
        """Who the role that begins at ``start``, and of whom nothing is told before, turns out to be (``afterwards.py``)."""
        if (met := self._afterwards.get(start)) is not None:
            self._introduce(met)
        return self._introduced.get(start)

    def by_age(self, age: str, position: int) -> int | None:
        """ "The 34-year-old": the one person of that age who is named before ``position``."""
        aged = self._aged.get(age, [])
        return aged[0][1] if bisect_left(aged, (position,)) == 1 else None

    def _introduce(self, met: Introduction) -> None:
        entity = self.entities[met.entity]
        last = met.phrase.split()[-1].lower()
        other = last in FEMALE | MALE and entity.female not in (None, last in FEMALE)
        held = [e for e in self._offices.of(met.phrase) if e != met.entity]
        if entity.person < 0.5 or other or held:
            return
        entity.offices[met.phrase] += 1
        self._offices.index(entity)
        self._introduced[met.start] = met.entity

    def holds(self, entity: int, phrase: str) -> None:
        """An office of theirs, told by the words of a source."""
        self.entities[entity].titles[phrase.removeprefix("the ").removeprefix("The ")] += 1
        self._offices.index(self.entities[entity])

    def new_role(self, phrase: str, start: int, end: int) -> int:
        """A role that only its words name; it can be taken up again by "the official"."""
        at = bisect_left(self._starts, start)
        known = self.mentions[at].entity if at < len(self._starts) and self._starts[at] == start else None
        if known is not None and (self.entities[known].names or self.entities[known].plural):
            known = None
        entity = self._new() if known is None else self.entities[known]  # "A nurse" is "A nurse at the gate"
        entity.role = phrase
        head = office(head_phrase(phrase))
        entity.plural = bool(head) and is_plural(head[-1]) and head[-1] not in BODIES
        entity.body = bool(head) and head[-1] in BODIES | GROUPS | PAPERS
        entity.somebody = bool(head) and (
            (is_role(head[-1]) and head[-1] not in BEFORE | AFTER)
            or head[-1] in SOMEBODY
            or "-year-old" in head[-1]
        )
        if known is None:
            self.mentions.insert(at, Mention(start, end, entity.number, False))
            self._starts.insert(at, start)
            self._places[entity.number] = [start]
        self._offices.index(entity)
        return entity.number

    def _new(self) -> Entity:
        entity = Entity(len(self.entities))
        self.entities.append(entity)
        return entity

    def _gather(self, names: Sequence[Name]) -> None:
        """Entities of all full names and bodies, the longest names first."""
        for name in sorted(names, key=lambda n: -len(n.words)):
            if len(name.words) < 2 and not name.acronym:
                continue
            found = next((e for e in self._alike(name.words[-1]) if is_part(name.words, e)), None)
            entity = found or self._new()
            self._index(entity, name)
            entity.names[name.words] += 0
            entity.acronym = entity.acronym or name.acronym
            entity.body |= name.body or name.acronym is not None
            if len(name.words) > 1:
                entity.first = min(entity.first, name.start)
                entity.named_as_person |= bool(name.title or name.honorific)

    def _index(self, entity: Entity, name: Name) -> None:
        words = [*name.words, name.acronym] if name.acronym else [*name.words]
        if len(name.words) > 2:
            words.append(initials(name.words))
        for word in dict.fromkeys(words):
            known = self._by_word.setdefault(word, [])
            if not known or known[-1] != entity.number:
                known.append(entity.number)

    def _alike(self, word: str) -> list[Entity]:
        return [self.entities[e] for e in dict.fromkeys(self._by_word.get(word, [])[-MOST_ALIKE:])]

    def _assign(self, names: Sequence[Name]) -> list[int]:
        self._last: dict[int, int] = {}
        self._anchors: set[int] = set()
        assigned: list[int] = []
        for name in names:
            described = description(self.text, name)
            office_told = name.title or described or told_again(self.text, name)
            speaks = is_speaking(self.text, name)
            number = self._find(name.words, name.start, office_told, name.honorific, speaks)
            entity = self.entities[number] if number is not None else self._new()
            if number is None:
                self._index(entity, name)
            entity.names[name.words] += 1
            if name.words in entity.names:
                entity.written.setdefault(name.words, name.written)
            entity.body |= name.body
            if name.title:
                entity.titles[name.title] += 1
            if described:
                entity.titles[described] += 1
            around = (
                []
                if name.body or is_of_another(self.text, name)
                else list(offices(self.text, name, is_female(name.words[0])))
            )
            entity.offices.update(around)
            if not (around or office_told or name.body or len(name.words) < 2 or entity.number in self._last):
                self._unexplained.append(Told(name, entity.number, speaks))
            if is_short_for(name.words, entity):
                entity.acronym = name.words[0]
            if name.honorific:
                entity.honorifics.add(name.honorific.lower())
            note(entity, name, self.text)
            if len(name.words) > 1:
                anchor = _RELATED.search(self.text, max(0, name.start - 60), name.start) is not None
                if anchor:
                    self._anchors.add(entity.number)
            self._last[entity.number] = name.start
            assigned.append(entity.number)
        return assigned

    def _find(
        self,
        words: tuple[str, ...],
        position: int,
        title: str | None,
        honorific: str | None,
        speaks: bool = False,
    ) -> int | None:
        able = []
        alike = [(entity, rank_of(words, entity)) for entity in self._alike(words[-1])]
        alone = is_first_name(words[0]) and words[0] not in PLACES_AS_NAMES
        one = alone and sum(rank == 1 for _, rank in alike) == 1
        for entity, rank in alike:
            early = self.body_start <= position < entity.first and not entity.named_as_person
            known = title or honorific or (speaks and rank == 3) or (one and rank == 1)
            if len(words) == 1 and rank in (1, 3) and early and not known:
                rank = 0  # news gives the full name first, but for the headline
            if rank and honorific and entity.female is not None:
                wanted = honorific.lower() in FEMALE
                rank = 0 if honorific.lower() in FEMALE | MALE and wanted != entity.female else rank
            if rank:
                shared = bool(title and set(office(title)) & entity.office_words)
                fuller = rank == 3 and entity.first <= position and not entity.body
                able.append(
                    (
                        rank,
                        (
                            shared,
                            rank != 3 or not entity.by_first_name,
                            rank != 3 or entity.number not in self._anchors,
                            entity.surname_alone > 0,
                        ),
                        self._last.get(entity.number, -1),
                        -entity.number,
                        fuller,
                    )
                )
        if any(fuller for *_, fuller in able):  # "Hartnell said" is Frances Hartnell, not Hartnell and Sons
            able = [a for a in able if a[0] < 4 or self.entities[-a[3]].acronym or self.entities[-a[3]].body]
        return -max(able)[3] if able else None

    def _source_title(self, start: int, end: int) -> None:
        for name_start, _, number in self.names_in(start, end)[:1]:
            if phrase := title_before(self.text, start, name_start):
                self.entities[number].titles[phrase] += 1

    def _pairs(self) -> None:
        """ "Kit Vale and singer Lu Hart": two persons whom "they" may mean."""
        known: dict[tuple[int, int], int] = {}
        for (a, b), (c, d) in itertools.pairwise(self._spans):
            one, two = self._by_name[a, b], self._by_name[c, d]
            if one == two or c - b > 40 or not _AND.fullmatch(self.text, b, c):
                continue
            if min(self.entities[one].person, self.entities[two].person) < 0.5:
                continue
            if (one, two) not in known:
                pair = self._new()
                pair.plural, pair.role = True, " ".join(self.text[a:d].replace("\u00ad", "").split())
                known[one, two] = pair.number
            self.mentions.append(Mention(a, d, known[one, two], self.is_quoted(a)))

    def _roles(self, start: int, end: int) -> list[Mention]:
        """ "The minister" in running text, where somebody with that office is known."""
        held = ((a, b, self._offices.of(self.text[a:b])) for a, b in role_phrases(self.text, start, end))
        return [Mention(a, b, able[0], self.is_quoted(a)) for a, b, able in held if len(able) == 1]

    def _unnamed(self, start: int, end: int, known: dict[str, int]) -> list[Mention]:
        """ "A nurse fainted": somebody without a name, whom "she" may mean. ``known``: by the noun, so far."""
        found = []
        for a, b, again, noun in unnamed_phrases(self.text, start, end):
            bodily = noun == "head" and not again and self.text[a:b].split()[0].lower() != "its"
            if self.is_quoted(a) or bodily or noun in BEFORE | AFTER:
                continue  # "shook his head"
            known_as = self.introduced(a)
            known_as = self.by_kin(self.text[a:b], a) if known_as is None else known_as
            if known_as is not None:
                found.append(Mention(a, b, known_as, False))
                continue
            if again and noun not in known:
                continue
            if noun not in known:
                entity = self._new()
                entity.role = self.text[a:b]
                known[noun] = entity.number
                self._offices.index(entity)
            found.append(Mention(a, b, known[noun], False))
        return found
