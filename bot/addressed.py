"""Is a message for the bot, and what does it ask? Plain functions, testable without a gateway."""

from __future__ import annotations

import re

import discord

_TYPES = (discord.MessageType.default, discord.MessageType.reply)


def question_in(message: discord.Message, bot_id: int) -> str | None:
    """The question without the mention; "" when only the mention is there; None when it is not for the bot.

    For the bot is a direct message, a mention of it or of its own role, and a reply that pings it. Bots, webhooks,
    the bot itself and system messages are not heard; ``@everyone`` and ``@here`` alone address nobody.
    """
    if message.author.bot or message.webhook_id is not None or message.type not in _TYPES:
        return None
    own_roles = [role.id for role in message.role_mentions if role.tags and role.tags.bot_id == bot_id]
    named = own_roles or any(user.id == bot_id for user in message.mentions)
    if message.guild is not None and not named:
        return None
    marks = "|".join([rf"<@!?{bot_id}>", *(f"<@&{role_id}>" for role_id in own_roles), "@everyone", "@here"])
    return " ".join(re.sub(marks, " ", message.content).split())
