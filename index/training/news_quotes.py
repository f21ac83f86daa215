"""Who speaks in real news: places of quotations and of their speakers' names, without any text.

269 articles of BASIL, the Fake News Challenge and PolNeAR, read and annotated for this project; the texts come with the
evaluation's data. A row of ``news_speakers.jsonl`` is one article: where each quotation stands, where the fullest name of
who says it does (null: the article names nobody), and what names them beside the quotation. What no reader could tell is left out.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable, Iterator
from importlib.resources import files
from pathlib import Path

from index.evaluation.resolved import NOBODY, Known
from index.evaluation.resolved_sets import Example
from index.reading.text import read_text
from index.training.own_quotes import LOCKED

SET = "news"


def news_examples(data: Path) -> Iterator[Example]:
    """Those of which the folder has the text, in the file's order; the locked ones as a set apart."""
    texts = {name: read(data) for name, read in _SOURCES.items()}
    for line in (files("index.training") / "news_speakers.jsonl").read_text("utf-8").splitlines():
        row = json.loads(line)
        text = texts[row["set"]].get(row["id"])
        if text is None:
            continue
        article = read_text(text.encode(), f"{row['id']}.txt")
        known = tuple(
            Known(start, end, (article.cut(*name) if name else NOBODY,), by)
            for start, end, name, by in row["quotes"]
        )
        yield Example(SET + (LOCKED if row["use"] == "locked" else ""), article, known, True)


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
