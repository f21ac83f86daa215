"""What one process changes, others hear over PostgreSQL; while they cannot, they ask."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator

import pytest

from index.library import Library
from index.store.postgres.announcements import Announcements
from tests.index.small import numbered
from tests.index.store.test_postgres import cut, opened
from tests.postgres import Server, postgres

psycopg = pytest.importorskip("psycopg", reason="psycopg is not installed")
__all__ = ["postgres"]


@pytest.fixture
def url(postgres: Server) -> str:
    return postgres.fresh()


@pytest.fixture
def library(url: str) -> Iterator[Library]:
    held = opened(url)
    yield held
    held.close()


def until(holds: Callable[[], bool]) -> None:
    end = time.monotonic() + 60
    while not holds():
        assert time.monotonic() < end
        time.sleep(0.01)


def test_changes_of_this_library_are_told_and_after_a_loss_everything_is_doubted(
    postgres: Server, url: str, library: Library
) -> None:
    told: list[str | None] = []
    heard = Announcements(url, told.append)
    stranger = opened(postgres.fresh())
    try:
        until(heard.current)
        assert told == [None]
        stranger.add([numbered(1)], "7")
        library.add([numbered(1)], "1")
        until(lambda: "1" in told)
        library.remove("story-1.txt", "1")
        library.add([numbered(1)], "another-shelf")
        until(lambda: "another-shelf" in told)
        assert "7" not in told
        told.clear()
        cut(postgres)
        until(lambda: None in told and heard.current())
        library.add([numbered(2)], "1")
        until(lambda: "1" in told)
    finally:
        heard.close()
        stranger.close()
    assert not heard.current()


def test_searches_ask_for_a_shelf_again_when_it_was_changed_elsewhere(url: str, library: Library) -> None:
    library.add([numbered(1)], "1")
    other = opened(url)
    try:
        states = other.parts.store.search._states  # type: ignore[attr-defined]
        until(states._announcements.current)
        until(lambda: states.of("1") is states.of("1"))
        before = states.of("1")
        library.add([numbered(2)], "1")
        until(lambda: states.of("1").passages > before.passages)
        states._announcements.close()
        kept = states.of("1")
        assert states.of("1") is kept
        library.remove("story-2.txt", "1")
        assert states.of("1").passages == before.passages
    finally:
        other.close()
