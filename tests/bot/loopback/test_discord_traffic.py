"""All that the bot asks of Discord, and all that the loopback answers, against Discord's own description of its API."""

from __future__ import annotations

import asyncio

from tests.bot.loopback.conftest import Run, online
from tests.bot.loopback.test_discord_questions import QUESTION
from tests.discord_server import Message, Permission, Upload
from tests.discord_server.jsontypes import JSON
from tests.discord_server.openapi import Described

CLAIM = "The cables are forty years past their life"
ARTICLE = Upload(
    "pier.txt", b"Pier gets new lamps\n\nThe pier in Lindow will be lit from October.\n", "text/plain"
)
THE_LIBRARYS = (
    "request property embeds[].flags", "request property data.embeds[].flags", "request property tts",
    "request property data.tts", "request property [].nsfw", "message_reference.channel_id: {id} breaks type",
    "message_reference.guild_id: {id} breaks type", "message_reference.message_id: {id} breaks type",
    "User-Agent is not DiscordBot",
)  # fmt: skip
"""What discord.py sends by itself and Discord takes."""
THE_CHECKERS = ("/threads", "an empty message")
"""It holds the body of a new thread for a message."""


async def use(run: Run, name: str, **options: object) -> Message:
    """A command, to its end."""
    used = await run.channel.slash(run.mod, name, options=options)
    return await used.response(timeout=30)


async def talk(run: Run) -> None:
    """By message: answered, not answered, small talk, replies, an edit, a deletion, in a thread and directly."""
    asked = await run.channel.send(run.alice, run.mention(QUESTION))
    reply = await run.channel.next_reply(asked)
    follow = await run.channel.send(run.alice, "And who says that?", reply_to=reply)
    await run.channel.next_reply(follow)
    await run.channel.edit(asked, run.mention("Who will open the library on Sundays?"))
    await reply.wait_edited()
    await run.channel.delete(asked)
    await run.server.wait_until(lambda: reply.deleted)
    thanks = await run.channel.send(run.alice, run.mention("thanks!"))
    await run.server.wait_until(lambda: bool(thanks.reactions))
    claim = await run.channel.send(run.mod, f"“{CLAIM}” says the engineer")
    pointed = await run.channel.send(run.alice, run.mention("is this true?"), reply_to=claim)
    await run.channel.next_reply(pointed)
    await use(run, "setup new-thread", into_thread=True)
    asked = await run.channel.send(run.alice, run.mention(QUESTION))
    await run.server.wait_until(lambda: asked.thread is not None)
    assert asked.thread is not None
    await asked.thread.next_bot_message()
    private = run.server.dm_channel(run.alice.user)
    await private.next_reply(await private.send(run.alice.user, QUESTION))


async def press(run: Run, message: Message, *labels: str) -> None:
    for label in labels:
        await (await run.channel.click(run.mod, message, label)).response(timeout=30)


async def command(run: Run) -> None:
    """Every command, and every button."""
    answer = await use(run, "ask", question=QUESTION)
    await press(run, answer, "Context", "More quotes", "Helpful", "Wrong?", "Card")
    silent = await use(run, "ask", question="Which goalkeeper plays for Brazil in Tokyo?", private=True)
    await press(run, silent, "Share")
    await use(run, "who-said", quote=CLAIM)
    await use(run, "who-said", quote="The cables are fifty years past their life")
    await run.channel.autocomplete(run.mod, "said", focused="speaker", speaker="Tam")
    await use(run, "said", speaker="Tamsin Orme")
    for name in (
        "quote random",
        "quote daily",
        "help",
        "stats",
        "setup show",
        "setup check",
        "forget-me",
        "article list",
    ):
        await use(run, name)
    await use(run, "tldr", article="bridge.txt")
    said = await run.channel.send(run.alice, f"“{CLAIM}” says the engineer")
    report = await (await run.channel.context_menu(run.mod, "Check quotes", said)).response()
    await press(run, report, "Show everybody")
    await use(run, "setup unanswered", collect=True)
    await use(run, "unanswered", as_file=True)
    await use(run, "setup log", channel=run.channel)
    await use(run, "article add", file=ARTICLE)
    for name in ("article info", "article bind"):
        await use(run, name, article="pier.txt")
    await use(run, "article unbind")
    await use(run, "reindex")
    await press(run, await use(run, "article remove", article="pier.txt"), "Remove")


async def test_traffic_is_as_discord_describes_it(offline: Run) -> None:
    described = Described()
    traffic: list[JSON] = []
    offline.server.listener = traffic.append
    offline.guild.add_text_channel("closed").deny_bot(Permission.EMBED_LINKS)
    async with online(offline, member_questions_per_minute=0, message_content_intent=True):
        await talk(offline)
        await command(offline)
    found = await asyncio.to_thread(described.findings, traffic)
    assert len({(one["method"], one["path"].split("/")[1]) for one in traffic}) > 8
    ours = [
        finding
        for finding in found
        if not any(name in finding[2] for name in THE_LIBRARYS)
        and not (THE_CHECKERS[0] in finding[1] and finding[2] == THE_CHECKERS[1])
    ]
    assert ours == []
