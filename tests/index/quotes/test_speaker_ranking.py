"""Everybody who may say a quotation is ranked, and whoever is first is named when likely enough."""

from __future__ import annotations

import numpy as np
import pytest

from index.model import Article
from index.quotes import extract
from index.quotes.attribution import attributions
from index.quotes.extract import RANKED, quotes_of, resolved
from index.quotes.linking import Attribution
from index.quotes.persons import weights
from index.quotes.source_words import source_of
from index.quotes.speaker_features import CONTEXT, OWN
from index.quotes.speaker_ranking import FEATURES, MOST, Ranking, rank
from index.quotes.tagger import Tagged, document_of
from tests.index.quotes.articles import article, tagged_as

LINES = (
    "The mayor of Lindow, Jonas Reed, came to the harbour.",
    "“The ferry is safe,” Ada Moor said.",
    "She is its captain.",
)


def one(*lines: str, source: str = "Ada Moor") -> tuple[Article, Tagged]:
    a = article("Ferry to sail", *(lines or LINES))
    return a, tagged_as(a, content=["The ferry is safe"], source=[source], cue=["said"])


def ranking_of(a: Article, tagged: Tagged) -> tuple[Ranking, list[Attribution]]:
    document = document_of(a)
    attributed, _, ranking = resolved(document, *attributions(document, tagged))
    return ranking, attributed


def test_everybody_near_is_a_candidate_and_the_rows_fit_the_weights() -> None:
    ranking, _ = ranking_of(*one())
    able, rows = ranking.candidates(0)
    assert {ranking.entity(e).display for e in able} == {"Ada Moor", "Jonas Reed", "Lindow"}
    assert rows.shape == (len(able) + 1, FEATURES) == (4, OWN + CONTEXT + 1)
    assert weights()["speaker.in"].shape[1] == len(weights()["speaker.mean"]) == FEATURES
    assert not rows[-1, :OWN].any()
    assert rows[-1, -1] == 1
    assert not rows[:-1, -1].any()


def test_who_is_named_beside_the_quotation_is_first() -> None:
    ranking, _ = ranking_of(*one())
    ranked = ranking.of(0)
    assert ranked is not None
    assert ranked.chance >= RANKED
    assert ranking.speaker(ranked).name == "Ada Moor"


def test_chances_are_chances() -> None:
    rng = np.random.default_rng(0)
    found = rank(rng.normal(0, 50, (7, FEATURES)).astype(np.float32))
    assert found.shape == (7,)
    assert found.sum() == pytest.approx(1, abs=1e-5)
    assert (found >= 0).all()


def test_never_more_candidates_than_the_bound() -> None:
    first, last = "Ada Bela Cora Dora Edna Fay Gerda Hanna".split(), "Moor Reed Vale Hart Lund Berg".split()
    people = [f"{f} {s}{x}" for f in first for s in last for x in ("", "son")]
    line = " ".join(f"{name} came." for name in people)
    ranking, _ = ranking_of(*one(line, "“The ferry is safe,” Ada Moor said."))
    able, rows = ranking.candidates(0)
    assert len(able) <= MOST + 1
    assert len(rows) == len(able) + 1


