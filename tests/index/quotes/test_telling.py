"""What stands beside a pronoun, a description, a candidate."""

from __future__ import annotations

import pytest

from index.quotes.entities import Entity, Mention
from index.quotes.telling import FEATURES, Telling

ON, ALSO, SAYS = 0, 1, 7
TELLS_HEAD, BESIDE_HEAD, BESIDE_REST, CAPITAL = 14, 17, 18, 19


def told(text: str, word: str, name: str, *, phrase: str = "", last: int | None = 0) -> list[float]:
    start, at = text.index(word, text.index("”") if "”" in text else 0), text.index(name)
    entity = Entity(0)
    entity.names[tuple(name.split())] += 1
    telling = Telling(text, start, len(word), phrase, last, 1, 0, 0, 1)
    found = telling.features(entity, [Mention(at, at + len(name), 0, False)], 1, True)
    assert len(found) == FEATURES
    return found


@pytest.mark.parametrize(
    ("verb", "on", "also"),
    [("added", 1, 0), ("went on", 1, 0), ("also said", 0, 1), ("said", 0, 0)],
)
def test_who_goes_on(verb: str, on: int, also: int) -> None:
    found = told(f"Ada Moor said so. “Yes,” she {verb}.", "she", "Ada Moor")
    assert (found[ON], found[ALSO]) == (on, also)
    assert told(f"Ada Moor said so. “Yes,” she {verb}.", "she", "Ada Moor", last=1)[ON] == 0


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("Ada Moor, the mayor, said so. “Yes,” she said.", 1),
        ("It is late, said Ada Moor. “Yes,” she said.", 1),
        ("Ada Moor slept. “Yes,” she said.", 0),
    ],
)
def test_who_says_something_before(text: str, says: int) -> None:
    assert told(text, "she", "Ada Moor")[SAYS] == says


def test_what_is_told_of_whom_a_description_means() -> None:
    text = "Ada Moor bakes in Lindow. She is a baker. “Yes,” the Lindow baker said."
    found = told(text, "the Lindow baker", "Ada Moor", phrase="the Lindow baker")
    assert (found[TELLS_HEAD], found[BESIDE_HEAD], found[BESIDE_REST], found[CAPITAL]) == (0, 1, 1, 1)
    other = told(text, "the Lindow baker", "Ada Moor", phrase="the Varn miner")
    assert (other[BESIDE_HEAD], other[BESIDE_REST], other[CAPITAL]) == (0, 0, 0)
