"""Application commands are registered only when they changed: Discord limits how often that may be done."""

from __future__ import annotations

import asyncio
import hashlib
import json
import logging
from pathlib import Path
from typing import Any

import discord
from discord import app_commands

_REASON = 1000
"""Characters of Discord's reason that are logged; it names our commands and nothing of anybody's."""

log = logging.getLogger(__name__)


async def fingerprint(tree: app_commands.CommandTree[Any], application: int | None, api: str) -> str:
    """A hash of everything that Discord is told about the commands, and of where it is told."""
    told = []
    for command in tree.get_commands():
        if tree.translator:
            told.append(await command.get_translated_payload(tree, tree.translator))
        else:
            told.append(command.to_dict(tree))
    told.sort(key=lambda c: (c["type"], c["name"]))
    text = json.dumps([application, api, told], sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()


async def sync_when_changed(tree: app_commands.CommandTree[Any], file: Path, *, always: bool = False) -> bool:
    """Register the commands unless ``file`` holds their hash already. A refusal is logged; mentions still work."""
    now = await fingerprint(tree, tree.client.application_id, discord.http.Route.BASE)
    if not always and await asyncio.to_thread(_read, file) == now:
        return False
    try:
        await tree.sync()
    except discord.HTTPException as error:
        log.error(
            "the commands could not be registered (%d: %s); the next start tries again",
            error.status, error.text[:_REASON],
        )  # fmt: skip
        return False
    except (LookupError, TypeError, ValueError, AttributeError) as error:
        log.warning("the commands were registered, with a reply that makes no sense (%r)", error)
    await asyncio.to_thread(_write, file, now)
    log.info("registered %d commands", len(tree.get_commands()))
    return True


def _read(file: Path) -> str | None:
    try:
        return file.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError):
        return None  # not there yet, or not ours: register and write it anew


def _write(file: Path, text: str) -> None:
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text + "\n", encoding="utf-8")
    except OSError as error:
        log.warning("cannot write %s (%s): the next start registers the commands again", file, error.strerror)
