"""BM25 and coverage over postings."""

from __future__ import annotations

from collections import Counter

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from index.answering.features import postings
from index.answering.question import parse
from index.answering.signals import bm25, covered, rarity, z

WORDS = st.lists(st.sampled_from(["gate", "tide", "mayor", "boat", "wall"]), max_size=8)


@given(st.lists(WORDS, min_size=1, max_size=6), WORDS)
def test_bm25_is_positive_exactly_where_a_word_stands(documents: list[list[str]], query: list[str]) -> None:
    scores = bm25(list(dict.fromkeys(query)), [postings(documents)])[0]
    for score, document in zip(scores, documents, strict=True):
        assert (score > 0) == bool(set(query) & set(document))


def test_bm25_over_several_articles_counts_documents_together() -> None:
    first, second = [["gate", "tide"], ["wall"]], [["gate"]]
    apart = bm25(["gate"], [postings(first), postings(second)])
    together = bm25(["gate"], [postings([*first, *second])])[0]
    np.testing.assert_allclose(np.concatenate(apart), together)


def test_a_misspelt_word_becomes_its_nearest_spelling() -> None:
    documents = postings([["barrier", "harbour"], ["mayor"]])
    stems = rarity(parse("the bariier"), [documents])
    assert list(stems) == ["barrier"]


@given(st.lists(WORDS, min_size=1, max_size=5))
def test_coverage_is_a_share(documents: list[list[str]]) -> None:
    shares = covered({"gate": 1.0, "tide": 2.0}, postings(documents))
    assert all(0.0 <= s <= 1.0 for s in shares)


def test_postings_count_each_row() -> None:
    found = postings([["a", "b", "a"], ["b"]])
    assert Counter(dict(zip(found.of["a"][0].tolist(), found.of["a"][1].tolist(), strict=True))) == {0: 2.0}
    assert found.lengths.tolist() == [3.0, 1.0]


def test_z_scores_of_equal_values_are_zero() -> None:
    assert z(np.array([2.0, 2.0])).tolist() == [0.0, 0.0]
