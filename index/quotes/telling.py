"""What the words beside a pronoun or a description, and those beside a candidate, tell of whom it means.

"…," Moor said. "…," he added: who spoke goes on. "Moor said …" names who is likely quoted next. "The Lindow baker" is of
whom the article tells "baker" and "Lindow".
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from index.quotes.entities import WORD, Entity, Mention, office
from index.text.saying import BEHIND_NAME, STATING

FEATURES = 20
"""Length of ``Telling.features``."""
SEVERAL = 4
"""So many mentions of a candidate are looked around, the nearest."""
BEFORE, BEHIND = 60, 120
"""So far around a mention a description's words are looked for, in characters."""
_SAYS = re.compile(
    r"(?:, [^,;.“”\"\n]{2,90},)? (?:(?:also|then|later|has|had|never|once) )?"
    rf"(?:{'|'.join(dict.fromkeys((*STATING, *BEHIND_NAME)))})\b"
)
_SAID = re.compile(rf"\b(?:{'|'.join(dict.fromkeys((*STATING, *BEHIND_NAME)))}) (?:[A-Z][\w.]{{1,12}} )?$")
_ON = re.compile(r" (?:(?:also|then|later) )?(?:added|adds|continued|continues|went on|goes on|concluded)\b")
_ON_BEFORE = re.compile(r"\b(?:added|adds|continued|continues|concluded) $")
_ALSO = re.compile(r" (?:also|then|later) ")


@dataclass(frozen=True, slots=True)
class Telling:
    """Of one pronoun or description at ``start``; ``phrase`` are the words of the description, else empty."""

    text: str
    start: int
    length: int
    phrase: str
    last: int | None
    """Who spoke last,"""
    blocks: int
    """how many paragraphs back, and"""
    since: int
    """how many others were named since,"""
    subjects: int
    """how many of them as a subject."""
    most: int
    """How often the candidate is named that is named most, so far."""

    def features(self, entity: Entity, own: Sequence[Mention], count: int, opens: bool) -> list[float]:
        """(FEATURES,); ``own``: its mentions, ``count``: how many; ``opens``: does its last mention open a paragraph?"""
        speaks_last = self.last == entity.number
        on = _ON.match(self.text, self.start + self.length) is not None
        on = on or _ON_BEFORE.search(self.text, max(0, self.start - 12), self.start) is not None
        also = _ALSO.match(self.text, self.start + self.length) is not None
        spoke = [says(self.text, m) for m in own[-SEVERAL:]]
        definite = bool(entity.role) and not entity.names and (entity.role or "").lower().startswith("the ")
        return [
            on and speaks_last,
            also and speaks_last,
            speaks_last and self.blocks <= 0,
            speaks_last and self.blocks == 1,
            speaks_last and self.blocks == 2,
            speaks_last and not self.since,
            speaks_last and bool(self.since) and not self.subjects,
            bool(spoke) and spoke[-1],
            any(spoke[:-1]),
            count == self.most,
            definite,
            opens,
            *self._alike(entity, own),
        ]

    def _alike(self, entity: Entity, own: Sequence[Mention]) -> list[float]:
        """How much of a description the text tells of the candidate."""
        if not self.phrase:
            return [0.0] * 8
        words = [w for w in office(self.phrase) if len(w) > 2]
        if not words:
            return [0.0] * 8
        known = entity.office_words
        around = " ".join(
            self.text[max(0, m.start - BEFORE) : m.end + BEHIND].lower() for m in own[-SEVERAL:]
        )
        beside = set(office(around))
        rest = words[:-1]
        capitals = [w.lower() for w in WORD.findall(self.phrase)[1:] if w[0].isupper()]
        return [
            1.0,
            bool(known),
            words[-1] in known,
            bool(known) and words[-1] not in known,
            sum(w in known for w in rest) / max(1, len(rest)),
            words[-1] in beside,
            sum(w in beside for w in rest) / max(1, len(rest)),
            any(w in beside or w in known for w in capitals),
        ]


def says(text: str, mention: Mention) -> bool:
    """Does a verb of saying stand right behind it, or before it?"""
    if _SAYS.match(text, mention.end) is not None:
        return True
    return _SAID.search(text, max(0, mention.start - 28), mention.start) is not None
