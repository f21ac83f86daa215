"""Hostile and very long texts: the work is bounded, counted in steps and not in seconds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.checking import aligning, altered, finding, judge, locating, splicing
from index.checking.catalog import Catalog, Ints, Places, build, read_source
from index.checking.finding import MAX_PLACES, find_run
from index.checking.meaning import Near
from index.checking.speakers import same_speaker
from index.checking.tokens import split_words
from index.model import Quote, VerdictKind
from index.reading.text import read_text
from tests.index.checking.conftest import ARTICLE, CATALOG, nothing_near, stored_quotes

REPEATED = read_text(("Title\n" + "bomb " * 9_000 + "\n" + "and on " * 9_000).encode(), "repeated.txt")


@pytest.fixture
def repeated() -> Catalog:
    """An article that is one word, thousands of times."""
    return build([read_source(1, REPEATED, ())])


@pytest.mark.parametrize(
    "text",
    [
        "bomb " * 400,
        "bomb bang " * 200,
        "and " * 500,
        "…!?—“”" * 300,
        "бомба 爆弾 قنبلة bomb " * 90,
        "\u00ad\u200b" * 1_000,
        "a" * 2_000,
    ],
)
def test_pathological_texts_get_few_steps(
    text: str, repeated: Catalog, monkeypatch: pytest.MonkeyPatch
) -> None:
    runs: list[int] = []
    cells: list[int] = []
    asked: list[str] = []

    def counted_run(catalog: Catalog, needle: Ints) -> list[int]:
        runs.append(len(needle))
        return find_run(catalog, needle)

    def counted_align(
        catalog: Catalog, words: list[str], numbers: Ints, spans: list[tuple[int, int]]
    ) -> list[aligning.Alignment]:
        cells.append(len(words) * sum(high - low for low, high in spans))
        return aligning.align(catalog, words, numbers, spans)

    monkeypatch.setattr(locating, "find_run", counted_run)
    monkeypatch.setattr(splicing, "find_run", counted_run)
    monkeypatch.setattr(altered, "align", counted_align)

    def near(needle: str) -> Sequence[Near]:
        asked.append(needle)
        return ()

    judge(text, repeated, near)
    words = len(split_words(text))
    assert len(runs) <= 60
    assert sum(cells) <= words * aligning.SHORTLIST * (2 * words + 12)
    assert len(asked) <= 1


def test_many_places_are_cut(repeated: Catalog) -> None:
    assert len(find_run(repeated, repeated.numbers(["bomb"] * 4))) == MAX_PLACES


def test_only_as_many_places_are_compared_as_the_rarest_word_has(
    repeated: Catalog, monkeypatch: pytest.MonkeyPatch
) -> None:
    compared: list[int] = []
    places = Catalog.places

    def counted(catalog: Catalog, word: int) -> Places:
        compared.append(len(places(catalog, word)))
        return places(catalog, word)

    monkeypatch.setattr(Catalog, "places", counted)
    assert finding.find_run(repeated, repeated.numbers(["title"])) == [0]
    assert finding.find_run(repeated, repeated.numbers(["bomb", "title"])) == []
    assert compared == [1, 1]


def test_a_long_paragraph_is_aligned_in_a_window(repeated: Catalog) -> None:
    words = ["bomb", "bomb", "never", "bomb"]
    spans = aligning.shortlist(repeated, words, repeated.numbers(words))
    assert spans
    assert all(high - low <= 2 * len(words) + 12 for low, high in spans)


def test_nothing_to_look_for_is_said() -> None:
    verdict = judge("—!?…", CATALOG, nothing_near)
    assert (verdict.verdict, verdict.confidence) == (VerdictKind.NOT_FOUND, 0.0)
    assert verdict.error


def test_an_empty_catalog_has_nothing() -> None:
    verdict = judge("We are not going to open a bridge", build([]), nothing_near)
    assert verdict.verdict is VerdictKind.NOT_FOUND


@given(st.text())
def test_no_text_is_too_strange(text: str) -> None:
    verdict = judge(text, CATALOG, nothing_near)
    assert 0.0 <= verdict.confidence <= 1.0
    if verdict.verdict is VerdictKind.NOT_FOUND:
        assert verdict.quote is None


@given(st.text(), st.text())
def test_any_article_can_be_read(title: str, body: str) -> None:
    text = f"x{title}\n{body}".replace("\x00", "").encode("utf-8", "replace").decode()
    article = read_text(text.encode(), "any.txt")
    source = read_source(1, article, ())
    for word, start, end in zip(source.words, source.starts, source.ends, strict=True):
        assert split_words(article.text[start:end])[0].folded == word
    build([source])


def test_a_name_is_compared_with_those_that_share_a_word(monkeypatch: pytest.MonkeyPatch) -> None:
    compared: list[str] = []

    def counted(asked: str, quote: Quote | None) -> bool:
        compared.append(asked)
        return same_speaker(asked, quote)

    monkeypatch.setattr(locating, "same_speaker", counted)
    quotes = [
        replace(stored, quote=replace(stored.quote, speaker=f"Person{i} Name{i}", speaker_text=None))
        for i in range(500)
        for stored in stored_quotes()[1:2]
    ]
    crowd = build([read_source(1, ARTICLE, quotes)])
    known = judge("the person77 explains the war to children", crowd, nothing_near)
    unknown = judge("the theory explains the war to children", crowd, nothing_near)
    assert (known.speaker_asked, unknown.speaker_asked) == ("the person77", None)
    assert len(compared) < 10
