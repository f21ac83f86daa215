"""The words of a text and of a statement that stand against each other: negations, numbers and days, opposites, names."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace

from rapidfuzz.distance import Indel

from index.checking.differing import changes
from index.checking.editing import WHEN
from index.checking.meaning import names_and_numbers
from index.checking.opposites import opposites
from index.checking.speakers import name_parts
from index.checking.tokens import Word, is_content, is_negation, is_number, split_words, stem
from index.checking.variants import canonical
from index.model import Change, Citation
from index.slices import cut

MOST = 4
"""Contrasts that are told."""
MOST_WORDS = 150
"""Longer texts and statements are told by their changes alone: every word of one is held against every word of the other."""
LONGEST = 6
"""Words of a run that stands in the place of another."""


@dataclass(frozen=True, slots=True)
class _Side:
    """One of the two texts: ``left`` are the words that the other does not have, in its order."""

    text: str
    words: tuple[Word, ...]
    left: list[Word]

    def take(self, chosen: Sequence[Word]) -> None:
        for word in chosen:
            self.left.remove(word)


def against(query: str, asked: Sequence[Word], cited: Citation) -> tuple[Change, ...]:
    """Which words turn what is cited into the query, with their places in the article."""
    found = contrasts(query, asked, cited.text, name_parts(cited.speaker) if cited.speaker else ())
    at = cited.start
    return tuple(replace(c, said_start=at + c.said_start, said_end=at + c.said_end) for c in found)


def contrasts(
    query: str, asked: Sequence[Word], statement: str, speaker: Collection[str] = ()
) -> tuple[Change, ...]:
    """What turns the one into something else, spelled as it stands there, in the order of the query.

    ``asked`` are the words of the query that count; ``speaker`` the folded words of the name of who said the statement,
    which are no news. A side is empty where the other alone has a word; the offsets are into the two texts. When neither a
    negation, a number, an opposite nor a name tells them apart, the words that stand in each other's place do. At most MOST.
    """
    said = split_words(statement)
    if max(len(asked), len(said)) > MOST_WORDS:
        return ()
    ours, theirs = _apart(query, asked, statement, said)
    names = [names_and_numbers(side.text, side.words) - set(speaker) for side in (ours, theirs)]
    found = _denied(ours, theirs)
    found += _paired(ours, theirs, lambda a, b: opposites(a.folded, b.folded))
    found += _of_a_kind(ours, theirs, lambda w, _: _counts(w))
    found += _of_a_kind(ours, theirs, lambda w, side: w.folded in names[side])
    told = [_change(ours, theirs, *pair) for pair in found]
    if not told:
        known = {_key(word) for word in said}
        told = [c for c in changes(statement, said, query, asked) if _tells(c, known)]
    return tuple(sorted(told, key=lambda c: (c.asked_start, c.said_start))[:MOST])


def _apart(query: str, asked: Sequence[Word], statement: str, said: Sequence[Word]) -> tuple[_Side, _Side]:
    """Both texts with the words that the other has not, neither there nor elsewhere."""
    keys = [[_key(word) for word in words] for words in (asked, said)]
    ours, theirs = _Side(query, tuple(asked), []), _Side(statement, tuple(said), [])
    for code in Indel.opcodes(keys[1], keys[0]):
        if code.tag != "equal":
            theirs.left.extend(said[code.src_start : code.src_end])
            ours.left.extend(asked[code.dest_start : code.dest_end])
    waiting: dict[str, list[Word]] = {}
    for word in reversed(theirs.left):
        waiting.setdefault(_key(word), []).append(word)
    for word in tuple(ours.left):
        if same := waiting.get(_key(word)):
            ours.left.remove(word)
            theirs.left.remove(same.pop())
    return ours, theirs


_Pair = tuple[Word | None, Word | None]
"""A word of the query and one of the statement."""


def _denied(ours: _Side, theirs: _Side) -> list[_Pair]:
    """Negations that one side alone has: as many on both sides cancel each other."""
    left, right = ([w for w in side.left if is_negation(w.folded)] for side in (ours, theirs))
    ours.take(left)
    theirs.take(right)
    more = len(left) - len(right)
    return [(w, None) for w in left[: max(more, 0)]] + [(None, w) for w in right[: max(-more, 0)]]


def _paired(ours: _Side, theirs: _Side, alike: Callable[[Word, Word], bool]) -> list[_Pair]:
    found: list[_Pair] = []
    for word in tuple(ours.left):
        other = next((w for w in theirs.left if alike(word, w)), None)
        if other is not None:
            ours.take([word])
            theirs.take([other])
            found.append((word, other))
    return found


def _of_a_kind(ours: _Side, theirs: _Side, of_it: Callable[[Word, int], bool]) -> list[_Pair]:
    """Words of one kind in their order; what only the query has stands alone, what only the statement has is left out."""
    left = [w for w in ours.left if of_it(w, 0)]
    right = [w for w in theirs.left if of_it(w, 1)]
    ours.take(left)
    theirs.take(right)
    return [(word, right[i] if i < len(right) else None) for i, word in enumerate(left)]


def _change(ours: _Side, theirs: _Side, asked: Word | None, said: Word | None) -> Change:
    """One pair as a change of one word."""
    low, high = (said.start, said.end) if said else (0, 0)
    first, last = (asked.start, asked.end) if asked else (0, 0)
    op = "replace" if said and asked else "insert" if asked else "delete"
    return Change(op, cut(theirs.text, low, high), cut(ours.text, first, last), low, high, first, last)


def _counts(word: Word) -> bool:
    return is_number(word.folded) or word.folded in WHEN


def _tells(change: Change, known: Collection[str]) -> bool:
    """Whether a change is short and puts something in another's place, or adds what the statement has nowhere."""
    said, asked = (split_words(words) for words in (change.said, change.asked))
    fresh = asked if change.said else [w for w in asked if _key(w) not in known]
    return max(len(said), len(asked)) <= LONGEST and any(
        is_content(w.folded) for w in (*fresh, *(said if asked else ()))
    )


def _key(word: Word) -> str:
    folded = canonical(word.folded)
    return stem(folded) or folded
