"""Which stretches of text the reader reads: whole sentences around the best candidates."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from index.answering.features import ArticleFeatures
from index.answering.reader import Window

WINDOW = 640
"""Characters of a window; the reader was trained on as much."""
HEADING = 120
"""Characters of the heading, or of the end of the lead-in, that the reader sees above a window."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """Sentences ``first`` to ``last`` (both included) of the article numbered ``article``."""

    article: int
    first: int
    last: int

    def window(self, f: ArticleFeatures) -> Window:
        """The stretch as the reader takes it."""
        above = f.above[int(f.passage_of[self.first])]
        head = ""
        if above:
            rows = np.flatnonzero(f.passage_of == above[-1])
            head = f.text(int(rows[0]), int(rows[-1]))[-HEADING:] + "\n"
        start = f.starts[self.first] - len(head)
        spans = tuple((f.starts[i] - start, f.ends[i] - start) for i in range(self.first, self.last + 1))
        return Window(head + f.text(self.first, self.last), spans)


def choose(order: Sequence[tuple[int, int]], articles: Sequence[ArticleFeatures], most: int) -> list[Stretch]:
    """Up to ``most`` stretches that do not overlap and hold the first of ``order`` ((article, sentence))."""
    taken: set[tuple[int, int]] = set()
    chosen: list[Stretch] = []
    for article, sentence in order:
        if len(chosen) == most:
            break
        if (article, sentence) in taken:
            continue
        stretch = _around(articles[article], article, sentence, taken)
        taken.update((article, i) for i in range(stretch.first, stretch.last + 1))
        chosen.append(stretch)
    return chosen


def _around(f: ArticleFeatures, article: int, sentence: int, taken: set[tuple[int, int]]) -> Stretch:
    """Grow to both sides in turn while it fits; the own passage first, the title never."""
    first = last = sentence
    title = f.paragraphs[int(f.passage_of[sentence])] is None
    own = int(f.passage_of[sentence])
    for same_passage in (True, False):
        grown = not title
        while grown:
            grown = False
            for step in (-1, 1):
                at = first - 1 if step < 0 else last + 1
                if not 0 <= at < len(f.starts) or (article, at) in taken:
                    continue
                passage = int(f.passage_of[at])
                if f.paragraphs[passage] is None or (same_passage and passage != own):
                    continue
                low, high = min(first, at), max(last, at)
                if f.ends[high] - f.starts[low] <= WINDOW:
                    first, last, grown = low, high, True
    return Stretch(article, first, last)
