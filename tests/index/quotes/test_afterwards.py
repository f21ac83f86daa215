"""A role that spoke, and behind it the name: "“…,” said the agent. Ada Moor has sold lighthouses."."""

from __future__ import annotations

import pytest

from index.quotes.people import Cast
from tests.index.quotes.articles import article, work
from tests.index.quotes.test_people import TITLE, names

SPOKE = "“It lists,” said the agent. “But the view is fine.”"


@pytest.mark.parametrize(
    "behind",
    [
        "Ada Moor has sold lighthouses before.",
        "It was dark by then. Ada Moor has sold lighthouses before.",
        "Her name, it turned out, is Ada Moor, and she was late.",
    ],
)
def test_a_role_is_whom_its_paragraph_goes_on_about(behind: str) -> None:
    a = article(TITLE, "It rained.", f"{SPOKE} {behind}", "“Sold,” the agent said.")
    assert names(a, "the agent", "the agent") == ["Ada Moor", "Ada Moor"]


@pytest.mark.parametrize(
    "behind",
    [
        "Ada Moor, a baker, had her doubts.",
        "Ada Moor said it was a ruin.",
        "Next to the door stood Ada Moor.",
        "It was dark. The sea was high. Ada Moor was not there.",
    ],
)
def test_but_not_somebody_else(behind: str) -> None:
    a = article(TITLE, "It rained.", f"{SPOKE} {behind}")
    assert names(a, "the agent") == ["the agent"]


def test_nor_whom_the_next_paragraph_begins_with() -> None:
    a = article(TITLE, "It rained.", SPOKE, "Ada Moor was not there.")
    assert names(a, "the agent") == ["the agent"]


def test_nor_when_it_was_told_before_who_that_is() -> None:
    a = article(TITLE, "The agent, Oskar Berg, came.", f"{SPOKE} Ada Moor has sold lighthouses before.")
    assert names(a, "the agent") == ["Oskar Berg"]


def test_the_work_grows_with_the_roles() -> None:
    def built(size: int) -> int:
        a = article(TITLE, "“Yes,” said the agent. It rained. " * size + "Ada Moor was late.")
        spans = [(i, i + 9) for i in range(len(a.text)) if a.text.startswith("the agent", i)]
        return work(lambda: Cast(a.text, [(p.start, p.end) for p in a.paragraphs], [], spans))

    assert built(160) < 2.6 * built(80)
