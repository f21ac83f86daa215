"""Plainly foreign text is told apart; short or odd English is not accused."""

from __future__ import annotations

import pytest

from index.text.language import looks_english


@pytest.mark.parametrize(
    "text",
    [
        "Wer ist der Minister und was hat er gesagt?",
        "¿Quién es el ministro y qué dijo?",
        "Qui est le ministre de la défense ?",
        "Wie viele Menschen leben im Unteren Viertel?",
        "¿Cuántos libros lleva el autobús?",
        "Quanto costa la riparazione?",
        "Hoeveel mensen wonen er in de wijk?",
        "что сказал министр вчера",
        "大臣は何と言いましたか",
    ],
)
def test_other_languages_are_told(text: str) -> None:
    assert not looks_english(text)


@pytest.mark.parametrize(
    "text",
    [
        "who is teh minsiter",
        "Solheim ferry 2031",
        "gate?",
        "what did El Norte say about La Barra",
        "Was Café Olé ever sold",
        "",
    ],
)
def test_english_and_scraps_pass(text: str) -> None:
    assert looks_english(text)
