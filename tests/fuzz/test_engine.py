"""Whatever comes in, the engine answers within its budget of processor time and memory."""

from __future__ import annotations

import random
import tracemalloc
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import partial
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from bot.asking import quotations
from bot.showing import clean, render, verdicts
from index.errors import WhosaidError
from index.library import Library
from index.model import Quote, ShelfLimits, View
from index.quotes import extract_quotes
from index.quotes.tagger import Tagger
from index.reading.formats import read_bytes
from index.reading.text import read_text
from index.text.passages import split_passages
from tests.fuzz.cpu import cpu_seconds
from tests.fuzz.nasty import articles, drawn, runs
from tests.index.small import numbered, words_library

SECONDS = 1.0
"""Processor time of one call; most take some milliseconds, a busy machine more."""
TAGGING_SECONDS = 15.0
"""Some thousand word pieces take a second on one thread."""
MEMORY = 60_000_000
"""Bytes that one call may hold at once, beside what it keeps."""
CALLS = settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


@pytest.fixture(scope="module")
def tagger() -> Tagger:
    """The real one, loaded."""
    made = Tagger()
    extract_quotes(numbered(0), made)
    return made


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    made = words_library(tmp_path_factory.mktemp("fuzz") / "library")
    made.add([numbered(n) for n in range(8)])
    yield made
    made.close()


def within_budget(call: Callable[[], object]) -> None:
    """Raises AssertionError; a WhosaidError is an answer, too."""

    def quiet() -> None:
        with suppress(WhosaidError):
            call()

    assert cpu_seconds(quiet) < SECONDS
    tracemalloc.start()
    try:
        quiet()
        assert tracemalloc.get_traced_memory()[1] < MEMORY
    finally:
        tracemalloc.stop()


@CALLS
@given(runs(500))
def test_ask(library: Library, text: str) -> None:
    within_budget(lambda: render.answer(library.ask([text])[0], asked=True))


@CALLS
@given(runs(2_000))
def test_who_said(library: Library, text: str) -> None:
    within_budget(lambda: verdicts.verdict(library.who_said([text])[0]))


@CALLS
@given(runs(2_000))
def test_suggestions_and_ids(library: Library, text: str) -> None:
    within_budget(lambda: library.suggest_quotes(text))
    within_budget(lambda: library.quote(text))


@CALLS
@given(runs(4_000))
def test_quotations_of_a_message(text: str) -> None:
    within_budget(partial(quotations.any_in, text))


@CALLS
@given(runs(20_000))
def test_cleaning(text: str) -> None:
    for dress in (clean.markdown, clean.line, clean.plain):
        within_budget(partial(dress, text))


@CALLS
@given(articles(30_000))
def test_reading_and_splitting(text: str) -> None:
    within_budget(lambda: split_passages(read_text(text.encode(), "nasty.txt")))


@settings(CALLS, max_examples=10)
@given(articles(20_000))
def test_quotes_by_rules(text: str) -> None:
    within_budget(lambda: extract_quotes(read_text(text.encode(), "nasty.txt"), None))


@pytest.mark.timeout(600)
@pytest.mark.parametrize("seed", range(4))
def test_quotes_by_the_tagger(tagger: Tagger, seed: int) -> None:
    dice = random.Random(seed)
    # a text with a zero byte is refused before it comes here
    lines = ["Title", *(" ".join(drawn(dice, 1_500).replace("\x00", " ").split()) or "x" for _ in range(4))]
    article = read_text("\n".join(lines).encode(), "nasty.txt")
    found: list[Quote] = []
    assert cpu_seconds(lambda: found.extend(extract_quotes(article, tagger))) < TAGGING_SECONDS
    assert all(quote.text == article.text[quote.start : quote.end] for quote in found)


@settings(CALLS, max_examples=6)
@given(articles(6_000))
def test_adding(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    folder: Path = tmp_path_factory.mktemp("added")
    made = words_library(folder / "library")
    with suppress(WhosaidError):
        article = read_bytes(text.encode(), "nasty.txt")
        made.add([article], "1", limits=ShelfLimits(10, 1_000_000))
        assert [info.name for info in made.articles(View(("1",)))] == ["nasty.txt"]
    made.close()
