"""A short statement that is a quote's but for one thing: too few words agree for the weights to tell."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Sequence

from index.checking.aligning import Alignment
from index.checking.catalog import NOWHERE, Catalog, Ints
from index.checking.opposites import opposites
from index.checking.placing import Fragment, place
from index.checking.splicing import quote_span
from index.checking.tokens import is_content, is_negation, is_number, stem
from index.text.calendar import CALENDAR

LEAST_KEPT = 3
"""Words that are left of a statement whose negation or numbers are taken out."""
LEAST_LONG = 7
"""Words of a statement that is the quote but for one other word."""
LEAST_OPPOSITE = 4
"""Words of one whose other word is the opposite."""
MOST_MOVED = 12
"""Words of a statement that is looked for in another order; longer ones are told by their alignment."""
LEAST_SHARED = 2
"""Words with a meaning of their own in a statement that leaves out the middle of a quote's."""
MOST_RUNS = 3
"""Runs of a quote that such a statement is made of."""
CLAUSES = frozenset("that said says but because whether".split())
"""Words at which another statement begins or ends: what stands on both sides of one is not one statement."""
MAGNITUDES = frozenset("k m bn mn tn".split())
WHEN = (CALENDAR | {"today", "tomorrow", "yesterday", "tonight"}) - {"may"}
"""They stand for another day as a number does for another number."""
_PIECES = {"ve": "have", "ll": "will", "re": "are", "m": "am"}
_SHORTENED = {"can't": "can", "won't": "will", "shan't": "shall", "cannot": "can"}
_LIGHT = frozenset("do does did will would shall have has had am is are was were be been s d t".split())
"""Auxiliaries come and go with a negation: "frightens" is "does not frighten" denied."""


def is_one_edit(catalog: Catalog, asked: Sequence[str], found: Alignment) -> bool:
    """Whether it differs by a negation, by numbers or days, by an opposite, or by one word of many."""
    said = [catalog.spelling[n] for n in catalog.ids[found.low : found.high] if n >= 0]
    if place(catalog, found.low, found.high)[0].stored is None:
        return False
    if len(kept := _affirmed(asked)) >= LEAST_KEPT and kept == _affirmed(said):
        return True
    plain = [[word for word in words if not is_negation(word)] for words in (asked, said)]
    if plain[0] == plain[1] and len(plain[0]) >= LEAST_KEPT:  # "she would resign"
        return True
    counted = [_without_numbers(words) for words in (asked, said)]
    if counted[0] == counted[1] and LEAST_KEPT <= len(counted[0]) < min(len(asked), len(said)):
        return True
    differing = [pair for pair in zip(asked, said, strict=False) if pair[0] != pair[1]]
    if len(asked) != len(said) or len(differing) != 1:
        return False
    return len(asked) >= (LEAST_OPPOSITE if opposites(*differing[0]) else LEAST_LONG)


def moved(catalog: Catalog, numbers: Ints, spans: Sequence[tuple[int, int]]) -> Alignment | None:
    """The words of a short statement in a row and inside one quote, in another order."""
    length = len(numbers)
    if not LEAST_KEPT < length <= MOST_MOVED or int(numbers.min()) < 0:
        return None
    wanted = Counter(numbers.tolist())
    for low, high in spans:
        row = catalog.ids[low:high].tolist()
        window = Counter(row[:length])
        for at in range(len(row) - length + 1):
            if at:
                window[row[at - 1]] -= 1
                if not window[row[at - 1]]:
                    del window[row[at - 1]]  # or every word of the quote would be compared each time
                window[row[at + length - 1]] += 1
            if window == wanted and place(catalog, low + at, low + at + length)[0].stored is not None:
                return Alignment(low + at, low + at + length, 1.0)
    return None


