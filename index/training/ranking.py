"""Fit the weights of ranking and confidence and write index/answering/weights.json.

Data: the SQuAD 2.0 articles that the reader never saw (fold ``--held-out`` of index.training.reader_data),
and the question files in dawn/ and seed/. Ranking: listwise softmax over an article's sentences
(Cao et al. 2007), L2. Confidence: logistic regressions of answerable questions against off-topic ones (those of
other articles) and against the articles' own unanswerable ones, their product calibrated. Prints leave-one-article-out figures, then fits on everything.

    python -m index.training.ranking --data ../shared/data --out index/answering/weights.json
"""

from __future__ import annotations

import argparse
import json
import random
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import numpy.typing as npt
import torch
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score

from index.answering import ranking
from index.answering import weights as weights_file
from index.answering.features import FeatureCache, Table
from index.answering.question import parse
from index.answering.reader import Reader
from index.answering.rerankers import OFF, Reranker
from index.answering.signals import SIGNALS
from index.answering.weights import Confidence, Linear, Weights
from index.embedding.embedder import Embedder
from index.evaluation.datasets import FOLDS, KEPT_OUT, Question, QuestionSet, fold_of, load_gold, load_squad
from index.library import Library
from index.store.sqlite.content import Store

OFF_TOPIC = 60
ON_TOPIC = (
    "similarity", "top_similarity", "coverage", "passage_coverage", "missing", "absent", "margin", "stems",
    "reader", "reader_best",
)  # fmt: skip
"""What tells questions about the article from questions about something else."""
SAID = (
    "top_similarity", "absent", "absent_here", "type_missing", "margin", "reader", "reader_span", "reader_best",
)  # fmt: skip
"""What tells answered questions from those on the topic that the article leaves open."""
READ = frozenset({"reader", "reader_best", "reader_span"})
MARGINS = (2.0, 3.0, 4.0, 5.0, 6.0, 8.0)
THRESHOLDS = {"strict": 0.7, "normal": 0.5, "generous": 0.3}
"""Confidence is a calibrated probability: normal answers what is more likely right than not."""
SAID_SHARE = 0.3
"""How much "the article says it" counts beside "the article is about it", which is told far more surely."""
SHARES = {"answerable": 0.5, "silent": 0.15, "off-topic": 0.35}
"""The mixture of questions that confidence is calibrated on."""


@dataclass(frozen=True, slots=True)
class Case:
    """One question on one article; ``hits`` marks the sentences that hold an answer."""

    set: str
    article: str
    kind: str
    question: Question
    gathered: ranking.Gathered
    hits: Table


def calibrate(
    data: Path, embedding_model: str | None, reading: Reranker | None, onnx: Path | None = None
) -> Weights:
    """Weights for other models, fitted on the same questions; see ``whosaid calibrate``."""
    return fit(collect(data, KEPT_OUT, reading, None, embedding_model, onnx), weights_file.load())


def collect(
    data: Path,
    held_out: int,
    reading: Reranker | None,
    cache: Path | None,
    embedding_model: str | None = None,
    onnx: Path | None = None,
) -> list[Case]:
    """Gather signals and readings of every question."""
    sets = [
        ("squad", s)
        for s in load_squad(data / "squad" / "dev_articles.json")
        if fold_of(s.article.name, FOLDS) == held_out
    ]
    sets += [(name, s) for name in ("dawn", "seed") for s in load_gold(data / name)]
    answerable = [(s.article.name, q.text) for k, s in sets if k == "squad" for q in s.questions if q.answers]
    everything = replace(weights_file.load(), sure_margin=1e9)
    cases = []
    with tempfile.TemporaryDirectory() as folder:
        library = Library(Path(folder), cache=cache, embedding_model=embedding_model, reranker=OFF, onnx=onnx)
        library.reindex([s.article for _, s in sets])
        ids = {info.name: info.id for info in library.articles()}
        kept, embedder = FeatureCache(Store(Path(folder) / "library.sqlite")), Embedder(embedding_model, onnx)
        for kind, member in sets:
            features = kept.get(ids[member.article.name])
            assert features is not None  # noqa: S101 - it was just stored
            asked = questions(member, [q for name, q in answerable if name != member.article.name])
            vectors = embedder.encode([q.text for _, q in asked], "query")
            for (label, question), vector in zip(asked, vectors, strict=True):
                gathered = ranking.gather(parse(question.text), vector, [features], everything, reading)
                hits = np.array(
                    [
                        any(a in features.text(i, i) for a in question.answers)
                        for i in range(len(features.starts))
                    ]
                )
                cases.append(Case(kind, member.article.name, label, question, gathered, hits))
            print(kind, member.article.name, len(asked), flush=True)
        library.close()
    return cases


