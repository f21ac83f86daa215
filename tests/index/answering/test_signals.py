"""BM25 and coverage over postings."""

from __future__ import annotations

import math
from collections import Counter

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from index.answering.features import FeatureCache, postings
from index.answering.question import parse
from index.answering.signals import match, rarity, z
from index.library import Library

WORDS = st.lists(st.sampled_from(["gate", "tide", "mayor", "boat", "wall"]), max_size=8)


@given(st.lists(WORDS, min_size=1, max_size=6), WORDS)
def test_bm25_is_positive_exactly_where_a_word_stands(documents: list[list[str]], query: list[str]) -> None:
    scores = match(list(dict.fromkeys(query)), {}, [postings(documents)]).bm25
    for score, document in zip(scores, documents, strict=True):
        assert (score > 0) == bool(set(query) & set(document))


def test_bm25_over_several_articles_counts_documents_together() -> None:
    first, second = [["gate", "tide"], ["wall"]], [["gate"]]
    apart = match(["gate"], {}, [postings(first), postings(second)])
    together = match(["gate"], {}, [postings([*first, *second])])
    np.testing.assert_allclose(apart.bm25, together.bm25)


@given(st.lists(WORDS, min_size=1, max_size=6), WORDS)
def test_bm25_is_robertsons(documents: list[list[str]], query: list[str]) -> None:
    """The textbook formula, one row at a time (Robertson & Zaragoza 2009, k1 1.2, b 0.75)."""
    stems = list(dict.fromkeys(query))
    mean = max(sum(map(len, documents)) / len(documents), 1.0)
    expected = [
        sum(
            math.log(1 + (len(documents) - holding + 0.5) / (holding + 0.5))
            * document.count(stem)
            * 2.2
            / (document.count(stem) + 1.2 * (0.25 + 0.75 * len(document) / mean))
            for stem in stems
            if (holding := sum(stem in d for d in documents))
        )
        for document in documents
    ]
    middle = len(documents) // 2
    apart = [postings(documents[:middle]), postings(documents[middle:])]
    np.testing.assert_allclose(match(stems[:1], dict.fromkeys(stems[1:], 1.0), apart).bm25, expected)


def test_who_says_a_sentence_covers_the_words_that_ask_for_them(sample_library: Library) -> None:
    """“What I want to see …” is the mayor's, although she is called Strand there."""
    features = FeatureCache(sample_library.parts.store.content).get(sample_library.articles()[0].id)
    assert features is not None
    rows = [features.text(i, i) for i in features.speakers.of["mayor"][0]]
    assert any("inspection report" in text for text in rows)
    assert not any("rot for twenty years" in text for text in rows)


def test_a_misspelt_word_becomes_its_nearest_spelling() -> None:
    documents = postings([["barrier", "harbour"], ["mayor"]])
    stems = rarity(parse("the bariier").stems, [documents])
    assert list(stems) == ["barrier"]


def test_a_word_cut_short_becomes_the_shortest_that_begins_with_it() -> None:
    documents = postings([["configur", "configuration"], ["mayor"]])
    assert list(rarity(parse("the config").stems, [documents])) == ["configur"]


def test_a_word_cut_short_is_none_of_several_that_fit_as_well() -> None:
    """Which of a set comes first is chance."""
    documents = postings([["painted", "pier7"], ["pier2"]])
    assert list(rarity(parse("the pier").stems, [documents])) == ["pier"]


@given(st.lists(WORDS, min_size=1, max_size=5))
def test_coverage_is_the_share_of_the_weights(documents: list[list[str]]) -> None:
    shares = match(["wall"], {"gate": 1.0, "tide": 2.0}, [postings(documents)]).coverage
    expected = [(("gate" in d) + 2 * ("tide" in d)) / 3 for d in documents]
    np.testing.assert_allclose(shares, expected)


def test_nothing_to_match_scores_nothing() -> None:
    found = match([], {}, [postings([["gate"], []])])
    assert found.bm25.tolist() == found.coverage.tolist() == [0.0, 0.0]


def test_postings_count_each_row() -> None:
    found = postings([["a", "b", "a"], ["b"]])
    assert Counter(dict(zip(found.of["a"][0].tolist(), found.of["a"][1].tolist(), strict=True))) == {0: 2.0}
    assert found.lengths.tolist() == [3.0, 1.0]


def test_z_scores_of_equal_values_are_zero() -> None:
    assert z(np.array([[2.0, 2.0], [1.0, 3.0]])).tolist() == [[0.0, 0.0], [-1.0, 1.0]]
