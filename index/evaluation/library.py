"""A library of many articles: what a reindex costs when little changed, what a restart costs, what is found again."""

from __future__ import annotations

import gzip
import json
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory

from index.evaluation.datasets import load_squad
from index.evaluation.known_items import KnownItems, make_items, measure
from index.library import Library
from index.model import Article, Progress, ProgressCallback
from index.reading.sources import read_sources
from index.reading.text import read_text

ARTICLES = 1_000
ADDED_LINE = "A line that nobody had written before was added to this article on a quiet afternoon."

Open = Callable[[Path], Library]
"""A library of the configured models in a folder."""


@dataclass(frozen=True, slots=True)
class LibraryScore:
    """Seconds, and counts of articles and passages. ``embedded`` counts texts (passages and their sentences)."""

    articles: int
    passages: int
    embedded: int
    first_seconds: float
    second_seconds: float
    second_embedded: int
    one_changed_seconds: float
    one_changed_passages: int
    one_changed_embedded: int
    model_seconds: float
    first_answer_seconds: float
    next_answer_seconds: float
    items: KnownItems

    def rows(self) -> list[tuple[str, str]]:
        """Figures for people."""
        found = self.items
        return [
            ("articles", f"{self.articles:,}"),
            ("passages", f"{self.passages:,}"),
            ("first reindex", f"{self.first_seconds:.1f} s, {self.embedded:,} texts embedded"),
            (
                "second, nothing changed",
                f"{self.second_seconds:.2f} s, {self.second_embedded} embedded, "
                f"{self.first_seconds / self.second_seconds:,.0f} times as fast",
            ),
            (
                "third, one article changed",
                f"{self.one_changed_seconds:.2f} s, {self.one_changed_passages} passages new, "
                f"{self.one_changed_embedded} texts embedded",
            ),
            ("after a restart: the models", f"{self.model_seconds:.2f} s"),
            ("then the first answer", f"{self.first_answer_seconds * 1000:.0f} ms"),
            ("and the next", f"{self.next_answer_seconds * 1000:.0f} ms"),
            *(("known items", line) for line in found.lines()),
        ]

    def to_json(self) -> dict[str, object]:
        """Everything that was measured."""
        return asdict(self)


class _Embedded:
    """Hears of progress, and counts the texts that had no vector."""

    def __init__(self, heard: ProgressCallback) -> None:
        self._heard = heard
        self.count = 0

    def __call__(self, now: Progress) -> None:
        if now.stage == "embed":
            self.count = now.total
        self._heard(now)


def evaluate(data: Path, make: Open, progress: ProgressCallback, most: int = ARTICLES) -> LibraryScore:
    """Index the articles of ``data``, again, and again with one changed; restart; ask for known items."""
    articles = gather(data, most)
    with TemporaryDirectory(prefix="whosaid-") as folder:
        library = make(Path(folder))
        try:
            counts: list[int] = []
            seconds: list[float] = []
            passages: list[int] = []
            for wanted in (articles, articles, [*articles[:-1], _changed(articles[-1])]):
                heard = _Embedded(progress)
                done = library.reindex(wanted, progress=heard)
                counts.append(heard.count)
                seconds.append(done.seconds)
                passages.append(done.passages_added + done.passages_changed)
            library.reindex(articles, progress=progress)
        finally:
            library.close()
        library = make(Path(folder))
        try:
            model, first, later = (_timed(step) for step in _steps(library))
            items = measure(library, make_items(articles))
        finally:
            library.close()
    return LibraryScore(
        len(articles), passages[0], counts[0], seconds[0], seconds[1], counts[1],
        seconds[2], passages[2], counts[2], model, first, later, items,
    )  # fmt: skip


def gather(data: Path, most: int) -> list[Article]:
    """News first, then encyclopedia articles: whatever the folder holds, up to ``most``."""
    return list(islice(_articles(data), most))


def _articles(data: Path) -> Iterator[Article]:
    for part in ("train", "dev"):
        folder = data / "polnear" / part / "text"
        if folder.is_dir():
            yield from read_sources([folder]).articles
    for file in sorted((data / "squad").glob("*.json")):
        yield from (member.article for member in load_squad(file))
    for file in sorted((data / "qa").glob("squadshifts*.gz")) + sorted(
        (data / "qa").glob("tydiqa*train*.gz")
    ):
        yield from _grouped(file)


def _grouped(file: Path) -> Iterator[Article]:
    """The paragraphs that questions were asked on, put together by their article's title."""
    found: dict[str, dict[str, None]] = {}
    with gzip.open(file, "rt", encoding="utf-8") as lines:
        for row in map(json.loads, lines):
            found.setdefault(row["title"], {})[" ".join(row["paragraph"].split())] = None
    for title, paragraphs in found.items():
        name = f"{file.name.split('.')[0]}/{title}.txt"
        yield read_text("\n".join([title.replace("_", " "), *paragraphs]).encode(), name)


def _changed(article: Article) -> Article:
    raw = f"{article.text.rstrip()}\n\n{ADDED_LINE}\n".encode()
    return read_text(raw, article.name, url=article.url)


def _steps(library: Library) -> Sequence[Callable[[], object]]:
    return (
        library.warm,
        lambda: library.ask(["Who won the election in the end?"]),
        lambda: library.ask(["When will the bridge be opened?"]),
    )


def _timed(step: Callable[[], object]) -> float:
    started = time.perf_counter()
    step()
    return time.perf_counter() - started
