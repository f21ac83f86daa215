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
