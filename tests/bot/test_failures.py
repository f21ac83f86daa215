"""The one error path: what is told, what is counted, what is kept out of the log."""

from __future__ import annotations

import logging
import subprocess
import sys
from types import SimpleNamespace
from typing import Any, cast

import discord
import pytest
from discord import app_commands

from bot.asking.desk import view_of
from bot.failures import Failures
from index.errors import NotFoundError


def refusal(kind: type[discord.HTTPException], status: int, code: int) -> discord.HTTPException:
    return kind(cast(Any, SimpleNamespace(status=status, reason="no")), {"code": code, "message": "no"})


def test_our_own_errors_are_told_as_they_are_but_harmless() -> None:
    told = Failures().sentence(NotFoundError("No **x** for @everyone."), "here")
    assert told == "No \\*\\*x\\*\\* for @\u200beveryone."


@pytest.mark.parametrize(
    ("error", "part"),
    [
        (app_commands.NoPrivateMessage(), "only in a server"),
        (app_commands.MissingPermissions(["manage_guild"]), "Manage Server"),
        (app_commands.CheckFailure("secret"), "cannot use this here"),
        (app_commands.CommandNotFound("x", []), "try again in a minute"),
    ],
)
def test_refusals_are_kind(error: app_commands.AppCommandError, part: str) -> None:
    failures = Failures()
    assert part in (failures.sentence(error, "here") or "")
    assert failures.counts == {"refused": 1}


@pytest.mark.parametrize(
    ("error", "counted"),
    [
        (refusal(discord.NotFound, 404, 10062), "late"),
        (refusal(discord.HTTPException, 400, 40060), "late"),
        (refusal(discord.Forbidden, 403, 50013), "forbidden"),
    ],
)
def test_what_nobody_can_be_told_is_counted(error: Exception, counted: str) -> None:
    failures = Failures()
    assert failures.sentence(error, "here") is None
    assert failures.counts == {counted: 1}


def test_the_log_has_the_whole_chain_under_the_id_without_private_words(
    caplog: pytest.LogCaptureFixture,
) -> None:
    try:
        try:
            raise KeyError("Zebra stripes")
        except KeyError as cause:
            raise RuntimeError("model is 384 wide, ZEBRA index 768") from cause
    except RuntimeError as error:
        with caplog.at_level(logging.ERROR):
            told = Failures().sentence(error, "here", ["why do zebra stripes exist"])
    number = (told or "").rsplit(" ", 1)[1].rstrip(".")
    assert f"error {number} in here" in caplog.text
    assert "model is 384 wide, ▒ index 768" in caplog.text
    assert "caused by" in caplog.text
    assert "test_failures.py" in caplog.text
    assert "Zebra" not in caplog.text.replace('raise KeyError("Zebra stripes")', "")


def test_a_server_sees_the_shared_shelf_and_its_own() -> None:
    assert view_of(None).shelves == ("shared",)
    assert view_of(7).shelves == ("shared", "7")


def test_the_face_imports_nothing_heavy() -> None:
    modules = "bot.running.client, bot.cogs.ask, bot.cogs.mentions, bot.cogs.reindex, bot.cogs.who_said"
    code = (
        f"import sys, {modules}; print([m for m in ('torch', 'sentence_transformers') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)  # noqa: S603
    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize("module", ["ask", "mentions", "reindex", "who_said"])
def test_cogs_name_no_engine_parts(module: str) -> None:
    from importlib.util import find_spec
    from pathlib import Path

    spec = find_spec(f"bot.cogs.{module}")
    assert spec is not None
    assert spec.origin is not None
    source = Path(spec.origin).read_text(encoding="utf-8")
    assert not any(name in source for name in ("faiss", "sqlite3", "sentence_transformers"))
