"""Sentences: exact slices of any text, and no text that brings the splitter down."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.text.sentences import split_sentences


def sentences(text: str) -> list[str]:
    return [text[a:b] for a, b in split_sentences(text, 0, len(text))]


@pytest.mark.parametrize("space", [" ", "\u00a0", "\u2009", "\u202f", "\u3000"])
def test_any_space_ends_a_sentence_and_none_brings_it_down(space: str) -> None:
    assert sentences(f"The gate is open.{space}Nobody came.") == ["The gate is open.", "Nobody came."]
    assert sentences(f"It was Mr.{space}Moor who came.") == [f"It was Mr.{space}Moor who came."]
    assert "".join(sentences(f"Plan B{space}. It failed.")).startswith("Plan B")


@given(st.text(st.sampled_from("aBZ .!?\u00a0\u00ad\u2009\u3000“”é😀-'’1)(。।…\u0301\u200b"), max_size=40))
def test_slices_in_order_that_leave_out_nothing_but_space(text: str) -> None:
    spans = split_sentences(text, 0, len(text))
    last = 0
    for start, end in spans:
        assert last <= start < end <= len(text)
        assert not text[last:start].strip()
        assert text[start:end] == text[start:end].strip()
        last = end
    assert not text[last:].strip()


def test_a_splitter_that_panics_leaves_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    class PanicException(BaseException):
        """Raised by extensions written in Rust."""

    def panic(*_: object) -> None:
        raise PanicException("byte index 2 is not a char boundary")

    monkeypatch.setattr("index.text.sentences.sentencex.get_sentence_boundaries", panic)
    assert sentences("One here. Two there.") == ["One here. Two there."]


def test_a_paragraph_of_many_sentences_costs_as_many_times_one() -> None:
    """Counted, not timed: what is looked at is a bounded piece before each boundary."""
    looked = 0

    class Counting:
        def search(self, text: str, start: int, end: int) -> None:
            nonlocal looked
            looked += end - start

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("index.text.sentences._TRAILING_OPENER", Counting())
        text = "He came.“She left.” " * 5_000
        assert len(sentences(text)) >= 5_000
    assert 0 < looked < 40 * 10_000
