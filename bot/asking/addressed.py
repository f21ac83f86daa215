"""Is a message for the bot, and what does it ask? Plain functions, testable without a gateway."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

import discord

from bot.asking import tokens
from index.answering.small_talk import SmallTalk, small_talk

_TYPES = (discord.MessageType.default, discord.MessageType.reply)
_QUESTION = re.compile(r"\?[\s\"'”’)!?*_~|]*(?:\s|$)")
_LEAD = re.compile(
    r"(?:(?:and|but|so|ok|okay|then|also|hey|hi|hello|please|pls|btw|hmm|um|well|wait|quick question|question|"
    r"(?:does )?any(?:one|body) know|do (?:you|u) know|i wonder|wondering|does it say|can (?:you|someone) (?:tell me|say))"
    r"[,:.! ]+){0,4}",
    re.IGNORECASE,
)
_ASKS = re.compile(
    r"(?:(?:who|whom|whose|when|where|why|which|whos|wheres|whens)\b|what(?!\s+an?\b)|"
    r"how(?:\s+(?:many|much|long|often|far|old|come|did|do|does|is|are|was|were|will|would|can|could|has|have)\b|'s|’s)|"
    r"(?:is|are|was|were|did|does|has|will|would|could|should)\s+(?:the|a|an|this|that|these|those|it|he|she|they|there|"
    r"we|you|any|some|my|our|his|her|their)\s|(?:tell me|explain|summari[sz]e|list all)\s)",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Heard:
    """What a message says to the bot: its text without the marks that call the bot.

    ``named``: it was called, replied to, or written to directly; otherwise the message is only in a place where
    questions are answered, and nobody misses a reply.
    """

    text: str
    named: bool

    @cached_property
    def question(self) -> str:
        """The words alone."""
        return tokens.words(self.text)

    @cached_property
    def small_talk(self) -> SmallTalk | None:
        """What kind of small talk it is, if it is."""
        if self.text and not _says_something(self.question):
            return SmallTalk.CHAT
        return small_talk(self.question)


def hears(message: discord.Message) -> bool:
    """Bots, webhooks, the bot itself and system messages are not heard."""
    return not message.author.bot and message.webhook_id is None and message.type in _TYPES


def guild_of(message: discord.Message) -> int | None:
    """The server's id, also where its event could not be read; None in direct messages."""
    if message.guild is not None:
        return message.guild.id
    return getattr(getattr(message, "channel", None), "guild_id", None)


def heard(message: discord.Message, bot_id: int, *, open_here: bool = False) -> Heard | None:
    """What it says to the bot; None when it is not for the bot. Who wrote it does not matter here.

    For the bot is a direct message, a mention of it or of its own role, and a reply that pings it; with ``open_here``
    every message that was not silent. ``@everyone`` and ``@here`` alone address nobody.
    """
    if message.type not in _TYPES:
        return None
    own_roles = [role.id for role in message.role_mentions if role.tags and role.tags.bot_id == bot_id]
    named = (
        bool(own_roles) or any(user.id == bot_id for user in message.mentions) or guild_of(message) is None
    )
    if not named and not message.content.strip():
        return None
    named = named or replies_to(message, bot_id)
    if not named and not open_here:
        return None
    marks = "|".join([rf"<@!?{bot_id}>", *(f"<@&{role_id}>" for role_id in own_roles), "@everyone", "@here"])
    return Heard(" ".join(re.sub(marks, " ", message.content).split()), named)


def replies_to(message: discord.Message, user_id: int) -> bool:
    """Whether it is a reply to a message of this user."""
    original = replied_to(message)
    return isinstance(original, discord.Message) and original.author.id == user_id


def replied_to(message: discord.Message) -> discord.Message | discord.DeletedReferencedMessage | None:
    """The message that it replies to, as far as Discord sent it along."""
    reference = getattr(message, "reference", None)
    return reference.resolved if reference else None


def speaks_to_others(message: discord.Message, bot_id: int) -> bool:
    """Whether it mentions or replies to somebody else: what it asks is for them."""
    others = any(user.id != bot_id for user in message.mentions)
    if others or message.role_mentions or message.mention_everyone:
        return True
    return message.reference is not None and not replies_to(message, bot_id)


def is_question(text: str) -> bool:
    """Whether a message in a place of questions asks something, with or without "?": chatter there is left alone."""
    if _QUESTION.search(text):
        return True
    lead = _LEAD.match(text)
    return _ASKS.match(text, lead.end() if lead else 0) is not None


def asks(content: str) -> bool:
    """Whether a message in a place of questions wants an answer: no link, no small talk, a question."""
    words = tokens.words(content)
    return (
        _says_something(words)
        and not tokens.is_link(content)
        and small_talk(words) is None
        and is_question(words)
    )


def _says_something(words: str) -> bool:
    return any(char.isalnum() for char in words)
