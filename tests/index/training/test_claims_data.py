"""Pairs made of our own claims and statements."""

from __future__ import annotations

import random

import pytest

from index.checking.claims import RELATIONS
from index.training.claims_data import NEAR_DUPLICATE, Pair, _close, _common, _joined, mistakable
from index.training.own_articles import own_articles

SAME = RELATIONS.index("same")


@pytest.fixture(scope="module")
def wrong() -> list[Pair]:
    return mistakable(1)


def test_a_statement_that_a_claim_does_not_come_from_never_says_it(wrong: list[Pair]) -> None:
    retold = {
        claim: " ".join(row.source.split())
        for article in own_articles()
        for row in article.claims
        for claim in row.same
    }
    known = [pair for pair in wrong if pair.claim in retold]
    assert len(known) > 10_000
    assert not any(pair.right[SAME] for pair in wrong)
    assert not any(pair.statement == retold[pair.claim] for pair in known)
    assert all(_common(pair.claim, pair.statement) < NEAR_DUPLICATE for pair in wrong[:500])


def test_wrong_statements_of_locked_articles_are_never_seen(wrong: list[Pair]) -> None:
    kept = {
        " ".join(row.source.split())
        for article in own_articles()
        if article.use != "networks"
        for row in article.claims
    }
    assert kept.isdisjoint(pair.statement for pair in wrong)


def test_their_order_is_repeatable(wrong: list[Pair]) -> None:
    assert mistakable(1)[:100] == wrong[:100] != mistakable(2)[:100]


def test_joined_claims_are_long_and_say_the_same_only_beside_both() -> None:
    pairs = _joined(random.Random(3))
    same = [pair for pair in pairs if pair.right[SAME]]
    other = [pair for pair in pairs if not pair.right[SAME]]
    assert min(len(same), len(other)) > 2_000
    assert sorted(len(pair.claim.split()) for pair in same)[len(same) // 2] >= 25
    assert sum(len(p.statement) for p in same) / len(same) > sum(len(p.statement) for p in other) / len(other)


def test_close_claims_of_either_kind_keep_most_of_the_words() -> None:
    shares = {
        right: [_common(p.claim, p.statement) for p in _close() if p.right[SAME] is right]
        for right in (True, False)
    }
    assert all(sum(found) / len(found) > 0.6 for found in shares.values())
