"""What an event is about: from its start on, the bot speaks the asker's language and the log carries the ids."""

from __future__ import annotations

from typing import Any

import discord

from bot import logs
from bot.texts import speaking


def interaction(event: discord.Interaction[Any]) -> None:
    """Called first for each command and button."""
    speaking(event.locale)
    logs.about(interaction=event.id, guild=event.guild_id, channel=event.channel_id, person=event.user.id)


def message(event: discord.Message) -> None:
    """Called first for each message; a server speaks its own language, direct messages English."""
    guild = event.guild
    speaking(guild.preferred_locale if guild else "en")
    logs.about(
        message=event.id, guild=guild.id if guild else None, channel=event.channel.id, person=event.author.id
    )