def shortened(
    catalog: Catalog, words: Sequence[str], numbers: Ints, spans: Sequence[tuple[int, int]]
) -> Alignment | None:
    """The words of a short statement in their order inside one sentence of a quote that goes on between them.

    A negation that the statement adds is passed over.
    """
    kept = [int(n) for n, word in zip(numbers, words, strict=True) if not is_negation(word)]
    content = sum(map(is_content, words)) - sum(is_content(w) for w in words if is_negation(w))
    if len(kept) < LEAST_KEPT or len(words) > MOST_MOVED or min(kept) < 0 or content < LEAST_SHARED:
        return None
    for low, high in spans:
        places = _in_order(catalog.ids[low:high].tolist(), kept)
        if not places:
            continue
        found = Alignment(low + places[0], low + places[-1] + 1, 1.0)
        gaps = [(a + 1, b) for a, b in itertools.pairwise(places) if b > a + 1]
        between = {
            catalog.spelling[n] for a, b in gaps for n in catalog.ids[low + a : low + b] if n != NOWHERE
        }
        if len(gaps) < MOST_RUNS and not CLAUSES & between and _in_one_statement(catalog, found):
            return found
    return None


def _in_order(row: Sequence[int], wanted: Sequence[int]) -> list[int]:
    """Where the words stand in order, as close together as they can; empty when they do not."""
    asked: dict[int, list[int]] = {}
    for i in range(len(wanted) - 1, -1, -1):
        asked.setdefault(wanted[i], []).append(i)
    begun = [-1] * len(wanted)  # the latest place from which the words up to each stand in order
    best: tuple[int, int] | None = None
    for at, word in enumerate(row):
        for i in asked.get(word, ()):
            begun[i] = begun[i - 1] if i else at
        if word == wanted[-1] and begun[-1] >= 0 and (best is None or at - begun[-1] < best[1] - best[0]):
            best = begun[-1], at
    if best is None:
        return []
    places = [best[0]]
    for each in wanted[1:]:
        places.append(next(i for i in range(places[-1] + 1, best[1] + 1) if row[i] == each))
    return places


def _in_one_statement(catalog: Catalog, found: Alignment) -> bool:
    piece = place(catalog, found.low, found.high)[0]
    if piece.stored is None or (piece.low, piece.high) != (found.low, found.high):
        return False
    between = catalog.source(found.low).article.cut(
        int(catalog.starts[found.low]), int(catalog.ends[found.high - 1])
    )
    return not any(mark in between for mark in (". ", "? ", "! "))


def denied_before(catalog: Catalog, piece: Fragment) -> int:
    """How many words right before a piece, in its own quote, are a negation that it is told without: "nobody", "no one"."""
    if piece.stored is None:
        return 0
    begin = quote_span(catalog, piece)[0]
    before = [
        catalog.spelling[n] if n != NOWHERE else ""
        for n in catalog.ids[max(begin, piece.low - 2) : piece.low]
    ]
    if before[-1:] and is_negation(before[-1]):
        return 1
    return 2 if before == ["no", "one"] else 0


def shared_content(asked: Sequence[str], said: Sequence[str]) -> int:
    """Words that carry a meaning of their own and stand on both sides; "nobody" and "never" alone are no statement."""
    both = Counter(asked) & Counter(said)
    return sum(n for word, n in both.items() if is_content(word) and not is_negation(word))


def _affirmed(words: Sequence[str]) -> list[str]:
    """What a statement says, without its negations and the auxiliaries that they need."""
    plain = []
    for i, word in enumerate(words):
        whole = _SHORTENED.get(word) or _PIECES.get(word) or word.removesuffix("n't")
        one = word == "one" and i and words[i - 1] == "no"  # nobody
        if not (is_negation(whole) or one or whole in _LIGHT):
            plain.append(stem(whole) or whole)
    return plain


def _without_numbers(words: Sequence[str]) -> list[str]:
    """Also without the letter of "1.5k"."""
    return [
        w
        for i, w in enumerate(words)
        if not is_number(w) and w not in WHEN and not (w in MAGNITUDES and i and is_number(words[i - 1]))
    ]
