"""Two holders of one office, told apart by words or not at all."""

from __future__ import annotations

import pytest

from index.quotes.entities import Entity, office
from tests.index.quotes.articles import article
from tests.index.quotes.test_people import TITLE, names

TWO = "Former mayor Oskar Berg came. Tova Lind, the mayor, was late."


@pytest.mark.parametrize(
    ("told", "role", "who"),
    [
        (TWO, "the former mayor", "Oskar Berg"),
        (TWO, "the new mayor", "Tova Lind"),
        (TWO, "the mayor", "Tova Lind"),
        ("Oskar Berg, a retired chemistry teacher, came. Tova Lind teaches Latin.", "the former teacher", "Oskar Berg"),
        ("Oskar Berg, an ex-president, came. Tova Lind, the president, left.", "the president", "Tova Lind"),
        ("Sund coach Oskar Berg came. Lindow coach Tova Lind left.", "the Sund coach", "Oskar Berg"),
        ("Coach Oskar Berg came.", "the Sund coach", "Oskar Berg"),
    ],
)  # fmt: skip
def test_a_word_tells_two_holders_apart(told: str, role: str, who: str) -> None:
    a = article(TITLE, told, f"“It rusts,” said {role}.")
    assert names(a, role) == [who]


def test_two_of_the_same_paragraph_are_not() -> None:
    a = article(TITLE, "Judge Oskar Berg met Judge Tova Lind.", "“It rusts,” the judge said.")
    assert names(a, "the judge") == ["the judge"]


def test_but_the_one_whom_the_paragraph_speaks_of() -> None:
    told = "Judge Oskar Berg opened it.", "Judge Tova Lind was late. “It rusts,” the judge said."
    assert names(article(TITLE, *told), "the judge") == ["Tova Lind"]


def test_nobody_is_who_comes_later_without_a_name() -> None:
    a = article(TITLE, "“It rusts,” the dentist said.", "A dentist of sixty stood by.")
    assert names(a, "the dentist") == ["the dentist"]


TURN = "Tova Lind runs the harbour. Her {which}, Oskar Berg, stood by."


@pytest.mark.parametrize(
    ("which", "role", "who"),
    [
        ("predecessor", "the former manager", "Oskar Berg"),
        ("predecessor", "her predecessor", "Oskar Berg"),
        ("successor", "the new manager", "Oskar Berg"),
        ("successor", "the former manager", "the former manager"),
        ("predecessor", "the retired nurse", "the retired nurse"),
    ],
)
def test_who_comes_before_and_after_somebody(which: str, role: str, who: str) -> None:
    a = article(TITLE, "It rained.", TURN.format(which=which), f"Later it snowed. “It rusts,” said {role}.")
    assert names(a, role) == [who]


def test_not_when_somebody_else_is_told_to_be_the_former_one() -> None:
    a = article(
        TITLE,
        TURN.format(which="predecessor"),
        "Former manager Ada Moor left.",
        "“No,” said the former manager.",
    )
    assert names(a, "the former manager") == ["Ada Moor"]


def test_their_chairman_is_the_only_one() -> None:
    a = article(
        TITLE, "The judges met. “It rusts,” said their chairman.", "Oskar Berg, the chairman, was late."
    )
    assert names(a, "their chairman") == ["Oskar Berg"]
    two = article(
        TITLE,
        "Oskar Berg, the chairman, and Jonas Ek, chairman of the club, met.",
        "“No,” said their chairman.",
    )
    assert names(two, "their chairman") == ["their chairman"]


def test_a_former_pilot_who_is_minister_is_no_former_minister() -> None:
    one = Entity(0)
    one.titles["former pilot"] += 1
    one.offices["defence minister"] += 1
    told = ("former pilot", "minister", "former minister")
    assert [one.holds(office(t)) for t in told] == [True, True, False]
