"""What the bot may do in a channel, and what it lacks there to answer."""

from __future__ import annotations

from typing import Any

import discord

from bot.texts import say

NEEDED = ("view_channel", "send_messages", "embed_links", "read_message_history")
"""What answering as it is meant takes; without the last two the bot answers in plainer form."""
IN_THREADS = {"send_messages": "send_messages_in_threads"}


def held(channel: Any) -> discord.Permissions | None:
    """The bot's permissions in a channel; None where that cannot be told (direct messages, what is not cached)."""
    guild = getattr(channel, "guild", None)
    if guild is None or guild.me is None:
        return None
    try:
        found: discord.Permissions = channel.permissions_for(guild.me)
    except (discord.ClientException, AttributeError):
        return None  # a thread whose channel is not cached
    return found


def lacking(permissions: discord.Permissions | None, *, in_thread: bool = False) -> list[str]:
    """The names of needed permissions that are not held; none where that is unknown."""
    if permissions is None or permissions.administrator:
        return []
    names = [IN_THREADS.get(name, name) if in_thread else name for name in NEEDED]
    return [name for name in names if not getattr(permissions, name)]


def named(names: list[str]) -> str:
    """Permissions as Discord's own settings call them, e.g. "Embed Links, Read Message History"."""
    return ", ".join(say(f"right.{name}") for name in names)
