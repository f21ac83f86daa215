"""Statements in other words and claims that nobody makes, with the statements near them: what "meaning" learns from."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from index.checking.catalog import Catalog
from index.checking.deciding import MEANING_SIGNS, RANKING_SIGNS, Logistic
from index.checking.meaning import Near, meaning_signs
from index.checking.ranking import margin, rank_with, ranking_signs
from index.checking.tokens import split_words
from index.embedding.embedder import Embedder
from index.evaluation.datasets import fold_of
from index.evaluation.who_said import CaseSet, gold_catalog
from index.model import Quote, QuoteKind, VerdictKind
from index.reading.text import read_text
from index.training.who_said_fitting import FOLDS, Examples, fit, fit_order

OWN = Path(__file__).with_name("reworded.jsonl")


@dataclass(frozen=True, slots=True)
class Claim:
    """A text, the statements near it, and where it was said in other words; nowhere: nobody said it."""

    article: str
    text: str
    catalog: Catalog
    near: tuple[Near, ...]
    said: tuple[tuple[int, int], ...]

    def right(self, near: Near) -> bool:
        """Is it the statement, or a part of it, or does it hold it?"""
        return any(near.start < end and start < near.end for start, end in self.said)


class Polnear:
    """The training articles of PolNeAR with their annotated quotes."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._spans: dict[str, list[tuple[int, int]]] = defaultdict(list)
        for line in (folder / "gold_train.jsonl").read_text("utf-8").splitlines():
            row = json.loads(line)
            self._spans[row["article"]].append((row["content"][0][0], row["content"][-1][1]))

    @property
    def names(self) -> list[str]:
        """Of all articles, sorted."""
        return sorted(self._spans)

    def read(self, name: str) -> CaseSet:
        """One article; quotes over several paragraphs are left out."""
        raw = (self._folder / "train" / "text" / f"{name}.txt").read_bytes()
        article = read_text(raw, name)
        quotes: list[Quote] = []
        for low, high in self._spans[name]:
            inside = next((p for p in article.paragraphs if p.start <= low and high <= p.end), None)
            if inside:
                text = article.text[low:high]
                quotes.append(Quote(QuoteKind.INDIRECT, text, low, high, inside.number, len(quotes)))
        return CaseSet(article, (), tuple(quotes))


def claims_of(gold: Sequence[CaseSet], polnear: Polnear, embedder: Embedder) -> list[Claim]:
    """The claims of the gold files and our own."""
    claims: list[Claim] = []
    for member in gold:
        if member.quotes:
            catalog, near = gold_catalog(embedder, member)
            for case in member.cases:
                said = [
                    q for q in member.quotes if q.paragraph in case.paragraphs and q.speaker in case.speakers
                ]
                if case.verdict is VerdictKind.NOT_FOUND or (case.verdict is VerdictKind.PARAPHRASE and said):
                    claims.append(_claim(member, case.text, catalog, near, said))
    rows = defaultdict(list)
    for line in OWN.read_text("utf-8").splitlines():
        row = json.loads(line)
        rows[row["article"]].append(row)
    for name, own in rows.items():
        member = polnear.read(name)
        catalog, near = gold_catalog(embedder, member)
        for row in own:
            said = [q for q in member.quotes if q.start == row["said_at"]]
            if said or row["said_at"] is None:
                claims.append(_claim(member, row["text"], catalog, near, said))
    return claims


def _claim(
    member: CaseSet, text: str, catalog: Catalog, near: Callable[[str], list[Near]], said: Sequence[Quote]
) -> Claim:
    spans = tuple((q.start, q.end) for q in said)
    return Claim(member.article.name, text, catalog, tuple(near(text)), spans)


def fit_meaning(claims: Sequence[Claim]) -> dict[str, dict[str, object]]:
    """Weights of "ranking" and "paraphrase"; prints what each article's claims get from the others' weights."""
    ranking = _order([c for c in claims if c.said])
    decided = Examples(
        np.array([signs_of(claim, ranking) for claim in claims]),
        np.array([int(bool(claim.said)) for claim in claims]),
        np.array([claim.article for claim in claims]),
    )
    right = []
    for fold in range(FOLDS):
        others = _order([c for c in claims if c.said and fold_of(c.article, FOLDS) != fold])
        for claim in claims:
            if claim.said and fold_of(claim.article, FOLDS) == fold:
                right.append(claim.right(rank_with(others, claim.catalog, _asked(claim), claim.near)[0].near))
    print(f"ranking: the right statement is first in {np.mean(right):.3f} of {len(right)}, cross-validated")
    return {"ranking": _named(ranking), "paraphrase": fit("paraphrase", decided, MEANING_SIGNS)}


def signs_of(claim: Claim, ranking: Logistic) -> tuple[float, ...]:
    """The signs of the statement that ranks first, as ``judge`` computes them."""
    ranked = rank_with(ranking, claim.catalog, _asked(claim), claim.near)
    best = ranked[0]
    words = split_words(claim.text)
    return meaning_signs(claim.catalog, claim.text, words, best.near, best.span, margin(ranked)).values()


def _order(claims: Sequence[Claim]) -> Logistic:
    cases = []
    for claim in claims:
        located = [
            (n, span)
            for n in claim.near
            if (span := claim.catalog.locate(n.article_id, n.start, n.end)) is not None
        ]
        table = np.array([ranking_signs(claim.catalog, _asked(claim), n, span) for n, span in located])
        cases.append((table, np.array([claim.right(n) for n, _ in located])))
    return Logistic(0.0, fit_order(cases, RANKING_SIGNS))


def _named(ranking: Logistic) -> dict[str, object]:
    return {"intercept": ranking.intercept, "weights": dict(ranking.weights)}


def _asked(claim: Claim) -> list[str]:
    return [w.folded for w in split_words(claim.text)]
