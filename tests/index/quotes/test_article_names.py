"""Which capitals of an article are names."""

from __future__ import annotations

import pytest

from index.quotes.article_names import names_of
from index.quotes.entities import Entity
from index.quotes.tagging import paragraph_spans

KNOWN = "Bernie Moor met Theresa Berg and Drew Heiser."


def names(line: str) -> list[str]:
    text = f"Ferry to sail\n\n{KNOWN}\n\n{line}"
    start = text.index(line)
    found = names_of(text, paragraph_spans(text))
    return [" ".join(n.words) for n in found if n.start >= start]


@pytest.mark.parametrize(
    ("line", "right"),
    [
        ("Top Moor strategists left.", ["Moor"]),
        ("Reminding Berg of it, they left.", ["Berg"]),
        ("Eventually Moor left.", ["Moor"]),
        ("Sterling Moor left.", ["Sterling Moor"]),
        ("Kimberly Moor left.", ["Kimberly Moor"]),
        ("Then New Yorker Rigo Tolosa left.", ["Rigo Tolosa"]),
        ("Republican Achmad Tolosa left.", ["Achmad Tolosa"]),
        ("The Democratic Harbour Committee left.", ["Democratic Harbour Committee"]),
        ("Then Senators Moor and Berg left.", ["Moor", "Berg"]),
        ("Heiser of the Harbour Board left.", ["Heiser"]),
        ("The British American Tobacco left.", ["British American Tobacco"]),
        ("“No,” Xiaoming Moor said.", ["Xiaoming Moor"]),
        ("Boeing Defense left.", ["Boeing Defense"]),
        ("They saw the Lawyers Guild leave.", ["Lawyers Guild"]),
        ("They saw the Berg of the Holy Family leave.", ["Berg of the Holy Family"]),
        ("They told Moor Monday to leave.", ["Moor"]),
    ],
)
def test_a_name_is_no_more_than_the_name(line: str, right: list[str]) -> None:
    assert names(line) == right


@pytest.mark.parametrize("last", ["Twitter", "Democrats", "Republican"])
def test_nobody_is_called_so(last: str) -> None:
    entity = Entity(0, surname_alone=4, speaks=3)
    entity.names["State", last] += 1
    assert not entity.is_called_like_a_person
