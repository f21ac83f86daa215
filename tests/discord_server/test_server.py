"""A real AutoShardedBot against the loopback server."""

from __future__ import annotations

import discord
import pytest

from . import CallbackType, DriverError, Permission, Upload
from .conftest import DemoBot, World
from .harness import running


async def test_answers_a_mention_and_pings_nobody(world: World, bot: DemoBot) -> None:
    question = await world.channel.send(world.alice, world.ask("hello"))
    reply = await world.channel.next_reply(question)
    assert reply.content.startswith("you said")
    assert "@everyone" in reply.content
    assert not reply.pings
    assert not world.server.pinging_messages


async def test_route_is_restored(world: World) -> None:
    before = discord.http.Route.BASE
    async with running(world.server, DemoBot()):
        assert world.server.api_url == discord.http.Route.BASE
    assert before == discord.http.Route.BASE


async def test_bad_token_is_refused(world: World) -> None:
    async with DemoBot() as client:
        with world.server.installed(), pytest.raises(discord.LoginFailure):
            await client.start("wrong")
    assert world.server.invalid_requests == 1


async def test_pings_are_seen_when_allowed(world: World, bot: DemoBot) -> None:
    place = bot.get_channel(world.channel.id)
    assert isinstance(place, discord.TextChannel)
    await place.send(f"hi {world.alice.mention}", allowed_mentions=discord.AllowedMentions.all())
    assert [m.pings.users for m in world.server.pinging_messages] == [{world.alice.id}]


async def test_slash_with_defer_edit_and_followup(world: World, bot: DemoBot) -> None:
    interaction = await world.channel.slash(world.alice, "ask", question="why")
    reply = await interaction.response()
    assert interaction.callback_type is CallbackType.DEFERRED_MESSAGE
    second = await interaction.followup()
    assert second.content == "second"
    await reply.wait_until(lambda m: m.content == "edited why")
    assert [r.content for r in reply.revisions] == ["first why", "edited why"]


async def test_ephemeral_answers_are_private(world: World, bot: DemoBot) -> None:
    interaction = await world.channel.slash(world.alice, "ask", question="why", private=True)
    reply, second = await interaction.response(), await interaction.followup()
    assert reply.ephemeral
    assert second.ephemeral
    assert world.channel.visible_to(world.alice) == [reply, second]
    assert world.channel.visible_to(world.mod) == []


async def test_command_rules(world: World, bot: DemoBot) -> None:
    upload, dm = Upload("a.txt", b"text", "text/plain"), await world.mod.open_dm()
    with pytest.raises(DriverError, match="not offered to alice"):
        await world.channel.slash(world.alice, "article add", file=upload, to=world.alice)
    with pytest.raises(DriverError, match="direct messages"):
        await dm.slash(world.mod, "article add", file=upload, to=world.alice)
    with pytest.raises(DriverError, match="needs 'question'"):
        await world.channel.slash(world.alice, "ask")
    with pytest.raises(DriverError, match="takes a string"):
        await world.channel.slash(world.alice, "ask", question=3)
    world.guild.set_command_access("article", world.alice, True)
    for person in (world.alice, world.mod):
        interaction = await world.channel.slash(person, "article add", file=upload, to=world.alice)
        assert (await interaction.response()).content == "text for alice"


async def test_autocomplete(world: World, bot: DemoBot) -> None:
    choices = await world.channel.autocomplete(world.alice, "who-said", focused="quote", quote="x")
    assert [c["value"] for c in choices] == ["xa", "xb"]


async def test_message_command_sees_content(world: World, bot: DemoBot) -> None:
    message = await world.channel.send(world.mod, "no mention")
    interaction = await world.channel.context_menu(world.alice, "Check quotes", message)
    reply = await interaction.response()
    assert reply.content == "checked no mention"
    assert not reply.seen_by(world.mod.user)


async def test_button_updates_its_message(world: World, bot: DemoBot) -> None:
    first = await world.channel.slash(world.alice, "who-said", quote="q")
    message = await first.response()
    click = await world.channel.click(world.mod, message, "More")
    assert await click.response() is message
    assert message.content == "more!"
    assert not message.buttons


async def test_modal(world: World, bot: DemoBot) -> None:
    interaction = await world.channel.slash(world.alice, "form")
    await interaction.wait_modal()
    with pytest.raises(DriverError, match="characters"):
        await world.server.submit_modal(interaction, {"Question": "x" * 51})
    submitted = await world.server.submit_modal(interaction, {"Question": "what"})
    reply = await submitted.response()
    assert reply.content == "asked what"
    assert reply.ephemeral


async def test_direct_message(world: World, bot: DemoBot) -> None:
    dm = await world.alice.open_dm()
    message = await dm.send(world.alice, "psst")
    assert (await dm.next_reply(message)).content == "you said psst @everyone"
    reply = await (await dm.slash(world.alice, "ask", question="x")).response()
    assert reply.channel is dm


async def test_content_is_hidden_without_the_intent(world: World, bot: DemoBot) -> None:
    reply = await world.channel.send(world.alice, world.ask("a"))
    answer = await world.channel.next_reply(reply)
    await world.channel.send(world.alice, "secret")
    await world.channel.send(world.alice, "unpinged", reply_to=answer, ping=False)
    pinged = await world.channel.send(world.alice, "pinged", reply_to=answer)
    await world.channel.next_reply(pinged)
    assert bot.seen == [world.ask("a"), "", "", "pinged"]


async def test_content_is_shown_with_the_intent(world: World) -> None:
    client = DemoBot(content=True)
    async with running(world.server, client):
        await world.channel.send(world.alice, "open")
        await world.server.sync()
        assert client.seen == ["open"]


async def test_late_callback_is_refused(world: World, bot: DemoBot) -> None:
    await world.channel.slash(world.alice, "late")
    world.server.advance(3.1)
    bot.go.set()
    await world.server.wait_until(lambda: len(world.server.refused) == 2)
    assert {r.error_code for r in world.server.refused} == {10062}


async def test_double_callback_is_refused(world: World, bot: DemoBot) -> None:
    bot.go.set()
    interaction = await world.channel.slash(world.alice, "late")
    assert (await interaction.response()).content == "late"
    await world.server.wait_until(lambda: len(world.server.refused) == 1)
    assert world.server.refused[0].error_code == 40060


async def test_missing_permissions(world: World, bot: DemoBot) -> None:
    world.channel.deny_bot(Permission.SEND_MESSAGES)
    await world.channel.send(world.alice, world.ask("a"))
    await world.server.wait_until(lambda: bool(world.server.refused))
    assert world.server.refused[0].error_code == 50013
    world.channel.allow_bot(Permission.SEND_MESSAGES)
    again = await world.channel.send(world.alice, world.ask("b"))
    assert await world.channel.next_reply(again)
