"""PolNeAR's articles with their annotated quotes (Newell, Margolin & Ruths 2018)."""

from __future__ import annotations

import json
from collections import defaultdict
from pathlib import Path

from index.evaluation.datasets import fold_of
from index.evaluation.who_said import CaseSet
from index.model import Quote, QuoteKind
from index.reading.text import read_text

FOLDS, MEASURED = 3, 2
"""Articles are dealt into folds by name; this one is for measuring: nothing is learned from it."""


def is_measured(name: str) -> bool:
    """Is an article, by its name, one of those that nothing is learned from?"""
    return fold_of(name, FOLDS) == MEASURED


class Polnear:
    """The training articles of PolNeAR with their annotated quotes."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._spans: dict[str, list[tuple[int, int]]] = defaultdict(list)
        for line in (folder / "gold_train.jsonl").read_text("utf-8").splitlines():
            row = json.loads(line)
            self._spans[row["article"]].append((row["content"][0][0], row["content"][-1][1]))

    @property
    def names(self) -> list[str]:
        """Of all articles, sorted."""
        return sorted(self._spans)

    def read(self, name: str) -> CaseSet:
        """One article; quotes over several paragraphs are left out."""
        raw = (self._folder / "train" / "text" / f"{name}.txt").read_bytes()
        article = read_text(raw, name)
        quotes: list[Quote] = []
        for low, high in self._spans[name]:
            inside = next((p for p in article.paragraphs if p.start <= low and high <= p.end), None)
            if inside:
                text = article.cut(low, high)
                quotes.append(Quote(QuoteKind.INDIRECT, text, low, high, inside.number, len(quotes)))
        return CaseSet(article, (), tuple(quotes))
