"""README tells what is so."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import Any

import discord
import pytest
from discord import app_commands

from bot.cli import app
from bot.running.client import WhosaidBot
from bot.settings import Settings
from index.opening import open_library
from index.reading.sources import Sources
from tests.screens.answer import PICTURE, QUESTION
from tests.screens.discord_look import GOLDEN, LIGHT, NAMES

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
COMMANDS = [block.strip() for block in re.findall(r"```sh\n(.*?)```", README, re.DOTALL)]


def test_ci_runs_readmes_test_command() -> None:
    (command,) = [block for block in COMMANDS if block.endswith("-m pytest")]
    assert command in (ROOT / ".ci" / "run").read_text(encoding="utf-8").splitlines()


def test_the_first_command_asks_what_the_picture_shows() -> None:
    assert f'whosaid ask "{QUESTION}"' in COMMANDS[0]
    assert f"({PICTURE.relative_to(ROOT).as_posix()})" in README
    shown = PICTURE.read_text(encoding="utf-8").replace("&#160;", " ")
    assert QUESTION in shown
    assert "38 million crowns" in shown


def test_every_command_is_named() -> None:
    names = {
        command.name or (command.callback.__name__.replace("_", "-") if command.callback else "")
        for command in app.registered_commands
    } | {group.name for group in app.registered_groups}
    assert set(re.findall(r"^\| `whosaid ([a-z-]+)", README, re.MULTILINE)) == names


def test_the_library_example_does_what_it_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (example,) = re.findall(r"```python\n(.*?)```", README, re.DOTALL)
    assert len([line for line in example.splitlines() if line]) <= 10
    shutil.copytree(ROOT / "bot" / "sample", tmp_path / "bot" / "sample")
    monkeypatch.chdir(tmp_path)
    names: dict[str, Any] = {}
    exec(example, names)  # noqa: S102
    names["library"].close()
    said, judged = capsys.readouterr().out.splitlines()
    assert said.startswith("True 4 ")
    assert "38 million crowns" in said
    assert judged.startswith("altered Tobias Wren ")


async def test_every_discord_command_is_in_the_table_and_nothing_else(tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path)
    library = open_library(tmp_path / "library", reranker="off")
    bot = WhosaidBot(settings, library, lambda: Sources((), ()))
    try:
        await bot.load_commands()
        there = set()
        for command in bot.tree.get_commands():
            if isinstance(command, app_commands.Group):
                there |= {f"/{part.qualified_name}" for part in command.commands}
            else:
                there.add(f"/{command.name}" if isinstance(command, app_commands.Command) else command.name)
    finally:
        await bot.close()
        library.close()
    assert named() == there


def named() -> set[str]:
    """The commands of README's Discord table: "`/article list`, `add`" are two."""
    found = set()
    for row in re.findall(r"^\| ([^|]*`(?:/|Check)[^|]*) \|", README, re.MULTILINE):
        first, *others = re.findall(r"`([^`]+)`", row.rpartition("Apps → ")[2])
        words = [word for word in re.sub(r"\[.*?\]", "", first).split() if word not in OPTIONS]
        found.add(" ".join(words))
        found |= {f"{words[0]} {other}" for other in others}
    return found


OPTIONS = {"question", "quote", "speaker"}


def test_every_reply_is_shown() -> None:
    shown = set(re.findall(r"\(tests/screens/discord_(\w+)\.png\)", README))
    assert shown == {*NAMES, *(f"{name}_light" for name in LIGHT)}
    shown = set(NAMES)
    plain = {
        "nothing",
        "setup_default",
        "setup_fine",
        "unanswered_none",
        "busy",
    }  # a line of text, or the same with other values
    assert shown | plain == {path.stem for path in GOLDEN.glob("*.json")}


def test_the_invite_link_asks_for_what_the_text_says() -> None:
    wanted = discord.Permissions(
        view_channel=True, send_messages=True, send_messages_in_threads=True, embed_links=True,
        read_message_history=True, add_reactions=True, create_public_threads=True,
    )  # fmt: skip
    (link,) = re.findall(r"https://discord\.com/oauth2/\S+", README)
    assert link.endswith(f"&scope=bot+applications.commands&permissions={wanted.value}")


def test_files_that_readme_links_are_there() -> None:
    for target in re.findall(r"\]\((?!https?:)([^)#]+)\)", README):
        assert (ROOT / target).exists(), target
