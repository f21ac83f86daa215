"""Every kind of quotation mark, and marks that are missing."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.quotes.marks import find_marked
from tests.index.quotes.articles import work

MARKS = "“”„‟«»\"'‘’`"


def marked(text: str) -> list[str]:
    return [text[m.start : m.end] for m in find_marked(text, 0, len(text))]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("“The bridge holds,” she said. “We checked.”", ["The bridge holds,", "We checked."]),
        ('"The bridge holds," she said. "We checked."', ["The bridge holds,", "We checked."]),
        ("‘The bridge holds,’ she said. ‘We checked.’", ["The bridge holds,", "We checked."]),
        ("'The bridge holds,' she said.", ["The bridge holds,"]),
        ("''The bridge holds,'' she said.", ["The bridge holds,"]),
        ("``The bridge holds,'' she said.", ["The bridge holds,"]),
        ("«Le pont tient», she said.", ["Le pont tient"]),
        ("„Die Brücke hält“, she said.", ["Die Brücke hält"]),
    ],
)
def test_kinds(text: str, wanted: list[str]) -> None:
    assert marked(text) == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("The ‘green’ bridge doesn’t sway in the engineers’ model.", ["green"]),
        ("It’s the workers’ own bridge, they’re sure.", []),
        ("The '90s bridge wasn't theirs.", []),
        ("She called it ‘the workers’ bridge’ twice.", ["the workers’ bridge"]),
    ],
)
def test_apostrophes_are_no_marks(text: str, wanted: list[str]) -> None:
    assert marked(text) == wanted


def test_nested_marks_stay_inside() -> None:
    assert marked("“He told me ‘go home’ and left,” she said.") == ["He told me ‘go home’ and left,"]
    assert marked("“He told me “go home” and left,” she said.") == ["He told me “go home” and left,"]


def test_open_in_each_paragraph() -> None:
    text = "“The river rose all night."
    found = find_marked(text, 0, len(text))
    assert [(text[m.start : m.end], m.open_ended) for m in found] == [("The river rose all night.", True)]


def test_missing_closer_ends_at_the_next_opener() -> None:
    assert marked("“The bridge holds, she said. “We checked.” Then they left.") == [
        "The bridge holds, she said.",
        "We checked.",
    ]


def test_stray_closer_opens_nothing() -> None:
    assert marked("The bridge holds.” She left. “We checked.”") == ["We checked."]
    assert marked("A board of 5'10\" and one more.") == []


def test_mixed_curly_and_straight() -> None:
    assert marked('“The bridge holds," she said.') == ["The bridge holds,"]


@given(st.text(alphabet=MARKS + "ab s.\n ", max_size=200), st.integers(0, 20))
def test_spans_are_ordered_apart_and_within(text: str, start: int) -> None:
    low = min(start, len(text))
    position = low
    for found in find_marked(text, low, len(text)):
        assert position <= found.start < found.end <= len(text)
        assert text[found.start : found.end].strip()
        position = found.end


@pytest.mark.parametrize(
    "unit", ["“", "”", '"a ', '"a" ', "‘a ’ ", "'a ", "„“", "«“", "«”", "“»", "‘a s’ b ", "``", "''", '("']
)
def test_linear(unit: str) -> None:
    small, large = unit * 200, unit * 800
    once = work(lambda: find_marked(small, 0, len(small)))
    four = work(lambda: find_marked(large, 0, len(large)))
    assert four < 5 * once + 200
