"""Questions by message: a mention, a reply that pings, a direct message."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

import aiohttp
import discord
from discord.ext import commands

from bot import checks, render
from bot.addressed import question_in
from bot.desk import Desk, view_of
from bot.failures import Failures
from index.errors import InputError

if TYPE_CHECKING:
    from bot.client import WhosaidBot

log = logging.getLogger(__name__)

HELP = (
    "Ask me anything about the articles: mention me with your question, or use `/ask`. "
    "I answer with the articles' own words; `/who-said` tells who said something."
)
HIDDEN = (
    "Discord hides the words from me when you call me by my role; "
    "please mention me by name with your question, or use `/ask`."
)


class Mentions(commands.Cog):
    """Answers messages that are addressed to the bot."""

    def __init__(self, bot: WhosaidBot, desk: Desk, failures: Failures) -> None:
        self._bot = bot
        self._desk = desk
        self._failures = failures

    @commands.Cog.listener()
    async def on_message(self, message: discord.Message) -> None:
        """One reply to each addressed message; every failure is told and logged once."""
        if self._bot.user is None or (question := question_in(message, self._bot.user.id)) is None:
            return
        try:
            with self._desk.work():
                await self._answer(message, question)
        except Exception as error:
            await self._tell(message, question, error)

    async def _answer(self, message: discord.Message, question: str) -> None:
        if not question:
            await reply(message, HELP if message.content or not message.role_mentions else HIDDEN)
            return
        question = checks.question(question)
        async with _typing(message.channel):
            found = await self._desk.ask(question, view_of(message.guild.id if message.guild else None))
        if found.error:
            raise InputError(found.error)
        await reply(message, embeds=render.answer(found))

    async def _tell(self, message: discord.Message, question: str, error: Exception) -> None:
        text = self._failures.sentence(error, f"message {message.id}", [question])
        if text is None:
            return
        try:
            await reply(message, text)
        except (discord.DiscordException, aiohttp.ClientError, OSError, RuntimeError) as lost:
            self._failures.lost(f"message {message.id}", lost)


async def reply(
    message: discord.Message, text: str | None = None, *, embeds: list[discord.Embed] | None = None
) -> None:
    """Reply without pinging anybody, also when the question has been deleted meanwhile."""
    await message.channel.send(
        text,
        embeds=embeds or [],
        reference=message.to_reference(fail_if_not_exists=False),
        mention_author=False,
        allowed_mentions=discord.AllowedMentions.none(),
    )


@asynccontextmanager
async def _typing(channel: discord.abc.Messageable) -> AsyncIterator[None]:
    """Shows "is typing"; a channel that refuses it gets its answer all the same, and nothing waits for it."""

    async def show() -> None:
        try:
            async with channel.typing():
                await asyncio.Event().wait()
        except discord.HTTPException as error:
            log.debug("could not show typing: %d", error.code)

    task = asyncio.create_task(show())
    try:
        yield
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def setup(bot: WhosaidBot) -> None:
    """Called by discord.py."""
    await bot.add_cog(Mentions(bot, bot.desk, bot.failures))
