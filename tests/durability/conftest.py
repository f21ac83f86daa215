"""A process that is killed again and again, and what must hold afterwards."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from index.library import Library
from tests.index.inside import content_of
from tests.index.small import encoded, numbered, words_library

ROOT = Path(__file__).parents[2]


@dataclass
class Driver:
    """Hands jobs to ``tests.durability.driver``."""

    process: subprocess.Popen[str]

    def __call__(self, folder: Path, change: str, numbers: list[int], **more: object) -> int:
        """The child's exit code: 0, or -9 after a kill."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        told = str(folder.parent / "told.json")
        job = {"folder": str(folder), "change": change, "numbers": numbers, "told": told, **more}
        self.process.stdin.write(json.dumps(job) + "\n")
        self.process.stdin.flush()
        return int(self.process.stdout.readline())

    def told(self, folder: Path) -> dict[str, float]:
        """What the last change that lived told about itself: commits and seconds."""
        found: dict[str, float] = json.loads((folder.parent / "told.json").read_text("utf-8"))
        return found


@pytest.fixture(scope="session")
def driver() -> Iterator[Driver]:
    """One process for all tests."""
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.durability.driver"],
        cwd=ROOT, env=os.environ | {"OMP_NUM_THREADS": "1"},
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    yield Driver(process)
    process.kill()  # it holds nothing
    process.wait()


def assert_whole(folder: Path, states: list[dict[int, int]]) -> dict[int, int]:
    """The library is in one of the states (number → version of its articles), whole, and cites verbatim.

    Nothing is embedded to get there. Returns the state it is in.
    """
    library = words_library(folder)
    try:
        texts = {info.name: content_of(library).article(info.id) for info in library.articles()}
        expected = [{numbered(n, v).name: numbered(n, v).text for n, v in state.items()} for state in states]
        found = {name: stored.article.text for name, stored in texts.items() if stored is not None}
        assert found in expected, sorted(found)
        state = states[expected.index(found)]
        for number, version in state.items():
            answer = library.ask([f"Which colour was harbour number{number} painted in?"])[0]
            best = answer.quotes[0]
            assert f"number{number} was painted in colour{version}" in best.text
            assert best.text == found[best.article][best.start : best.end]
        assert encoded(library) == []
        assert [finding for finding in library.check() if not finding.ok] == []
        return state
    finally:
        library.close()


def filled(folder: Path, count: int = 3) -> Library:
    """A library with stories 0 to count - 1, version 0."""
    library = words_library(folder)
    library.reindex([numbered(n) for n in range(count)])
    encoded(library)
    return library
