"""Who speaks in real news, and what is reported speech there: places, without any text.

1,682 articles of BASIL, the Fake News Challenge, PolNeAR, NewsDiscourse (Reuters, Xinhua, the New York Times), NewsQA (CNN) and
SummEdits (these two for measuring alone), read and annotated for this project; the texts come with the evaluation's data. A row of ``news_speakers.jsonl`` is one article: where each quotation stands, where the fullest name of
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

SET, LEARNED = "news", "learned news"
"""Of the latter nothing but who says a quotation is learned, and nothing measured."""
_USES = {
    "tuned": SET,
    "locked": SET + LOCKED,
    "more": "more news" + LOCKED,
    "last": "last news" + LOCKED,
    "learned": LEARNED,
}


def news_examples(data: Path, *, learned: bool = False) -> Iterator[Example]:
    """Those of which the folder has the text, in the file's order; each use a set apart. ``learned``: the set ``LEARNED``, too."""
    for name, article, row in _read(data, "news_speakers.jsonl"):
        if name == LEARNED and not learned:
            continue
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


def _newsdiscourse(data: Path) -> dict[str, str]:
    """A sentence is a paragraph there; one that leaves a quotation open goes on in the next."""
    found = {}
    for row in _rows(data / "speakers" / "newsdiscourse_speech.jsonl.gz"):
        paragraphs, is_open = [row["title"]], False
        for told in row["sentences"]:
            if is_open:
                paragraphs[-1] += " " + told[0].strip()
            else:
                paragraphs.append(told[0].strip())
            last = paragraphs[-1]
            is_open = last.count("“") > last.count("”") or last.count('"') % 2 == 1
        found[row["id"]] = "\n\n".join(paragraphs)
    return found


def _newsqa(data: Path) -> dict[str, str]:
    found: dict[str, str] = {}
    for name in ("newsqa_sample", "newsqa_val"):
        for row in _rows(data / "qa" / f"{name}.jsonl.gz"):
            lines = [line for line in row["paragraph"].split("\n") if line.strip()]
            found.setdefault(row["title"], "\n\n".join(lines))
    return found


def _summedits(data: Path) -> dict[str, str]:
    rows = _rows(data / "claims" / "summedits_docs.jsonl.gz")
    return {row["doc_id"]: row["doc"] for row in rows if row["domain"] == "news"}


def _rows(file: Path) -> Iterator[dict[str, Any]]:
    if file.is_file():
        with gzip.open(file, "rt", encoding="utf-8") as lines:
            yield from map(json.loads, lines)


_SOURCES: dict[str, Callable[[Path], dict[str, str]]] = {
    "basil": _basil,
    "fnc": _fnc,
    "polnear": _polnear,
    "newsdiscourse": _newsdiscourse,
    "newsqa": _newsqa,
    "summedits": _summedits,
}
