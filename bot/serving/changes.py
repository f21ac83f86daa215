"""What changed between two versions of an article: paragraphs matched, words set apart inside those that were edited. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz
from rapidfuzz.distance import Indel

from index.model import Article

MOST_PARAGRAPHS = 20_000
"""Of each version: beyond that, only whether they differ is told."""
MOST_WORDS = 2_000
_ALIKE = 50
"""Percent that two paragraphs share when one is an edit of the other."""

Part = tuple[str, str]
"""``same``, ``removed`` or ``added``, and the words."""


@dataclass(frozen=True, slots=True)
class Change:
    """One paragraph that is not as it was, or ``same`` paragraphs left out; ``number`` counts from 1, 0 is the title."""

    kind: str
    number: int = 0
    pieces: tuple[Part, ...] = ()
    same: int = 0


def changes(old: Article, new: Article) -> list[Change] | None:
    """In reading order; empty when the words are the same, None when there is too much to compare."""
    before, after = _texts(old), _texts(new)
    if max(len(before), len(after)) > MOST_PARAGRAPHS:
        return None
    found: list[Change] = []
    removed: list[str] = []
    added: list[tuple[int, str]] = []
    for tag, a, b, c, d in _steps(before, after):
        if tag == "equal":
            found += _edits(removed, added)
            removed, added = [], []
            found.append(Change("same", same=b - a))
        else:
            removed += before[a:b]
            added += list(enumerate(after))[c:d]
    found += _edits(removed, added)
    return found if any(change.kind != "same" for change in found) else []


def _steps(before: Sequence[str], after: Sequence[str]) -> Iterator[tuple[str, int, int, int, int]]:
    """How to come from one to the other, as in difflib; bit-parallel, so that long articles take no time."""
    for step in Indel.opcodes(before, after):
        yield step.tag, step.src_start, step.src_end, step.dest_start, step.dest_end


def _texts(article: Article) -> list[str]:
    spans = [(article.title_start, article.title_end), *((p.start, p.end) for p in article.paragraphs)]
    return [" ".join(article.cut(low, high).split()) for low, high in spans]


def _edits(removed: Sequence[str], added: Sequence[tuple[int, str]]) -> Iterator[Change]:
    """Paragraphs at the same place of a changed stretch are compared; the rest went or came."""
    for place in range(max(len(removed), len(added))):
        was = removed[place] if place < len(removed) else None
        number, now = added[place] if place < len(added) else (0, None)
        if was and now and fuzz.ratio(was[:5_000], now[:5_000]) >= _ALIKE:
            yield Change("edited", number, tuple(words(was, now)))
            continue
        if was:
            yield Change("removed", pieces=(("removed", was),))
        if now:
            yield Change("added", number, (("added", now),))


def words(was: str, now: str) -> list[Part]:
    """Two texts as one, word by word."""
    before, after = was.split(), now.split()
    if max(len(before), len(after)) > MOST_WORDS:
        return [("removed", was), ("added", now)]
    pieces: list[Part] = []
    for tag, a, b, c, d in _steps(before, after):
        if tag == "equal":
            pieces.append(("same", " ".join(before[a:b])))
            continue
        if b > a:
            pieces.append(("removed", " ".join(before[a:b])))
        if d > c:
            pieces.append(("added", " ".join(after[c:d])))
    return pieces
