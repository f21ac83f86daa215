"""Roles to persons: who "the winger" is, by what the text said around the name."""

from __future__ import annotations

import pytest

from tests.index.quotes.articles import article
from tests.index.quotes.test_people import TITLE, names


@pytest.mark.parametrize(
    ("told", "role"),
    [
        ("Late in the day winger Oskar Berg scored twice.", "the winger"),
        ("The town’s envoy in Lindow, Oskar Berg, was called in.", "the envoy"),
        ("Its head of works, Oskar Berg, laughed.", "the head"),
        ("Oskar Berg, 41, a tile setter, paid the fine.", "the tile setter"),
        ("Oskar Berg, who chairs the ferry committee, left.", "the chair"),
        ("Oskar Berg, who lives at the quay and works as a welder, left.", "the welder"),
        ("Since the vote the mayor has been Oskar Berg, an independent.", "the mayor"),
        ("Oskar Berg is the captain of the ferry.", "the captain"),
        ("Oskar Berg of the Harbour Friends, a dentist, paid the fine.", "the dentist"),
        ("Vice-Chancellor Professor Oskar Berg paid the fine.", "the vice-chancellor"),
    ],
)
def test_a_role_is_who_was_introduced_with_it(told: str, role: str) -> None:
    a = article(TITLE, told, "Tova Lind was not there.", f"“It rusts,” said {role}.")
    assert names(a, "Tova Lind", role) == ["Tova Lind", "Oskar Berg"]


def test_a_role_of_nobody_named_stays_the_words_of_the_text() -> None:
    told = "Manager Oskar Berg smiled.", "It rained all day.", "“Bad luck,” the Lindow manager said."
    assert names(article(TITLE, *told), "the Lindow manager") == ["the Lindow manager"]


def test_a_deputy_is_another_office() -> None:
    a = article(TITLE, "Deputy Mayor Oskar Berg smiled. “Bad luck,” the mayor said.")
    assert names(a, "the mayor") == ["the mayor"]


def test_no_role_of_the_other_sex() -> None:
    a = article(TITLE, "A spokeswoman, Tova Lind, smiled. “Bad luck,” the spokesman said.")
    assert names(a, "the spokesman") == ["the spokesman"]


def test_a_place_before_a_comma_is_no_role() -> None:
    a = article(TITLE, "In the village, Oskar Berg smiled. “Bad luck,” the village said.")
    assert names(a, "Oskar Berg", "the village")[1] == "the village"


def test_somebody_new_without_a_name_is_who_the_role_means_next() -> None:
    a = article(
        TITLE,
        "Teacher Oskar Berg smiled.",
        "A teacher who gave no name frowned. “Bad luck,” the teacher said.",
    )
    assert names(a, "A teacher", "the teacher") == ["A teacher", "A teacher"]


def test_the_office_of_a_brother_is_not_his() -> None:
    a = article(TITLE, "The mayor’s brother Oskar Berg smiled. “Bad luck,” the mayor said.")
    assert names(a, "the mayor") == ["the mayor"]


def test_a_shaken_head_is_nobody() -> None:
    a = article(TITLE, "Oskar Berg shook his head. “Bad luck,” he said.")
    assert names(a, "he said") == ["Oskar Berg"]


@pytest.mark.parametrize("role", ["the singer", "the old man", "the 41-year-old", "the father of two"])
def test_a_role_that_nobody_holds_is_the_only_person_of_the_paragraph(role: str) -> None:
    a = article(TITLE, "Tova Lind left early.", f"Oskar Berg was late. “Bad luck,” {role} said.")
    assert names(a, role) == ["Oskar Berg"]


@pytest.mark.parametrize(
    ("told", "role"),
    [
        ("Oskar Berg and Henrik Lund were late.", "the singer"),
        ("There were few kind words for Oskar Berg.", "the singer"),
        ("Oskar Berg was late.", "the old woman"),
        ("A singer fainted. Oskar Berg was late.", "the singer"),
    ],
)
def test_and_of_nobody_when_that_is_not_told(told: str, role: str) -> None:
    a = article(TITLE, f"{told} “Bad luck,” {role} said.")
    assert names(a, role)[0] not in ("Oskar Berg", "Henrik Lund")
