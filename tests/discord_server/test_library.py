"""More of discord.py's own calls, so that the objects the server makes are complete."""

from __future__ import annotations

import io

import discord
import pytest

from .conftest import DemoBot, World


class Layout(discord.ui.LayoutView):
    """Components V2 with a select menu."""

    box: discord.ui.Container[Layout] = discord.ui.Container(
        discord.ui.TextDisplay("hello"),
        discord.ui.Section("with", accessory=discord.ui.Button(label="Side", custom_id="side")),
    )
    row: discord.ui.ActionRow[Layout] = discord.ui.ActionRow()

    @row.select(placeholder="Pick", options=[discord.SelectOption(label="One", value="1")])
    async def pick(self, interaction: discord.Interaction, menu: discord.ui.Select[Layout]) -> None:
        await interaction.response.defer()
        await interaction.followup.send(f"picked {menu.values[0]}", ephemeral=True)


def text_channel(world: World, bot: DemoBot) -> discord.TextChannel:
    found = bot.get_channel(world.channel.id)
    assert isinstance(found, discord.TextChannel)
    return found


async def test_layout_view_and_select(world: World, bot: DemoBot) -> None:
    await text_channel(world, bot).send(view=Layout())
    message = await world.channel.next_bot_message()
    assert message.text == "hello\nwith"
    interaction = await world.channel.select(world.alice, message, "Pick", ["One"])
    reply = await interaction.response()
    assert reply is not message
    assert reply.content == "picked 1"


async def test_layout_too_long(world: World, bot: DemoBot) -> None:
    view = discord.ui.LayoutView()
    view.add_item(discord.ui.TextDisplay("x" * 4001))
    with pytest.raises(discord.HTTPException) as caught:
        await text_channel(world, bot).send(view=view)
    assert caught.value.code == 50035


async def test_messages(world: World, bot: DemoBot) -> None:
    place = text_channel(world, bot)
    sent = await place.send("a", file=discord.File(io.BytesIO(b"data"), "a.txt"))
    assert await sent.attachments[0].read() == b"data"
    await sent.edit(content="b", embed=discord.Embed(title="t"))
    assert world.channel.bot_messages[0].text == "b\nt"
    await sent.add_reaction("✅")
    assert [m.content async for m in place.history()] == ["b"]
    assert (await place.fetch_message(sent.id)).embeds[0].title == "t"
    thread = await sent.create_thread(name="t")
    await thread.send("inside")
    async with place.typing():
        pass
    await sent.delete()
    assert world.channel.bot_messages == []
    with pytest.raises(discord.NotFound) as caught:
        await sent.edit(content="c")
    assert caught.value.code == 10008


async def test_cached_world(world: World, bot: DemoBot) -> None:
    guild = bot.get_guild(world.guild.id)
    assert guild is not None
    assert guild.self_role is not None
    assert guild.self_role.id == world.guild.bot_role.id
    assert guild.me.guild_permissions.send_messages
    member = await guild.fetch_member(world.mod.id)
    assert [role.name for role in member.roles] == ["@everyone", "mod's role"]
    user = await bot.fetch_user(world.alice.id)
    await user.send("psst")
    assert (await world.alice.open_dm()).bot_messages[0].content == "psst"
    late = world.guild.add_text_channel("late")
    await world.server.sync()
    assert bot.get_channel(late.id) is not None
    world.guild.remove_bot()
    await world.server.sync()
    assert bot.get_guild(world.guild.id) is None


async def test_closed_direct_messages(world: World, bot: DemoBot) -> None:
    world.alice.user.dms_open = False
    user = await bot.fetch_user(world.alice.id)
    with pytest.raises(discord.Forbidden) as caught:
        await user.send("psst")
    assert caught.value.code == 50007


async def test_compression_is_what_the_library_asks_for(world: World, bot: DemoBot) -> None:
    assert world.server.gateway.compressions in (["zlib-stream"], ["zstd-stream"])
