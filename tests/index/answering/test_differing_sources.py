"""A source that says otherwise is found behind the quotes that are shown, in a real library."""

from __future__ import annotations

from pathlib import Path

from index.reading.text import read_text
from tests.index.small import words_library

LINES = [
    "The harbour of Osk has 40 berths for visiting boats.",
    "The harbour of Osk has berths for visiting boats on its quay.",
    "Visiting boats have berths in the harbour of Osk from spring on.",
    "Berths for boats are what the harbour of Osk has most to offer visiting sailors.",
]
OTHERWISE = "Osk, which the warden counted last week from a rowing boat, has 52 berths in its old harbour, he wrote to the paper."


def test_the_other_side_is_shown(tmp_path: Path) -> None:
    library = words_library(tmp_path)
    articles = [read_text(f"Notes {n}\n\n{line}\n".encode(), f"{n}.txt") for n, line in enumerate(LINES)]
    library.add([*articles, read_text(f"Count\n\n{OTHERWISE}\n".encode(), "count.txt")])
    question = "How many berths for visiting boats does the harbour of Osk have?"
    (answer,) = library.ask([question])
    library.close()
    assert answer.answered
    assert answer.disagreement is not None
    assert answer.quotes[0].text == LINES[0]
    assert answer.quotes[answer.disagreement.other].text == OTHERWISE
