"""What a headline quotes of its article."""

from __future__ import annotations

from index.quotes.extract import quotes_of
from tests.index.quotes.articles import article, tagged_as

BODY = "“The bridge has rusted since March,” said Tova Lind.", "Oskar Berg left."


def _speakers(title: str) -> list[tuple[str, str | None]]:
    a = article(title, *BODY)
    tagged = tagged_as(
        a, content=["“The bridge has rusted since March,”"], source=["Tova Lind"], cue=["said"]
    )
    return [(q.text, q.speaker) for q in quotes_of(a, tagged)]


def test_whoever_says_it_below_says_it_in_the_headline() -> None:
    found = _speakers("“The bridge has rusted since March”: town acts")
    assert found == [("The bridge has rusted since March", "Tova Lind")] * 2


def test_a_part_of_it_does_as_well() -> None:
    assert _speakers("Town acts: “rusted since March”")[0] == ("rusted since March", "Tova Lind")


def test_a_word_or_two_may_be_anybodys() -> None:
    assert [text for text, _ in _speakers("Town acts on “rusted bridge”")] == [
        "The bridge has rusted since March"
    ]


def test_but_not_when_the_headline_names_somebody_itself() -> None:
    a = article("“The bridge has rusted since March,” said Oskar Berg", BODY[0])
    told = ["“The bridge has rusted since March,”"]
    tagged = tagged_as(a, content=told, source=["Oskar Berg", "Tova Lind"], cue=["said"])
    assert quotes_of(a, tagged)[0].speaker == "Oskar Berg"


def test_a_quotation_within_reported_words_is_one_row() -> None:
    a = article("Tova Lind says that the “bridge has rusted since March” and more", *BODY)
    told = ["that the “bridge has rusted since March” and more", "“The bridge has rusted since March,”"]
    tagged = tagged_as(a, content=told, source=["Tova Lind"], cue=["says", "said"])
    spans = [(q.start, q.end) for q in quotes_of(a, tagged)]
    assert len(spans) == len(set(spans)) == 3
