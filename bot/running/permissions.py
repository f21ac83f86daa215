"""What is checked in the bot itself, because Discord's own limits and permissions are only hints."""

from __future__ import annotations

from typing import TYPE_CHECKING

import discord
from discord import app_commands

from bot.showing import limits
from bot.texts import say
from index.errors import InputError

if TYPE_CHECKING:
    from bot.running.client import WhosaidBot


def question(text: str) -> str:
    """The question, stripped, or InputError."""
    return _within(text, limits.QUESTION, "question")


def quoted_text(text: str) -> str:
    """The quoted text, stripped, or InputError."""
    return _within(text, limits.QUOTED_TEXT, "quote")


def _within(text: str, most: int, kind: str) -> str:
    text = text.strip()
    if not text:
        raise InputError(say(f"error.empty_{kind}"))
    if len(text) > most:
        raise InputError(say(f"error.long_{kind}", most=most))
    return text


def manage_server(interaction: discord.Interaction) -> bool:
    """Passes inside a server for members with Manage Server; ``default_permissions`` can be changed there."""
    if interaction.guild_id is None:
        raise app_commands.NoPrivateMessage
    allowed = interaction.permissions
    if not (allowed.manage_guild or allowed.administrator):
        raise app_commands.MissingPermissions(["manage_guild"])
    return True


async def manage_articles(interaction: discord.Interaction[WhosaidBot]) -> bool:
    """Passes for members with Manage Server and for the roles that ``/setup managers`` names."""
    if interaction.guild_id is not None and isinstance(interaction.user, discord.Member):
        chosen = await interaction.client.preferences.of(interaction.guild_id)
        if any(interaction.user.get_role(role) for role in chosen.managers):
            return True
    return manage_server(interaction)
