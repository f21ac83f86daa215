"""Fit the weights of ranking and confidence and write index/answering/weights.json.

Data (``answer_cases.py``): questions as people type them in a chat and their follow-ups, our own on seven articles of
ours (``asked/``) and on those of ``own_articles.py`` that no network learned from, ``dawn/`` and ``seed/``, each asked of its article and of the whole library; SQuAD 2.0 articles that the reader never saw; questions about
other articles. A third of each set's articles is locked: nothing is fitted to it. Ranking: listwise softmax over an
article's sentences (Cao et al. 2007), L2. Confidence: logistic regression of "the first quote answers", calibrated
by Platt scaling (Platt 1999) on log-odds of articles left out, each of them ranked by weights fitted without it. Prints
the figures of what it was fitted to, a fold of articles left out in turn, then those of the locked third.

    python -m index.training.ranking --data DATA --out index/answering/weights.json
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import numpy.typing as npt
import torch
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from torch.nn.utils.rnn import pad_sequence

from index.answering import evidence as evidences
from index.answering import weights as weights_file
from index.answering.gathering import Gathered
from index.answering.ranking import Ranking, ranked
from index.answering.reader import Reader
from index.answering.rerankers import Reranker
from index.answering.signals import SIGNALS
from index.answering.strictness import Strictness
from index.answering.weights import Confidence, Linear, Weights, sigmoid
from index.evaluation.datasets import fold_of
from index.runtime.exports import Exports
from index.training.answer_cases import Case, collect, holds

FOLDS = 16
"""Articles are dealt into so many; each fold is judged by weights that it had no part in."""
THRESHOLD_SETS = frozenset({"chat", "dawn"})
"""The sets whose mixture of questions thresholds are set on: what a library is really asked."""
REPEATS = {
    "chat": 2.0,
    "asked": 1.0,
    "own": 0.2,
    "chains": 1.0,
    "dawn": 1.0,
    "seed": 1.0,
    "squad": 0.5,
    "strangers": 0.7,
}
"""How much a question of each set counts in the confidence."""
RANKING = {"own": 0.2}
"""The same in the ranking, where it is not 1."""
OPEN = {"asked": 0.5, "own": 0.5}
"""And one that its article leaves open: of our own they are half of all, more than people ask."""
_STEPS = 400
_L2 = 2e-2
"""On the weights of scaled signals; the strength was chosen by articles left out."""
_C = 0.1
"""Inverse strength of the confidence's L2, on scaled evidence."""


def calibrate(
    data: Path, embedding_model: str | None, reading: Reranker | None, onnx: Exports | None = None
) -> Weights:
    """Weights for other models, fitted on the same questions; see ``whosaid calibrate``."""
    return fit(collect(data, reading, None, embedding_model, onnx), weights_file.load()).weights


@dataclass(frozen=True, slots=True)
class Fit:
    """Weights, and the cases as they are judged when their fold is left out: without the reader, with it."""

    weights: Weights
    plain: Judged
    read: Judged


def fit(cases: Sequence[Case], base: Weights) -> Fit:
    """All weights and the thresholds."""
    weights = replace(
        base,
        signals=fit_ranking(cases, base, with_reader=False),
        with_reader=fit_ranking(cases, base, with_reader=True),
    )
    plain, _, plainly = fit_confidence(cases, weights, with_reader=False)
    read, thresholds, judged = fit_confidence(cases, weights, with_reader=True)
    final = replace(weights, confidence=plain, confidence_with_reader=read, thresholds=thresholds)
    return Fit(final, plainly, judged)


def fit_ranking(cases: Sequence[Case], base: Weights, *, with_reader: bool) -> Linear:
    """Listwise fit over the sentences that may be quoted; a question of ours counts less than one of others."""
    names = (*SIGNALS, "reader", "reader_span") if with_reader else SIGNALS
    tables, targets, offsets, shares = [], [], [], []
    for case in cases:
        g = case.gathered
        columns, rows = [g.signals], g.quotable.copy()
        if with_reader:
            rows &= ~np.isnan(g.answers)
            columns += [g.answers[:, None], g.spans[:, None]]
        hits = case.hits[rows] > 0
        if hits.any():
            tables.append(torch.tensor(np.column_stack(columns)[rows], dtype=torch.float32))
            targets.append(torch.tensor(hits))
            offsets.append(torch.tensor(base.follow_up["near"] * g.near[rows], dtype=torch.float32))
            shares.append(RANKING.get(case.set, 1.0))
    x, near = pad_sequence(tables, batch_first=True), pad_sequence(offsets, batch_first=True)
    right = pad_sequence(targets, batch_first=True)
    spread, share = torch.cat(tables).std(0) + 1e-6, torch.tensor(shares)
    absent = torch.arange(x.shape[1]) >= torch.tensor([len(t) for t in tables])[:, None]
    weights = torch.zeros(len(names), requires_grad=True)
    optimizer = torch.optim.LBFGS([weights], max_iter=_STEPS, line_search_fn="strong_wolfe")

    def loss() -> torch.Tensor:
        optimizer.zero_grad()
        scores = (x @ (weights / spread) + near).masked_fill(absent, -torch.inf)
        found = scores.masked_fill(~right, -torch.inf)
        missed = torch.logsumexp(scores, 1) - torch.logsumexp(found, 1)
        total: torch.Tensor = (missed * share).sum() / share.sum()
        total = total + _L2 * (weights * weights).sum()
        total.backward()  # type: ignore[no-untyped-call]
        return total

    optimizer.step(loss)  # type: ignore[no-untyped-call]
    found = (weights.detach() / spread).numpy().round(3).tolist()
    return Linear({name: round(weight, 3) for name, weight in zip(names, found, strict=True)}, 0.0)


