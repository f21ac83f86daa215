"""Questions by message: a mention, a reply, a direct message; with the content intent threads and channels, too."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, nullcontext
from dataclasses import replace
from typing import TYPE_CHECKING

import aiohttp
import discord
from cachetools import TTLCache
from discord.ext import commands

from bot.asking import addressed
from bot.asking.addressed import Heard
from bot.asking.answering import Asker, Sendable
from bot.asking.delivery import MUTE, Delivery, react
from bot.asking.desk import around, place
from bot.asking.pointing import points_at_message
from bot.asking.proxies import Proxies
from bot.asking.replied import Replied, is_there
from bot.asking.replies import Replies
from bot.errors import TooBusyError, TooFastError
from bot.running import occasions
from bot.running.helpers import ask_people
from bot.showing import limits
from bot.texts import say
from index.answering.small_talk import SmallTalk

if TYPE_CHECKING:
    from bot.running.host import Host

log = logging.getLogger(__name__)

HINT_SECONDS = 3600.0
_REACTIONS = {SmallTalk.THANKS: "💛", SmallTalk.CHAT: "👍"}
_LINES = {
    SmallTalk.GREETING: "message.hello",
    SmallTalk.HELP: "message.help",
    SmallTalk.THANKS: "message.welcome",
}


class Mentions(commands.Cog):
    """Answers messages that are addressed to the bot, and keeps the answers in line with them."""

    def __init__(self, bot: Host) -> None:
        self._bot = bot
        self._replies = Replies(bot.desk, bot.pace.edits)
        self._delivery = Delivery()
        self._proxies = Proxies()
        self._replied = Replied(bot.desk)
        self._hinted: TTLCache[tuple[int, int], bool] = TTLCache(2000, HINT_SECONDS)

    @commands.Cog.listener()
    async def on_message(self, message: discord.Message) -> None:
        """One reply to each addressed message; every failure is told and logged once."""
        me = self._bot.user
        if me is None or message.author.id == me.id:
            return
        if not addressed.hears(message) and message.webhook_id is None:
            return
        occasions.message(message)
        heard: Heard | None = None
        try:
            open_here = await self._open(message, me.id)
            heard = addressed.heard(message, me.id, open_here=open_here)
            if heard is None:
                if not message.content and addressed.replies_to(message, me.id):
                    await self._hint(message)
                return
            person = self._person(message, heard)
            if person is not None and await self._allowed(message):
                with self._bot.desk.work():
                    await self._answer(message, heard, person)
        except Exception as error:
            await self._tell(message, error, named=heard is None or heard.named)

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
        if (discord.utils.utcnow() - message.created_at).total_seconds() > self._bot.pace.edits:
            return
        occasions.message(message)
        try:
            async with self._replies.one_at_a_time(message.id):
                earlier = await self._replies.of(message.id)
                heard = addressed.heard(message, me.id, open_here=True)
                if earlier is None or heard is None or not heard.question or heard.small_talk:
                    return
                if self._replies.is_known(message.id, heard.question):
                    return
                with self._bot.desk.work():
                    found = await self._found(message, replace(heard, named=True), message.author.id)
                    self._replies.note(message.id, heard.question)
                    target = self._message(earlier.channel, earlier.message)
                    changed = await self._delivery.edit(target, message.channel, None, found)
                    await self._replies.sent(message, changed, found.record if found else None)
        except (TooFastError, TooBusyError) as error:
            log.info("message %d: its answer stays as it was before the edit (%s)", message.id, error)
        except Exception as error:
            await self._tell(message, error)

    async def _open(self, message: discord.Message, bot_id: int) -> bool:
        """Whether it is for the bot without naming it; only the content intent lets the bot read such messages."""
        if message.guild is None or not self._bot.intents.message_content or not message.content:
            return False
        if addressed.speaks_to_others(message, bot_id):
            return False
        chosen = await self._bot.preferences.of(message.guild.id)
        if isinstance(message.channel, discord.Thread) and await self._is_ours(message.channel, bot_id):
            wanted = not chosen.threads_by_mention
        else:
            wanted = bool(around(message.channel).intersection(chosen.channels))
        return wanted and addressed.asks(message.content)

    async def _is_ours(self, thread: discord.Thread, bot_id: int) -> bool:
        """A thread below a question that was answered, or below the answer: it has that message's id."""
        return thread.owner_id == bot_id or await self._replies.knows(thread.id)

    async def _allowed(self, message: discord.Message) -> bool:
        chosen = await self._bot.preferences.of(addressed.guild_of(message))
        return chosen.allows(around(message.channel))

    def _person(self, message: discord.Message, heard: Heard) -> int | None:
        """Who asks: the author, or the member whose message another bot posts again; None for other webhooks."""
        if message.webhook_id is not None:
            return self._proxies.author(message, heard.question)
        self._proxies.note(message, heard.question)
        return message.author.id

    async def _hint(self, message: discord.Message) -> None:
        """Once an hour for each member and channel: Discord hides the words of replies that do not ping."""
        place = (message.author.id, message.channel.id)
        if place not in self._hinted and not self._bot.intents.message_content:
            self._hinted[place] = True
            await self._delivery.reply(message, say("message.unseen"))

    async def _answer(self, message: discord.Message, heard: Heard, person: int) -> None:
        async with self._replies.one_at_a_time(message.id):
            me = self._bot.user.id if self._bot.user else 0
            pointed = heard.named and is_there(message, me) and points_at_message(heard.question)
            if not pointed and heard.small_talk:
                if heard.named:
                    await self._chat(message, heard.small_talk)
                return
            text: str | None = None
            found: Sendable | None = None
            if pointed:
                self._bot.answering.slow_down(_asker(message, person))
                async with _typing(message.channel):
                    text, found = await self._replied.judge(message, _asker(message, person))
            elif not heard.question:
                named = message.content or not message.role_mentions
                text = say("message.help" if named else "message.hidden")
            else:
                async with _typing(message.channel) if heard.named else nullcontext():
                    found = await self._found(message, heard, person)
                if found is None:
                    return
            if self._replies.is_gone(message.id):
                return
            into = await self._new_thread(message, heard) if found else None
            sent = await self._delivery.reply(message, text, found=found, into=into)
            self._replies.note(message.id, heard.question)
            await self._replies.sent(message, sent, found.record if found else None)
            if found is not None and not found.answered:
                where = addressed.guild_of(message)
                await ask_people(self._bot, where, message.channel, heard.question, message.jump_url)

    async def _chat(self, message: discord.Message, kind: SmallTalk) -> None:
        """A reaction, or one line."""
        if kind in _REACTIONS and await react(message, _REACTIONS[kind]):
            return
        if kind in _LINES:
            sent = await self._delivery.reply(message, say(_LINES[kind]))
            await self._replies.sent(message, sent)

    async def _found(self, message: discord.Message, heard: Heard, person: int) -> Sendable | None:
        asker = _asker(message, person)
        self._bot.answering.slow_down(asker)
        previous = await self._replies.before(message)
        return await self._bot.answering.answer(heard.question, asker, previous=previous, missed=heard.named)

    async def _new_thread(self, message: discord.Message, heard: Heard) -> discord.Thread | None:
        """A thread for the answer, where the server wants that and Discord allows it."""
        guild = message.guild
        if guild is None or not isinstance(message.channel, discord.TextChannel):
            return None
        if not (await self._bot.preferences.of(guild.id)).in_thread:
            return None
        try:
            return await message.create_thread(name=limits.shorten(heard.question, limits.THREAD_NAME))
        except (discord.HTTPException, ValueError) as error:
            log.info("no thread below %d (%s)", message.id, getattr(error, "code", error))
            return None

    async def _tell(self, message: discord.Message, error: Exception, *, named: bool = True) -> None:
        where = f"message {message.id}"
        text = self._bot.failures.sentence(error, where, [message.content])
        if not named or self._replies.is_gone(message.id):
            return
        if isinstance(error, TooFastError) and error.repeated:
            return  # the warning stands there already
        if text is None:
            if isinstance(error, discord.Forbidden):
                await react(message, MUTE)
            return
        try:
            if (earlier := await self._replies.of(message.id)) is not None:  # it was edited
                target = self._message(earlier.channel, earlier.message)
                sent = await self._delivery.edit(target, message.channel, text, None)
            else:
                sent = await self._delivery.reply(message, text)
            await self._replies.sent(message, sent)
        except (discord.DiscordException, aiohttp.ClientError, OSError, RuntimeError) as lost:
            self._bot.failures.lost(where, lost)

    def _message(self, channel: int, message: int) -> discord.PartialMessage:
        return self._bot.get_partial_messageable(channel).get_partial_message(message)


def _asker(message: discord.Message, person: int) -> Asker:
    return Asker(person, addressed.guild_of(message), channel=place(message.channel))


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
