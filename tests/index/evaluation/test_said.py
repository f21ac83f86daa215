"""Reported speech that is found, and rows that are none."""

from __future__ import annotations

import pytest

from index.evaluation import said
from index.evaluation.said import Reported, measure_said
from index.model import Article, Quote, QuoteKind
from index.quotes.tagger import Tagger
from tests.index.quotes.articles import article

TEXT = article("Ferry to sail", "Ada Moor said the ferry sails today. Berg knows that it leaks badly.")
SAYS, KNOWS = "the ferry sails today", "it leaks badly"


def row(words: str, number: int, *, is_said: bool) -> Quote:
    start = TEXT.text.index(words)
    return Quote(QuoteKind.INDIRECT, words, start, start + len(words), 1, number, said=is_said)


@pytest.mark.parametrize(
    ("rows", "figures"),
    [
        ([(SAYS, True), (KNOWS, False)], {"n": 1, "R": 100, "P": 100, "F1": 100}),
        ([(SAYS, True), (KNOWS, True)], {"n": 1, "R": 100, "P": 50, "F1": pytest.approx(200 / 3)}),
        ([(SAYS, False), (KNOWS, False)], {"n": 1, "R": 0, "P": 0, "F1": 0}),
        ([("the ferry", True)], {"n": 1, "R": 0, "P": 100, "F1": 0}),
    ],
)
def test_what_counts(
    rows: list[tuple[str, bool]], figures: dict[str, float], monkeypatch: pytest.MonkeyPatch
) -> None:
    def found(articles: list[Article], tagger: Tagger) -> list[tuple[Quote, ...]]:
        return [tuple(row(words, i, is_said=told) for i, (words, told) in enumerate(rows)) for _ in articles]

    monkeypatch.setattr(said, "extract_quotes_batch", found)
    start = TEXT.text.index(SAYS)
    example = Reported("ours", TEXT, ((start, start + len(SAYS)),))
    assert measure_said([example], Tagger()) == {"ours": figures}
