"""Folding evens out how words are written, and every folded character leads back to its source."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from index.text.folding import DROPPED, _fold_any, fold


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("“Don’t” — he said…", '"don\'t" - HE said...'),
        ("co\u00adop\u00ader\u00adate", "cooperate"),
        ("a\u00a0b\t\n c", "a b c"),
        ("Café", "cafe"),
        ("Cafe\u0301", "café"),
        ("ﬁne", "fine"),
        ("STRASSE", "straße"),
        ("Ŝ’", "s'"),
        ("zero\u200bwidth", "zerowidth"),
        ("5−3", "5-3"),
    ],
)
def test_ways_of_writing_are_evened_out(left: str, right: str) -> None:
    assert fold(left).text == fold(right).text


def test_a_span_keeps_the_accent_that_is_a_character_of_its_own() -> None:
    text = "the cafe\u0301 is open"
    folded = fold(text)
    at = folded.text.index("cafe")
    start, end = folded.source_span(at, at + 4)
    assert text[start:end] == "cafe\u0301"


def test_a_spacing_accent_is_no_space() -> None:
    assert "  " not in fold("a ¨ b").text
    assert not fold("¨a").text.startswith(" ")


@given(st.text())
@example("…")
@example("e\u0301\u00ad x")
@example("\u00ad \u0301a")
@example("İstanbul ŉ ﷺ")
def test_offsets_lead_back_to_the_source(text: str) -> None:
    folded = fold(text)
    assert len(folded.offsets) == len(folded.text) + 1 == len(folded.ends) + 1
    assert list(folded.offsets) == sorted(folded.offsets)
    for i, char in enumerate(folded.text):
        start, end = folded.source_span(i, i + 1)
        assert 0 <= start < end <= len(text)
        source = fold(text[start:end]).text
        assert char in source if char != " " else text[start].isspace()


@given(st.text(), st.data())
def test_a_folded_span_is_the_fold_of_its_source(text: str, data: st.DataObject) -> None:
    folded = fold(text)
    if not folded.text:
        return
    start = data.draw(st.integers(0, len(folded.text) - 1))
    end = data.draw(st.integers(start + 1, len(folded.text)))
    low, high = folded.source_span(start, end)
    # a character that folds to several ("…") comes whole
    assert folded.text[start:end].strip() in fold(text[low:high]).text


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_folding_twice_changes_nothing(text: str) -> None:
    once = fold(text).text
    assert fold(once).text == once


@given(st.text(alphabet=st.sampled_from("abc déß“”’ -"), min_size=1), st.sampled_from(DROPPED))
def test_what_nobody_sees_does_not_count(text: str, unseen: str) -> None:
    assert fold(unseen.join(text)).text == fold(text).text


@given(st.text(st.sampled_from("aB `'’“”—…\u00a0\u00ad\n\té9.")))
def test_the_quick_way_folds_as_the_thorough_one(text: str) -> None:
    assert fold(text) == _fold_any(text)
