"""A quotation within another one is its own speaker's, when a name or an office stands beside it."""

from __future__ import annotations

import pytest

from index.quotes.extract import quotes_of
from tests.index.quotes.articles import article, tagged_as

PLAIN = ("The mayor is Ada Moor. Nobody else came.",)


def speakers(line: str, content: str, source: str, cue: str = "said") -> dict[str, str | None]:
    a = article("Ferry to sail", *PLAIN, line)
    rows = quotes_of(a, tagged_as(a, content=[content], source=[source], cue=[cue]))
    return {q.text: q.speaker for q in rows}


@pytest.mark.parametrize(
    ("outer", "right"),
    [
        ("Ada Moor told me, ‘You are finished here’ and left", "Ada Moor"),
        ("I was at the quay when Ada Moor said: ‘You are finished here.’", "Ada Moor"),
        ("Ada Moor told me, 'You are finished here,'", "Ada Moor"),
        ("‘You are finished here,’ Ada Moor told me that night", "Ada Moor"),
    ],
)
def test_within_marks(outer: str, right: str) -> None:
    found = speakers(f"“{outer},” said Jonas Reed.", outer, "Jonas Reed")
    assert {n for t, n in found.items() if t.startswith("You are finished here")} == {right}
    assert found[next(t for t in found if len(t) > 40)] == "Jonas Reed"


def test_within_reported_words() -> None:
    content = "Ada Moor had said “the ferry is safe”"
    found = speakers(f"The Herald reported that {content}.", content, "The Herald", "reported")
    assert found["the ferry is safe"] == "Ada Moor"
    assert sum("ferry is safe" in text for text in found) == 2


@pytest.mark.parametrize(
    ("content", "right"),
    [
        ("Ada Moor often said the “ferry is safe” in May", "Ada Moor"),
        ("“ferry is safe,” Ada Moor said in a letter", "Ada Moor"),
        ("the deployment signals a “ferry is safe” turn", "Herald"),
        ("the plan Ada Moor announced last week was “ferry is safe”", "Herald"),
        ("Ada Moor had told the council nothing but “ferry is safe”", "Herald"),
        ("the “ferry is safe” Ada Moor told the council would be answered", "Herald"),
    ],
)
def test_a_part_of_reported_words_is_said_by_who_is_named_there(content: str, right: str) -> None:
    found = speakers(f"The Herald reported that {content}.", content, "The Herald", "reported")
    able = (right, None) if right == "Herald" else (right,)  # nobody is better than somebody else
    assert found[next(t for t in found if t.startswith("ferry is safe"))] in able


def test_called_so_by_two() -> None:
    content = "“a scandal” by Ada Moor and “a pity”"
    found = speakers(f"The delay was called {content} by Jonas Reed.", content, "Jonas Reed", "was called")
    assert (found["a scandal"], found["a pity"]) == ("Ada Moor", "Jonas Reed")


@pytest.mark.parametrize(
    "outer",
    [
        "She told me, ‘You are finished here’ and left",
        "My father told me, ‘You are finished here’ and left",
        "We read ‘The Old Man and the Sea’ twice on deck",
    ],
)
def test_nobody_who_is_known_there_says_it(outer: str) -> None:
    found = speakers(f"“{outer},” said Jonas Reed.", outer, "Jonas Reed")
    assert set(found.values()) == {"Jonas Reed"}


def test_who_is_quoted_within_a_quotation_does_not_go_on_speaking() -> None:
    first, second = "Ada Moor told me, ‘You are finished here’ and left", "It was a cold night at the quay"
    a = article("Ferry to sail", *PLAIN, f"“{first},” said Jonas Reed. “{second},” he added.")
    rows = quotes_of(
        a, tagged_as(a, content=[first, second], source=["Jonas Reed", "he"], cue=["said", "added"])
    )
    assert next(q.speaker for q in rows if q.text == second) == "Jonas Reed"
