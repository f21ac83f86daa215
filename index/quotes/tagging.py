"""Articles as windows of word pieces for the tagger, with offsets back into the text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from index.quotes.marks import find_marked
from index.quotes.network_sizes import MAX_TOKENS
from index.runtime.pairs import CLS, SEP

if TYPE_CHECKING:
    from tokenizers import Tokenizer

_LINE = re.compile(r"[^\r\n]+")


@dataclass(frozen=True, slots=True)
class TokenWindow:
    """Whole paragraphs as tokens. ``offsets[i]`` is token i's span of the text, (0, 0) for [CLS] and [SEP].

    ``first`` is the number that the first real token has in the document.
    """

    ids: tuple[int, ...]
    surface: tuple[int, ...]
    offsets: tuple[tuple[int, int], ...]
    first: int = 0


def paragraph_spans(text: str) -> list[tuple[int, int]]:
    """Non-empty lines, stripped."""
    spans = []
    for match in _LINE.finditer(text):
        stripped = match.group().strip()
        if stripped:
            start = match.start() + match.group().index(stripped)
            spans.append((start, start + len(stripped)))
    return spans


def windows(text: str, paragraphs: Sequence[tuple[int, int]], tokenizer: Tokenizer) -> Iterator[TokenWindow]:
    """Windows of at most MAX_TOKENS word pieces; each begins with the paragraph that the last one ended
    with, so that "he added" finds its "he"; a paragraph longer than a window is cut. Read as they are taken."""
    held: list[_Row] = []
    for row in _rows(text, paragraphs, tokenizer):
        while held and 1 + sum(len(r.ids) + 1 for r in held) + len(row.ids) + 1 > MAX_TOKENS:
            yield _window(held)
            held = held[-1:] if len(held) > 1 else []
        held.append(row)
    if held:
        yield _window(held)


@dataclass(frozen=True, slots=True)
class _Row:
    """A paragraph, or as much of it as a window holds; ``first`` is the number of its first token."""

    first: int
    ids: list[int]
    surface: list[int]
    offsets: list[tuple[int, int]]


def _rows(text: str, paragraphs: Sequence[tuple[int, int]], tokenizer: Tokenizer) -> Iterator[_Row]:
    first = 0
    for start, end in paragraphs:
        encoded = tokenizer.encode(text[start:end], add_special_tokens=False)
        seen = [
            (i, start + a, start + b) for i, (a, b) in zip(encoded.ids, encoded.offsets, strict=True) if b > a
        ]
        ids, offsets = [i for i, _, _ in seen], [(a, b) for _, a, b in seen]
        surface = _surface(text, offsets, [(m.start, m.end) for m in find_marked(text, start, end)])
        for low in range(0, max(len(offsets), 1), MAX_TOKENS - 2):
            high = low + MAX_TOKENS - 2
            yield _Row(first + low, ids[low:high], surface[low:high], offsets[low:high])
        first += len(ids)


def _window(rows: Sequence[_Row]) -> TokenWindow:
    ids, surface, offsets = [CLS], [0], [(0, 0)]
    for row in rows:
        ids += [*row.ids, SEP]
        surface += [*row.surface, 0]
        offsets += [*row.offsets, (0, 0)]
    return TokenWindow(tuple(ids), tuple(surface), tuple(offsets), rows[0].first)


def _surface(text: str, offsets: Sequence[tuple[int, int]], marked: Sequence[tuple[int, int]]) -> list[int]:
    """Case (lower, Title, UPPER, other) × (outside marks, inside, a mark, just before or after marks)."""
    classes, current = [], 0
    for a, b in offsets:
        while current < len(marked) and marked[current][1] <= a:
            current += 1
        word = text[a:b]
        case = (
            0 if word.islower() else 2 if word.isupper() and len(word) > 1 else 1 if word[:1].isupper() else 3
        )
        place = 0
        if current < len(marked) and marked[current][0] <= a < marked[current][1]:
            place = 1
        elif (
            word
            and not word[0].isalnum()
            and (
                (current < len(marked) and b == marked[current][0])
                or (current > 0 and a == marked[current - 1][1])
            )
        ):
            place = 2
        elif current > 0 and a - marked[current - 1][1] <= 3:
            place = 3
        classes.append(4 * place + case)
    return classes
