"""What tells for and against somebody as the speaker of a quotation, as numbers for ``speaker_ranking.py``."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from functools import cached_property
from math import log1p

from index.model import QuoteKind
from index.quotes.entities import Entity, Mention, office
from index.quotes.linking import Attribution
from index.quotes.people import Cast
from index.quotes.resolve import Resolver, Speaker, Weighed
from index.quotes.source_words import Source
from index.quotes.surroundings import Around, Surroundings
from index.quotes.telling import says
from index.quotes.vocabulary import HE, INDEFINITE, IT, PREPOSITIONS, SHE, THEY, WHO

CONTEXT, OWN = 46, 99
"""Length of ``Place.context`` and of ``Place.own``."""
REACH, AHEAD = 3000, 400
"""So far before and behind a quotation mentions are read, in characters."""
SEVERAL = 4
"""So many mentions of somebody are looked around, the nearest."""
NOWHERE = 4000
"""Farther than any mention that is read, in characters."""
SURE = 0.9
"""A name is surer than this, when it is the head of its source."""
BESIDE = 60
"""So near a quotation its source stands beside it, in characters."""
MARKS = 3
"""Characters that marks take before a paragraph's first word and behind its last."""
_BEFORE = re.compile(r"\b([a-z]{1,20}) (?:the )?$")
_CAPITAL = re.compile(r"[A-Z][\w’'\-]+")


class Known:
    """What holds for all quotations of an article."""

    def __init__(self, cast: Cast, resolver: Resolver, surroundings: Surroundings) -> None:
        self.cast = cast
        self.resolver = resolver
        self.surroundings = surroundings
        self.grammar = resolver.antecedents.grammar
        self.full: dict[int, list[int]] = {}
        """Where somebody is named by more than one word,"""
        self.in_headline: set[int] = set()
        """who is named in the headline,"""
        for start, end, entity in cast.names_in(0, len(cast.text)):
            if len(_CAPITAL.findall(cast.text, start, end)) > 1:
                self.full.setdefault(entity, []).append(start)
            if start < cast.body_start:
                self.in_headline.add(entity)
        self.named = {e.number: sum(e.names.values()) for e in cast.entities if e.names}
        """and how often everybody is."""
        self.most_named = max(1, max(self.named.values(), default=0))


