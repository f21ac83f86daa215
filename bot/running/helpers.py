"""People who are asked when no article says it: a role or a channel that a server chose, at most once an hour."""

from __future__ import annotations

import logging
import time
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import discord

from bot.choices import Preferences
from bot.showing import render
from bot.texts import say

if TYPE_CHECKING:
    from bot.running.host import Host

log = logging.getLogger(__name__)

EVERY_SECONDS = 3600.0


async def ask_people(bot: Host, guild: int | None, channel: Any, question: str, link: str) -> None:
    """Tell them of a question that was asked in public; ``link`` leads to it. What fails is only logged.

    Nobody but the chosen role is pinged.
    """
    if guild is None:
        return
    chosen = await bot.preferences.of(guild)
    if not (chosen.helper_role or chosen.helper_channel) or not await bot.preferences.claim(guild, _due):
        return
    role = f"<@&{chosen.helper_role}> " if chosen.helper_role else ""
    text = role + say("helpers.asked", question=render.short(question, 300), link=link)
    roles = [discord.Object(chosen.helper_role)] if chosen.helper_role else False
    pings = discord.AllowedMentions(everyone=False, users=False, roles=roles, replied_user=False)
    where = chosen.helper_channel or channel.id
    try:
        await bot.get_partial_messageable(where, guild_id=guild).send(
            text, allowed_mentions=pings, suppress_embeds=True
        )
    except discord.HTTPException as error:
        log.warning("the helpers of %d cannot be asked (%d)", guild, error.code)


def _due(chosen: Preferences) -> Preferences | None:
    now = time.time()
    return replace(chosen, helpers_asked=now) if now - chosen.helpers_asked >= EVERY_SECONDS else None
