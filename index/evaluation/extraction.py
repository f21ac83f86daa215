"""How much of an article survives extraction: paragraphs found, over pages with the expected text beside them.

A paragraph counts when all its words stand in one line (case, marks and spacing evened out); flagged boilerplate
does not count as found.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from index.model import ParagraphKind
from index.reading.sandbox.extractor import Extractor
from index.reading.sources import read_file
from index.text.folding import fold


@dataclass(frozen=True, slots=True)
class PageScore:
    """One page: lines found, lines expected, lines right, and whether the title is the expected one."""

    name: str
    found: int
    expected: int
    right: int
    title: bool


@dataclass(frozen=True, slots=True)
class Score:
    """All pages together, each paragraph weighing the same."""

    pages: tuple[PageScore, ...]

    @property
    def precision(self) -> float:
        """Of the paragraphs found, the share that belong to the article."""
        return sum(p.right for p in self.pages) / max(1, sum(p.found for p in self.pages))

    @property
    def recall(self) -> float:
        """Of the article's paragraphs, the share that were found whole."""
        return sum(p.right for p in self.pages) / max(1, sum(p.expected for p in self.pages))

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0

    def line(self) -> str:
        """The totals, for people."""
        titles = sum(page.title for page in self.pages)
        return (
            f"{len(self.pages)} pages: precision {self.precision:.3f}, recall {self.recall:.3f}, "
            f"F1 {self.f1:.3f}, titles right {titles}"
        )

    def to_json(self) -> dict[str, object]:
        """The totals and every page."""
        return {
            "precision": self.precision,
            "recall": self.recall,
            "f1": self.f1,
            "pages": [asdict(page) for page in self.pages],
        }


def measure_extraction(folder: Path, names: Sequence[str] | None = None) -> Score:
    """Score every ``NAME.html`` against ``NAME.txt`` (first line the title, then a paragraph a line)."""
    pages = []
    with Extractor() as extractor:
        for page in sorted(folder.glob("*.html")):
            if names is None or page.stem in names:
                pages.append(_score(page, extractor))
    return Score(tuple(pages))


def _score(page: Path, extractor: Extractor) -> PageScore:
    title, *expected = (fold(line) for line in page.with_suffix(".txt").read_text("utf-8").splitlines())
    article = read_file(page, page.name, extractor=extractor)
    found = [
        fold(article.cut(p.start, p.end))
        for p in article.paragraphs
        if p.kind is not ParagraphKind.BOILERPLATE
    ]
    right = sum((Counter(found) & Counter(expected)).values())
    return PageScore(page.stem, len(found), len(expected), right, fold(article.title) == title)
