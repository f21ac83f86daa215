"""Whose husband: kinship told once, and taken up by "her husband"."""

from __future__ import annotations

import pytest

from index.quotes import extract_quotes
from tests.fuzz.cpu import lines
from tests.index.quotes.articles import article
from tests.index.quotes.test_people import TITLE, names


@pytest.mark.parametrize(
    "told",
    [
        "The welder Oskar Berg and his wife, Tova, built it.",
        "Tova Lind came with her husband, Oskar Berg.",
        "The jury was Oskar Berg, Tova Lind’s former husband, and nobody else.",
        "Among them was Tova Lind, whose husband Oskar Berg was ill.",
    ],
)
def test_her_husband_is_who_was_called_so(told: str) -> None:
    a = article(TITLE, told, "“It holds,” said Tova.", "“It rusts,” said her husband.")
    assert names(a, "said Tova", "her husband")[-1] == "Oskar Berg"


def test_his_wife_is_the_other_one_and_she_is_his_wife() -> None:
    a = article(
        TITLE,
        "Near the mill were Oskar Berg, a miller, and Tova Berg, his wife.",
        "“One shot,” Oskar Berg said. His wife knew better. “Two,” she said.",
    )
    assert names(a, "Oskar Berg said", "His wife", "she")[1:] == ["Tova Berg", "Tova Berg"]


def test_one_of_the_same_surname() -> None:
    a = article(
        TITLE, "Oskar Berg sings.", "Tova Berg dances.", "“Loud,” Oskar Berg said.", "“No,” his sister said."
    )
    assert names(a, "Oskar Berg", "his sister") == ["Oskar Berg", "Tova Berg"]


def test_the_wife_of_somebody_else_is_not_named() -> None:
    a = article(
        TITLE,
        "Oskar Berg and his wife, Tova Berg, left.",
        "“Loud,” said Henrik Lund. “Too loud,” his wife said.",
    )
    assert names(a, "Henrik Lund", "his wife") == ["Henrik Lund", "his wife"]


def test_two_sisters_are_not_guessed() -> None:
    a = article(
        TITLE,
        "Oskar Berg came with his sister Tova Berg and with his sister Ada Berg.",
        "“Loud,” said Oskar Berg. “Quiet,” was what his sister said.",
    )
    assert names(a, "said Oskar Berg", "his sister")[1] == "his sister"


def test_a_first_name_is_whose_full_name_follows() -> None:
    a = article(
        TITLE,
        "The show is run by Oskar Berg and his wife, Tova. “It holds,” Tova Berg said.",
        "“It rusts,” her husband said.",
    )
    assert names(a, "Tova Berg", "her husband") == ["Tova Berg", "Oskar Berg"]


def test_a_role_between_kinship_and_name() -> None:
    a = article(
        TITLE, "Oskar Berg left.", "His mother, the novelist Tova Lind, stayed.", "“Go,” his mother said."
    )
    assert names(a, "Oskar Berg", "his mother")[1] == "Tova Lind"


def test_many_ties_and_names_cost_in_proportion() -> None:
    def work(n: int) -> int:
        told = [
            f"Anna{_letters(i)} Berg{_letters(i)} came with her husband, Carl{_letters(i)} Lund."
            for i in range(n)
        ]
        said = [f"“It rusts,” Berg{_letters(i)}'s husband said." for i in range(n)]
        a = article(TITLE, *told, *said)
        return lines(lambda: extract_quotes(a), "kin.py")

    few, many = work(60), work(120)
    assert many < 2.6 * few


def _letters(number: int) -> str:
    return "".join(chr(ord("a") + int(digit)) for digit in str(number))


def test_whose_husband_a_role_tells() -> None:
    a = article(
        TITLE,
        "The dentist Tova Lind came with her husband, Oskar Berg.",
        "“It rusts,” said the dentist’s husband.",
    )
    assert names(a, "the dentist’s husband") == ["Oskar Berg"]
