"""The same word in another spelling is the same word."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.checking import judge
from index.checking.catalog import build, read_source
from index.checking.numbering import renumbered
from index.checking.spelling import latin, respelled
from index.checking.tokens import split_words
from index.checking.variants import _canonical, canonical
from index.model import Verdict, VerdictKind
from index.reading.text import read_text
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


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("organised", "organized"),
        ("the colour of travelling theatres", "the color of traveling theaters"),
        ("licensed and licenced", "licensed and licensed"),
        ("sceptical of grey cheques", "skeptical of gray checks"),
        ("twenty-five per cent on the 3rd", "25% on the third"),
        ("ninety-first", "91st"),
    ],
)
def test_spellings_of_one_word_are_compared_alike(one: str, other: str) -> None:
    assert _compared(one) == _compared(other)


@pytest.mark.parametrize(
    "words", ["four for", "hours hors", "called caled", "filled filed", "20 30", "prise prize"]
)
def test_different_words_stay_different(words: str) -> None:
    left, right = _compared(words)
    assert left != right


def test_what_is_canonical_stays_so() -> None:
    words = (
        "organised colours catalogue programme twenty 3rd third percent practise defences travellers".split()
    )
    assert all(canonical(canonical(w)) == canonical(w) for w in words)


@pytest.mark.parametrize(
    ("said", "asked", "verdict"),
    [
        ("We organised the programme in twenty days.", "we organized the program in 20 days", VerdictKind.EXACT),
        ("We organised the programme in twenty days.", "we organized the program in 30 days", VerdictKind.ALTERED),
        ("Ten per cent of the labour is gone.", "10% of the labor is gone", VerdictKind.EXACT),
        ("Ten per cent of the labour is gone.", "20% of the labor is gone", VerdictKind.ALTERED),
        ("It was the third defence of the twenty-first century.", "the 3rd defense of the 21st century", VerdictKind.EXACT),
    ],
)  # fmt: skip
def test_both_spellings_are_known_elsewhere_and_the_quote_is_still_found(
    said: str, asked: str, verdict: VerdictKind
) -> None:
    others = "Organized labor, a color program, defense, 10, 20, 3rd, third, organised, labour and %."
    article = read_text(f"News\n\n“{said}” Anna Holm said.\n\n{others}".encode(), "news.txt")
    source = read_source(1, article, ())
    found = judge(asked, build([source]), nothing_near)
    assert found.verdict is verdict
    if found.verdict is VerdictKind.ALTERED:
        assert all(change.said in said and change.asked in asked for change in found.changes)


@pytest.mark.parametrize(
    ("said", "asked", "verdict"),
    [
        ("Three hundred people lived from the mill.", "300 people lived from the mill", VerdictKind.EXACT),
        ("It took 12,000 bricks and a week.", "It took twelve thousand bricks and a week", VerdictKind.EXACT),
        ("It cost 4.3 million crowns last year.", "It cost 4,300,000 crowns last year", VerdictKind.EXACT),
        ("There are one thousand herons on the lake.", "There are 1,000 herons on the lake", VerdictKind.EXACT),
        ("There are two hundred thousand herons there.", "There are 200,000 herons there", VerdictKind.EXACT),
        ("Three hundred people lived from the mill.", "400 people lived from the mill", VerdictKind.ALTERED),
        ("It cost three hundred million crowns at least.", "It cost 300 million crowns at least", VerdictKind.EXACT),
        ("It was built in 1900 by two brothers.", "It was built in nineteen hundred by two brothers", VerdictKind.EXACT),
    ],
)  # fmt: skip
def test_round_numbers_are_the_same_in_words_and_in_digits(
    said: str, asked: str, verdict: VerdictKind
) -> None:
    source = read_source(1, read_text(f"News\n\n{said}\n".encode(), "news.txt"), ())
    assert judge(asked, build([source]), nothing_near).verdict is verdict


@given(st.text(alphabet="0123456789., onehundrthousamili", max_size=60))
def test_numbers_are_written_anew_at_their_places(text: str) -> None:
    words = [replace(word, folded=canonical(word.folded)) for word in split_words(text)]
    for found in renumbered(words):
        assert {w.start for w in found} <= {w.start for w in words}
        assert {w.end for w in found} <= {w.end for w in words}


def _compared(text: str) -> list[str]:
    return [canonical(word.folded) for word in split_words(text)]


def test_nothing_long_is_kept_in_memory() -> None:
    _canonical.cache_clear()
    for number in range(20):
        word = f"{number}{'a' * 50_000}colour"
        assert canonical(word) == word
    assert _canonical.cache_info().currsize == 0
    assert canonical("colour") == canonical("color")
    assert _canonical.cache_info().currsize > 0
