"""How certain it is that the named person says a quotation: a logistic regression over what link and resolver know.

It learned from quotations whose speakers are known (``training/speaker_certainty.py``); what it holds out is in MODEL_CARD.md.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from math import log, log1p

import numpy as np

from index.model import QuoteKind, Span
from index.quotes.clauses import is_relayed
from index.quotes.linking import Attribution
from index.quotes.people import Cast
from index.quotes.persons import weights
from index.quotes.resolve import Speaker
from index.quotes.vocabulary import HE, IT, PRONOUNS, SHE, THEY, WHO

FEATURES = 47
"""Length of ``Certainty.features``."""
AROUND_BEFORE, AROUND_BEHIND = 200, 120
"""Other sources so near a quotation may be its own, in characters."""


class Certainty:
    """Of the quotations of one article, or of a run of its paragraphs."""

    def __init__(
        self,
        cast: Cast,
        paragraphs: Sequence[Span],
        attributed: Sequence[Attribution],
        speakers: Mapping[Span, Speaker | None],
        spoken: Counter[int],
    ) -> None:
        """``spoken``: how often each entity speaks, in all."""
        self._cast = cast
        self._starts = [start for start, _ in paragraphs]
        self._sources = sorted({a.source for a in attributed if a.source})
        self._spoken = spoken
        self._attributed = len(attributed)
        persons = [e for e in cast.entities if e.names and e.person >= 0.5]
        self._persons = len(persons)
        full = [max(e.names, key=len) for e in persons]
        self._surnames = Counter(words[-1] for words in full if len(words) > 1)
        heard: dict[int, set[str]] = defaultdict(set)
        for a in attributed:
            speaker = speakers.get(a.source) if a.source else None
            if speaker is not None:
                heard[self._paragraph(a.piece.start)].add(speaker.name)
        self._several = {at for at, names in heard.items() if len(names) > 1}

    def is_named(self, speaker: Speaker) -> bool:
        """Is it somebody with a name, not but a role's words?"""
        return speaker.entity is not None and bool(self._cast.entities[speaker.entity].names)

    def of(self, attribution: Attribution, start: int, end: int, speaker: Speaker) -> float:
        """The chance that the speaker, somebody with a name, says ``text[start:end]``, a piece or a part of it in marks."""
        known = weights()
        found = np.array(self.features(attribution, start, end, speaker), np.float32)
        score = float(found @ known["certainty"] + known["certainty.bias"])
        return float(1 / (1 + np.exp(-score)))

    def is_relayed(self, attribution: Attribution) -> bool:
        """Does its source stand behind "according to"?"""
        return attribution.source is not None and is_relayed(self._cast.text, attribution.source[0])

    def features(self, attribution: Attribution, start: int, end: int, speaker: Speaker) -> list[float]:
        """(FEATURES,)"""
        source = attribution.source
        if source is None or speaker.entity is None:
            raise ValueError("a named speaker has a source")
        text, piece, entity = self._cast.text, attribution.piece, self._cast.entities[speaker.entity]
        low, high = source
        words = text[low:high].lower().split()
        pronoun = words[0] if words and len(words) <= 3 and words[0] in PRONOUNS else ""
        named = bool(self._cast.names_in(low, high))
        full = max(entity.names, key=len, default=("",))
        likely = speaker.likely
        apart = self._paragraph(start) - self._paragraph(low)
        near = bisect_left(self._sources, (end + AROUND_BEHIND,)) - bisect_right(
            self._sources, (start - AROUND_BEFORE,)
        )
        return [
            pronoun in HE,
            pronoun in SHE,
            pronoun in IT,
            pronoun in THEY,
            pronoun in WHO,
            not pronoun and named,
            not pronoun and not named,
            len(full),
            len(words),
            attribution.probability,
            log(max(1e-3, 1 - min(0.999, attribution.probability))),
            attribution.carried,
            speaker.probability,
            piece.probability,
            attribution.nested,
            likely.chance if likely else 1.0,
            likely.second if likely else 0.0,
            likely.nobody if likely else 0.0,
            log1p(likely.of) if likely else 0.0,
            bool(likely and likely.goes_on),
            speaker.again,
            log1p(speaker.before),
            self._surnames[full[-1]] > 1,
            entity.person,
            entity.institution,
            entity.place,
            log1p(sum(entity.names.values())),
            log1p(self._spoken[speaker.entity]),
            low < start,
            low >= end,
            log1p(max(0, start - high, low - end)),
            apart != 0,
            apart > 1,
            max(0, near - 1),
            piece.kind is QuoteKind.DIRECT,
            piece.kind is QuoteKind.MIXED,
            log1p(end - start),
            (start, end) != (piece.start, piece.end),
            attribution.cue is not None,
            log1p(self._persons),
            log1p(self._attributed),
            any(e == speaker.entity for _, _, e in self._cast.names_in(start, end)),
            self._paragraph(start) in self._several,
            self.is_relayed(attribution),
            entity.body,
            entity.plural,
            entity.female is None,
        ]

    def _paragraph(self, position: int) -> int:
        return bisect_right(self._starts, position)
