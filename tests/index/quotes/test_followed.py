"""Pronouns between the quotations: whom they go on about, and whom their own sentence rules out."""

from __future__ import annotations

import pytest

from index.quotes.followed import FEATURES, Followed, Pronouns, Trail, clause_end, shares_clause
from index.quotes.people import Cast
from tests.index.quotes.articles import article
from tests.index.quotes.test_people import TITLE


def trail(word: str, *followed: Followed, in_clause: frozenset[int] = frozenset()) -> Trail:
    sentences = tuple((100 - f.start) // 10 for f in followed)
    return Trail(word, followed, sentences, in_clause, in_clause, True)


def test_the_nearest_pronoun_is_told_from_the_others() -> None:
    one, two = Followed(70, 1, 0.9), Followed(90, 2, 0.8)
    nearest = trail("he", one, two).features(2, 50, False)
    other = trail("he", one, two).features(1, 50, False)
    assert len(nearest) == len(other) == FEATURES
    assert [bool(nearest[i]) for i in (3, 5, 6, 7)] == [True, False, True, False]
    assert [bool(other[i]) for i in (3, 5, 6, 7)] == [False, True, False, True]
    assert nearest[4] == 0.8


def test_who_is_named_behind_a_pronoun_in_its_clause_is_marked() -> None:
    told = trail("he", in_clause=frozenset({3}))
    assert told.features(3, 50, False)[10]
    assert not told.features(4, 50, False)[10]


@pytest.mark.parametrize(
    ("text", "shares"), [("Berg told him", True), ("Berg left, and he", False), ("Berg knew that he", False)]
)
def test_clauses_end_at_marks_and_conjunctions(text: str, shares: bool) -> None:
    assert shares_clause(text, text.index("Berg") + 4, text.rindex(" ") + 1) is shares


def test_the_end_of_a_clause_is_found() -> None:
    text = "he called Berg, and left"
    assert text[: clause_end(text, 2, len(text))] == "he called Berg"


def test_every_pronoun_is_asked_for_once_and_in_order() -> None:
    a = article(TITLE, "Oskar Berg came. He sat down and said “he will”. Then he rose, and she with her dog.")
    blocks = [(a.title_start, a.title_end), *((p.start, p.end) for p in a.paragraphs)]
    quoted = a.text.index("he will")
    pronouns = Pronouns(Cast(a.text, blocks, [(quoted, quoted + 7)], []))
    asked: list[str] = []

    def meant(word: str, at: int) -> tuple[int, float]:
        asked.append(word)
        return 0, 0.9

    end = len(a.text)
    pronouns.follow(end, meant)
    pronouns.follow(end, meant)
    assert asked == ["he", "he", "she", "her"]
    assert [len(pronouns.before(word, end, end)) for word in ("he", "she", "")] == [2, 2, 4]
