"""Who speaks in real news, and what is reported speech there: places, without any text.

377 articles of BASIL, the Fake News Challenge and PolNeAR, read and annotated for this project; the texts come with the
evaluation's data. A row of ``news_speakers.jsonl`` is one article: where each quotation stands, where the fullest name of
who says it does (null: the article names nobody), and what names them beside the quotation. What no reader could tell is left out. ``news_said.jsonl`` has every stretch of reported speech of 28 of them.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable, Iterator
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from index.evaluation.resolved import NOBODY, Known
from index.evaluation.resolved_sets import Example
from index.evaluation.said import Reported
from index.model import Article
from index.reading.text import read_text
from index.training.own_quotes import LOCKED

SET = "news"
READ = ", read"
"""What was read to make rules, and nothing learned from."""
_USES = {"tuned": SET, "locked": SET + LOCKED, "read": SET + READ}


def news_examples(data: Path) -> Iterator[Example]:
    """Those of which the folder has the text, in the file's order; each use a set apart."""
    for name, article, row in _read(data, "news_speakers.jsonl"):
        known = tuple(
            Known(start, end, (article.cut(*place) if place else NOBODY,), by)
            for start, end, place, by in row["quotes"]
        )
        yield Example(name, article, known, True)


def reported_speech(data: Path) -> Iterator[Reported]:
    """The same for reported speech."""
    for name, article, row in _read(data, "news_said.jsonl"):
        yield Reported(name, article, tuple((start, end) for start, end, _ in row["said"]))


def _read(data: Path, file: str) -> Iterator[tuple[str, Article, dict[str, Any]]]:
    """The set, the article and the row of each article whose text is there."""
    texts = _texts(data)
    for line in (files("index.training") / file).read_text("utf-8").splitlines():
        row = json.loads(line)
        text = texts[row["set"]].get(row["id"])
        if text is not None:
            article = read_text(text.encode(), f"{row['id']}.txt")
            yield _USES[row["use"]], article, row


@lru_cache(maxsize=1)
def _texts(data: Path) -> dict[str, dict[str, str]]:
    return {name: read(data) for name, read in _SOURCES.items()}


def _basil(data: Path) -> dict[str, str]:
    rows = _rows(data / "speakers" / "basil.jsonl.gz")
    return {row["id"]: "\n\n".join([row["title"], *row["paragraphs"]]) for row in rows}


def _fnc(data: Path) -> dict[str, str]:
    return {row["body_id"]: row["body"] for row in _rows(data / "claims" / "fnc_bodies.jsonl.gz")}


def _polnear(data: Path) -> dict[str, str]:
    folder = data / "polnear" / "train" / "text"
    return {file.stem: file.read_text("utf-8") for file in folder.glob("*.txt")}


def _rows(file: Path) -> Iterator[dict[str, str]]:
    if file.is_file():
        with gzip.open(file, "rt", encoding="utf-8") as lines:
            yield from map(json.loads, lines)


_SOURCES: dict[str, Callable[[Path], dict[str, str]]] = {"basil": _basil, "fnc": _fnc, "polnear": _polnear}
