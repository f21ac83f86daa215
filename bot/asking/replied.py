"""The message that a reply points at ("is this true?"): found, read, and its quotes judged."""

from __future__ import annotations

import logging

import discord

from bot.asking import quote_report
from bot.asking.addressed import replied_to, replies_to
from bot.asking.answering import Asker, Sendable
from bot.asking.desk import Desk
from bot.asking.message_texts import is_hidden, texts_of
from bot.showing import layout
from bot.texts import say

log = logging.getLogger(__name__)


def is_there(message: discord.Message, bot_id: int) -> bool:
    """Whether it replies to a message of somebody other than the bot, as far as that is known."""
    reference = message.reference
    if reference is None or reference.type is not discord.MessageReferenceType.default:
        return False
    return not replies_to(message, bot_id)


class Replied:
    """Reads what a reply replies to."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    async def judge(self, message: discord.Message, asker: Asker) -> tuple[str | None, Sendable | None]:
        """A sentence, or the verdicts on what that message quotes. Raises WhosaidError with a sentence."""
        original = await self._original(message)
        if original is None:
            return say("check.hidden"), None
        texts = await texts_of(original)
        claims = await quote_report.claims_in(self._desk, texts) or quote_report.whole_claim(texts)
        if not claims:
            return say("check.none"), None
        first, *_ = await quote_report.report(self._desk, claims, asker, original.jump_url)
        return None, Sendable(first, layout.own(asker.person, private=False), None)

    async def _original(self, message: discord.Message) -> discord.Message | None:
        """As Discord sent it along, else fetched; None when it is gone or its words stay hidden."""
        known = replied_to(message)
        if isinstance(known, discord.Message) and not is_hidden(known):
            return known
        reference = message.reference
        if reference is None or reference.message_id is None:
            return None
        try:
            fetched = await message.channel.fetch_message(reference.message_id)
        except discord.HTTPException as error:
            log.info("message %d replies to one that cannot be fetched (%d)", message.id, error.code)
            return None
        return None if is_hidden(fetched) else fetched
