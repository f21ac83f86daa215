"""Adjectives of countries are nobody's names."""

from __future__ import annotations

import pytest

from index.quotes.nationalities import is_nationality


@pytest.mark.parametrize(
    ("words", "told"),
    [(("French",), True), (("South", "Korean"), True), (("Dawn", "French"), False), (("Berg",), False)],
)
def test_alone_they_are(words: tuple[str, ...], told: bool) -> None:
    assert is_nationality(words) is told
