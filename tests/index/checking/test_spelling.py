"""The same word in another spelling is the same word."""

from __future__ import annotations

import pytest

from index.checking import judge
from index.checking.spelling import latin, respelled
from index.checking.tokens import split_words
from index.model import Verdict, VerdictKind
from tests.index.checking.conftest import CATALOG, nothing_near


def judged(text: str) -> Verdict:
    return judge(text, CATALOG, nothing_near)


@pytest.mark.parametrize(
    "text",
    [
        "The реорle of this tоwn pаid for every bolt",
        "the new har-bour bridge would not open before the spring",
        "the new harbor bridge would not open before the spring",
        "I have asked for the contract four times",
    ],
)
def test_another_spelling_is_exact(text: str) -> None:
    verdict = judged(text)
    assert verdict.verdict is VerdictKind.EXACT
    assert verdict.query == text


def test_a_text_in_another_script_keeps_its_letters() -> None:
    assert latin("мост не открыт, Ines") == "мост не открыт, Ines"


def test_what_is_known_is_not_respelled() -> None:
    known = dict.fromkeys(("or", "our", "over", "hauled"), 0)
    text = "our or overhauled over-hauled"
    assert [w.folded for w in respelled(known, text, split_words(text))] == [
        "our",
        "or",
        "over",
        "hauled",
        "over",
        "hauled",
    ]


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("the ferry must not keep running", VerdictKind.ALTERED),
        ("We are going to win", VerdictKind.NOT_FOUND),
        ("the new bridge would open before spring", VerdictKind.ALTERED),
        ("they are going", VerdictKind.NOT_FOUND),
    ],
)
def test_short_statements(text: str, verdict: VerdictKind) -> None:
    assert judged(text).verdict is verdict
