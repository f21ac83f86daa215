"""Sentences, paragraphs and subjects of one article."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right

from index.model import Span
from index.quotes.clauses import sentence_starts
from index.quotes.entities import Mention
from index.quotes.people import Cast

_VERB = re.compile(
    r"(?:,[^,.;“”\"]{2,60},|,)? (?:(?:also|then|later|never|once|now|already|still|again|both|all|often|just) )?"
    r"(?:is|was|are|were|has|have|had|did|does|do|will|would|can|could|may|might|must|should|said|says|told|saw|went|came|got"
    r"|took|gave|left|lost|led|won|knew|met|sat|stood|ran|wrote|spoke|heard|felt|found|made|kept|put|[a-z]{2,14}(?:ed|s))\b"
)
_LEAD = re.compile(
    r"(?:(?:[Bb]ut|[Aa]nd|[Tt]hen|[Ll]ater|[Ss]o|[Yy]et|[Tt]he|[Ww]hen|[Aa]s|[Ww]hile|[Aa]fter|[Bb]efore|[Ii]f|[Bb]ecause|that)\s+"
    r"|[A-Z][a-z]+ of |(?:His|Her|Their|Its|An?|Another|One|Our) [a-z\- ]{2,40}\s|[^“”\"]{1,70},\s+|[a-z\- ]{3,40}\s)?$"
)


class Grammar:
    """Where sentences begin, and which mentions are their subjects, as far as patterns tell."""

    def __init__(self, cast: Cast) -> None:
        self._text = cast.text
        self._blocks = [a for a, _ in cast.blocks]
        self._quote_ends = sorted(b for _, b in cast.quoted)
        starts: list[int] = []
        for start, end in cast.blocks:
            starts.append(start)
            starts += [s for s in sentence_starts(cast.text, start, end) if s < end and not cast.is_quoted(s)]
        self._starts = starts
        self._subjects: dict[Span, int] = {}

    def block(self, position: int) -> int:
        """The number of its paragraph, from 1 on."""
        return bisect_right(self._blocks, position)

    def sentence_at(self, position: int) -> tuple[int, int]:
        """Where the sentence of a place begins, and where the next one does."""
        at = self.sentence(position)
        stop = self._starts[at] if at < len(self._starts) else len(self._text)
        return (self._starts[at - 1] if at else 0), stop

    def sentence(self, position: int) -> int:
        """The number of its sentence, from 1 on; those within marks count as one with what stands around them."""
        return bisect_right(self._starts, position)

    def begins(self, sentence: int) -> int:
        """Where the sentence of a number begins."""
        return self._starts[max(0, sentence - 1)]

    def quotations_before(self, position: int) -> int:
        """How many end at it or before."""
        return bisect_right(self._quote_ends, position)

    def zone(self, start: int) -> int:
        """Where the text since the last quotation's own sentence begins."""
        sentence = self._starts[max(0, bisect_right(self._starts, start) - 1)] if self._starts else 0
        at = bisect_right(self._quote_ends, sentence) - 1
        if at < 0:
            return 0
        following = bisect_left(self._starts, self._quote_ends[at])
        return min(self._starts[following], sentence) if following < len(self._starts) else sentence

    def subject(self, mention: Mention) -> int:
        """2: the subject of its sentence, 1: of some clause, 0: neither."""
        if (mention.start, mention.end) not in self._subjects:
            text = self._text
            verb = _VERB.match(text, mention.end) is not None
            begin = self._starts[max(0, self.sentence(mention.start) - 1)] if self._starts else 0
            lead = text[max(begin, mention.start - 120) : mention.start]
            first = mention.start - begin < 120 and _LEAD.match(lead) is not None
            self._subjects[mention.start, mention.end] = (
                2 if first and (verb or not lead) else 1 if verb else 0
            )
        return self._subjects[mention.start, mention.end]

    def opens(self, mention: Mention) -> bool:
        """Does it open its paragraph?"""
        at = bisect_right(self._blocks, mention.start) - 1
        return at >= 0 and mention.start - self._blocks[at] < 12

    def owns(self, mention: Mention) -> bool:
        """ "Berg's": does something of theirs follow?"""
        return self._text.startswith(("’", "'"), mention.end)
