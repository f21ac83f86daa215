"""Excerpts lead to their article; what stands in two is told to."""

from __future__ import annotations

from index.evaluation.excerpts import WORDS, measure
from index.model import Verdict, VerdictKind
from index.reading.text import read_text


def test_excerpts_lead_to_their_article_and_shared_ones_to_both() -> None:
    shared = " ".join(f"shared{i}" for i in range(WORDS))
    own = [" ".join(f"own{n}x{i}" for i in range(WORDS + 9)) for n in range(3)]
    bodies = [own[0], own[1], shared, shared, "too short"]
    articles = [read_text(f"Title\n{body}.\n".encode(), f"{n}.txt") for n, body in enumerate(bodies)]
    found = measure(articles, 12)
    assert (found.articles, found.cases, found.first) == (5, 12, 12)
    assert found.shared == found.several == 6
    assert found.wrong == 0


def test_whom_to_ask_is_handed_in() -> None:
    articles = [
        read_text(f"Title\n{' '.join(f'w{n}x{i}' for i in range(30))}.\n".encode(), f"{n}.txt")
        for n in range(3)
    ]
    asked: list[str] = []

    def nobody(text: str) -> Verdict:
        asked.append(text)
        return Verdict(text, VerdictKind.NOT_FOUND, 1.0)

    found = measure(articles, 5, nobody)
    assert (found.cases, found.first, found.wrong) == (5, 0, 0)
    assert len(asked) == 5
