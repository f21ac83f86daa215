"""Rows that teach how certain a person is, of an article of ours."""

from __future__ import annotations

import numpy as np

from index.evaluation.resolved import NOBODY, Known
from index.evaluation.resolved_sets import Example
from index.quotes.certainty import FEATURES
from index.training.speaker_certainty import _fitted, rows_of
from tests.index.quotes.articles import article, tagged_as

SAID = "The ferry is safe"


def labels(*names: str) -> list[bool]:
    a = article("Ferry to sail", "Jonas Reed met the mayor.", f"“{SAID},” Ada Moor said.")
    start = a.text.index(SAID)
    example = Example("ours", a, (Known(start, start + len(SAID), names, "name"),), True)
    rows = list(rows_of(example, tagged_as(a, content=[SAID], source=["Ada Moor"], cue=["said"])))
    assert all(len(features) == FEATURES for features, _ in rows)
    return [right for _, right in rows]


def test_a_row_is_right_when_the_name_is() -> None:
    assert labels("Ada Moor") == [True]
    assert labels("Jonas Reed") == [False]
    assert labels(NOBODY) == [False]


def test_the_scaling_is_folded_into_the_weights() -> None:
    rng = np.random.default_rng(0)
    given = rng.normal(5, 3, (400, 4))
    right = given[:, 1] > 5
    fitted = _fitted(given, right)
    scores = given @ fitted["certainty"] + fitted["certainty.bias"]
    assert ((scores > 0) == right).mean() > 0.95
    assert abs(fitted["certainty"][1]) > 3 * abs(fitted["certainty"][0])
