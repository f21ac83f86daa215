"""The claim network that ships: what it reads as the same, and that no text makes it fail."""

from __future__ import annotations

import pytest

from index.checking.claims import MAX_TOKENS, ClaimReader, encode_claim
from index.runtime.pairs import padded
from index.runtime.shared_layers import load_tokenizer


@pytest.fixture(scope="module")
def reader() -> ClaimReader:
    """With the shipped weights."""
    return ClaimReader()


def test_the_same_in_other_words_is_supported_and_a_neighbour_is_not(reader: ClaimReader) -> None:
    claim = "The boats have to keep sailing until people can cross the bridge without danger"
    same = "the ferry must keep running until the bridge is safe"
    neighbour = "the council has never published the contract for the bridge"
    other = "she has baked bread in this street for forty years"
    odds = [each.said for each in reader.odds(claim, [same, neighbour, other])]
    assert odds[0] > max(odds[1:])
    assert max(odds[1:]) < 0


def test_odds_do_not_depend_on_what_is_read_beside(reader: ClaimReader) -> None:
    claim, said = "prices will rise", "prices will go up next year"
    alone = reader.odds(claim, [said])[0].said
    assert reader.odds(claim, [said, "word " * 300])[0].said == pytest.approx(alone, abs=0.2)


def test_odd_texts_do_no_harm(reader: ClaimReader) -> None:
    assert reader.odds("anything", []) == []
    odds = reader.odds("—!?…", ["", "бомба 爆弾", "of the"])
    assert len(odds) == 3
    assert all(abs(each.said) < 50 for each in odds)


def test_long_pairs_are_cut() -> None:
    tokenizer = load_tokenizer()
    pair = encode_claim(tokenizer, "claim " * 500, "statement " * 500)
    assert len(pair.ids) == MAX_TOKENS
    assert 0 < pair.second < MAX_TOKENS - 1
    assert all(array.shape == (1, 256) for array in padded([pair]))
