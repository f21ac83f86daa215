"""The measure of resolved names: marked texts, and who is named right, wrong, or not at all."""

from __future__ import annotations

from pathlib import Path

import pytest

from index.evaluation.resolved import Known, Tally, read_marked, same_name, shares_name, tally, type_of
from index.evaluation.resolved_sets import measure, read_examples, subject_of
from index.model import Quote, QuoteKind
from index.quotes.tagger import Tagger

OWN = Path(__file__).parent
MARKED = "Bridge\n“⟨It holds⟩{Mara Lind|Lind, n},” Lind said. “⟨It rusts⟩{Oskar Berg, p},” he said. “⟨So?⟩{null, p}”\n"


def test_marks_are_taken_out() -> None:
    article, known = read_marked(MARKED, "b.txt")
    assert "⟨" not in article.text
    assert [article.text[k.start : k.end] for k in known] == ["It holds", "It rusts", "So?"]
    assert [k.type for k in known] == ["name", "pronoun", "pronoun"]


def test_right_somebody_else_nobody() -> None:
    article, known = read_marked(MARKED, "b.txt")
    names = ("the Lind", "Mara Lind", None)
    quotes = [
        Quote(
            QuoteKind.DIRECT,
            article.text[k.start : k.end],
            k.start,
            k.end,
            0,
            i,
            speaker=name,
            speaker_confidence=0.7,
        )
        for i, (k, name) in enumerate(zip(known, names, strict=True))
    ]
    tallied = Tally()
    tally(quotes, known, tallied)
    figures = tallied.rows()
    assert figures["name: right"] == 100
    assert (
        figures["pronoun: somebody else"] == figures["pronoun: right"] == 50
    )  # nobody is right for the last
    assert figures["from 0.8: somebody else"] == 0


@pytest.mark.parametrize(
    ("shown", "there", "outcome"),
    [
        ("the minister", "the minister of works", "the text's words"),
        ("Her sister", "her sister", "the text's words"),
        ("the minister", "she", "somebody else"),
        ("Oskar Berg", "Oskar Berg", "somebody else"),
    ],
)
def test_a_role_as_the_text_has_it_is_nobody_else(shown: str, there: str, outcome: str) -> None:
    tallied = Tally()
    row = Quote(QuoteKind.DIRECT, "It holds", 8, 16, 0, 0, speaker=shown, speaker_text=there)
    tally([row], [Known(8, 16, ("Mara Lind",), "none"), Known(90, 99, ("Berg",), "name")], tallied)
    figures = tallied.rows()
    assert figures[f"none: {outcome}"] == figures[f"all: {outcome}"] == 100
    assert (figures["all: n"], figures["all: missed"]) == (1, 1)


def test_a_role_is_right_when_nobody_is_named_at_whatever_confidence() -> None:
    tallied = Tally()
    row = Quote(
        QuoteKind.DIRECT, "No", 8, 10, 0, 0, speaker="a guard", speaker_text="a guard", speaker_confidence=0.9
    )
    tally([row], [Known(8, 10, ("null",), "role")], tallied)
    figures = tallied.rows()
    assert figures["role: right"] == figures["from 0.8: right"] == 100
    assert figures["from 0.8: somebody else"] == 0


def test_names_and_types() -> None:
    assert same_name("The Herald", ["herald"])
    assert not same_name("Lind", ["Mara Lind"])
    assert shares_name("Lind", ["Mara Lind"])
    assert not shares_name("Tova Lind", ["Mara Lind"])
    assert [type_of(m) for m in ("Mara Lind", "a welder", "she")] == ["name", "role", "pronoun"]


def test_our_own_articles_name_the_right_person() -> None:
    """The weights that ship, on the articles kept beside this test: 254 quotes, many speakers, couples, bodies."""
    tagger = Tagger()
    if not tagger.available:
        pytest.skip("the tagger's weights are not here")
    assert len(list(read_examples(OWN))) == 20
    figures = measure(OWN, tagger)["our own"]
    assert figures["all: n"] >= 250
    assert figures["all: right"] >= 94
    assert figures["all: somebody else"] <= 2.5


def test_a_row_is_one_wanted_quote() -> None:
    whole = Quote(QuoteKind.DIRECT, "It holds", 8, 16, 0, 0, speaker="Lind", speaker_confidence=0.9)
    tallied = Tally()
    tally([whole], [Known(8, 16, ("Lind",), "name"), Known(8, 20, ("Berg",), "name")], tallied)
    assert (tallied.counts["all", "found"], tallied.counts["all", "right"]) == (1, 1)


@pytest.mark.parametrize(
    ("cue", "subject"),
    [
        ("The port's coach Ada Moor said", ["Ada Moor"]),
        ("In a talk with Ada Moor, Oskar Berg said", ["Oskar Berg"]),
        ("Ada Moor and Oskar Berg agreed", ["Ada Moor", "Oskar Berg"]),
        ("who had told Ada Moor", []),
        ("Image: Ada Moor", []),
    ],
)
def test_who_the_cue_of_an_annotation_names(cue: str, subject: list[str]) -> None:
    known = [
        ("The port's coach", "person"),
        ("The port's", "organization"),
        ("Ada Moor", "person"),
        ("Oskar Berg", "person"),
    ]
    mentions = [(at, at + len(n), n, kind) for n, kind in known if (at := cue.find(n)) >= 0]
    found = [cue[m[0] : m[1]] for m in subject_of(cue, (0, len(cue)), mentions)]
    assert [n for n in found if "coach" not in n] == subject
