"""Follow-up questions made whole from the exchange before."""

from __future__ import annotations

import pytest

from index.answering.followup import Exchange, resolve

BEFORE = Exchange("What did Wren say about Valdarr?", ("Wren said the barrier would wait.",))
FERRY = Exchange(
    "Until when is the ferry free?", ("“It is free until May, in Osk too.”", "No."), "Piet Hallam"
)


@pytest.mark.parametrize(
    ("asked", "whole"),
    [
        ("and what about Solheim?", "What did Wren say about Solheim?"),
        ("how about the ferries?", "What did Wren say about the ferries?"),
        ("And Okonjo?", "What did Wren say about Okonjo?"),
        ("why?", "Why: What did Wren say about Valdarr?"),
        ("and was it approved?", "was it approved? (Wren, Valdarr)"),
        ("did he mention a date", "did he mention a date (Wren, Valdarr)"),
    ],
)
def test_what_a_question_leaves_out_comes_from_the_one_before(asked: str, whole: str) -> None:
    assert resolve(asked, BEFORE) == whole


@pytest.mark.parametrize(
    "asked",
    [
        "who said so?",
        "and who said so?",
        "Who said that",
        "But who really said it?",
        "says who?",
        "who says?",
        "Who told you that?",
        "Who said those words?",
        "according to whom?",
    ],
)
def test_who_said_so_asks_for_the_words_that_were_shown(asked: str) -> None:
    assert resolve(asked, FERRY) == "Who said “It is free until May, in Osk too.”?"


def test_who_said_so_of_a_long_quote_and_of_none() -> None:
    whole = resolve("who said so?", Exchange("When?", ("The bell of the boat was moved " * 40,)))
    assert whole.startswith("Who said “The bell of the boat was moved The bell")
    assert whole.endswith("…”?")
    assert len(whole) < 220
    assert resolve("who said so?", Exchange("Is the ferry free?")) == "Who said: Is the ferry free?"


@pytest.mark.parametrize(
    ("asked", "before", "whole"),
    [
        ("when?", "How much will the repair cost?", "When will the repair cost?"),
        ("And why is that?", "When will the bridge open?", "Why will the bridge open?"),
        ("where was that?", "When did the trial begin?", "Where did the trial begin?"),
        ("when did this happen?", "What is the Zanzibar vault?", "When is the Zanzibar vault?"),
        ("why?", "Will the bridge open again?", "Why will the bridge open again?"),
        ("and where?", "How many readers did the trial draw?", "Where did the trial draw readers?"),
        ("why?", "What year did the ferry stop?", "Why did the ferry stop?"),
        ("why so?", "who pays for the repair?", "Why: who pays for the repair?"),
        ("since when?", "The ferry is free?", "Since when: The ferry is free?"),
        ("when?", "Which bridge did the city close?", "When did the city close the bridge?"),
        ("when?", "Who did the mayor meet?", "When: Who did the mayor meet?"),
        # it may only take the place of another word where nothing else is lost
        ("when?", "Who said the bridge is closed?", "When: Who said the bridge is closed?"),
        ("why?", "What happened when it was shut?", "Why: What happened when it was shut?"),
        ("why?", "What bridge was closed?", "Why: What bridge was closed?"),
        ("when?", "How many ships were lost?", "When: How many ships were lost?"),
        ("when?", "Who was arrested?", "When: Who was arrested?"),
        ("and why?", "When: Who was arrested?", "Why: Who was arrested?"),
        ("and who?", "Who was arrested?", "Who was arrested?"),
        ("why?", " Did it open?", "Why did it open?"),
        ("and how much exactly?", "Who pays for the repair?", "How much: Who pays for the repair?"),
    ],
)
def test_a_bare_question_word_asks_the_question_before_again(asked: str, before: str, whole: str) -> None:
    assert resolve(asked, Exchange(before, ("On 3 May.",))) == whole


def test_he_and_they_are_who_spoke_and_months_are_nobody() -> None:
    assert resolve("what else did he say?", FERRY) == "what else did he say? (Piet Hallam)"
    assert resolve("and was it approved?", FERRY) == "was it approved? (until, ferry, free)"
    unnamed = Exchange("Until when is the ferry free?", ("It is free until Friday, said Ada Moor.",))
    assert resolve("what did she mean by that", unnamed) == "what did she mean by that (Ada Moor)"


@pytest.mark.parametrize(
    "asked",
    [
        "Who won the cup?",
        "What did Abara say about the mayor?",
        "When does work start?",
        "Who said that bread is dear?",
        "Why did Abara resign?",
    ],
)
def test_a_question_that_stands_alone_stays_as_it_is(asked: str) -> None:
    assert resolve(asked, BEFORE) == asked


def test_without_an_exchange_before_nothing_changes() -> None:
    assert resolve("and what about Solheim?", None) == "and what about Solheim?"
