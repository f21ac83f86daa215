"""Word-level differences between what was said and what was asked."""

from __future__ import annotations

from collections.abc import Sequence

from rapidfuzz.distance import Indel

from index.checking.tokens import Word
from index.model import Change


def changes(
    said_text: str, said: Sequence[Word], asked_text: str, asked: Sequence[Word]
) -> tuple[Change, ...]:
    """What to replace, insert (only asked) and delete (only said), each side spelled as it stands there.

    Neighbouring differences are one change. The words' offsets are into the two texts.
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
    a, b, c, d = bounds
    left = said_text[said[a].start : said[b - 1].end] if b > a else ""
    right = asked_text[asked[c].start : asked[d - 1].end] if d > c else ""
    return Change("replace" if left and right else "insert" if right else "delete", left, right)
