"""Folding evens out how words are written, and every folded character leads back to its source."""

from __future__ import annotations

import pytest
from hypothesis import given
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
    assert fold(left) == fold(right)


def test_a_spacing_accent_is_no_space() -> None:
    assert "  " not in fold("a ¨ b")
    assert not fold("¨a").startswith(" ")


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_folding_twice_changes_nothing(text: str) -> None:
    once = fold(text)
    assert fold(once) == once


@given(st.text(alphabet=st.sampled_from("abc déß“”’ -"), min_size=1), st.sampled_from(DROPPED))
def test_what_nobody_sees_does_not_count(text: str, unseen: str) -> None:
    assert fold(unseen.join(text)) == fold(text)


@given(st.text(st.sampled_from("aB `'’“”—…\u00a0\u00ad\n\té9.")))
def test_the_quick_way_folds_as_the_thorough_one(text: str) -> None:
    assert fold(text) == _fold_any(text)
