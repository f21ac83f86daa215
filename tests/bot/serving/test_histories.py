"""Versions as a reader sees them: words that are the same are one version, however often they were read."""

from __future__ import annotations

from bot.serving.histories import history
from index.model import Article, ArticleVersion, WholeArticle


def whole(number: int, *words: str) -> WholeArticle:
    """An article of which version ``number`` is read; ``words`` are its versions' texts, the oldest first."""
    versions = tuple(
        ArticleVersion(n, n, f"2024-01-0{n}T00:00:00Z", n == len(words), text)
        for n, text in enumerate(words, 1)
    )
    article = Article("a.txt", words[number - 1], 0, 0, (), "")
    return WholeArticle(number, "shared", article, (), versions[::-1])


def test_reading_anew_is_no_change() -> None:
    found = history(whole(2, "a", "a"))
    assert [v.number for v in found.versions] == [1]
    assert found.before is None
    assert found.this.added_at == "2024-01-01T00:00:00Z"


def test_words_that_came_and_went() -> None:
    for read, this, before in ((1, 1, None), (2, 1, None), (3, 2, 1), (4, 3, 2)):
        found = history(whole(read, "a", "a", "b", "a"))
        assert (found.now.number, found.this.number) == (3, this)
        assert (found.before.number if found.before else None) == before