def questions(member: QuestionSet, others: Sequence[str]) -> list[tuple[str, Question]]:
    """The article's own questions and off-topic ones."""
    rng = random.Random(member.article.name)  # noqa: S311
    strangers = rng.sample(list(others), min(OFF_TOPIC, len(others)))
    own = [("answerable" if q.answers else "silent", q) for q in member.questions]
    return own + [("off-topic", Question(q, ())) for q in strangers]


def fit_ranking(cases: Sequence[Case], with_reader: bool) -> Linear:
    """Listwise fit over sentences."""
    used = [c for c in cases if c.hits.any()]
    names = (*SIGNALS, "reader", "reader_span") if with_reader else SIGNALS
    tables, targets = [], []
    for case in used:
        columns = [case.gathered.signals]
        rows = np.ones(len(case.hits), bool)
        if with_reader:
            rows = ~np.isnan(case.gathered.answers)
            columns += [case.gathered.answers[:, None], case.gathered.spans[:, None]]
        if case.hits[rows].any():
            tables.append(torch.tensor(np.column_stack(columns)[rows], dtype=torch.float32))
            targets.append(torch.tensor(case.hits[rows]))
    weights = torch.zeros(len(names), requires_grad=True)
    optimizer = torch.optim.LBFGS([weights], max_iter=200, line_search_fn="strong_wolfe")

    def loss() -> torch.Tensor:
        optimizer.zero_grad()
        total = 3e-3 * (weights * weights).sum()
        for x, y in zip(tables, targets, strict=True):
            scores = x @ weights
            total = total + (torch.logsumexp(scores, 0) - torch.logsumexp(scores[y], 0)) / len(tables)
        total.backward()  # type: ignore[no-untyped-call]
        return total

    optimizer.step(loss)  # type: ignore[no-untyped-call]
    found = weights.detach().numpy().round(3).tolist()
    return Linear(dict(zip(names, found, strict=True)), 0.0)


def evidence_of(case: Case, weights: Weights, with_reader: bool) -> dict[str, float]:
    """The evidence as it would be at question time."""
    gathered = case.gathered if with_reader else _unread(case.gathered)
    scores = ranking.combine(gathered, weights)
    return ranking.evidence(gathered, scores, np.argsort(-scores, kind="stable"))


def fit_confidence(cases: Sequence[Case], weights: Weights, with_reader: bool) -> Confidence:
    """Answerable against off-topic, answerable against silent, then both against "the first quote is right"."""
    rows = [evidence_of(c, weights, with_reader) for c in cases]
    kinds = np.array([c.kind for c in cases])
    on_topic = _logistic(rows, kinds, "off-topic", [n for n in ON_TOPIC if with_reader or n not in READ])
    said = _logistic(rows, kinds, "silent", [n for n in SAID if with_reader or n not in READ])
    plain = Confidence(on_topic, said, Linear({}, 0.0))
    parts = [plain.parts(r) for r in rows]
    joint = [[p["on_topic"] + SAID_SHARE * p["said"]] for p in parts]
    right = np.array([c.kind == "answerable" and first_is_right(c, weights, with_reader) for c in cases])
    share = np.array([SHARES[k] / np.mean(kinds == k) for k in kinds])
    model = LogisticRegression(C=10.0).fit(joint, right, share)
    scale = float(model.coef_[0, 0])
    scales = {"on_topic": round(scale, 4), "said": round(SAID_SHARE * scale, 4)}
    return Confidence(on_topic, said, Linear(scales, round(float(model.intercept_[0]), 4)))


def _logistic(
    rows: Sequence[dict[str, float]], kinds: npt.NDArray[np.str_], against: str, names: Sequence[str]
) -> Linear:
    """Balanced logistic regression of answerable questions against one other kind, on scaled evidence."""
    kept = np.isin(kinds, ("answerable", against))
    table = np.array([[r[n] for n in names] for r in rows])[kept]
    mean, spread = table.mean(0), table.std(0) + 1e-9
    model = LogisticRegression(C=0.3, max_iter=2000, class_weight="balanced")
    model.fit((table - mean) / spread, kinds[kept] == "answerable")
    scaled = model.coef_[0] / spread
    bias = float(model.intercept_[0] - (scaled * mean).sum())
    return Linear(dict(zip(names, scaled.round(4).tolist(), strict=True)), round(bias, 4))


