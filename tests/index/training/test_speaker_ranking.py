"""Samples that teach who says a quotation, of an article of ours."""

from __future__ import annotations

import numpy as np

from index.evaluation.resolved import NOBODY, Known
from index.evaluation.resolved_sets import Example
from index.quotes.speaker_ranking import FEATURES, rank_with
from index.training import speaker_ranking
from index.training.speaker_ranking import Sample, fitted, samples_of
from tests.index.quotes.articles import article, tagged_as

SAID = "The ferry is safe"


def right(*names: str, source: str = "Ada Moor") -> list[tuple[bool, ...]]:
    a = article("Ferry to sail", "Jonas Reed met the mayor.", f"“{SAID},” {source} said.")
    start = a.text.index(SAID)
    example = Example("ours", a, (Known(start, start + len(SAID), names, "name"),), True)
    samples = list(samples_of(example, tagged_as(a, content=[SAID], source=[source], cue=["said"])))
    assert all(s.rows.shape == (len(s.right), FEATURES) and len(s.named) == len(s.right) for s in samples)
    return [s.right for s in samples]


def test_whoever_is_called_so_says_it() -> None:
    for name in ("Ada Moor", "Jonas Reed"):
        ((*persons, nobody),) = right(name)
        assert sum(persons) == 1
        assert not nobody
    assert right("Ada Moor") != right("Jonas Reed")


def test_whoever_is_no_candidate_is_nobody_of_them() -> None:
    assert right("Ida Vale") == [(False, False, True)]


def test_where_nobody_is_named_a_role_may_be_nobody() -> None:
    ((*persons, nobody),) = right(NOBODY, source="a nurse")
    assert nobody
    assert sum(persons) == 1
    assert right(NOBODY) == [(False, False, True)]


def test_the_networks_learn_what_tells_them_apart() -> None:
    rng = np.random.default_rng(0)
    samples = []
    for _ in range(1600):
        rows = rng.normal(0, 1, (4, 6)).astype(np.float32)
        best = int(rows[:, 2].argmax())
        samples.append(Sample(rows, tuple(i == best for i in range(4)), (True, True, True, False)))
    known = fitted(samples[:1500])
    told = [rank_with(known, s.rows).argmax() == s.right.index(True) for s in samples[1500:]]
    assert np.mean(told) > 0.9
    assert known["speaker.in"].shape == (speaker_ranking.NETWORKS, 6, speaker_ranking.HIDDEN)
    assert known["speaker.in"].flags["C_CONTIGUOUS"]
