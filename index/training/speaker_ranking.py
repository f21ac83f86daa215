"""Trains ``quotes/speaker_ranking.py``: who says it, of our own articles and of the news that we annotated."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from index.evaluation.resolved import NOBODY, Known, shares_name
from index.evaluation.resolved_sets import Example
from index.model import Span
from index.quotes.attribution import attributions
from index.quotes.extract import is_ranked, resolved
from index.quotes.linking import Attribution
from index.quotes.persons import Floats
from index.quotes.speaker_ranking import MOST, UTMOST, rank_with
from index.quotes.tagger import Tagged, Tagger, document_of
from index.training.news_quotes import LEARNED, SET, news_examples
from index.training.own_quotes import quoted_examples
from index.training.speaker_turns import SET as TURNS
from index.training.speaker_turns import turns

SETS = ("own articles", SET, LEARNED, TURNS)
"""Our hard articles are not like what is quoted from: they would make everything unsure."""
NETWORKS, HIDDEN, EPOCHS, BATCH = 3, 32, 20, 128
"""Twice as many networks or hidden units do no better on articles kept out."""
RATE, DECAY, DROPOUT = 2e-3, 1e-2, 0.2
FOLDS = 5
CURVE = (0.0, 0.5, 0.6, 0.65, 0.7, 0.75, 0.8, 0.85, 0.9)
OVERLAP = 0.5


@dataclass(frozen=True, slots=True)
class Sample:
    """One quotation: ``rows`` (candidates + 1, FEATURES), which of them say it (the last: none), and which have a name."""

    rows: Floats
    right: tuple[bool, ...]
    named: tuple[bool, ...]


def train(data: Path) -> dict[str, np.ndarray]:
    """The ``speaker.*`` arrays. Prints the curve for articles kept out in turn."""
    samples, articles, measured, wanted = [], [], [], 0
    read = (*quoted_examples(), *news_examples(data, learned=True), *turns())
    examples = [e for e in read if e.set in SETS]
    for number, example in enumerate(examples):
        (tagged,) = Tagger().tag_articles([example.article])
        real = example.set != TURNS
        wanted += real * len(example.known)
        for sample in samples_of(example, tagged):
            samples.append(sample)
            articles.append(number)
            measured.append(real)
    _report(samples, np.array(articles), measured, wanted)
    return fitted(samples)


def samples_of(example: Example, tagged: Tagged) -> Iterator[Sample]:
    """Everybody who may say each known quotation, and who does."""
    document = document_of(example.article)
    attributed, speakers, ranking = resolved(document, *attributions(document, tagged))
    for known in example.known:
        found = _best(known, attributed)
        if found is None:
            continue
        source = attributed[found].source
        if not is_ranked(document.text, attributed[found], speakers.get(source) if source else None):
            continue
        able, rows = ranking.candidates(found)
        nobody = NOBODY in known.names
        entities = [ranking.entity(e) for e in able]
        right = [not nobody and shares_name(e.display, known.names) for e in entities]
        if nobody:  # whoever has no name may be nobody
            right = [not e.names for e in entities]
        if nobody or not any(right):
            right.append(True)
        else:
            right.append(False)
        yield Sample(rows, tuple(right), (*(bool(e.names) for e in entities), False))


def _best(known: Known, attributed: Sequence[Attribution]) -> int | None:
    """The number of the attribution of which a span overlaps the quotation most."""
    spans = [
        (n, span) for n, a in enumerate(attributed) for span in ((a.piece.start, a.piece.end), *a.piece.inner)
    ]
    best = max(spans, key=lambda found: _dice(known, found[1]), default=None)
    return best[0] if best is not None and _dice(known, best[1]) >= OVERLAP else None


def _dice(known: Known, span: Span) -> float:
    start, end = span
    return 2 * max(0, min(end, known.end) - max(start, known.start)) / (end - start + known.end - known.start)


def fitted(samples: Sequence[Sample]) -> dict[str, np.ndarray]:
    """Small networks, each row with a score; the softmax over a quotation's rows is to lie on who says it."""
    import torch

    rows = np.concatenate([s.rows for s in samples])
    mean, spread = rows.mean(0), rows.std(0) + 1e-3
    most, width = MOST + 2, rows.shape[1]
    given = torch.zeros(len(samples), most, width)
    there, right = torch.zeros(len(samples), most, dtype=torch.bool), torch.zeros(len(samples), most)
    for i, sample in enumerate(samples):
        n = len(sample.rows)
        given[i, :n] = torch.from_numpy((sample.rows - mean) / spread).clamp(-UTMOST, UTMOST)
        there[i, :n] = True
        right[i, :n] = torch.tensor(sample.right, dtype=torch.float32)
    networks = []
    for seed in range(NETWORKS):
        torch.manual_seed(seed)
        inner, out = torch.nn.Linear(width, HIDDEN), torch.nn.Linear(HIDDEN, 1, bias=False)
        direct = torch.nn.Linear(width, 1, bias=False)
        parameters = [p for layer in (inner, out, direct) for p in layer.parameters()]
        steps = EPOCHS * -(-len(samples) // BATCH)
        optimizer = torch.optim.AdamW(parameters, lr=RATE, weight_decay=DECAY)
        schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, RATE, total_steps=steps)
        for _ in range(EPOCHS):
            order = torch.randperm(len(samples))
            for at in range(0, len(samples), BATCH):
                batch = order[at : at + BATCH]
                hidden = torch.nn.functional.dropout(torch.relu(inner(given[batch])), DROPOUT)
                scores = (out(hidden) + direct(given[batch])).squeeze(-1)
                logs = torch.log_softmax(scores.masked_fill(~there[batch], -1e4), 1)
                loss = -torch.logsumexp(logs.masked_fill(right[batch] == 0, -1e4), 1).mean()
                optimizer.zero_grad()
                loss.backward()  # type: ignore[no-untyped-call]
                optimizer.step()
                schedule.step()
        networks.append(
            [p.detach().numpy() for p in (inner.weight.T, inner.bias, out.weight[0], direct.weight[0])]
        )
    arrays = [np.ascontiguousarray(np.stack(parts), np.float32) for parts in zip(*networks, strict=True)]
    names = ("speaker.in", "speaker.in_bias", "speaker.out", "speaker.direct")
    scaling = {"speaker.mean": mean.astype(np.float32), "speaker.spread": spread.astype(np.float32)}
    return {**dict(zip(names, arrays, strict=True)), **scaling}


def _report(samples: Sequence[Sample], articles: np.ndarray, measured: Sequence[bool], wanted: int) -> None:
    """Of those to be measured, each article kept out in turn; ``wanted``: how many quotations there were to find."""
    told: list[tuple[float, bool]] = []
    for fold in range(FOLDS):
        known = fitted([s for s, a in zip(samples, articles, strict=True) if a % FOLDS != fold])
        rows = zip(samples, articles, measured, strict=True)
        for sample in (s for s, a, real in rows if real and a % FOLDS == fold):
            chances = rank_with(known, sample.rows)[:-1]
            best = int(chances.argmax()) if len(chances) else -1
            if best >= 0 and sample.named[best]:
                told.append((float(chances[best]), sample.right[best]))
    print(f"{sum(measured)} of {wanted} quotations are ranked; articles kept out in turn")
    for threshold in CURVE:
        named = [right for chance, right in told if chance >= threshold]
        right, wrong = 100 * sum(named) / wanted, 100 * (len(named) - sum(named)) / wanted
        print(f"from {threshold}: right {right:.1f}, somebody else {wrong:.1f} in a hundred quotations")