def test_whoever_is_not_likely_enough_is_not_named_but_their_words_are_kept(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    a, tagged = one()
    (row,) = quotes_of(a, tagged)
    assert row.speaker == "Ada Moor"
    monkeypatch.setattr(extract, "RANKED", row.speaker_confidence + 0.001)
    (row,) = quotes_of(a, tagged)
    assert (row.speaker, row.speaker_text) == (None, "Ada Moor")


def test_a_role_without_a_name_keeps_its_words() -> None:
    a, tagged = one("The ferry sails again.", "“The ferry is safe,” a nurse said.", source="a nurse")
    (row,) = quotes_of(a, tagged)
    assert row.speaker == row.speaker_text == "a nurse"


def speakers(content: list[str], source: list[str], *lines: str) -> list[tuple[str | None, str | None]]:
    """Who says each content, and by what words."""
    a = article("Ferry to sail", *lines)
    cues = [verb for verb in ("said", "asked") if verb in a.text]
    rows = quotes_of(a, tagged_as(a, content=content, source=source, cue=cues))
    return [(q.speaker, q.speaker_text) for q in rows]


CAME = ("came the reply.", "came back a moment later.", "came an angry answer.")


@pytest.mark.parametrize("came", CAME)
def test_words_that_came_are_not_theirs_who_spoke_before(came: str) -> None:
    lines = "“When will it sail,” Ada Moor asked.", f"“Never,” {came}"
    found = speakers(["When will it sail", "Never"], ["Ada Moor"], *lines)
    assert [who for who, _ in found] == ["Ada Moor", None]


@pytest.mark.parametrize("source", ["the crowd", "a nurse", "the letter"])
def test_words_that_mean_somebody_else_are_nobodys_with_a_name(source: str) -> None:
    lines = "“When will it sail,” Ada Moor asked.", f"“Now it sails,” {source} said."
    (_, (who, _)) = speakers(["When will it sail", "Now it sails"], ["Ada Moor", source], *lines)
    assert who in (None, source)


def test_an_honorific_rules_out_whom_it_does_not_fit() -> None:
    lines = (
        "Mayor Karen Holt opened the meeting. Her brother, Peter Holt, came too.",
        "“The road must be built,” said the mayor.",
        "“She is stubborn,” Mr Holt said.",
    )
    a = article("Ferry to sail", *lines)
    content = ["The road must be built", "She is stubborn"]
    tagged = tagged_as(a, content=content, source=["the mayor", "Mr Holt"], cue=["said"])
    ranking, attributed = ranking_of(a, tagged)
    able, _ = ranking.candidates(len(attributed) - 1)
    assert {ranking.entity(e).display for e in able} == {"Peter Holt"}
    assert quotes_of(a, tagged)[-1].speaker in (None, "Peter Holt")


def test_a_pronoun_rules_out_whom_it_cannot_mean() -> None:
    a, tagged = one("Lindow Council met Ada Moor.", "“The ferry is safe,” she said.", source="she")
    ranking, _ = ranking_of(a, tagged)
    able, _ = ranking.candidates(0)
    assert {ranking.entity(e).display for e in able} == {"Ada Moor"}


def test_a_role_that_holds_a_name_keeps_its_words() -> None:
    a, tagged = one(
        "Jonas Reed, the mayor of Lindow, came.",
        "“The ferry is safe,” the Lindow mayor said.",
        source="the Lindow mayor",
    )
    (row,) = quotes_of(a, tagged)
    assert (row.speaker, row.speaker_text) in {("Jonas Reed", "the Lindow mayor"), (None, "the Lindow mayor")}


def test_the_words_of_a_source_may_be_whoever_is_called_like_them() -> None:
    a, tagged = one(
        "Jonas Reed met Ida Reed and Ada Moor.", "“The ferry is safe,” Reed said.", source="Reed said"
    )
    ranking, (said,) = ranking_of(a, tagged)
    by_name = {e.display: e.number for e in map(ranking.entity, ranking.candidates(0)[0])}
    assert said.source is not None
    assert ranking.may_be(0, by_name["Ida Reed"])
    assert ranking.may_be(0, by_name["Jonas Reed"])
    assert not ranking.may_be(0, by_name["Ada Moor"])


def test_what_the_words_of_a_source_tell() -> None:
    a, tagged = one("Mrs. Moor met the mayor.", *LINES)
    document = document_of(a)
    cast = extract.cast_of_attributions(document.text, document.paragraphs, *attributions(document, tagged))

    def told(words: str) -> tuple[str, str | None, bool, bool | None]:
        at = document.text.index(words)
        source = source_of(cast, (at, at + len(words)))
        return source.pronoun, source.last, source.is_role, source.female

    assert not source_of(cast, None).is_person
    assert told("Mrs. Moor") == ("", "Moor", False, True)
    assert told("the mayor") == ("", None, True, None)
    assert told("She") == ("she", None, False, None)
    assert source_of(cast, None).words == ()
