"""Adjectives of countries are nobody's names."""

from __future__ import annotations

import pytest

from index.quotes.nationalities import is_nationality
from tests.index.quotes.articles import article
from tests.index.quotes.test_people import TITLE, names


@pytest.mark.parametrize(
    ("words", "told"),
    [(("French",), True), (("South", "Korean"), True), (("Dawn", "French"), False), (("Berg",), False)],
)
def test_alone_they_are(words: tuple[str, ...], told: bool) -> None:
    assert is_nationality(words) is told


def test_he_is_not_french() -> None:
    a = article(
        TITLE,
        "The bridge was built by Jean Morel. He said the French had paid for it. “It holds,” he said.",
    )
    assert names(a, "He", "he said") == ["Jean Morel", "Jean Morel"]
