"""A document speaks for whoever is told to have made it."""

from __future__ import annotations

import pytest

from index.quotes.attribution import attributions
from index.quotes.extract import resolved
from index.quotes.tagger import document_of
from tests.index.quotes.articles import article, tagged_as

MET = ("Ada Moor, the mayor of Lindow, met Jonas Reed at the quay.",)


def speaker(lines: tuple[str, ...], source: str) -> str | None:
    a = article("Ferry to sail", *MET, *lines)
    tagged = tagged_as(a, content=["The ferry is safe"], source=[source], cue=["said"])
    document = document_of(a)
    _, speakers, _ = resolved(document, *attributions(document, tagged))
    (told,) = (s for span, s in speakers.items() if a.text[slice(*span)] == source)
    return told.name if told is not None else None


@pytest.mark.parametrize(
    "line",
    [
        "Ada Moor issued a statement on Monday.",
        "On Monday Jonas Reed left. A statement from Ada Moor followed.",
        "Jonas Reed had not read Ada Moor's statement.",
        "Ada Moor said in a statement that she would stay.",
    ],
)
def test_who_made_it_speaks(line: str) -> None:
    assert speaker((line, "“The ferry is safe,” the statement said."), "the statement") == "Ada Moor"


def test_its_owner_speaks() -> None:
    assert speaker(("“The ferry is safe,” Jonas Reed's letter said.",), "Jonas Reed's letter") == "Jonas Reed"


@pytest.mark.parametrize(
    "line",
    [
        "Ada Moor issued a statement on Monday. A statement came from the harbour, too.",
        "Nobody had read a statement of that kind to Ada Moor.",
        "Ada Moor responded to a statement on Monday.",
        "Ada Moor was sent a statement on Monday.",
        "Ada Moor denied what stood in a statement.",
        "Ada Moor said she had not read a statement.",
        "Ada Moor said “a statement is due” and went home.",
    ],
)
def test_nobody_is_made_up(line: str) -> None:
    found = speaker((line, "“The ferry is safe,” the statement said."), "the statement")
    assert found == "the statement"