@dataclass(frozen=True, slots=True)
class Judged:
    """Cases as they are ranked and trusted by weights that their article had no part in."""

    cases: tuple[Case, ...]
    rankings: tuple[Ranking, ...]
    sure: npt.NDArray[np.float64]


def fit_confidence(
    cases: Sequence[Case], base: Weights, *, with_reader: bool
) -> tuple[Confidence, dict[str, float], Judged]:
    """The confidence, the thresholds that reach each level's precision, and the cases as judged when their fold is left out.

    Every article is ranked by weights that were fitted without it, as a stranger's article will be; the calibration
    and the thresholds come from log-odds of articles left out, too.
    """
    names = [n for n in evidences.NAMES if with_reader or n not in evidences.READ]
    articles = np.array([c.article for c in cases])
    rankings = left_out_rankings(cases, base, with_reader=with_reader)
    table = np.array([[r.evidence[n] for n in names] for r in rankings])
    right = np.array([is_right(c, r) for c, r in zip(cases, rankings, strict=True)])
    share = np.array([_share(c) for c in cases])
    log_odds = np.zeros(len(cases))
    folds = np.array([fold_of(a, FOLDS) for a in articles.tolist()])
    for fold in sorted(set(folds.tolist())):
        out = folds == fold
        log_odds[out] = _of(table[out], _logistic(table[~out], right[~out], share[~out], names))
    platt = LogisticRegression(C=1e6).fit(log_odds[:, None], right, share)
    scale, bias = float(platt.coef_[0, 0]), float(platt.intercept_[0])
    sure = np.array([sigmoid(scale * x + bias) for x in log_odds])
    asked = np.array([c.set in THRESHOLD_SETS for c in cases])
    count = Counter(articles[asked].tolist())
    counts = np.array([1 / count[a] for a in articles[asked].tolist()])
    thresholds = {
        level.value: threshold(sure[asked], right[asked], counts, level.precision) for level in Strictness
    }
    calibration = Linear({"log_odds": round(scale, 4)}, round(bias, 4))
    confidence = Confidence(_logistic(table, right, share, names), calibration)
    return confidence, thresholds, Judged(tuple(cases), tuple(rankings), sure)


def _share(case: Case) -> float:
    return REPEATS[case.set] * (1.0 if case.question.answers else OPEN.get(case.set, 1.0))


def left_out_rankings(cases: Sequence[Case], base: Weights, *, with_reader: bool) -> list[Ranking]:
    """Each case ranked by weights that are fitted to the other articles."""
    found: dict[int, Ranking] = {}
    folds = [fold_of(c.article, FOLDS) for c in cases]
    for fold in sorted(set(folds)):
        kept = [c for c, f in zip(cases, folds, strict=True) if f != fold]
        fitted = fit_ranking(kept, base, with_reader=with_reader)
        weights = replace(base, with_reader=fitted) if with_reader else replace(base, signals=fitted)
        found |= {
            i: ranking_of(c, weights, with_reader)
            for i, (c, f) in enumerate(zip(cases, folds, strict=True))
            if f == fold
        }
    return [found[i] for i in range(len(cases))]


def threshold(
    probabilities: npt.NDArray[np.float64],
    right: npt.NDArray[np.bool_],
    counts: npt.NDArray[np.float64],
    precision: float,
) -> float:
    """The lowest confidence from which so many of those above it are right; ``counts`` is how much each counts."""
    order = np.argsort(-probabilities, kind="stable")
    kept = np.cumsum(right[order] * counts[order]) / np.cumsum(counts[order])
    reached = np.flatnonzero(kept >= precision)
    return round(float(probabilities[order[reached[-1]]]), 4) if len(reached) else 1.0


def _logistic(
    table: npt.NDArray[np.float64],
    right: npt.NDArray[np.bool_],
    share: npt.NDArray[np.float64],
    names: Sequence[str],
) -> Linear:
    mean, spread = table.mean(0), table.std(0) + 1e-9
    model = LogisticRegression(C=_C, max_iter=2000).fit((table - mean) / spread, right, share)
    scaled = model.coef_[0] / spread
    bias = float(model.intercept_[0] - (scaled * mean).sum())
    return Linear(dict(zip(names, scaled.round(4).tolist(), strict=True)), round(bias, 4))


