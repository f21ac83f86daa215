"""What speaks for the best run: the numbers that confidence is made of, normalised for the size of the library."""

from __future__ import annotations

import math

import numpy as np

from index.answering.features import Rows, Table
from index.answering.gathering import Gathered
from index.answering.needed import need
from index.answering.question import ANSWER_TYPES
from index.answering.runs import Run
from index.answering.signals import SIGNALS

_COLUMN = {name: i for i, name in enumerate(SIGNALS)}
_MOST_MARGIN = 6.0
"""Leads beyond it say nothing more (log-odds of the ranking's scores)."""
_MANY = 6.5
"""Logarithm of the sentences from which more make no difference: the fit saw no larger libraries."""
_AROUND = 1
"""Passages before and after that may hold a word which the run leaves out."""
NAMES = (
    "passage_similarity", "standing", "above",
    "needed_in_run", "needed_around", "type_missing", "margin", "articles", "sentences", "leans",
    *(f"asks_{kind}" for kind in ANSWER_TYPES),
    "reader", "reader_span", "reader_lead", "reader_here", "null_here", "null_mean", "reader_second", "reader_top",
)  # fmt: skip
"""The evidence, by the names of weights.json."""
READ = frozenset(NAMES[NAMES.index("reader") :])
"""What needs the reader."""
_TOP = 5
"""So many of the sentences that the reader likes best tell how much of the text is near the question."""


def evidence(gathered: Gathered, scores: Table, run: Run) -> dict[str, float]:
    """The evidence for the best run."""
    f, signals = run.features, gathered.signals
    at = next(i for i, other in enumerate(gathered.articles) if other is f)
    start = gathered.starts[at]
    rows = slice(start + run.first, start + run.last + 1)
    best = start + run.best
    passage = int(f.passage_of[run.best])
    dense = signals[start : start + len(f.starts), _COLUMN["raw_similarity"]]
    similarity = float(signals[rows, _COLUMN["raw_similarity"]].max())
    asked = _asked(gathered)
    in_run = {
        s
        for s in asked
        if _stands(f.sentences.of.get(s), run.first, run.last)
        or _stands(f.speakers.of.get(s), run.first, run.last)
    }
    low, high = passage - _AROUND, passage + _AROUND
    around = in_run | {
        s
        for s in asked
        if _stands(f.passages.of.get(s), low, high) or _stands(f.contexts.of.get(s), passage, passage)
    }
    column = None if gathered.query.answer_type is None else ANSWER_TYPES.index(gathered.query.answer_type)
    others = np.delete(scores, np.r_[rows])
    margin = float(scores[best] - others.max()) if len(others) else _MOST_MARGIN
    found = {
        "passage_similarity": float(f.passage_vectors[passage] @ gathered.vector),
        "standing": float((similarity - dense.mean()) / (dense.std() + 1e-6)) / 4,
        "above": float(signals[best, _COLUMN["above_similarity"]]),
        "needed_in_run": max(
            (need(word).sentence for s, word in asked.items() if s not in in_run), default=0.0
        ),
        "needed_around": max(
            (need(word).around for s, word in asked.items() if s not in around), default=0.0
        ),
        "type_missing": float(column is not None and not f.fits[run.first : run.last + 1, column].any()),
        "margin": max(min(margin, _MOST_MARGIN), -_MOST_MARGIN),
        "articles": math.log(len(gathered.articles)),
        "sentences": min(math.log(len(signals)), _MANY),
        "leans": float(signals[start + run.first, _COLUMN["leans"]]),
        **{f"asks_{kind}": float(kind == gathered.query.answer_type) for kind in ANSWER_TYPES},
    }
    return found | _of_reader(gathered, rows)


def _asked(gathered: Gathered) -> dict[str, str]:
    """The question's stems, as the articles spell them, and as it does."""
    found, own = list(gathered.rarity), gathered.query.stems
    return dict(zip(found, own if len(found) == len(own) else found, strict=True))


def _of_reader(gathered: Gathered, rows: slice) -> dict[str, float]:
    """What the reader thinks of the run, beside its "none of these" there and elsewhere, and beside the best of all that
    it read; zeros where it read nothing."""
    here, spans, nulls = gathered.answers[rows], gathered.spans[rows], gathered.nulls[rows]
    if np.isnan(here).all():
        return dict.fromkeys(sorted(READ), 0.0)
    elsewhere = np.delete(gathered.answers, np.r_[rows])
    elsewhere = elsewhere[~np.isnan(elsewhere)]
    best = np.sort(gathered.answers[~np.isnan(gathered.answers)])[::-1]
    return {
        "reader": float(np.nanmax(here - nulls)),
        "reader_span": float(np.nanmax(spans)),
        "reader_lead": float(np.nanmax(here)) - float(elsewhere.max()) if len(elsewhere) else 0.0,
        "reader_here": float(np.nanmax(here)),
        "null_here": float(np.nanmean(nulls)),
        "null_mean": float(np.nanmean(gathered.nulls)),
        "reader_second": float(best[1]) if len(best) > 1 else 0.0,
        "reader_top": float(best[:_TOP].mean()),
    }


def _stands(hit: tuple[Rows, Table] | None, first: int, last: int) -> bool:
    """Does a posting name one of these rows?"""
    return hit is not None and bool(((hit[0] >= first) & (hit[0] <= last)).any())
