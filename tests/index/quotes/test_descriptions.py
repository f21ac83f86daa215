"""Descriptions, offices and runs of capitals that look like somebody's name, and are not."""

from __future__ import annotations

import pytest

from tests.index.quotes.articles import article
from tests.index.quotes.test_people import TITLE, names


def test_what_belongs_to_somebody_is_not_them() -> None:
    a = article(TITLE, "Mayor Oskar Berg left early. His lawyers said he was ill.")
    assert names(a, "His lawyers") == ["His lawyers"]


def test_what_somebody_wrote_speaks_for_them() -> None:
    a = article(TITLE, "Mayor Oskar Berg left early. His statement called it a cold.")
    assert names(a, "His statement") == ["Oskar Berg"]


def test_a_body_is_not_its_spokesman() -> None:
    a = article(TITLE, "Ferry agency spokesman Oskar Berg left early. The agency said no more.")
    assert names(a, "The agency") == ["The agency"]


def test_an_office_of_something_else_is_somebody_else() -> None:
    a = article(
        TITLE, "Oskar Berg, the head of the harbour, left. The head of the largest guild said it was late."
    )
    assert names(a, "The head of the largest guild") == ["The head of the largest guild"]


@pytest.mark.parametrize(
    "mention",
    [
        "the head of the bureau Oskar Berg",
        "Nordland’s Ambassador to Lindow Oskar Berg",
        "Governor of Lindow Oskar Berg",
    ],
)
def test_a_name_behind_its_office_without_a_comma(mention: str) -> None:
    a = article(TITLE, f"On Monday {mention} said no.")
    assert names(a, mention) == ["Oskar Berg"]


def test_a_name_that_a_preposition_governs_is_somebody_else() -> None:
    a = article(TITLE, "A spokesman for Oskar Berg said no.")
    assert names(a, "A spokesman for Oskar Berg") == ["A spokesman for Oskar Berg"]


def test_a_common_office_needs_its_owner() -> None:
    a = article(TITLE, "According to the Lindow County Coroner’s Office, it was rust.")
    assert names(a, "the Lindow County Coroner’s Office") == ["the Lindow County Coroner’s Office"]


def test_several_and_one_are_several() -> None:
    a = article(TITLE, "Oskar Berg built the bridge. Welders and Berg said it held.")
    assert names(a, "Welders and Berg") == ["Welders and Berg"]


@pytest.mark.parametrize("before", ["File Photo", "BITTER DIVIDE", "Bea Lund/File Photo"])
def test_captions_and_headings_run_into_no_name(before: str) -> None:
    a = article(TITLE, f"Mayor Oskar Berg built it. {before} Berg said it held.")
    assert names(a, f"{before} Berg")[0] == "Oskar Berg"


def test_a_role_is_shown_without_its_clause() -> None:
    a = article(TITLE, "A senior port official, who asked for no name, said so.")
    assert names(a, "A senior port official, who asked for no name,") == ["A senior port official"]


def test_a_body_called_by_its_letters_is_nobodys_she() -> None:
    a = article(
        TITLE,
        "Ada Moor runs the Lucky Animal Rescue Project. LARP feeds the gulls at the quay. “They wait for us,” she said.",
    )
    assert names(a, "she") == ["Ada Moor"]


def test_a_surname_that_speaks_before_the_full_name() -> None:
    a = article(TITLE, "“It rusts,” scoffed Berg. The mayor laughed. Oskar Berg and Tova Lind are welders.")
    assert names(a, "Berg") == ["Oskar Berg"]
