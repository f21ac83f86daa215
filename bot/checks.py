"""What is checked in the bot itself, because Discord's own limits and permissions are only hints."""

from __future__ import annotations

import discord
from discord import app_commands

from bot import limits
from index.errors import InputError


def question(text: str) -> str:
    """The question, stripped, or InputError."""
    return _within(text, limits.QUESTION, "a question", "question")


def quoted_text(text: str) -> str:
    """The quoted text, stripped, or InputError."""
    return _within(text, limits.QUOTED_TEXT, "the words that somebody may have said", "quote")


def _within(text: str, most: int, what: str, noun: str) -> str:
    text = text.strip()
    if not text:
        raise InputError(f"Please give me {what}, and I will look it up in the articles.")
    if len(text) > most:
        raise InputError(f"That {noun} is too long: please keep it within {most:,} characters.")
    return text


def manage_server(interaction: discord.Interaction) -> bool:
    """Passes inside a server for members with Manage Server; ``default_permissions`` can be changed there."""
    if interaction.guild_id is None:
        raise app_commands.NoPrivateMessage
    allowed = interaction.permissions
    if not (allowed.manage_guild or allowed.administrator):
        raise app_commands.MissingPermissions(["manage_guild"])
    return True
