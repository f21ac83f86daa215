"""Articles written for the tests, and a tagger that says what a test wants to hear."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Sequence
from types import FrameType
from typing import Any

import numpy as np

from index.model import Article
from index.quotes.tagger import Document, LinkStates, Tagged, document_of
from index.reading.text import read_text

WORD = re.compile(r"\w+|[^\w\s]")
TAGS = {"content": 1, "source": 3, "cue": 5}
WIDTH = 4


def article(*lines: str) -> Article:
    """Title and paragraphs."""
    return read_text("\n".join(lines).encode(), "test.txt")


def tagged_as(of: Article, **roles: Sequence[str]) -> Tagged:
    """Tags on the first place of each text given as content, source or cue; every link goes to nobody."""
    document = document_of(of)
    offsets = [m.span() for a, b in document.paragraphs for m in WORD.finditer(of.text, a, b)]
    tags = [0] * len(offsets)
    for role, texts in roles.items():
        for text in texts:
            start = of.text.index(text)
            inside = [i for i, (a, b) in enumerate(offsets) if a >= start and b <= start + len(text)]
            for i in inside:
                tags[i] = TAGS[role] + (i != inside[0])
    return from_tags(offsets, tags)


def from_tags(offsets: Sequence[tuple[int, int]], tags: Sequence[int]) -> Tagged:
    """Certain tags, indifferent links."""
    probabilities = np.full((len(tags), 7), 0.005, np.float32)
    probabilities[np.arange(len(tags)), list(tags)] = 0.97
    blank = np.zeros((len(tags), WIDTH), np.float32)
    links = (LinkStates(0, blank, blank, blank, np.zeros(WIDTH, np.float32)),) if tags else ()
    return Tagged(np.array(offsets, np.int64).reshape(-1, 2), probabilities, links)


def random_tags(document: Document, seed: int) -> Tagged:
    """Arbitrary tags in windows of 60 tokens, for properties: every second seed's are runs, as a tagger would have them."""
    rng = np.random.default_rng(seed)
    offsets = [m.span() for a, b in document.paragraphs for m in WORD.finditer(document.text, a, b)]
    probabilities = rng.dirichlet(np.full(7, 0.3), len(offsets)).astype(np.float32)
    if seed % 2:
        runs = [
            tag
            for tag in rng.choice((0, 1, 3, 5), len(offsets))
            for tag in _run(int(tag), int(rng.integers(1, 7)))
        ]
        sure = np.eye(7, dtype=np.float32)[runs[: len(offsets)]]
        probabilities = 0.1 * probabilities + 0.9 * sure.reshape(-1, 7)
    links = []
    for low in range(0, len(offsets), 60):
        states = rng.standard_normal((3, min(60, len(offsets) - low), WIDTH)).astype(np.float32)
        links.append(LinkStates(low, states[0], states[1], states[2], states[0, 0]))
    return Tagged(np.array(offsets, np.int64).reshape(-1, 2), probabilities.reshape(-1, 7), tuple(links))


def _run(first: int, length: int) -> list[int]:
    """A tag that begins something, and those that go on with it."""
    return [first] * length if first == 0 else [first] + [first + 1] * (length - 1)


def work(action: Callable[[], object]) -> int:
    """Lines of Python run by ``action``: a clock that is the same everywhere."""
    lines = 0

    def trace(frame: FrameType, event: str, argument: Any) -> Any:
        nonlocal lines
        lines += event == "line"
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        action()
    finally:
        sys.settrace(before)
    return lines
