"""The board of a library of many articles, on a small one of our own."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from index.evaluation.library import evaluate, gather
from tests.index.small import numbered, words_library


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """Laid out like the evaluation data."""
    news = tmp_path / "data" / "polnear" / "train" / "text"
    news.mkdir(parents=True)
    for n in range(4):
        (news / f"{n}.txt").write_text(numbered(n).text, "utf-8")
    asked = [{"title": "Old_mill", "paragraph": text} for text in ("It stands.", "It  stands.", "It fell.")]
    (tmp_path / "data" / "qa").mkdir()
    with gzip.open(tmp_path / "data" / "qa" / "squadshifts_test.jsonl.gz", "wt", encoding="utf-8") as out:
        out.writelines(json.dumps(row) + "\n" for row in asked)
    return tmp_path / "data"


def test_articles_are_gathered(data: Path) -> None:
    *news, other = gather(data, 100)
    assert [article.name for article in news] == ["0.txt", "1.txt", "2.txt", "3.txt"]
    assert other.text.splitlines() == ["Old mill", "It stands.", "It fell."]
    assert len(gather(data, 2)) == 2


def test_what_changed_is_counted(data: Path) -> None:
    found = evaluate(data, lambda folder: words_library(folder), lambda _: None)
    assert (found.articles, found.passages) == (5, 19)
    assert found.embedded > 0
    assert (found.second_embedded, found.one_changed_passages, found.one_changed_embedded) == (0, 1, 1)
    assert found.items.items > 4
    assert json.loads(json.dumps(found.to_json()))["items"]["asked"] == found.items.asked
    assert dict(found.rows())["third, one article changed"].endswith("1 passages new, 1 texts embedded")
