"""A person is named when it is certain enough that they say it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from index.quotes import extract
from index.quotes.attribution import attributions
from index.quotes.certainty import FEATURES, Certainty
from index.quotes.extract import CERTAIN, quotes_of, resolved
from index.quotes.linking import Attribution
from index.quotes.persons import weights
from index.quotes.resolve import Speaker
from index.quotes.tagger import document_of
from tests.index.quotes.articles import article, tagged_as

LINES = ("The mayor of Lindow came.", "“The ferry is safe,” Ada Moor said.")


def of_one() -> tuple[Attribution, Speaker, Certainty]:
    a = article("Ferry to sail", *LINES)
    tagged = tagged_as(a, content=["The ferry is safe"], source=["Ada Moor"], cue=["said"])
    document = document_of(a)
    attributed, speakers, certainty = resolved(document, *attributions(document, tagged))
    (attribution,) = (x for x in attributed if x.source)
    source = attribution.source
    assert source is not None
    speaker = speakers[source]
    assert speaker is not None
    return attribution, speaker, certainty


def test_as_many_features_as_weights() -> None:
    attribution, speaker, certainty = of_one()
    piece = attribution.piece
    assert len(certainty.features(attribution, piece.start, piece.end, speaker)) == FEATURES
    assert weights()["certainty"].shape == (FEATURES,)


def test_a_name_beside_its_verb_is_certain_and_a_doubtful_link_is_less() -> None:
    attribution, speaker, certainty = of_one()
    piece = attribution.piece
    sure = certainty.of(attribution, piece.start, piece.end, speaker)
    assert sure >= CERTAIN
    for less in (replace(attribution, probability=0.3), replace(attribution, carried=True, probability=0.5)):
        assert certainty.of(less, piece.start, piece.end, speaker) < sure


def test_roles_are_not_named() -> None:
    _, speaker, certainty = of_one()
    assert certainty.is_named(speaker)
    assert not certainty.is_named(replace(speaker, entity=None))


def test_without_a_source_there_is_nothing_to_be_certain_of() -> None:
    attribution, speaker, certainty = of_one()
    with pytest.raises(ValueError, match="source"):
        certainty.features(replace(attribution, source=None), 0, 4, speaker)


def test_whoever_is_not_certain_is_not_named_but_their_words_are_kept(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    a = article("Ferry to sail", *LINES)
    tagged = tagged_as(a, content=["The ferry is safe"], source=["Ada Moor"], cue=["said"])
    (row,) = quotes_of(a, tagged)
    assert row.speaker == "Ada Moor"
    monkeypatch.setattr(extract, "CERTAIN", row.speaker_confidence + 0.001)
    (row,) = quotes_of(a, tagged)
    assert (row.speaker, row.speaker_text) == (None, "Ada Moor")


def test_according_to_somebody_is_told_by_rule() -> None:
    line = "According to Lindow Rail, “the ferry is safe” again."
    a = article("Ferry to sail", "Lindow Rail runs the ferry.", line)
    tagged = tagged_as(a, content=["the ferry is safe"], source=["Lindow Rail, “"], cue=["According to"])
    rows = quotes_of(a, tagged)
    assert "the ferry is safe" in {q.text for q in rows}
    document = document_of(a)
    attributed, _, certainty = resolved(document, *attributions(document, tagged))
    relayed = [x for x in attributed if x.source and certainty.is_relayed(x)]
    assert [a.text[slice(*x.source)] for x in relayed if x.source] == ["Lindow Rail"]
