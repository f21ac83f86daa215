"""Who answers: "“How deep?” asked X. ¶ “Ten metres.”" and the turns of two that no words name."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from index.model import QuoteKind, Span
from index.quotes.linking import Attribution
from index.quotes.resolve import Speaker
from index.quotes.vocabulary import FIRST_PERSON

LIKELY = 0.75
"""So likely is the other one of two."""
MARKS = 4
"""Characters that marks take around a quotation that is a paragraph of its own."""
LONGEST = 160
"""A turn of two who answer each other begins so near the end of its paragraph, in characters."""
MOST_BACK = 4
"""So many turns back the other one spoke."""
LONGEST_QUESTION = 200
"""A longer paragraph of the text's own is no question to who spoke before."""
_ASKS = re.compile(r"\b(?:asked|asks|ask|wondered|wanted to know)\b")


@dataclass(frozen=True, slots=True)
class _Turn:
    """Who speaks last in a paragraph: ``who`` (an entity, its name, "I", or None: nobody knows), by what mention.

    ``asks``: it ends with a question; ``short``: it ends the paragraph, nearly; ``told``: the paragraph itself names them;
    ``answers``: they are known as the other one of two.
    """

    paragraph: int
    who: int | str | None
    source: Span | None
    asks: bool
    short: bool
    told: bool
    answers: bool


def alternated(
    text: str,
    paragraphs: Sequence[Span],
    attributed: Sequence[Attribution],
    speakers: Mapping[Span, Speaker | None],
) -> list[Attribution]:
    """``attributed`` with other sources for quotations that are paragraphs of their own: behind a question the other one
    speaks, behind one of the text's own who spoke before it."""
    starts = [a for a, _ in paragraphs]
    found = list(attributed)
    turns: list[_Turn] = []
    by_paragraph: dict[int, list[int]] = {}
    for i, one in enumerate(attributed):
        by_paragraph.setdefault(bisect_right(starts, one.piece.start) - 1, []).append(i)
    for number, own in by_paragraph.items():
        direct = [i for i in own if attributed[i].piece.kind is QuoteKind.DIRECT and not attributed[i].nested]
        if not direct:
            continue
        one = attributed[direct[-1]]
        begin, end = paragraphs[number]
        alone = len(own) == 1 and end - begin - (one.piece.end - one.piece.start) <= MARKS
        source, answers = one.source, False
        if alone and not one.piece.goes_on and (told := _answer(text, paragraphs, number, turns)) is not None:
            source, answers = told.source, True
            found[direct[-1]] = replace(
                one, source=source, cue=None, probability=LIKELY, carried=source is not None, turn=True
            )
        asks = (
            text[one.piece.end - 1 : one.piece.end] == "?" or text[one.piece.end : one.piece.end + 1] == "?"
        )
        who = _who(text, source, speakers)
        within = source is not None and begin <= source[0] < end
        turns.append(_Turn(number, who, source, asks, end - one.piece.start <= LONGEST, within, answers))
    return found


def _answer(text: str, paragraphs: Sequence[Span], number: int, turns: Sequence[_Turn]) -> _Turn | None:
    """Whose turn the paragraph is, when the page tells; None when it does not."""
    if not turns:
        return None
    last = turns[-1]
    if last.paragraph == number - 1:
        before = turns[-2] if len(turns) > 1 else None
        running = before is not None and before.paragraph == number - 2 and before.short and last.short
        if last.asks or (last.answers and running):
            return _other(last, turns)
        known = before is not None and None not in (before.who, last.who) and before.told and last.told
        return before if running and known and before is not None and before.who != last.who else None
    if last.paragraph == number - 2:
        begin, end = paragraphs[number - 1]
        asked = end - begin <= LONGEST_QUESTION and (text[end - 1] == "?" or _ASKS.search(text, begin, end))
        return last if asked else None
    return None


def _other(last: _Turn, turns: Sequence[_Turn]) -> _Turn:
    """Who spoke before, not they; nobody when that is not told."""
    for turn in reversed(turns[-MOST_BACK:]):
        if turn.who is not None and last.who is not None and turn.who != last.who:
            return turn
    return replace(last, source=None)


def _who(text: str, source: Span | None, speakers: Mapping[Span, Speaker | None]) -> int | str | None:
    if source is None:
        return None
    if text[slice(*source)].lower() in FIRST_PERSON:
        return "I"
    speaker = speakers.get(source)
    return (speaker.entity if speaker.entity is not None else speaker.name) if speaker else None
