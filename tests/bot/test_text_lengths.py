"""Texts that Discord limits, in every language: what is too long there fails here, not at registration."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

import pytest

from bot.texts import phrases
from tests.bot.command_texts import COMMAND_TEXTS, MOST_NAME, MOST_TEXT, too_long

LANGUAGES = sorted(
    Path(str(entry)).stem for entry in files("bot.texts").iterdir() if entry.name.endswith(".toml")
)


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_text_is_too_long_for_discord(language: str) -> None:
    assert too_long(phrases(language)) == []


def test_what_is_too_long_is_named() -> None:
    texts = {
        "check.name": "x" * (MOST_NAME + 1),
        "ask.description": "y" * (MOST_TEXT + 1),
        "help.body": "z" * 900,
    }
    assert too_long(texts) == ["ask.description", "check.name"]
    assert "ask.description" in COMMAND_TEXTS
    assert "setup.channels" in COMMAND_TEXTS
