"""The settings, .env.example and README's table name the same things."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from bot.settings import Settings, load_settings

ROOT = Path(__file__).parents[1]
NAMES = [name.upper() for name in Settings.model_fields]


def test_env_example_names_exactly_the_settings() -> None:
    lines = (ROOT / ".env.example").read_text(encoding="utf-8").splitlines()
    assert [line.partition("=")[0] for line in lines if line and not line.startswith("#")] == NAMES


def test_env_example_can_be_used_as_it_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in NAMES:
        monkeypatch.delenv(name, raising=False)
    shutil.copy(ROOT / ".env.example", tmp_path / ".env")
    monkeypatch.chdir(tmp_path)
    assert load_settings().discord_token is None


def test_descriptions_agree() -> None:
    example = (ROOT / ".env.example").read_text(encoding="utf-8")
    table = dict(
        re.findall(
            r"^\| `([A-Z_]+)` \| (.+) \|$", (ROOT / "README.md").read_text(encoding="utf-8"), re.MULTILINE
        )
    )
    assert list(table) == NAMES
    for name, field in Settings.model_fields.items():
        assert table[name.upper()] == field.description
        assert f"# {field.description}\n{name.upper()}=" in example
