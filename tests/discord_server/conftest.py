"""A server with one guild, and a small real bot, for this folder's own tests."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import discord
import pytest
from discord import app_commands
from discord.ext import commands

from . import Channel, DiscordServer, Guild, Member, Permission
from .harness import running


class Demo(discord.ui.View):
    """A view with one button that updates its message."""

    @discord.ui.button(label="More", custom_id="more")
    async def more(self, interaction: discord.Interaction, button: Any) -> None:
        await interaction.response.edit_message(content="more!", view=None)


class AskModal(discord.ui.Modal, title="Ask"):
    """A modal with one field."""

    question: discord.ui.TextInput[AskModal] = discord.ui.TextInput(label="Question", max_length=50)

    async def on_submit(self, interaction: discord.Interaction) -> None:
        await interaction.response.send_message(f"asked {self.question.value}", ephemeral=True)


class DemoBot(commands.AutoShardedBot):
    """A real client with one of each: mention, slash, group, autocomplete, menu, button, modal."""

    def __init__(self, *, content: bool = False, **options: Any) -> None:
        intents = discord.Intents.default()
        intents.message_content = content
        none = discord.AllowedMentions.none()
        super().__init__(commands.when_mentioned, intents=intents, allowed_mentions=none, **options)
        self.seen: list[str] = []
        self.go = asyncio.Event()
        self.errors: list[BaseException] = []
        self._add_commands()

    async def before_identify_hook(self, shard_id: int | None, *, initial: bool = False) -> None:
        """Do not wait the 5 seconds that Discord wants between shards."""

    async def setup_hook(self) -> None:
        await self.tree.sync()

    async def on_message(self, message: discord.Message) -> None:
        if message.author.bot:
            return
        self.seen.append(message.content)
        if self.user in message.mentions or message.guild is None:
            try:
                await message.reply(f"you said {message.content} @everyone")
            except discord.HTTPException as error:
                self.errors.append(error)

    def _add_commands(self) -> None:
        tree = self.tree

        @tree.command()
        async def ask(interaction: discord.Interaction, question: str, private: bool = False) -> None:
            """Answer after a defer."""
            await interaction.response.defer(thinking=True, ephemeral=private)
            await interaction.edit_original_response(content=f"first {question}")
            await interaction.followup.send("second", ephemeral=private)
            await interaction.edit_original_response(content=f"edited {question}")

        @tree.command(name="who-said")
        async def who_said(interaction: discord.Interaction, quote: str) -> None:
            """Say the quote back, with a button."""
            await interaction.response.send_message(quote, view=Demo())

        @who_said.autocomplete("quote")
        async def complete(_: discord.Interaction, current: str) -> list[app_commands.Choice[str]]:
            return [app_commands.Choice(name=current + end, value=current + end) for end in "ab"]

        @tree.command()
        async def late(interaction: discord.Interaction) -> None:
            """Answer when told to, twice."""
            await self.go.wait()
            for _ in range(2):
                # A fresh response object: the library itself refuses a second answer.
                response: Any = discord.InteractionResponse(interaction)
                try:
                    await response.send_message("late")
                except discord.HTTPException as error:
                    self.errors.append(error)

        @tree.command()
        async def form(interaction: discord.Interaction) -> None:
            """Open a modal."""
            await interaction.response.send_modal(AskModal())

        group = app_commands.Group(
            name="article",
            description="Articles",
            guild_only=True,
            default_permissions=discord.Permissions(manage_guild=True),
        )

        @group.command(name="add")
        async def add(interaction: discord.Interaction, file: discord.Attachment, to: discord.Member) -> None:
            """Read a file."""
            text = (await file.read()).decode()
            await interaction.response.send_message(f"{text} for {to.display_name}")

        tree.add_command(group)

        @tree.context_menu(name="Check quotes")
        async def check(interaction: discord.Interaction, message: discord.Message) -> None:
            await interaction.response.send_message(f"checked {message.content}", ephemeral=True)


class World:
    """A guild with a channel and two members."""

    def __init__(self, server: DiscordServer) -> None:
        self.server = server
        self.guild: Guild = server.add_guild("News")
        self.channel: Channel = self.guild.add_text_channel("general")
        self.alice: Member = self.guild.add_member("alice")
        self.mod: Member = self.guild.add_member("mod", permissions=Permission.MANAGE_GUILD)

    def ask(self, text: str) -> str:
        """A text that mentions the bot."""
        return f"{self.server.bot_user.mention} {text}"


@pytest.fixture
async def world() -> AsyncIterator[World]:
    async with DiscordServer() as server:
        yield World(server)


@pytest.fixture
async def bot(world: World) -> AsyncIterator[DemoBot]:
    client = DemoBot()
    async with running(world.server, client):
        yield client
