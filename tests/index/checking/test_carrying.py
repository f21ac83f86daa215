"""The words that a paraphrase rests on, with the built-in model."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from typing import cast

import numpy as np
import pytest

from index.checking import counterparts, judge
from index.checking.carrying import MOST, Pair
from index.checking.meaning import Near, Odds
from index.checking.tokens import Word, split_words
from index.embedding.embedder import Embedder
from index.embedding.encoder import Tokens
from index.model import VerdictKind
from tests.fuzz.cpu import calls
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


class OnePiece:
    """A vector for the first word pieces of a text, each a word or half of one."""

    def __init__(self, most: int) -> None:
        self._most = most

    def tokens(self, texts: Sequence[str]) -> list[Tokens]:
        found = []
        for text in texts:
            starts = [
                at for w in split_words(text) for at in dict.fromkeys((w.start, (w.start + w.end) // 2))
            ]
            dice = np.random.default_rng(len(text))
            vectors = dice.standard_normal((len(starts), 16)).astype(np.float32)
            vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
            found.append(Tokens(vectors[: self._most], tuple(starts[: self._most])))
        return found


def nonsense(dice: random.Random, words: int) -> str:
    return " ".join("".join(dice.choices("bcdfgklm", k=dice.randrange(2, 6))) for _ in range(words))


def paired_one_by_one(embedder: Embedder, query: str, statement: str) -> list[Pair]:
    left, right = embedder.tokens([query, statement])
    cosines = left.vectors @ right.vectors.T

    def pieces(encoded: Tokens, word: Word) -> list[int]:
        return [i for i, at in enumerate(encoded.starts) if word.start <= at < word.end]

    asked, said = split_words(query), split_words(statement)
    likeness = np.zeros((len(asked), len(said)))
    for i, own in enumerate(asked):
        for j, other in enumerate(said):
            rows, columns = pieces(left, own), pieces(right, other)
            if rows and columns:
                likeness[i, j] = cosines[np.ix_(rows, columns)].max(1).mean()
    return [
        (said[j], asked[i])
        for i, j in enumerate(likeness.argmax(1))
        if likeness[i, j] >= 0.4 and likeness[:, j].argmax() == i
    ]


@pytest.mark.parametrize("seed", range(12))
def test_a_word_is_as_near_as_its_pieces(seed: int) -> None:
    dice = random.Random(seed)
    query, statement = nonsense(dice, 5), nonsense(dice, 8)
    embedder = cast(Embedder, OnePiece(12))
    found = counterparts(embedder, query, split_words(query), statement)
    assert list(found) == paired_one_by_one(embedder, query, statement)


def test_long_texts_are_paired_in_proportion() -> None:
    dice = random.Random(1)
    query = nonsense(dice, 300)
    embedder = cast(Embedder, OnePiece(512))

    def work(words: int) -> int:
        statement = nonsense(random.Random(2), words)
        asked = split_words(query)[:words]
        counterparts(embedder, query, asked, statement)  # fills caches
        return calls(lambda: counterparts(embedder, query, asked, statement))

    assert work(200) < 2.5 * work(100)
