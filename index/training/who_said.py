"""Fits index/checking/weights.json: is it that statement, changed; is it that meaning.

``python -m index.training.who_said DATA`` with the folder of shared data. "Altered" learns from real quotes
that are changed by rule (a negation, a number, a name, a key word) against statements of other articles.
"Paraphrase" learns from the annotated paraphrases and never-said texts of the gold files, with statements of
the nearest other article as further negatives; there is no larger source of real paraphrases, so it has
six weights and is cross-validated over articles. Texts are read where they lie; only weights are written.
"""

from __future__ import annotations

import json
import random
import sys
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize  # type: ignore[import-untyped]
from scipy.special import expit  # type: ignore[import-untyped]

from index.checking.aligning import align, shortlist
from index.checking.catalog import Catalog, build, read_source
from index.checking.deciding import ALTERED_SIGNS, MEANING_SIGNS, altered_signs
from index.checking.meaning import Near, meaning_signs
from index.checking.tokens import is_content, is_number, split_words
from index.embedding import Embedder
from index.evaluation.who_said import CaseSet, gold_catalog, load_cases
from index.model import Quote, QuoteKind, VerdictKind
from index.reading.text import read_text

ARTICLES = 120
QUOTES_EACH = 4
NEVER_SAID_WEIGHT = 1.5
"""A false "somebody said this" is worse than a missed paraphrase."""
BOUNDS = {"cosine": (0.0, None), "margin": (0.0, None), "new_names": (None, 0.0), "new_modal": (None, 0.0),
          "opposed": (None, -1.0)}  # fmt: skip
"""What a sign may mean, whatever a few dozen cases say: an opposite is never support."""

Table = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Examples:
    """Signs (n, signs), labels, weights and the article each came from."""

    signs: Table
    labels: npt.NDArray[np.int64]
    weights: Table
    groups: npt.NDArray[np.str_]


def main(data: Path) -> None:
    """Fit both models, print their cross-validated figures, write the weights."""
    rng = random.Random(0)  # noqa: S311 - examples, no secrets
    members = read_polnear(data / "polnear", rng)
    embedder = Embedder()
    try:
        altered = altered_examples(members, rng)
        meaning = meaning_examples(load_cases(data), members, embedder)
    finally:
        embedder.close()
    file = Path(__file__).parents[1] / "checking" / "weights.json"
    fitted = {
        "altered": fit("altered", altered, ALTERED_SIGNS),
        "paraphrase": fit("paraphrase", meaning, MEANING_SIGNS),
    }
    file.write_text(json.dumps(fitted, indent=1) + "\n", "utf-8")


def read_polnear(folder: Path, rng: random.Random) -> list[CaseSet]:
    """Articles with their annotated quotes, a seeded choice of ARTICLES."""
    spans = defaultdict(list)
    for line in (folder / "gold_train.jsonl").read_text("utf-8").splitlines():
        row = json.loads(line)
        spans[row["article"]].append((row["content"][0][0], row["content"][-1][1]))
    members = []
    for name in rng.sample(sorted(spans), ARTICLES):
        article = read_text((folder / "train" / "text" / f"{name}.txt").read_bytes(), name)
        quotes: list[Quote] = []
        for low, high in spans[name]:
            inside = next((p for p in article.paragraphs if p.start <= low and high <= p.end), None)
            if inside and len(split_words(article.text[low:high])) >= 6:
                quotes.append(
                    Quote(QuoteKind.INDIRECT, article.text[low:high], low, high, inside.number, len(quotes))
                )
        if len(quotes) >= QUOTES_EACH:
            members.append(CaseSet(article, (), tuple(quotes)))
    return members


def altered_examples(members: Sequence[CaseSet], rng: random.Random) -> Examples:
    """Changed slices of the first half's quotes are positive, slices of the other half's negative."""
    half = len(members) // 2
    catalog = build([read_source(i, m.article, ()) for i, m in enumerate(members[:half])])
    pool = [w.folded for m in members for q in m.quotes for w in split_words(q.text) if is_content(w.folded)]
    signs, labels, groups = [], [], []
    for i, member in enumerate(members):
        for quote in rng.sample(member.quotes, QUOTES_EACH):
            words = [w.folded for w in split_words(quote.text)]
            length = min(len(words), rng.randint(5, 22))
            at = rng.randrange(len(words) - length + 1)
            asked = words[at : at + length]
            if i < half:
                asked = change(asked, pool, rng)
            found = _signs(catalog, asked)
            if found is not None and sum(map(is_content, asked)) >= 2:
                signs.append(found)
                labels.append(int(i < half))
                groups.append(member.article.name)
    return Examples(np.array(signs), np.array(labels), np.ones(len(labels)), np.array(groups))


def _signs(catalog: Catalog, asked: list[str]) -> tuple[float, ...] | None:
    numbers = catalog.numbers(asked)
    found = align(catalog, asked, numbers, shortlist(catalog, asked, numbers))
    return altered_signs(catalog, asked, found[0]) if found and found[0].score < 0.999 else None


