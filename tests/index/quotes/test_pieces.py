"""Tags and marks together: kinds, exact spans, utterances."""

from __future__ import annotations

from index.model import QuoteKind
from index.quotes.extract import quotes_of
from tests.index.quotes.articles import article, tagged_as

TITLE = "The bridge"


def test_direct_span_comes_from_the_marks() -> None:
    a = article(TITLE, "“The bridge holds,” said Mara Lind. The ferry is late.")
    quotes = quotes_of(a, tagged_as(a, content=["bridge holds,” said"], source=["Mara Lind"]))
    assert [(q.kind, q.text, q.paragraph) for q in quotes] == [(QuoteKind.DIRECT, "The bridge holds", 0)]


def test_interrupted_quote_is_one_utterance() -> None:
    a = article(TITLE, "“The bridge holds,” Mara Lind said. “We checked every bolt.”")
    content = ["“The bridge holds,”", "“We checked every bolt.”"]
    quotes = quotes_of(a, tagged_as(a, content=content, source=["Mara Lind"], cue=["said"]))
    assert [q.text for q in quotes] == ["The bridge holds", "We checked every bolt."]
    assert len({q.utterance for q in quotes}) == 1
    assert {q.speaker for q in quotes} == {"Mara Lind"}
    assert {q.cue for q in quotes} == {"said"}


def test_fragment_makes_it_mixed() -> None:
    a = article(TITLE, "Mara Lind said that the old bridge was “a gift to rust” for all.")
    content = ["the old bridge was “a gift to rust” for all"]
    quotes = quotes_of(a, tagged_as(a, content=content, source=["Mara Lind"], cue=["said"]))
    assert [(q.kind, q.text) for q in quotes] == [
        (QuoteKind.MIXED, "the old bridge was “a gift to rust” for all"),
        (QuoteKind.DIRECT, "a gift to rust"),
    ]
    assert len({q.utterance for q in quotes}) == 1


def test_marks_at_the_edge_of_mixed_content_are_kept() -> None:
    a = article(TITLE, "Mara Lind said the bridge was “a gift to rust”.")
    content = ["the bridge was “a gift to rust"]
    quotes = quotes_of(a, tagged_as(a, content=content, source=["Mara Lind"], cue=["said"]))
    assert quotes[0].text == "the bridge was “a gift to rust”"


def test_indirect_content_without_that() -> None:
    a = article(TITLE, "According to Mara Lind, the bridge will close in May, and nobody minds.")
    content = ["the bridge will close in May,"]
    quotes = quotes_of(a, tagged_as(a, content=content, source=["Mara Lind"], cue=["According to"]))
    assert [(q.kind, q.text) for q in quotes] == [(QuoteKind.INDIRECT, "the bridge will close in May")]


def test_scare_quotes_and_titles_are_no_quotes() -> None:
    a = article(TITLE, "The ‘smart’ bridge of the film “Rust and Rain” opened.")
    assert quotes_of(a, tagged_as(a)) == ()


def test_headline_has_no_paragraph() -> None:
    a = article("Lind says the bridge is ‘a gift to rust’", "Mara Lind spoke on Monday.")
    quotes = quotes_of(
        a, tagged_as(a, content=["the bridge is ‘a gift to rust’"], source=["Lind"], cue=["says"])
    )
    assert quotes[0].paragraph is None
    assert quotes[0].speaker == "Mara Lind"
    assert quotes[0].text == "the bridge is ‘a gift to rust’"


def test_quote_over_paragraphs_goes_on() -> None:
    a = article(TITLE, "“The river rose all night.", "“We moved the ferry,” said Mara Lind.")
    content = ["“The river rose all night.", "“We moved the ferry,”"]
    quotes = quotes_of(a, tagged_as(a, content=content, source=["Mara Lind"], cue=["said"]))
    assert [q.text for q in quotes] == ["The river rose all night.", "We moved the ferry"]
    assert {q.speaker for q in quotes} == {"Mara Lind"}


def test_missing_mark_does_not_swallow_the_attribution() -> None:
    a = article(TITLE, "“The bridge holds, Mara Lind said, adding that it was “a gift” to the town.")
    roles = {"content": ["“The bridge holds,", "it was “a gift” to the town"], "source": ["Mara Lind"]}
    quotes = quotes_of(a, tagged_as(a, cue=["said", "adding"], **roles))
    assert [q.text for q in quotes] == ["The bridge holds", "it was “a gift” to the town", "a gift"]


def test_signature_behind_a_dash() -> None:
    a = article(
        TITLE, "“I cross it every day and never look down.” — Ines Okafor", "“Me too, and so do they.”"
    )
    content = ["“I cross it every day and never look down.”"]
    quotes = quotes_of(a, tagged_as(a, content=content))
    assert [q.speaker for q in quotes] == ["Ines Okafor"]


def test_who_is_quoted_speaks() -> None:
    a = article(TITLE, "“The bridge holds for now,” the statement quoted Mara Lind as saying.")
    content = ["“The bridge holds for now,”"]
    quotes = quotes_of(a, tagged_as(a, content=content, source=["the statement"], cue=["quoted"]))
    assert [q.speaker for q in quotes] == ["Mara Lind"]


def test_a_quote_told_by_an_office_is_its_speakers() -> None:
    a = article("T", "“It holds,” Berg said, according to his office.")
    tagged = tagged_as(a, content=["“It holds,” Berg said"], source=["his office"], cue=["according to"])
    (quote,) = quotes_of(a, tagged)
    assert (quote.kind, quote.text, quote.speaker) == (QuoteKind.DIRECT, "It holds", "Berg")


def test_a_heading_glued_to_its_paragraph_names_nobody() -> None:
    a = article("T", "Bridge closes for good in MayThe mayor said it was rust.")
    tagged = tagged_as(a, content=["it was rust"], source=["The mayor"], cue=["said"])
    (quote,) = quotes_of(a, tagged)
    assert (quote.speaker_text, quote.paragraph) == ("The mayor", 0)


def test_a_stray_mark_before_he_said() -> None:
    a = article("T", "“He said that the cracks were a “wake-up call” for the town.")
    tagged = tagged_as(a, content=["“He said that the cracks were a “wake-up call” for the town"])
    quotes = quotes_of(a, tagged)
    assert quotes[0].text == "the cracks were a “wake-up call” for the town"
    assert {q.speaker_text for q in quotes} == {"He"}