def _of(table: npt.NDArray[np.float64], linear: Linear) -> npt.NDArray[np.float64]:
    found: npt.NDArray[np.float64] = table @ np.array(list(linear.weights.values())) + linear.bias
    return found


def ranking_of(case: Case, weights: Weights, with_reader: bool) -> Ranking:
    """As at question time; one set of tables serves with the reader and without."""
    return ranked(case.gathered if with_reader else _unread(case.gathered), weights)


def is_right(case: Case, ranking: Ranking, within: int = 1) -> bool:
    """Does one of the first quotes hold an answer?"""
    texts = [run.features.text(run.first, run.last) for run in ranking.runs[:within]]
    return any(holds(text, case.question) for text in texts)


def judged_by(cases: Sequence[Case], weights: Weights, *, with_reader: bool) -> Judged:
    """Cases as the weights themselves judge them."""
    learned = weights.confidence_with_reader if with_reader else weights.confidence
    rankings = tuple(ranking_of(c, weights, with_reader) for c in cases)
    return Judged(tuple(cases), rankings, np.array([learned.of(r.evidence) for r in rankings]))


def figures(judged: Judged, threshold_: float) -> str:
    """A line for each set and mode: first quote, one of three, AUROCs, what is answered from the threshold on."""
    lines = []
    keys = np.array([f"{c.set:9} {'bound' if c.bound else 'library':7}" for c in judged.cases])
    pairs = list(zip(judged.cases, judged.rankings, strict=True))
    right = np.array([is_right(c, r) for c, r in pairs])
    three = np.array([is_right(c, r, 3) for c, r in pairs])
    kinds = np.array([c.question.asks for c in judged.cases])
    for key in sorted(set(keys.tolist())):
        here = keys == key
        good, silent, off = (here & (kinds == k) for k in ("answerable", "silent", "off-topic"))
        sure, shown = judged.sure, judged.sure >= threshold_
        lines.append(
            f"{key} n {good.sum():3} first {_mean(right, good):.3f} three {_mean(three, good):.3f} | answered "
            f"{_mean(shown, good):.2f} silent {_mean(shown, silent):.2f} off {_mean(shown, off):.2f} right of shown "
            f"{_mean(right, here & shown):.2f} | AUROC silent {_area(sure, good, silent):.3f} off "
            f"{_area(sure, good, off):.3f} right {_area(sure, good & right, good & ~right):.3f} | Brier "
            f"{np.mean((sure[here] - right[here]) ** 2):.3f}"
        )
    return "\n".join(lines)


def _mean(values: npt.NDArray[np.bool_], chosen: npt.NDArray[np.bool_]) -> float:
    return float(values[chosen].mean()) if chosen.any() else float("nan")


def _area(sure: npt.NDArray[np.float64], yes: npt.NDArray[np.bool_], no: npt.NDArray[np.bool_]) -> float:
    if not yes.any() or not no.any():
        return float("nan")
    return float(roc_auc_score([*[1] * yes.sum(), *[0] * no.sum()], [*sure[yes], *sure[no]]))


def _unread(gathered: Gathered) -> Gathered:
    nothing = np.full(len(gathered.signals), np.nan)
    return replace(gathered, answers=nothing, spans=nothing)


def main() -> None:
    """Fit, report, write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--reader", type=Path, help="weights of the reader; default: the shipped ones")
    parser.add_argument("--cache", type=Path, help="folder of embeddings that are kept")
    parser.add_argument("--onnx", type=Path, help="folder of exported graphs: read with ONNX Runtime")
    parser.add_argument("--neighbour-margin", type=float, default=5.0)
    parser.add_argument("--sure-margin", type=float, default=4.0)
    arguments = parser.parse_args()
    reading = Reader(arguments.reader, onnx=Exports(arguments.onnx) if arguments.onnx else None)
    cases = collect(arguments.data, reading, arguments.cache)
    report(cases, weights_file.load(), arguments.neighbour_margin, arguments.sure_margin, arguments.out)


def report(
    cases: Sequence[Case], base: Weights, neighbour_margin: float, sure_margin: float, out: Path
) -> None:
    """The fit on all but the locked articles, its figures with their article left out and on the locked ones; the
    file."""
    base = replace(base, neighbour_margin=neighbour_margin, sure_margin=sure_margin)
    found = fit([c for c in cases if not c.locked], base)
    back = [c for c in cases if c.locked]
    normal = found.weights.thresholds["normal"]
    for with_reader in (False, True):
        print("with reader" if with_reader else "without reader")
        print("tuned, each fold of articles left out of the fit that it is judged by")
        print(figures(found.read if with_reader else found.plain, normal))
        print("locked")
        print(figures(judged_by(back, found.weights, with_reader=with_reader), normal))
    out.write_text(json.dumps(weights_file.to_json(found.weights), indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
