"""Notes in a server's log channel what moderators do."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

import discord

from bot.showing import clean
from bot.texts import say

if TYPE_CHECKING:
    from bot.running.host import Host

log = logging.getLogger(__name__)


async def note(bot: Host, guild_id: int | None, key: str, who: discord.abc.User, what: str = "") -> None:
    """One line in the log channel, if the server chose one; a channel that is gone or closed costs a log line."""
    log.info("%s by %d in %s %s", key, who.id, guild_id, what)
    channel = (await bot.preferences.of(guild_id)).log_channel
    if channel is None:
        return
    text = say(key, who=f"**{clean.line(who.display_name)}** (`{who.id}`)", what=what)
    try:
        await bot.get_partial_messageable(channel, guild_id=guild_id).send(text)
    except discord.HTTPException as error:
        log.warning("the log channel of %s does not take notes (%d)", guild_id, error.code)
