"""The words that turn a statement into another one."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from index.checking import judge
from index.checking.contrasting import MOST, contrasts
from index.checking.meaning import Near, Odds
from index.checking.tokens import split_words
from index.model import VerdictKind
from tests.index.checking.conftest import ARTICLE, CATALOG, QUOTES, nothing_near

SAME = Odds(3.0, 3.5, 5.0, 5.0)
OPPOSITE = Odds(-4.0, -1.0, -4.0, 2.0)
UNRELATED = Odds(-6.0, 0.0, 0.0, -6.0)


def told(asked: str, said: str) -> list[tuple[str, str]]:
    found = contrasts(asked, split_words(asked), said)
    for each in found:
        assert said[each.said_start : each.said_end] == each.said
        assert asked[each.asked_start : each.asked_end] == each.asked
    return [(each.said, each.asked) for each in found]


@pytest.mark.parametrize(
    ("asked", "said", "pairs"),
    [
        ("I did not drop my flask", "I dropped my flask on the stairs", [("", "not")]),
        ("The dog can have it", "The dog shouldn’t have it either", [("shouldn’t", "")]),
        ("They never came, nobody asked", "Nobody asked, they never came", []),
        ("The choir has nine singers", "The choir, he wrote, has 12 singers", [("12", "nine")]),
        ("They sail on Sunday", "They sail on Friday if the wind allows", [("Friday", "Sunday")]),
        ("The soup was cold", "The soup was hot, and the bread hard", [("hot", "cold")]),
        ("The plan is unfair", "Everybody agreed that the plan is fair", [("fair", "unfair")]),
        ("We sold it to Marta Lunde", "We sold it to Piet Hals", [("Piet", "Marta"), ("Hals", "Lunde")]),
        ("They gave us a tent", "They gave us a chapel", [("chapel", "tent")]),
        ("He wept", "He wept", []),
    ],
)
def test_what_turns_a_statement(asked: str, said: str, pairs: list[tuple[str, str]]) -> None:
    assert told(asked, said) == pairs


def test_a_harmless_change_is_not_told_beside_one_that_matters() -> None:
    assert told("The big council will never pay for it", "The council would pay for it") == [("", "never")]


def test_no_more_than_a_few() -> None:
    asked = "Nine boats, eight cars, seven dogs, six cats and five birds"
    said = "Two boats, three cars, four dogs, twelve cats and eleven birds"
    assert len(told(asked, said)) == MOST


def test_an_altered_statement_names_them_by_their_places() -> None:
    query = "We really are going to open a bridge that our engineers don't trust"
    verdict = judge(query, CATALOG, nothing_near)
    assert verdict.verdict is VerdictKind.ALTERED
    assert [(c.said, c.asked) for c in verdict.against] == [("not", "")]
    assert verdict.decisive == verdict.against
    for change in verdict.against:
        assert ARTICLE.text[change.said_start : change.said_end] == change.said
    plain = judge("would not open before the spring of 2031", CATALOG, nothing_near)
    assert [(c.said, c.asked) for c in plain.against] == [("2027", "2031")]
    assert plain.decisive == ()


def near(odds: Odds, coverage: float) -> Sequence[Near]:
    said = QUOTES[5][0]
    start = ARTICLE.text.index(said)
    return [Near(1, start, start + len(said), 0.7, coverage, odds)]


def test_a_statement_that_says_otherwise_in_other_words_is_altered() -> None:
    query = "No boat shall sail while that crossing is unsafe"
    verdict = judge(query, CATALOG, lambda _: near(OPPOSITE, 0.7))
    assert verdict.verdict is VerdictKind.ALTERED
    assert verdict.speaker == "Tomas Lind"
    assert verdict.quote is not None
    assert verdict.quote.text == QUOTES[5][0]
    assert [(c.said, c.asked) for c in verdict.against] == [("", "No"), ("safe", "unsafe")]
    assert verdict.changes


@pytest.mark.parametrize(
    ("query", "odds", "coverage"),
    [
        ("No boat shall sail while that crossing is unsafe", UNRELATED, 0.7),
        ("No boat shall sail while that crossing is unsafe", OPPOSITE, 0.3),
        ("the ferry", OPPOSITE, 0.9),
    ],
)
def test_else_it_is_not(query: str, odds: Odds, coverage: float) -> None:
    assert judge(query, CATALOG, lambda _: near(odds, coverage)).against == ()
