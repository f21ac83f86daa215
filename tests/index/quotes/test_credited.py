"""Words whose owner a noun or a clause beside them tells."""

from __future__ import annotations

import pytest

from index.quotes.extract import quotes_of
from tests.index.quotes.articles import article, tagged_as

WORDS = "A net that is nearly whole is torn"
PEOPLE = "Oskar Berg and the Norwegian Ada Moor mend nets in Lindow."


@pytest.mark.parametrize(
    ("line", "who"),
    [
        ("“{}” was what Ada Moor used to say about nets, Berg recalls.", "Ada Moor"),
        ("“{},” was Moor’s answer to Berg.", "Ada Moor"),
        ("“{}” is a saying of Moor’s, and Berg has had it printed.", "Ada Moor"),
        ("“{}” was the advice of Ada Moor, whom Berg knew.", "Ada Moor"),
        ("Berg ended with a line from Ada Moor: “{}.”", "Ada Moor"),
        ("Berg read one line of Moor’s diary: “{}.”", "Ada Moor"),
        ("“{},” was an old woman’s view of it.", "an old woman"),
        ("“{},” Ada Moor said, according to the Lindow Post.", "Ada Moor"),
        ("“{},” aides said Ada Moor told her crews.", "Ada Moor"),
        ("“{},” said Ada Moor in a talk with the crews, according to the Lindow Post.", "Ada Moor"),
    ],
)
def test_whose_words_they_are_called(line: str, who: str) -> None:
    a = article("Nets of the coast", PEOPLE, line.format(WORDS))
    (row,) = (q for q in quotes_of(a, tagged_as(a, content=[WORDS])) if q.text.startswith(WORDS))
    assert row.speaker == who


@pytest.mark.parametrize("line", ["“{}” was painted on the wall.", "There is a line of red paint: “{}.”"])
def test_but_things_say_nothing(line: str) -> None:
    a = article("Nets of the coast", PEOPLE, line.format(WORDS))
    (row,) = (q for q in quotes_of(a, tagged_as(a, content=[WORDS])) if q.text.startswith(WORDS))
    assert row.speaker not in ("Ada Moor", "Oskar Berg")
