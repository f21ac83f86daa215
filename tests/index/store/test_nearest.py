"""Shelves are put together by likeness, the same in every backend."""

from __future__ import annotations

from index.store.nearest import nearest_of


def test_the_best_of_all_shelves_come_first_and_ties_are_settled() -> None:
    found = [(7, 0.5), (3, 0.9), (9, 0.9), (1, 0.1)]
    assert nearest_of(iter(found), 3) == [(3, 0.9), (9, 0.9), (7, 0.5)]
