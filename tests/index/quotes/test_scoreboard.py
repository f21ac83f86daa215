"""The scoreboard counts as polnear_score.py, the scorer that comes with that data does; the page for people escapes everything."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import pytest

from bot.terminal.quotes_html import quotes_page, write_quotes_html
from index.evaluation import quotes as board
from index.evaluation.quote_match import matches
from index.model import Article, Quote, QuoteKind
from index.quotes.tagger import Tagger
from tests.index.quotes.articles import article


@pytest.mark.parametrize(
    ("predicted", "gold", "brief", "strict"),
    [
        ("Lind", "Transport Minister Mara Lind", True, True),
        ("Mara Lind", "Lind, the minister", True, True),
        ("she", "Lind", False, False),
        ("", "Lind", False, False),
        ("the minister", "the minister of transport", True, True),
        ("Lind", "Lind’s office", True, False),
        ("Dr. Berg", "Berg", True, True),
        ("a spokesman, Oskar Berg", "Berg", True, True),
        ("Berg and Lind", "Lind", True, True),
        ("University of Nordhavn professor Tova Lind", "Lind", True, True),
    ],
)
def test_matching(predicted: str, gold: str, brief: bool, strict: bool) -> None:
    assert matches(predicted, gold) is brief
    assert matches(predicted, gold, strict=True) is strict


def quote(of: Article, text: str, *, kind: QuoteKind = QuoteKind.DIRECT, **more: object) -> Quote:
    start = of.text.index(text)
    values = {"paragraph": 0, "utterance": 0, "confidence": 0.9, **more}
    return Quote(kind, text, start, start + len(text), **values)  # type: ignore[arg-type]


LINES = ("The bridge", "“The bridge holds for now,” Lind said. “We checked every single bolt.” Berg frowned.")


@pytest.fixture
def data(tmp_path: Path) -> Path:
    a = article(*LINES)
    spans = [quote(a, t) for t in ("The bridge holds for now", "We checked every single bolt.")]
    content = [[s.start, s.end] for s in spans]
    source = a.text.index("Lind")
    row = {
        "article": "x",
        "content": content,
        "quoted": content,
        "source": [[source, source + 4]],
        "source_text": "Lind",
        "kind": "direct",
        "source_type": "name",
    }
    texts = tmp_path / "polnear" / "dev" / "text"
    texts.mkdir(parents=True)
    (texts / "x.txt").write_text(a.text, "utf-8")
    (tmp_path / "polnear" / "gold_dev.jsonl").write_text(json.dumps(row) + "\n", "utf-8")
    own = tmp_path / "dawn"
    own.mkdir()
    (own / "1.txt").write_text(a.text, "utf-8")
    gold = {
        "paragraph": 0,
        "kind": "direct",
        "speaker": "Mara Lind",
        "aliases": ["Lind"],
        "text": spans[0].text,
    }
    (own / "gold_1.json").write_text(json.dumps({"quotes": [gold]}), "utf-8")
    return tmp_path


def run(data: Path, rows: Sequence[tuple[str, int, str | None]]) -> board.QuoteScores:
    def extract(of: Article, _tagger: Tagger) -> tuple[Quote, ...]:
        return tuple(quote(of, t, utterance=u, speaker=s, speaker_text=s) for t, u, s in rows)

    return board.evaluate(data, Tagger(), find=extract)


def test_all_right(data: Path) -> None:
    rows = [("The bridge holds for now", 1, "Lind"), ("We checked every single bolt.", 1, "Lind")]
    scores = run(data, rows)
    assert scores.task1["R"] == scores.task1["P"] == scores.task1["P all"] == 100
    assert scores.task2["F1"] == scores.task2["Dice F1"] == 100
    assert scores.own["direct found"] == scores.own["direct speaker"] == 100
    assert scores.own["direct precision"] == 50
    assert json.loads(scores.as_json())["task2"]["F1"] == 100
    assert ("Dawn", "direct found", 100.0) in scores.rows()


def test_wrong_speaker_and_half(data: Path) -> None:
    scores = run(data, [("The bridge holds for now", 1, "Berg")])
    assert scores.task1["R"] == scores.task1["P"] == 0
    assert scores.own["direct speaker"] == 0
    assert scores.task2["P"] == 100


def test_predictions_are_grouped_by_utterance() -> None:
    a = article(*LINES)
    quotes = [
        quote(a, "The bridge holds", utterance=3),
        quote(a, "We checked", utterance=3, speaker_text="Lind"),
    ]
    (found,) = board.predictions(quotes)
    assert found.source == "Lind"
    assert len(found.content) == 2


def test_page_escapes_and_loses_nothing(tmp_path: Path) -> None:
    a = article("<b>Title</b> & more", "“<script>alert(1)</script> it is,” said A&B. The rest.")
    rows = [
        quote(a, "<script>alert(1)</script> it is", kind=QuoteKind.MIXED, speaker='A"><img src=x>'),
        quote(a, "it is", speaker='A"><img src=x>'),
    ]
    write_quotes_html(tmp_path / "p.html", [(a, rows)])
    page = (tmp_path / "p.html").read_text("utf-8")
    assert page == quotes_page([(a, rows)])
    assert "<script>" not in page
    assert "<img" not in page
    assert "&lt;b&gt;Title&lt;/b&gt; &amp; more" in page
    assert "said A&amp;B. The rest." in page
    assert 'class="inner"' in page
