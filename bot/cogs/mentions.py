"""Questions by message: a mention, a reply, a direct message; with the content intent threads and channels, too."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

import aiohttp
import discord
from cachetools import TTLCache
from discord.ext import commands

from bot.asking import addressed
from bot.asking.answering import Asker, Sendable
from bot.asking.desk import place
from bot.asking.replies import EDIT_SECONDS, Replies
from bot.running import occasions
from bot.texts import say

if TYPE_CHECKING:
    from bot.running.host import Host

log = logging.getLogger(__name__)

HINT_SECONDS = 3600.0


class Mentions(commands.Cog):
    """Answers messages that are addressed to the bot, and keeps the answers in line with them."""

    def __init__(self, bot: Host) -> None:
        self._bot = bot
        self._replies = Replies(bot.desk)
        self._hinted: TTLCache[tuple[int, int], bool] = TTLCache(2000, HINT_SECONDS)

    @commands.Cog.listener()
    async def on_message(self, message: discord.Message) -> None:
        """One reply to each addressed message; every failure is told and logged once."""
        me = self._bot.user
        if me is None or not addressed.hears(message):
            return
        occasions.message(message)
        try:
            question = addressed.question_in(message, me.id, open_here=await self._open(message, me.id))
            if question is not None:
                with self._bot.desk.work():
                    await self._answer(message, question)
            elif not message.content and addressed.replies_to(message, me.id):
                await self._hint(message)
        except Exception as error:
            await self._tell(message, error)

    @commands.Cog.listener()
    async def on_raw_message_delete(self, event: discord.RawMessageDeleteEvent) -> None:
        """A deleted question takes its answer along."""
        await self._remove([event.message_id])

    @commands.Cog.listener()
    async def on_raw_bulk_message_delete(self, event: discord.RawBulkMessageDeleteEvent) -> None:
        """So do many at once."""
        await self._remove(sorted(event.message_ids))

    async def _remove(self, message_ids: list[int]) -> None:
        for number in message_ids:
            try:
                found = await self._replies.gone(number)
                if found is not None:
                    await self._message(found.channel, found.message).delete()
            except discord.NotFound:
                log.debug("the reply to %d was deleted already", number)
            except Exception as error:
                self._bot.failures.record(error, f"deletion of message {number}")

    @commands.Cog.listener()
    async def on_raw_message_edit(self, event: discord.RawMessageUpdateEvent) -> None:
        """A question that is edited soon after gets its answer edited."""
        message, me = event.message, self._bot.user
        if me is None or message.edited_at is None or not addressed.hears(message):
            return  # Discord also "edits" a message when it adds the preview of a link
        if (discord.utils.utcnow() - message.created_at).total_seconds() > EDIT_SECONDS:
            return
        occasions.message(message)
        try:
            async with self._replies.one_at_a_time(message.id):
                earlier = await self._replies.of(message.id)
                question = addressed.question_in(message, me.id, open_here=True)
                if earlier is None or not question or self._replies.is_known(message.id, question):
                    return
                with self._bot.desk.work():
                    found = await self._found(message, question)
                    self._replies.note(message.id, question)
                    target = self._message(earlier.channel, earlier.message)
                    changed = await target.edit(content=None, embeds=found.embeds, view=found.view)
                    await self._replies.sent(message, changed, found.record)
        except Exception as error:
            await self._tell(message, error)

    async def _open(self, message: discord.Message, bot_id: int) -> bool:
        """Whether it is for the bot without naming it; only the content intent lets the bot read such messages."""
        if message.guild is None or not self._bot.intents.message_content or not message.content:
            return False
        if addressed.replies_to(message, bot_id):
            return True
        if isinstance(message.channel, discord.Thread) and await self._is_ours(message.channel, bot_id):
            return not message.mentions
        chosen = (await self._bot.preferences.of(message.guild.id)).channels
        here = {message.channel.id, getattr(message.channel, "parent_id", None)}
        return bool(here.intersection(chosen)) and addressed.is_question(message.content)

    async def _is_ours(self, thread: discord.Thread, bot_id: int) -> bool:
        """A thread below a question that was answered, or below the answer: it has that message's id."""
        return thread.owner_id == bot_id or await self._replies.knows(thread.id)

    async def _hint(self, message: discord.Message) -> None:
        """Once an hour for each member and channel: Discord hides the words of replies that do not ping."""
        place = (message.author.id, message.channel.id)
        if place not in self._hinted and not self._bot.intents.message_content:
            self._hinted[place] = True
            await reply(message, say("message.unseen"))

    async def _answer(self, message: discord.Message, question: str) -> None:
        async with self._replies.one_at_a_time(message.id):
            record = None
            if not question:
                named = message.content or not message.role_mentions
                sent = await reply(message, say("message.help" if named else "message.hidden"))
            else:
                async with _typing(message.channel):
                    found = await self._found(message, question)
                if self._replies.is_gone(message.id):
                    return
                sent, record = await reply(message, found=found), found.record
            self._replies.note(message.id, question)
            await self._replies.sent(message, sent, record)

    async def _found(self, message: discord.Message, question: str) -> Sendable:
        previous = await self._replies.before(message)
        return await self._bot.answering.answer(question, _asker(message), previous=previous)

    async def _tell(self, message: discord.Message, error: Exception) -> None:
        where = f"message {message.id}"
        text = self._bot.failures.sentence(error, where, [message.content])
        if text is None or self._replies.is_gone(message.id):
            return
        try:
            if (earlier := await self._replies.of(message.id)) is not None:  # it was edited
                target = self._message(earlier.channel, earlier.message)
                sent: discord.Message = await target.edit(content=text, embeds=[], view=None)
            else:
                sent = await reply(message, text)
            await self._replies.sent(message, sent)
        except (discord.DiscordException, aiohttp.ClientError, OSError, RuntimeError) as lost:
            self._bot.failures.lost(where, lost)

    def _message(self, channel: int, message: int) -> discord.PartialMessage:
        return self._bot.get_partial_messageable(channel).get_partial_message(message)


def _asker(message: discord.Message) -> Asker:
    guild = message.guild.id if message.guild else None
    return Asker(message.author.id, guild, channel=place(message.channel))


async def reply(
    message: discord.Message, text: str | None = None, *, found: Sendable | None = None
) -> discord.Message:
    """Reply without pinging anybody, also when the question has been deleted meanwhile.

    By the nonce Discord drops the copy when a request whose answer was lost is sent again.
    """
    view: Any = found.view if found else None
    sent: discord.Message = await message.channel.send(
        text,
        embeds=found.embeds if found else [],
        reference=message.to_reference(fail_if_not_exists=False),
        mention_author=False,
        allowed_mentions=discord.AllowedMentions.none(),
        view=view,
        nonce=f"{'a' if found else 't'}{message.id}",
    )
    return sent


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


async def setup(bot: Host) -> None:
    """Called by discord.py."""
    await bot.add_cog(Mentions(bot))
