"""Every level of strictness is known wherever a level is needed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from discord.app_commands import Command

from bot.cogs.settings import Setup
from bot.settings import Settings
from bot.texts import phrases
from index.answering import weights
from index.answering.strictness import Strictness
from index.errors import StoreError


def test_shipped_thresholds_rise_with_the_precision() -> None:
    levels = sorted(Strictness, key=lambda level: level.precision)
    thresholds = [weights.load().thresholds[level] for level in levels]
    assert thresholds == sorted(thresholds)
    assert len(set(thresholds)) == len(levels)


def test_weights_without_a_level_are_refused(tmp_path: Path) -> None:
    raw = weights.to_json(weights.load())
    del raw["thresholds"]["strict"]
    file = tmp_path / "weights.json"
    file.write_text(json.dumps(raw), "utf-8")
    with pytest.raises(StoreError, match="whosaid calibrate"):
        weights.load(file)


def test_each_level_can_be_chosen_and_has_a_name() -> None:
    (threshold,) = (c for c in Setup.__discord_app_commands_group_children__ if c.name == "threshold")
    assert isinstance(threshold, Command)
    (level,) = threshold.parameters
    assert [choice.value for choice in level.choices] == list(Strictness)
    assert all(phrases("en")[f"setup.{level}"] for level in Strictness)
    described = Settings.model_fields["answer_threshold"].description or ""
    assert all(f"`{level}`" in described for level in Strictness)
