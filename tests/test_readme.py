"""README tells what is so."""

from __future__ import annotations

import re
from pathlib import Path

import discord

from bot.cli import app
from tests.screens.answer import PICTURE, QUESTION

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
    assert "inspection report" in shown


def test_every_command_is_named() -> None:
    names = {
        command.name or (command.callback.__name__.replace("_", "-") if command.callback else "")
        for command in app.registered_commands
    }
    assert set(re.findall(r"^\| `whosaid ([a-z-]+)", README, re.MULTILINE)) == names


def test_the_invite_link_asks_for_what_the_text_says() -> None:
    wanted = discord.Permissions(
        view_channel=True, send_messages=True, send_messages_in_threads=True, embed_links=True,
        read_message_history=True,
    )  # fmt: skip
    (link,) = re.findall(r"https://discord\.com/oauth2/\S+", README)
    assert link.endswith(f"&scope=bot+applications.commands&permissions={wanted.value}")


def test_files_that_readme_links_are_there() -> None:
    for target in re.findall(r"\]\((?!https?:)([^)#]+)\)", README):
        assert (ROOT / target).exists(), target
