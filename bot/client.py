"""The Discord client: everything is loaded in ``setup_hook``, errors take one path, shutdown is orderly."""

from __future__ import annotations

import asyncio
import logging
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import aiohttp
import discord
from discord import app_commands
from discord.ext import commands

from bot.desk import Desk, ReadArticles
from bot.errors import StartError
from bot.failures import Failures
from bot.gateway import guard_events
from bot.settings import Settings
from bot.sync import sync_when_changed
from index.errors import WhosaidError
from index.library import Library
from index.reading.sources import read_sources

log = logging.getLogger(__name__)

EXTENSIONS = ("bot.cogs.ask", "bot.cogs.mentions", "bot.cogs.reindex", "bot.cogs.who_said")
DRAIN_SECONDS = 7.0
CLOSE_SECONDS = 2.0


class Tree(app_commands.CommandTree["WhosaidBot"]):
    """Commands with the one error path."""

    async def on_error(
        self, interaction: discord.Interaction[WhosaidBot], error: app_commands.AppCommandError
    ) -> None:
        """Failing checks never reach the callback: they are answered here, too."""
        await self.client.failures.tell(interaction, error)


class WhosaidBot(commands.AutoShardedBot):
    """Answers questions about articles with the articles' own words. Never pings anybody."""

    def __init__(
        self,
        library: Library,
        read_articles: ReadArticles,
        state_dir: Path,
        *,
        progress_interval: float = 5.0,
    ) -> None:
        intents = discord.Intents.none()
        intents.guilds = intents.guild_messages = intents.dm_messages = True
        super().__init__(
            command_prefix=(),
            help_command=None,
            tree_cls=Tree,
            intents=intents,
            allowed_mentions=discord.AllowedMentions.none(),
            max_messages=100,
            chunk_guilds_at_startup=False,
            member_cache_flags=discord.MemberCacheFlags.none(),
        )
        self.desk = Desk(library, read_articles)
        self.failures = Failures()
        self.progress_interval = progress_interval
        self._state_dir = state_dir

    async def setup_hook(self) -> None:
        """Load everything once; ``on_ready`` may come many times."""
        guard_events(self, self.failures)
        for extension in EXTENSIONS:
            await self.load_extension(extension)
        await self.desk.warm()
        await sync_when_changed(self.tree, self._state_dir / "commands.sha256")

    async def on_message(self, message: discord.Message, /) -> None:
        """No prefix commands: the mentions cog listens."""

    async def on_ready(self) -> None:
        """Say so in the log."""
        log.info("ready in %d servers", len(self.guilds))

    async def on_error(self, event_method: str, /, *args: object, **kwargs: object) -> None:
        """What a listener did not catch."""
        error = sys.exc_info()[1]
        if error is not None:
            texts = [arg.content for arg in args if isinstance(arg, discord.Message)]
            self.failures.record(error, event_method, texts)

    async def close(self) -> None:
        """Stop the threads along with the connection."""
        self.desk.close()
        await super().close()


async def run_bot(
    settings: Settings, library: Library, stop: asyncio.Event | None = None, *, progress_interval: float = 5.0
) -> int:
    """Run until ``stop``, SIGTERM or SIGINT; the library stays the caller's to close. Raises WhosaidError."""
    if settings.discord_token is None or not settings.discord_token.get_secret_value().strip():
        raise StartError(
            "Set DISCORD_TOKEN to the bot's token to run on Discord, or try `whosaid chat` here."
        )
    if settings.discord_api_url:
        discord.http.Route.BASE = settings.discord_api_url.rstrip("/")
    quiet = logging.getLogger("discord")  # at DEBUG it logs what people write
    quiet.setLevel(max(logging.INFO, quiet.getEffectiveLevel()))
    read_articles = partial(read_sources, [settings.articles_dir])
    stop = stop or asyncio.Event()
    bot = WhosaidBot(library, read_articles, settings.data_dir, progress_interval=progress_interval)
    with _signals(stop):
        try:
            return await _serve(bot, settings.discord_token.get_secret_value().strip(), stop)
        finally:
            await _close(bot)


async def _serve(bot: WhosaidBot, token: str, stop: asyncio.Event) -> int:
    serving = asyncio.create_task(bot.start(token))
    stopped = asyncio.create_task(stop.wait())
    try:
        await asyncio.wait({serving, stopped}, return_when=asyncio.FIRST_COMPLETED)
        if not serving.done():
            log.info("stopping: answering what is in flight")
            if not await bot.desk.drain(DRAIN_SECONDS):
                log.warning("stopping although not everything is answered")
            return 0
        try:
            serving.result()
        except WhosaidError:
            raise
        except Exception as error:
            raise _start_error(error) from error
        return 0
    finally:
        serving.cancel()
        stopped.cancel()
        await asyncio.gather(serving, stopped, return_exceptions=True)


async def _close(bot: WhosaidBot) -> None:
    try:
        await asyncio.wait_for(bot.close(), CLOSE_SECONDS)
    except TimeoutError:
        log.warning("the connection to Discord did not close in time")


def _start_error(error: Exception) -> Exception:
    """One sentence for what an operator can mend; anything else is a bug and stays as it is."""
    match error:
        case discord.LoginFailure():
            return StartError("Discord refused the token; check DISCORD_TOKEN.")
        case discord.ConnectionClosed(code=4004):
            return StartError("Discord no longer accepts the token; check DISCORD_TOKEN.")
        case discord.PrivilegedIntentsRequired():
            return StartError(
                "Discord refused the intents; check the bot's settings in the developer portal."
            )
        case discord.HTTPException() | discord.GatewayNotFound():
            return StartError(
                "Discord cannot serve the bot right now; try again later, or check DISCORD_API_URL."
            )
        case discord.ConnectionClosed():
            return StartError(f"Discord closed the connection for good (code {error.code}).")
        case aiohttp.ClientError() | OSError():
            return StartError("Discord cannot be reached; check the network and DISCORD_API_URL.")
        case _:
            return error


@contextmanager
def _signals(stop: asyncio.Event) -> Iterator[None]:
    """SIGTERM and SIGINT ask for an orderly end, where the loop can listen to them (main thread, not Windows)."""
    loop = asyncio.get_running_loop()
    heard: list[signal.Signals] = []
    for number in (signal.SIGTERM, signal.SIGINT):
        try:
            loop.add_signal_handler(number, stop.set)
            heard.append(number)
        except (NotImplementedError, RuntimeError, ValueError):
            log.debug("cannot listen to %s here", number.name)
    try:
        yield
    finally:
        for number in heard:
            loop.remove_signal_handler(number)
