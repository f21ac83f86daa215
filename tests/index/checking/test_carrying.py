"""The words that a paraphrase rests on, with the built-in model."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pytest

from index.checking import counterparts, judge
from index.checking.carrying import MOST, Pair
from index.checking.meaning import Near, Odds
from index.checking.tokens import Word, split_words
from index.embedding.embedder import Embedder
from index.model import VerdictKind
from tests.index.checking.conftest import ARTICLE, CATALOG, QUOTES


@pytest.fixture(scope="module")
def embedder() -> Iterator[Embedder]:
    """The built-in model."""
    opened = Embedder()
    yield opened
    opened.close()


def told(embedder: Embedder, asked: str, said: str) -> dict[str, str]:
    pairs = counterparts(embedder, asked, split_words(asked), said)
    return {asked[right.start : right.end]: said[left.start : left.end] for left, right in pairs}


def test_words_stand_for_each_other(embedder: Embedder) -> None:
    found = told(
        embedder,
        "Our physicians treated the injured kids at once",
        "The doctors looked after the wounded children immediately",
    )
    assert found["physicians"] == "doctors"
    assert found["kids"] == "children"
    assert found["injured"] == "wounded"


def test_what_has_no_counterpart_is_not_told(embedder: Embedder) -> None:
    assert (
        told(embedder, "The accountant bought seven violins", "Rain is expected in the valley tonight") == {}
    )
    assert told(embedder, "—!?…", "of the") == {}


def test_the_nearest_are_told_in_the_order_of_the_query(embedder: Embedder) -> None:
    text = "Boats horses bridges doctors lamps markets schools rivers carry salt through northern villages"
    pairs = counterparts(embedder, text, split_words(text), text)
    assert len(pairs) == MOST
    assert all(left == right for left, right in pairs)
    assert [right.start for _, right in pairs] == sorted(right.start for _, right in pairs)


def test_a_paraphrase_names_words_of_both_texts_by_their_places() -> None:
    said = QUOTES[5][0]
    start = ARTICLE.text.index(said)
    near = Near(1, start, start + len(said), 0.75, 0.6, Odds(3.0, 3.5, 5.0, 5.0))

    def paired(query: str, words: Sequence[Word], statement: str) -> Sequence[Pair]:
        return [(split_words(statement)[1], words[0]), (split_words(statement)[-1], words[-1])]

    query = "Boats have to go on sailing while that crossing is risky"
    verdict = judge(query, CATALOG, lambda _: [near], counterparts=paired)
    assert verdict.verdict is VerdictKind.PARAPHRASE
    assert [pair.asked for pair in verdict.carried] == ["Boats", "risky"]
    for pair in verdict.carried:
        assert ARTICLE.text[pair.said_start : pair.said_end] == pair.said
        assert query[pair.asked_start : pair.asked_end] == pair.asked


def test_other_verdicts_name_none() -> None:
    def paired(query: str, words: Sequence[Word], statement: str) -> Sequence[Pair]:
        raise AssertionError("nothing to pair")

    assert judge(QUOTES[5][0], CATALOG, lambda _: [], counterparts=paired).carried == ()
    assert judge("Cats sleep all day", CATALOG, lambda _: [], counterparts=paired).carried == ()
