"""Saying is told from knowing, wanting and doing."""

from __future__ import annotations

import pytest

from index.model import QuoteKind
from index.quotes.speech import is_said


@pytest.mark.parametrize(
    "cue", ["said", "has told", "according to", "was warning", "claims", "replied", "denied"]
)
def test_said(cue: str) -> None:
    assert is_said(QuoteKind.INDIRECT, cue, sourced=True)


@pytest.mark.parametrize(
    "cue", ["knows", "plans", "wants", "was charged", "includes", "declined", "hopes for", None]
)
def test_not_said(cue: str | None) -> None:
    assert not is_said(QuoteKind.INDIRECT, cue, sourced=True)


def test_marks_tell_saying() -> None:
    assert is_said(QuoteKind.DIRECT, None, sourced=True)
    assert not is_said(QuoteKind.MIXED, "thinks", sourced=True)
    assert not is_said(QuoteKind.INDIRECT, "said", sourced=False)


@pytest.mark.parametrize(
    ("cue", "content"),
    [
        ("denied", "that the bridge rusts"),
        ("announced", "the ferry would sail in May"),
        ("urged", "to wait for the ferry"),
        ("described", "the bridge as sound"),
        ("was told by critics", "that the bridge rusts"),
    ],
)
def test_a_clause_or_what_is_to_be_done_was_said(cue: str, content: str) -> None:
    assert is_said(QuoteKind.INDIRECT, cue, sourced=True, content=content)


@pytest.mark.parametrize(
    ("cue", "content"),
    [
        ("announced", "the launch of a ferry"),
        ("agreed", "to pay for the bridge"),
        ("called", "for more ferries"),
        ("are accused of", "hiding the rust"),
        ("rejected", "an invitation"),
    ],
)
def test_what_somebody_did_was_not_said(cue: str, content: str) -> None:
    assert not is_said(QuoteKind.INDIRECT, cue, sourced=True, content=content)


def test_what_something_is_known_as_was_not_said() -> None:
    assert not is_said(QuoteKind.DIRECT, "known as", sourced=False)


@pytest.mark.parametrize(
    "cue", ["will tell", "should urge", "needs to explain", "isn’t saying", "to declare", "hardly said"]
)
def test_what_is_not_yet_said_was_not_said(cue: str) -> None:
    assert not is_said(QuoteKind.INDIRECT, cue, sourced=True, content="that the bridge rusts")
