"""Quotes as pictures: whole, or not at all."""

from __future__ import annotations

import io
from dataclasses import replace

from PIL import Image

from bot.showing import card
from tests.bot.showing.test_golden import CITED


def test_a_card_is_a_picture_with_its_words_for_who_cannot_see_it() -> None:
    picture = card.card(CITED)
    assert picture is not None
    assert picture == card.card(CITED)
    with Image.open(io.BytesIO(picture)) as image:
        assert (image.format, image.width) == ("PNG", card.WIDTH)
        assert 200 < image.height < 600
    assert card.alt(CITED).startswith("“We will not open it again")
    assert "Tamsin Orme" in card.alt(CITED)


def test_other_alphabets_and_long_words_fit() -> None:
    for words in ("Мы не откроем его снова.", "Δεν θα την ανοίξουμε ξανά.", "x" * 300):
        assert card.card(replace(CITED, text=words)) is not None


def test_what_cannot_be_shown_whole_is_not_shown() -> None:
    assert card.card(replace(CITED, text="x " * 400)) is None
    assert card.card(replace(CITED, text="橋は再び開かれない。")) is None
    assert card.card(replace(CITED, text=" ")) is None
