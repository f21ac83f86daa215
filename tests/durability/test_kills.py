"""kill -9 at each commit boundary of add, remove and reindex, and at random moments."""

from __future__ import annotations

import random
import shutil
from pathlib import Path

import pytest

from tests.durability.conftest import Driver, assert_whole, filled

BEFORE = {0: 0, 1: 0, 2: 0}
CHANGES: list[tuple[str, list[int], int, dict[int, int]]] = [
    ("add", [3, 4], 0, {**BEFORE, 3: 0, 4: 0}),
    ("add", [1], 5, {**BEFORE, 1: 5}),
    ("remove", [1], 0, {0: 0, 2: 0}),
    ("reindex", [0, 2, 6], 3, {0: 3, 2: 3, 6: 3}),
]


@pytest.fixture
def whole(tmp_path: Path) -> Path:
    """A library with three stories, closed, to be copied."""
    filled(tmp_path / "whole").close()
    return tmp_path / "whole"


@pytest.mark.parametrize(("change", "numbers", "version", "after"), CHANGES)
def test_at_each_commit(
    whole: Path, tmp_path: Path, driver: Driver,
    change: str, numbers: list[int], version: int, after: dict[int, int],
) -> None:  # fmt: skip
    counted = shutil.copytree(whole, tmp_path / "counted")
    assert driver(counted, change, numbers, version=version) == 0
    assert assert_whole(counted, [after]) == after
    commits = int(driver.told(counted)["commits"])
    assert commits >= 1
    seen = []
    for number in range(1, commits + 1):
        for side in ("before", "after"):
            folder = shutil.copytree(whole, tmp_path / f"{side}-{number}")
            assert driver(folder, change, numbers, version=version, at=[side, number]) == -9
            seen.append(assert_whole(folder, [BEFORE, after]))
            assert driver(folder, change if seen[-1] == BEFORE else "reindex", numbers, version=version) == 0
    assert seen[0] == BEFORE
    assert seen[-1] == after


def test_at_random_moments(whole: Path, tmp_path: Path, driver: Driver) -> None:
    after = dict.fromkeys(range(12), 9)
    counted = shutil.copytree(whole, tmp_path / "counted")
    assert driver(counted, "reindex", list(after), version=9) == 0
    seconds = driver.told(counted)["seconds"]
    dice = random.Random(6)
    killed = tried = 0
    while killed < 20:
        folder = shutil.copytree(whole, tmp_path / f"random-{tried}")
        ended = driver(folder, "reindex", list(after), version=9, seconds=dice.random() * seconds)
        assert_whole(folder, [BEFORE, after])
        killed += ended == -9
        tried += 1
        assert tried < 100
        if ended == 0:  # the machine is quicker than it was when it was measured
            seconds *= 0.8
