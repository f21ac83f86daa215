"""Follow-up questions made whole from the exchange before."""

from __future__ import annotations

import pytest

from index.answering.followup import Exchange, resolve

BEFORE = Exchange("What did Wren say about Valdarr?", ("Wren said the barrier would wait.",))


@pytest.mark.parametrize(
    ("asked", "whole"),
    [
        ("and what about Solheim?", "What did Wren say about Solheim?"),
        ("how about the ferries?", "What did Wren say about the ferries?"),
        ("And Okonjo?", "What did Wren say about Okonjo?"),
        ("why?", "why Wren say about Valdarr?"),
        ("and was it approved?", "was it approved? Wren Valdarr"),
        ("did he mention a date", "did he mention a date Wren Valdarr"),
    ],
)
def test_what_a_question_leaves_out_comes_from_the_one_before(asked: str, whole: str) -> None:
    assert resolve(asked, BEFORE) == whole


@pytest.mark.parametrize(
    "asked", ["Who won the cup?", "What did Abara say about the mayor?", "When does work start?"]
)
def test_a_question_that_stands_alone_stays_as_it_is(asked: str) -> None:
    assert resolve(asked, BEFORE) == asked


def test_without_an_exchange_before_nothing_changes() -> None:
    assert resolve("and what about Solheim?", None) == "and what about Solheim?"