def first_is_right(case: Case, weights: Weights, with_reader: bool) -> bool:
    """Does the first quote hold an answer?"""
    gathered = case.gathered if with_reader else _unread(case.gathered)
    values = ranking.combine(gathered, weights)
    runs = ranking.make_runs(gathered, values, np.argsort(-values, kind="stable"), weights.neighbour_margin)
    text = runs[0].features.text(runs[0].first, runs[0].last)
    return any(a in text for a in case.question.answers)


def fit(cases: Sequence[Case], base: Weights) -> Weights:
    """All weights and the thresholds."""
    weights = replace(
        base, signals=fit_ranking(cases, with_reader=False), with_reader=fit_ranking(cases, with_reader=True)
    )
    weights = replace(
        weights,
        confidence=fit_confidence(cases, weights, with_reader=False),
        confidence_with_reader=fit_confidence(cases, weights, with_reader=True),
    )
    return replace(weights, thresholds=dict(THRESHOLDS))


def confidence(case: Case, weights: Weights, with_reader: bool = True) -> float:
    """As at question time."""
    learned = weights.confidence_with_reader if with_reader else weights.confidence
    return learned.of(evidence_of(case, weights, with_reader))


def figures(cases: Sequence[Case], weights: Sequence[Weights], with_reader: bool) -> str:
    """First quote, within three, characters and AUROCs; ``weights`` has one entry a case."""
    lines = []
    for name in ("squad", "dawn", "seed"):
        first, three, length = [], [], []
        scores: dict[str, list[float]] = {"answerable": [], "silent": [], "off-topic": []}
        for case, w in zip(cases, weights, strict=True):
            if case.set != name:
                continue
            scores[case.kind].append(confidence(case, w, with_reader))
            if case.kind == "answerable":
                gathered = case.gathered if with_reader else _unread(case.gathered)
                values = ranking.combine(gathered, w)
                order = np.argsort(-values, kind="stable")
                runs = ranking.make_runs(gathered, values, order, w.neighbour_margin)
                texts = [r.features.text(r.first, r.last) for r in runs]
                hits = [any(a in t for a in case.question.answers) for t in texts]
                first.append(hits[0])
                three.append(any(hits))
                length.append(len(texts[0]))
        areas = []
        for kind in ("off-topic", "silent"):
            labels = [1] * len(scores["answerable"]) + [0] * len(scores[kind])
            areas.append(roc_auc_score(labels, scores["answerable"] + scores[kind]) if scores[kind] else 0.5)
        lines.append(
            f"{name}: first {np.mean(first):.3f} three {np.mean(three):.3f} characters {np.mean(length):.0f} "
            f"off-topic {areas[0]:.3f} silent {areas[1]:.3f} ({len(first)})"
        )
    return "\n".join(lines)


def _unread(gathered: ranking.Gathered) -> ranking.Gathered:
    nothing = np.full(len(gathered.signals), np.nan)
    return replace(gathered, answers=nothing, spans=nothing)


def main() -> None:
    """Fit, report, write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--reader", type=Path, help="weights of the reader; default: the shipped ones")
    parser.add_argument("--cache", type=Path, help="folder of embeddings that are kept")
    parser.add_argument("--held-out", type=int, default=KEPT_OUT)
    parser.add_argument("--neighbour-margin", type=float, default=5.0)
    parser.add_argument("--sure-margin", type=float, default=4.0)
    arguments = parser.parse_args()
    cases = collect(arguments.data, arguments.held_out, Reader(arguments.reader), arguments.cache)
    base = replace(
        weights_file.load(), neighbour_margin=arguments.neighbour_margin, sure_margin=arguments.sure_margin
    )
    names = sorted({c.article for c in cases})
    by_article = {n: fit([c for c in cases if c.article != n], base) for n in names}
    held = [by_article[c.article] for c in cases]
    print("left out, without reader\n" + figures(cases, held, with_reader=False))
    print("left out, with reader\n" + figures(cases, held, with_reader=True))
    for margin in MARGINS:
        print(f"neighbour margin {margin}")
        print(figures(cases, [replace(w, neighbour_margin=margin) for w in held], with_reader=True))
    final = fit(cases, base)
    arguments.out.write_text(json.dumps(weights_file.to_json(final), indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
