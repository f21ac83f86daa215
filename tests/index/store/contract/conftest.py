"""Libraries on each backend; every handle on one store stands for a process of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from index.library import Library
from index.opening import OpenStore
from index.store.sqlite.backend import open_backend
from tests.index.small import words_library
from tests.postgres import postgres

__all__ = ["postgres"]

Another = Callable[[], Library]
"""Opens the same store once more."""


@pytest.fixture(params=["sqlite", "postgres"])
def open_store(request: pytest.FixtureRequest) -> OpenStore:
    if request.param == "sqlite":
        return open_backend
    url = request.getfixturevalue("postgres").fresh()
    from index.store.postgres.backend import open_backend as open_postgres

    return lambda _, model_key: open_postgres(url, model_key)


@pytest.fixture
def another(tmp_path: Path, open_store: OpenStore) -> Iterator[Another]:
    opened: list[Library] = []

    def once_more() -> Library:
        opened.append(words_library(tmp_path / "library", open_store=open_store))
        return opened[-1]

    yield once_more
    for library in opened:
        library.close()


@pytest.fixture
def library(another: Another) -> Library:
    return another()
