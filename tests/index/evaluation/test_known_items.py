"""The known-item test itself, on a small library."""

from __future__ import annotations

from pathlib import Path

from index.evaluation.known_items import make_items, measure
from tests.index.small import numbered, words_library


def test_items_are_thinned_sentences_of_different_articles() -> None:
    articles = [numbered(n) for n in range(9)]
    items = make_items(articles, 9)
    assert make_items(articles, 9) == items
    assert len({item.article for item in items}) == 9
    texts = {article.name: article.text.split() for article in articles}
    for item in items:
        assert 5 <= len(item.text.split()) <= 12
        assert set(item.text.split()) <= set(texts[item.article])


def test_the_right_article_comes_first(tmp_path: Path) -> None:
    library = words_library(tmp_path)
    articles = [numbered(n) for n in range(12)]
    library.reindex(articles)
    found = measure(library, make_items(articles, 20))
    assert found.items == 20
    assert found.asked >= 15
    assert "of 20" in found.lines()[0]
    library.close()
