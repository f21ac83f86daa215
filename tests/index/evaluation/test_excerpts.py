"""Excerpts lead to their article; what stands in two is told to."""

from __future__ import annotations

from index.evaluation.excerpts import WORDS, measure
from index.reading.text import read_text


def test_excerpts_lead_to_their_article_and_shared_ones_to_both() -> None:
    shared = " ".join(f"shared{i}" for i in range(WORDS))
    own = [" ".join(f"own{n}x{i}" for i in range(WORDS + 9)) for n in range(3)]
    bodies = [own[0], own[1], shared, shared, "too short"]
    articles = [read_text(f"Title\n{body}.\n".encode(), f"{n}.txt") for n, body in enumerate(bodies)]
    found = measure(articles, 12)
    assert (found.articles, found.cases, found.first) == (5, 12, 12)
    assert found.shared == found.several == 6
