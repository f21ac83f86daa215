"""A small library that a test may change."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from index.library import Library
from tests.index.small import words_library


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    held = words_library(tmp_path / "library")
    yield held
    held.close()
