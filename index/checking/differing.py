"""Word-level differences between what was said and what was asked."""

from __future__ import annotations

from collections.abc import Sequence

from rapidfuzz.distance import Indel

from index.checking.tokens import Word
from index.model import Change
from index.slices import cut


def changes(
    said_text: str, said: Sequence[Word], asked_text: str, asked: Sequence[Word]
) -> tuple[Change, ...]:
    """What to replace, insert (only asked) and delete (only said), each side spelled as it stands there.

    Neighbouring differences are one change. The words' offsets are into the two texts, and so are a change's.
    """
    found: list[Change] = []
    pending: list[int] = []
    codes = Indel.opcodes([w.folded for w in said], [w.folded for w in asked])
    for code in codes:
        if code.tag == "equal":
            if pending:
                found.append(_change(pending, said_text, said, asked_text, asked))
            pending = []
        elif pending:
            pending[1], pending[3] = code.src_end, code.dest_end
        else:
            pending = [code.src_start, code.src_end, code.dest_start, code.dest_end]
    if pending:
        found.append(_change(pending, said_text, said, asked_text, asked))
    return tuple(found)


def _change(
    bounds: list[int], said_text: str, said: Sequence[Word], asked_text: str, asked: Sequence[Word]
) -> Change:
    low, high = _span(said, *bounds[:2])
    first, last = _span(asked, *bounds[2:])
    left, right = cut(said_text, low, high), cut(asked_text, first, last)
    op = "replace" if left and right else "insert" if right else "delete"
    return Change(op, left, right, low, high, first, last)


def _span(words: Sequence[Word], first: int, last: int) -> tuple[int, int]:
    """The characters of a run of words; of an empty run the place behind the word before it."""
    if last > first:
        return words[first].start, words[last - 1].end
    place = words[first - 1].end if first else words[0].start if words else 0
    return place, place
