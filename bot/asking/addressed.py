"""Is a message for the bot, and what does it ask? Plain functions, testable without a gateway."""

from __future__ import annotations

import re

import discord

_TYPES = (discord.MessageType.default, discord.MessageType.reply)
_QUESTION = re.compile(r"\?[\s\"'”’)]*(?:\s|$)")


def hears(message: discord.Message) -> bool:
    """Bots, webhooks, the bot itself and system messages are not heard."""
    return not message.author.bot and message.webhook_id is None and message.type in _TYPES


def question_in(message: discord.Message, bot_id: int, *, open_here: bool = False) -> str | None:
    """The question without the mention; "" when only the mention is there; None when it is not for the bot.

    For the bot is a direct message, a mention of it or of its own role, and a reply that pings it; with ``open_here``
    every message that was not silent. ``@everyone`` and ``@here`` alone address nobody.
    """
    if not hears(message):
        return None
    own_roles = [role.id for role in message.role_mentions if role.tags and role.tags.bot_id == bot_id]
    named = own_roles or any(user.id == bot_id for user in message.mentions)
    if message.guild is not None and not named and not (open_here and message.content.strip()):
        return None
    marks = "|".join([rf"<@!?{bot_id}>", *(f"<@&{role_id}>" for role_id in own_roles), "@everyone", "@here"])
    return " ".join(re.sub(marks, " ", message.content).split())


def replies_to(message: discord.Message, user_id: int) -> bool:
    """Whether it is a reply to a message of this user."""
    reference = message.reference
    original = reference.resolved if reference else None
    return isinstance(original, discord.Message) and original.author.id == user_id


def is_question(text: str) -> bool:
    """Whether a message in a channel of questions asks something: chatter there is left alone."""
    return _QUESTION.search(text) is not None