def change(words: Sequence[str], pool: Sequence[str], rng: random.Random) -> list[str]:
    """One to three changes of the kinds that people make: negation, number, name or key word, words left out."""
    out = list(words)
    for _ in range(rng.choice((1, 1, 2, 3))):
        places = [i for i, w in enumerate(out) if is_content(w)] or [0]
        at = rng.choice(places)
        kind = rng.random()
        if kind < 0.25:
            out.insert(at, rng.choice(("not", "never")))
        elif kind < 0.35 and len(out) > 5:
            del out[at]
        elif is_number(out[at]):
            out[at] = str(rng.randint(2, 9_999))
        else:
            out[at : at + 1] = rng.sample(pool, rng.choice((1, 1, 2)))
    return out


def meaning_examples(gold: Sequence[CaseSet], members: Sequence[CaseSet], embedder: Embedder) -> Examples:
    """Gold paraphrases against never-said texts and statements of the nearest other article (half the weight)."""
    signs, labels, weights, groups = [], [], [], []

    def add(member: CaseSet, texts: Sequence[str], label: int, weight: float) -> None:
        catalog, near = gold_catalog(embedder, member)
        for text in texts:
            found = signs_of(catalog, text, near(text))
            if found is not None:
                signs.append(found)
                labels.append(label)
                weights.append(weight)
                groups.append(member.article.name)

    for member in gold:
        if member.quotes:
            for label, kind in ((1, VerdictKind.PARAPHRASE), (0, VerdictKind.NOT_FOUND)):
                add(member, [c.text for c in member.cases if c.verdict is kind], label, 1.0)
    silent = labels.count(0)
    titles = embedder.encode([m.article.text[:600] for m in members], "document")
    likeness = titles @ titles.T - 2 * np.eye(len(titles))
    for i, member in enumerate(members[: ARTICLES // 2]):
        order = [int(j) for j in np.argsort(-likeness[i]) if likeness[i, j] < 0.8]
        other = members[order[0]]
        add(member, [q.text for q in other.quotes[:3] if len(q.text) < 200], 0, 0.0)
    share = silent / max(labels.count(0) - silent, 1)
    filled = [w or share for w in weights]
    return Examples(np.array(signs), np.array(labels), np.array(filled), np.array(groups))


def signs_of(catalog: Catalog, text: str, near: Sequence[Near]) -> tuple[float, ...] | None:
    """The signs of the nearest statement, as ``judge`` computes them."""
    spans = [(n, s) for n in near if (s := catalog.locate(n.article_id, n.start, n.end)) is not None]
    if not spans:
        return None
    best, span = spans[0]
    rival = next((n.cosine for n, s in spans[1:] if s[1] <= span[0] or span[1] <= s[0]), 0.0)
    return meaning_signs(catalog, text, split_words(text), best, span, rival).values()


def fit(name: str, examples: Examples, signs: Sequence[str]) -> dict[str, object]:
    """Weights on all examples; prints what each article's examples get from the others' weights."""
    balance = examples.weights.copy()
    positive = examples.labels == 1
    balance[~positive] *= NEVER_SAID_WEIGHT * balance[positive].sum() / balance[~positive].sum()
    scale = examples.signs.std(0) + 1e-9

    limits = [BOUNDS.get(sign, (None, None)) for sign in signs]
    bounds = [
        (None if low is None else low * s, None if high is None else high * s)
        for (low, high), s in zip(limits, scale, strict=True)
    ]

    def train(rows: npt.NDArray[np.bool_]) -> Table:
        return logistic(examples.signs[rows] / scale, positive[rows], balance[rows], bounds)

    held = np.zeros(len(positive))
    folds = (
        np.array([hash_fold(g) for g in examples.groups])
        if len(set(examples.groups)) > 200
        else examples.groups
    )
    for fold in sorted(set(folds)):
        rows = folds == fold
        weights = train(~rows)
        held[rows] = expit(examples.signs[rows] / scale @ weights[:-1] + weights[-1])
    own = examples.weights == 1.0
    print(
        f"{name}: {positive.sum()} positive, {(~positive).sum()} negative; cross-validated over articles: "
        f"positive right {np.mean(held[positive] >= 0.5):.3f}, negative right {np.mean(held[~positive] < 0.5):.3f}, "
        f"negative of the gold files {np.mean(held[~positive & own] < 0.5):.3f}"
    )
    final = train(np.ones(len(positive), np.bool_))
    named = dict(zip(signs, (final[:-1] / scale).round(4).tolist(), strict=True))
    return {"intercept": round(float(final[-1]), 4), "weights": named}


def logistic(
    signs: Table,
    positive: npt.NDArray[np.bool_],
    weights: Table,
    bounds: Sequence[tuple[float | None, float | None]],
) -> Table:
    """Ridge logistic regression (penalty ½‖w‖²) with bounded weights; the last entry is the intercept."""
    target = np.where(positive, 1.0, -1.0)

    def loss(w: Table) -> tuple[float, Table]:
        z = target * (signs @ w[:-1] + w[-1])
        slope = -weights * target * expit(-z)
        value = float(weights @ np.logaddexp(0.0, -z) + 0.5 * w[:-1] @ w[:-1])
        return value, np.append(signs.T @ slope + w[:-1], slope.sum())

    found = minimize(
        loss, np.zeros(signs.shape[1] + 1), jac=True, method="L-BFGS-B", bounds=[*bounds, (None, None)]
    )
    return np.asarray(found.x, np.float64)


def hash_fold(name: str) -> str:
    """One of ten folds."""
    from index.evaluation.datasets import fold_of

    return str(fold_of(name, 10))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
