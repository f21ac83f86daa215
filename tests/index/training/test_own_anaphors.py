"""Pronouns at the sources of known quotations, with whom they mean."""

from __future__ import annotations

import pytest

from index.evaluation.resolved import Known
from index.evaluation.resolved_sets import Example
from index.quotes.antecedents import FEATURES, SOURCE
from index.training.own_anaphors import anaphors_of
from tests.index.quotes.articles import article, tagged_as

WORDS = "The ferry stays in port"
TEXT = article("Harbour shut", "Petra Lang met Paula Brandt at the quay.", f"“{WORDS},” she said.")
TAGS = tagged_as(TEXT, content=[WORDS], source=["she"], cue=["said"])


def labelled(speaker: str) -> list[tuple[int, int]]:
    """Candidates and the right one of each pronoun when that is who speaks."""
    start = TEXT.text.index(WORDS)
    known = Known(start, start + len(WORDS), (speaker,), "pronoun")
    samples = list(anaphors_of(Example("ours", TEXT, (known,), True), TAGS))
    assert all(s.rows.shape[1] == FEATURES and s.rows[0][SOURCE] and not s.locked for s in samples)
    return [(len(s.rows) - 1, s.label) for s in samples]


@pytest.mark.parametrize(("speaker", "label"), [("Paula Brandt", 0), ("Petra Lang", 1)])
def test_a_pronoun_means_the_known_speaker(speaker: str, label: int) -> None:
    assert labelled(speaker) == [(2, label)]


def test_nobody_is_none_of_the_candidates() -> None:
    assert labelled("null") == [(2, 2)]