class Place:
    """The piece of one attribution, with everybody who may say it (``able``)."""

    def __init__(
        self,
        known: Known,
        number: int,
        attribution: Attribution,
        speaker: Speaker | None,
        source: Source,
        around: Around,
        able: Sequence[int],
    ) -> None:
        self._known = known
        self._attribution = attribution
        self._number = number
        self._speaker = speaker
        self._source = source
        start, end = attribution.piece.start, attribution.piece.end
        self._start, self._end = start, end
        self._able = able
        cast = known.cast
        self._base = speaker.entity if speaker is not None else None
        self._around = around
        mentions = [m for m in cast.before(start, REACH) if not m.quoted]
        self._mentions: dict[int, list[Mention]] = {}
        for mention in mentions:
            self._mentions.setdefault(mention.entity, []).append(mention)
        behind = cast.before(min(len(cast.text), end + AHEAD), min(len(cast.text), end + AHEAD) - end)
        self._behind: dict[int, int] = {}
        for mention in behind:
            if not mention.quoted:
                self._behind.setdefault(mention.entity, mention.start)
        by_place = sorted(able, key=lambda e: -self._last(e))
        self._rank = {e: rank for rank, e in enumerate(by_place)}
        self._persons = sorted({(m.start, m.entity) for m in mentions if cast.entities[m.entity].is_person})
        self._quoted = {e for _, _, e in cast.names_in(start, end)}
        self._weighed: Weighed = known.resolver.weighed(source.span[0] if source.span else -1)
        self._gap = max(0, start - source.span[1], source.span[0] - end) if source.span else NOWHERE
        told = attribution.cue is not None and not attribution.carried
        self._beside = told and self._gap <= BESIDE
        self._zone = known.grammar.zone(source.span[0] if source.span else start)
        self._described = (
            [w for w in office(source.phrase.partition(",")[0]) if len(w) > 2] if source.is_role else []
        )
        self._namesakes = [e for e in able if source.last and self._is_called(e, source.last)]
        self._full = {e: self._full_before(e) for e in able}

    def context(self) -> list[float]:
        """(CONTEXT,): what holds for everybody who may say it."""
        text, source, around, one = self._known.cast.text, self._source, self._around, self._attribution
        piece, words, speaker, base = one.piece, source.words, self._speaker, self._base
        lead, tail = self._start - around.begins, max(0, around.ends - self._end)
        names = base is not None and bool(self._known.cast.entities[base].names)
        before = source.span is not None and source.span[1] <= self._start
        outside = source.span is not None and not around.begins <= source.span[0] <= around.ends
        role = source.is_role
        return [
            source.pronoun in HE,
            source.pronoun in SHE,
            source.pronoun in IT,
            source.pronoun in THEY,
            source.pronoun in WHO,
            bool(source.pronoun),
            source.last is not None,
            role,
            source.span is None,
            one.carried,
            piece.kind is QuoteKind.DIRECT,
            base is None,
            base is not None and not names,
            log1p(self._end - self._start),
            before,
            len(words),
            role and words[:1] == ("the",),
            role and bool(words) and words[0] in INDEFINITE,
            source.is_person,
            self._weighed.nobody,
            log1p(len(self._able)),
            log1p(self._known.surroundings.all),
            one.probability,
            speaker.probability if speaker is not None else 0.0,
            min(lead, 300) / 100,
            lead <= MARKS,
            min(tail, 300) / 100,
            tail <= MARKS,
            min(around.of, 20),
            min(around.rank, 20),
            around.rank == 0,
            around.follows,
            around.open_before,
            around.followed,
            len(around.earlier),
            len(around.paragraph_before),
            base in around.earlier,
            base in around.paragraph_before,
            around.last_end == 0,
            piece.goes_on,
            "?" in text[self._end - 2 : self._end],
            source.span is not None and source.span[0] >= self._end,
            outside,
            one.cue is not None,
            log1p(self._gap) / 4,
            self._beside,
        ]

    def own(self, entity: int) -> list[float]:
        """(OWN,): what is told of one of those who may say it."""
        one = self._known.cast.entities[entity]
        mentions = self._mentions.get(entity, [])
        female = self._known.resolver.heard.is_female(one)
        is_base = entity == self._base
        beside = is_base and self._beside
        return [
            is_base,
            beside,
            beside and self._source.last is not None,
            beside and bool(self._source.pronoun),
            is_base and self._speaker is not None and self._speaker.probability > SURE,
            *self._of_pronoun(entity),
            *self._of_place(entity, mentions),
            *self._of_turns(entity),
            *self._of_kind(one, female),
            *self._of_description(one, mentions),
            *self._of_paragraphs(entity, mentions),
            *self._of_name(one, female),
        ]

    def _of_pronoun(self, entity: int) -> list[float]:
        chances = self._weighed.chances
        chance = chances.get(entity, 0.0)
        return [chance, entity in chances, max(chances.values(), default=0.0) - chance]

    def _of_place(self, entity: int, mentions: Sequence[Mention]) -> list[float]:
        text, grammar, start = self._known.cast.text, self._known.grammar, self._start
        near = mentions[-1] if mentions else None
        gap = max(0, start - near.end) if near else NOWHERE
        ahead = max(0, self._behind.get(entity, self._end + NOWHERE) - self._end)
        blocks = grammar.block(start) - grammar.block(near.start) if near else 20
        sentences = grammar.sentence(start) - grammar.sentence(near.start) if near else 40
        subject = grammar.subject(near) if near else 0
        spoke = [says(text, m) for m in mentions[-SEVERAL:]]
        rank = self._rank[entity]
        here = [m for m in mentions if grammar.block(m.start) == grammar.block(start)]
        since = [m for m in mentions if m.start >= self._zone]
        before = _BEFORE.search(text, max(0, near.start - 26), near.start) if near else None
        return [
            log1p(gap) / 4,
            log1p(ahead) / 4,
            min(blocks, 6) / 2,
            min(sentences, 8) / 4,
            *(blocks == n for n in (0, 1, 2)),
            *(sentences == n for n in (0, 1)),
            subject == 2,
            subject == 1,
            bool(spoke) and spoke[-1],
            any(spoke[:-1]),
            rank == 0,
            rank == 1,
            min(rank, 8) / 4,
            bool(here),
            any(grammar.subject(m) == 2 for m in here),
            len(here) / 3,
            bool(here) and here[0].start == self._known.cast.first_place(entity),
            bool(since),
            any(grammar.subject(m) == 2 for m in since),
            entity in self._quoted,
            near is not None and grammar.owns(near),
            before is not None and before.group(1) in PREPOSITIONS,
        ]

    def _of_turns(self, entity: int) -> list[float]:
        around, surroundings = self._around, self._known.surroundings
        spoken = surroundings.spoken(entity, self._source.span)
        at = around.before.index(entity) if entity in around.before else -1
        named = self._known.named.get(entity, 0)
        return [
            at == 0,
            at == 1,
            surroundings.has_spoken(entity, self._number),
            around.before[:2] == (entity, entity),
            around.behind[:1] == (entity,),
            entity in around.behind,
            log1p(spoken),
            spoken / max(1, surroundings.all),
            log1p(named),
            named / self._known.most_named,
        ]

    def _of_kind(self, one: Entity, female: bool | None) -> list[float]:
        known, source = self._known, self._source
        wanted = source.pronoun in SHE if source.pronoun in HE | SHE else None
        first = known.cast.first_place(one.number)
        blocks = known.cast.blocks
        return [
            one.person,
            one.institution,
            one.place,
            one.body,
            wanted is not None and female == wanted,
            wanted is not None and female is not None and female != wanted,
            wanted is not None and female is None,
            female is None,
            bool(one.titles or one.offices),
            bool(one.honorifics),
            bool(one.ages),
            max(map(len, one.names), default=1) > 1,
            first < known.cast.body_start,
            bool(blocks) and first < blocks[min(2, len(blocks) - 1)][1],
            one.number in source.owners,
            source.span is not None and 0 <= self._last(one.number) < source.span[0],
            one.is_person,
            one.is_somebody,
            one.is_nationality,
            one.is_place,
            not one.names,
        ]

    def _of_description(self, one: Entity, mentions: Sequence[Mention]) -> list[float]:
        if not self._described:
            return [0.0] * 7
        text, (*rest, head) = self._known.cast.text, self._described
        near = " ".join(text[max(0, m.start - 60) : m.end + 120].lower() for m in mentions[-SEVERAL:])
        known, beside = one.office_words, set(office(near))
        return [
            1.0,
            bool(known),
            head in known,
            bool(known) and head not in known,
            sum(w in known for w in rest) / max(1, len(rest)),
            head in beside,
            sum(w in beside for w in rest) / max(1, len(rest)),
        ]

    def _of_paragraphs(self, entity: int, mentions: Sequence[Mention]) -> list[float]:
        around, start = self._around, self._start
        near = mentions[-1] if mentions else None
        others = {e for at, e in self._persons if near is not None and at > near.start and e != entity}
        here = any(around.begins <= m.start for m in mentions)
        alone = here and not any(e != entity and at >= around.begins for at, e in self._persons)
        behind = self._behind.get(entity, -1)
        open_now = self._attribution.piece.goes_on or around.open_before
        return [
            entity in around.earlier,
            entity in around.beside,
            entity in around.paragraph_before,
            entity in around.paragraph_behind,
            near is not None and near.start >= around.last_end,
            min(6, len(others)) / 3 if near is not None else 2.0,
            near is not None and around.begins <= near.start < start,
            alone,
            around.paragraph_before == {entity},
            around.earlier == {entity},
            open_now and entity in around.paragraph_before,
            around.begins <= behind <= around.ends,
        ]

    def _of_name(self, one: Entity, female: bool | None) -> list[float]:
        """How well the name in the source fits, where several share it."""
        number, source, sharing, known = one.number, self._source, self._namesakes, self._known
        count, last = self._full[number]
        several = number in sharing and len(sharing) > 1
        best = self._best if several else {}
        spoken = known.surroundings.spoken(number, source.span)
        told = source.female is not None and female is not None
        return [
            number in sharing,
            several,
            several and number == self._base,
            *(best.get(name) == number for name in ("full", "first", "named")),
            best.get("spoken") == number and spoken > 0,
            several * log1p(count),
            several * (log1p(self._start - last) / 4 if count else 2.5),
            told and female == source.female,
            told and female != source.female,
            several and any(words == (source.last,) for words in one.names),
            several and one.by_first_name,
            several and number in known.in_headline,
            log1p(count),
            bool(known.full.get(number)) and self._around.begins <= known.full[number][0] < self._start,
        ]

    @cached_property
    def _best(self) -> Mapping[str, int]:
        """Of those who share the name: named fully last, named first, named and heard most often."""
        known, sharing = self._known, self._namesakes
        return {
            "full": max(sharing, key=lambda e: self._full[e][1]),
            "first": min(sharing, key=known.cast.first_place),
            "named": max(sharing, key=lambda e: known.named.get(e, 0)),
            "spoken": max(sharing, key=lambda e: known.surroundings.spoken(e, self._source.span)),
        }

    def _is_called(self, entity: int, word: str) -> bool:
        return any(word in (words[0], words[-1]) for words in self._known.cast.entities[entity].names)

    def _full_before(self, entity: int) -> tuple[int, int]:
        """How often somebody was named fully so far, and where last; -1: nowhere."""
        places = self._known.full.get(entity, [])
        count = bisect_left(places, self._start)
        return count, places[count - 1] if count else -1

    def _last(self, entity: int) -> int:
        mentions = self._mentions.get(entity)
        return mentions[-1].start if mentions else -1
