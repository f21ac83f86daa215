"""Whose words a quotation is by its own sentence."""

from __future__ import annotations

import pytest

from index.quotes.attribution import attributions
from index.quotes.clauses import sentence_starts
from index.quotes.decoding import whole_words
from index.quotes.tagger import document_of
from tests.index.quotes.articles import article, tagged_as


@pytest.mark.parametrize(
    ("line", "sources", "cues", "right"),
    [
        ("“It holds,” said Mara Lind. “It rusts,” added Oskar Berg.", ["Mara Lind", "Oskar Berg"], ["said", "added"], ["Mara Lind", "Oskar Berg"]),
        ("“It holds,” Lind said. “It rusts,” Berg replied.", ["Lind", "Berg"], ["said", "replied"], ["Lind", "Berg"]),
        ("According to Mara Lind, “it holds”. Berg said no.", ["Mara Lind", "Berg"], ["According to", "said"], ["Mara Lind"]),
        ("In the words of Mara Lind, “it holds”. Berg said no.", ["Berg"], ["said"], ["Mara Lind"]),
        ("Lind was quoted by the Herald as saying that “it holds”.", ["the Herald"], ["saying"], ["Lind"]),
        ("“It holds,” Lind was quoted as saying by the Herald.", ["the Herald"], [], ["Lind"]),
        ("They called it “a bridge too long” by Lind, and “rusty” by Berg.", ["Lind", "Berg"], [], ["Lind", "Berg"]),
        ("And Lind said, “it holds,” the Herald reports.", ["Lind", "the Herald"], ["said", "reports"], ["Lind"]),
        ("Lind asked Berg, “it rusts?” His reply was short.", ["Lind", "His"], ["asked", "reply"], ["Lind"]),
        ("The Herald, quoting an aide of hers, reported that “it rusts”.", ["The Herald"], ["reported"], ["an aide of hers"]),
        ("Lind smiled and said shortly before Berg spoke that “it rusts”.", ["Lind", "Berg"], ["said"], ["Lind"]),
        ("“It holds?” Mr. Lind was quoted as saying. Berg said no.", ["Berg"], ["said"], ["Mr. Lind"]),
        ("Lind met Berg and pledged to “mend it,” the Herald reported.", ["Lind", "the Herald"], ["pledged", "reported"], ["Lind"]),
        ("“It holds,” the ferry inquiry heard.", ["the ferry inquiry"], ["heard"], [None]),
        ("“It holds,” the court was told. “It rusts,” Berg said.", ["the court", "Berg"], ["told", "said"], [None, "Berg"]),
        ("Mara Lind shook her head. “It rusts.” Oskar Berg said no.", ["Oskar Berg"], ["said"], ["Mara Lind"]),
    ],
)  # fmt: skip
def test_beside(line: str, sources: list[str], cues: list[str], right: list[str | None]) -> None:
    a = article("Bridge to close", line)
    quoted = [f"“{part.split('”')[0]}”" for part in line.split("“")[1:]]
    tagged = tagged_as(a, content=quoted, source=sources, cue=cues or ["said"] * ("said" in line))
    _, found = attributions(document_of(a), tagged)
    direct = [x for x in found if a.text[x.piece.start - 1] == "“"]
    assert [a.text[slice(*x.source)] if x.source else None for x in direct] == right


def test_called_so_by_two() -> None:
    a = article(
        "Bridge to close",
        "It was described as “rusty” by Mara Lind and as “a bridge too long” by Oskar Berg.",
    )
    contents = ["as “rusty” by", "as “a bridge too long” by"]
    tagged = tagged_as(a, content=contents, source=["Mara Lind", "Oskar Berg"], cue=["was described"])
    _, found = attributions(document_of(a), tagged)
    assert [a.text[slice(*x.source)] for x in found if x.source] == ["Mara Lind", "Oskar Berg"]


def test_a_source_ends_with_its_sentence() -> None:
    a = article("Bridge to close", "“It holds and will hold,” said Mara Lind. Oskar Berg laughed.")
    tagged = tagged_as(
        a, content=["“It holds and will hold,”"], source=["Mara Lind. Oskar Berg"], cue=["said"]
    )
    _, found = attributions(document_of(a), tagged)
    assert [a.text[slice(*x.source)] for x in found if x.source] == ["Mara Lind"]


def test_abbreviations_end_no_sentence() -> None:
    text = "Dr. J. R. Lind Jr. met Mr. G.K. Berg. “No,” she said. He left."
    assert [text[s:][:4] for s in sentence_starts(text, 0, len(text))] == ["“No,", "He l", ""]


def test_a_mention_has_its_whole_name_with_the_hyphen() -> None:
    text = "“It holds,” Mara Lind-Berg said."
    assert [text[slice(*whole_words(text, *span, (0, len(text))))] for span in ((12, 21), (22, 26))] == [
        "Mara Lind-Berg",
        "Lind-Berg",
    ]
