"""Annotated news: places without texts."""

from __future__ import annotations

import gzip
import json
from importlib.resources import files
from pathlib import Path

import pytest

from index.evaluation.resolved import NOBODY, TYPES, UNTOLD
from index.training.news_quotes import LEARNED, news_examples, reported_speech

DATA = Path(__file__).parents[4] / "shared" / "data"


def rows() -> list[dict[str, object]]:
    file = files("index.training") / "news_speakers.jsonl"
    return [json.loads(line) for line in file.read_text("utf-8").splitlines()]


def test_the_file_holds_places_and_no_words() -> None:
    for row in rows():
        assert set(row) == {"set", "id", "use", "quotes"}
        quotes = row["quotes"]
        assert isinstance(quotes, list)
        for start, end, name, by in quotes:
            assert 0 <= start < end
            assert name is None or all(isinstance(place, int) for place in name)
            assert by in {*TYPES.values(), UNTOLD}


def test_an_article_is_read_when_its_text_is_there(tmp_path: Path) -> None:
    row = next(r for r in rows() if r["set"] == "fnc" and r["use"] == "locked")
    folder = tmp_path / "claims"
    folder.mkdir()
    with gzip.open(folder / "fnc_bodies.jsonl.gz", "wt", encoding="utf-8") as out:
        out.write(json.dumps({"body_id": row["id"], "body": "Ada Moor said so. " * 900}))
    (example,) = news_examples(tmp_path)
    quotes = row["quotes"]
    assert isinstance(quotes, list)
    assert example.set == "news, locked"
    assert [(k.start, k.end) for k in example.known] == [(a, b) for a, b, *_ in quotes]
    nobody = [name is None for _, _, name, _ in quotes]
    assert [k.names == (NOBODY,) for k in example.known] == nobody


@pytest.mark.skipif(not DATA.is_dir(), reason="the evaluation's data is not beside this checkout")
def test_names_stand_where_the_file_says() -> None:
    found = list(news_examples(DATA, learned=True))
    assert len(found) == len(rows())
    measured = list(news_examples(DATA))
    assert {e.set for e in found} - {e.set for e in measured} == {LEARNED}
    for example in found:
        for known in example.known:
            (name,) = known.names
            assert name == NOBODY or (name == name.strip() and len(name.split()) < 20)


@pytest.mark.skipif(not DATA.is_dir(), reason="the evaluation's data is not beside this checkout")
def test_reported_speech_stands_in_its_article() -> None:
    found = list(reported_speech(DATA))
    assert {example.set for example in found} == {"news", "news, locked"}
    assert all(0 <= a < b <= len(example.article.text) for example in found for a, b in example.spans)
