"""A changed negation, number, name or key word is told, with the words."""

from __future__ import annotations

import pytest

from index.checking import judge
from index.checking.catalog import build, read_source
from index.model import Verdict, VerdictKind
from index.reading.text import read_text
from tests.index.checking.conftest import ARTICLE, CATALOG, nothing_near


def judged(text: str) -> Verdict:
    return judge(text, CATALOG, nothing_near)


@pytest.mark.parametrize(
    ("text", "change"),
    [
        ("We are going to open a bridge that our own engineers don't trust", ("delete", "not", "")),
        ("We are not going to open a bridge that our own engineers trust", ("delete", "don’t", "")),
        ("I have asked for the contract nine times", ("replace", "four", "nine")),
        ("would not open before the spring of 2031", ("replace", "2027", "2031")),
        ("The people of Stockholm paid for every bolt", ("replace", "this town", "Stockholm")),
        ("the ferry must stop running until the bridge is safe", ("replace", "keep", "stop")),
        ("the ferry must never keep running until the bridge is safe", ("insert", "", "never")),
        ("The works cost 2,240 million crowns so far", ("replace", "1,240", "2,240")),
    ],
)
def test_one_change_is_told(text: str, change: tuple[str, str, str]) -> None:
    verdict = judged(text)
    assert verdict.verdict is VerdictKind.ALTERED
    assert [(c.op, c.said, c.asked) for c in verdict.changes] == [change]
    assert verdict.quote is not None
    assert verdict.quote.text == ARTICLE.text[verdict.quote.start : verdict.quote.end]


def test_several_changes_come_in_order() -> None:
    verdict = judged("We were never going to open a tunnel that our own lawyers don't trust")
    assert [(c.said, c.asked) for c in verdict.changes] == [
        ("are not", "were never"),
        ("bridge", "tunnel"),
        ("engineers", "lawyers"),
    ]
    assert verdict.speaker == "Ines Okafor"


@pytest.mark.parametrize(
    "text",
    [
        "The airport will be closed for the whole of next week",
        "We are going to win",
        "the bridge of the people",
        "He said that",
        "trust me",
    ],
)
def test_a_few_shared_words_are_no_statement(text: str) -> None:
    assert judged(text).verdict is VerdictKind.NOT_FOUND


def test_a_speaker_is_not_compared_as_words() -> None:
    verdict = judged("Tomas Lind said: we are going to open a bridge that our own engineers don't trust")
    assert (verdict.verdict, verdict.speaker) == (VerdictKind.ALTERED, "Ines Okafor")
    assert (verdict.speaker_asked, verdict.speaker_matches) == ("Tomas Lind", False)
    assert [c.said for c in verdict.changes] == ["not"]


def test_a_replaced_first_word_is_told_with_its_place() -> None:
    verdict = judged("of our city paid for every bolt; nobody has ever shown them a bill")
    assert [(c.op, c.said, c.asked) for c in verdict.changes] == [("replace", "this town", "our city")]


def test_one_changed_statement_goes_before_two_whole_ones() -> None:
    verdict = judged(
        "I have asked for the contract four times and four times they told nobody has ever shown"
    )
    assert verdict.verdict is not VerdictKind.EXACT
    verdict = judged("We are not going to open that our own engineers don't trust")
    assert verdict.verdict is VerdictKind.ALTERED
    assert [(c.op, c.said) for c in verdict.changes] == [("delete", "a bridge")]


def test_a_verb_of_the_statement_is_no_attribution() -> None:
    text = "The theory explains the storm. Nobody believes it."
    article = read_text(f"Weather\n{text}".encode(), "weather.txt")
    catalog = build([read_source(1, article, ())])
    verdict = judge("The theory explains the drought", catalog, nothing_near)
    assert (verdict.verdict, verdict.speaker_asked) == (VerdictKind.ALTERED, None)
    assert [(c.said, c.asked) for c in verdict.changes] == [("storm", "drought")]


def test_a_speaker_known_beside_the_text_is_not_looked_for_in_it() -> None:
    verdict = judge("We are going to open a bridge", CATALOG, nothing_near, "Tomas Lind")
    assert (verdict.speaker, verdict.speaker_asked, verdict.speaker_matches) == (
        "Ines Okafor",
        "Tomas Lind",
        False,
    )


@pytest.mark.parametrize(
    "text",
    [
        "Tomas Lind said: we are going to open a bridge that our own engineers don't trust",
        "We were never going to open a tunnel that our own lawyers don't trust",
        "the ferry must never keep running until the bridge is 100% safe",
    ],
)
def test_a_change_tells_where_it_stands_in_both_texts(text: str) -> None:
    verdict = judged(text)
    assert verdict.changes
    for change in verdict.changes:
        assert ARTICLE.text[change.said_start : change.said_end] == change.said
        assert text[change.asked_start : change.asked_end] == change.asked
