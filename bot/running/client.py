"""The Discord client: everything is loaded in ``setup_hook``, errors take one path, shutdown is orderly."""

from __future__ import annotations

import asyncio
import logging
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial

import aiohttp
import discord
from discord import app_commands
from discord.ext import commands

from bot.asking.answering import Answering
from bot.asking.desk import Desk, ReadArticles
from bot.asking.preference_book import PreferenceBook
from bot.errors import StartError
from bot.failures import Failures
from bot.metrics import Metrics
from bot.running import occasions
from bot.running.gateway import guard_events
from bot.running.health import health
from bot.running.sync import sync_when_changed
from bot.settings import Settings
from bot.texts import Translator
from bot.views.buttons import AnswerButton, PostButton
from index.errors import WhosaidError
from index.library import Library
from index.reading.sources import read_sources

log = logging.getLogger(__name__)

EXTENSIONS = (
    "bot.cogs.articles",
    "bot.cogs.ask",
    "bot.cogs.check_quotes",
    "bot.cogs.help",
    "bot.cogs.mentions",
    "bot.cogs.reindex",
    "bot.cogs.said",
    "bot.cogs.settings",
    "bot.cogs.who_said",
)
PURGE_SECONDS = 6 * 3600.0
DRAIN_SECONDS = 7.0
CLOSE_SECONDS = 2.0


class Tree(app_commands.CommandTree["WhosaidBot"]):
    """Commands with the one error path."""

    async def interaction_check(self, interaction: discord.Interaction[WhosaidBot], /) -> bool:
        """Everybody may; from here on the bot speaks their language."""
        occasions.interaction(interaction)
        return True

    async def on_error(
        self, interaction: discord.Interaction[WhosaidBot], error: app_commands.AppCommandError
    ) -> None:
        """Failing checks never reach the callback: they are answered here, too."""
        await self.client.failures.tell(interaction, error)


class WhosaidBot(commands.AutoShardedBot):
    """Answers questions about articles with the articles' own words. Never pings anybody."""

    def __init__(
        self,
        settings: Settings,
        library: Library,
        read_articles: ReadArticles,
        *,
        progress_interval: float = 5.0,
    ) -> None:
        intents = discord.Intents.none()
        intents.guilds = intents.guild_messages = intents.dm_messages = True
        intents.message_content = settings.message_content_intent
        super().__init__(
            command_prefix=(),
            help_command=None,
            tree_cls=Tree,
            intents=intents,
            allowed_mentions=discord.AllowedMentions.none(),
            max_messages=100,
            chunk_guilds_at_startup=False,
            member_cache_flags=discord.MemberCacheFlags.none(),
            shard_count=settings.shard_count,
        )
        self.settings = settings
        self.failures = Failures()
        self.desk = Desk(library, read_articles, self.failures, most_waiting=settings.waiting_questions)
        self.metrics = Metrics()
        self.preferences = PreferenceBook(self.desk)
        self.answering = Answering(self.desk, self.preferences, self.metrics, settings)
        self.progress_interval = progress_interval
        self.health_port: int | None = None
        self._purging: asyncio.Task[None] | None = None
        self._launched = False
        self._watch()

    async def setup_hook(self) -> None:
        """Load everything once; ``on_ready`` may come many times."""
        guard_events(self, self.failures)
        await self.load_commands()
        self.add_dynamic_items(AnswerButton, PostButton)
        await self.desk.warm()
        await sync_when_changed(self.tree, self.settings.data_dir / "commands.sha256")
        self._purging = asyncio.create_task(self._purge())

    async def load_commands(self) -> None:
        """Every command with its texts; needs no connection."""
        await self.tree.set_translator(Translator())
        for extension in EXTENSIONS:
            await self.load_extension(extension)

    def readiness(self) -> dict[str, bool]:
        """What has to hold so that questions are answered."""
        return {
            "connected": self.is_ready() and not self.is_closed(),
            "model": self.desk.warmed,
            "taking questions": not self.desk.closing,
        }

    def _watch(self) -> None:
        self.metrics.failures(self.failures.counts)
        self.metrics.gauge("waiting", "Questions that wait", lambda: self.desk.waiting)
        self.metrics.gauge("guilds", "Servers that the bot is in", lambda: len(self.guilds))
        self.metrics.gauge("gateway_seconds", "Round trip of the gateway's heartbeat", lambda: self.latency)

    async def _purge(self) -> None:
        """What is kept for buttons and votes goes after some days."""
        while True:
            try:
                gone = await self.desk.look(self.desk.records.purge, self.settings.keep_days)
                log.info("deleted %d records older than %g days", gone, self.settings.keep_days)
            except WhosaidError as error:  # a full disk today must not keep it from going tomorrow
                log.warning("old records could not be deleted: %s", error)
            await asyncio.sleep(PURGE_SECONDS)

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

    async def connect(self, *, reconnect: bool = True) -> None:
        """From here on there are connections to close."""
        self._launched = True
        await super().connect(reconnect=reconnect)

    async def login_only(self, token: str) -> None:
        """Log in and load the commands, without a gateway connection and without a model."""
        await self._async_setup_hook()
        info = await self.http.static_login(token)
        self._connection.application_id = int(info["id"])
        await self.load_commands()

    async def close(self) -> None:
        """Stop the threads along with the connection."""
        if self._purging is not None:
            self._purging.cancel()
        self.desk.close()
        if self._launched:
            await super().close()
        else:  # discord.py's own way out needs what only a start makes
            await self.http.close()


async def run_bot(
    settings: Settings, library: Library, stop: asyncio.Event | None = None, *, progress_interval: float = 5.0
) -> int:
    """Run until ``stop``, SIGTERM or SIGINT; the library stays the caller's to close. Raises WhosaidError."""
    token = _prepare(settings)
    stop = stop or asyncio.Event()
    bot = _bot(settings, library, progress_interval)
    with _signals(stop):
        try:
            async with health(bot, settings.health_port):
                return await _serve(bot, token, stop)
        finally:
            await _close(bot)


async def sync_commands(settings: Settings, library: Library) -> int:
    """Register the commands now, changed or not; how many there are. Raises WhosaidError."""
    token = _prepare(settings)
    bot = _bot(settings, library, 5.0)
    try:
        await bot.login_only(token)
        count = len(bot.tree.get_commands())
        done = await sync_when_changed(bot.tree, settings.data_dir / "commands.sha256", always=True)
    except Exception as error:
        raise _start_error(error) from error
    finally:
        await _close(bot)
    if not done:
        raise StartError("Discord did not take the commands; the log says why.")
    return count


def _prepare(settings: Settings) -> str:
    """The token; discord.py's address and log are set on the way."""
    token = settings.discord_token.get_secret_value().strip() if settings.discord_token else ""
    if not token:
        raise StartError(
            "Set DISCORD_TOKEN to the bot's token to run on Discord, or try `whosaid chat` here."
        )
    if settings.discord_api_url:
        discord.http.Route.BASE = settings.discord_api_url.rstrip("/")
    discord.VoiceClient.warn_nacl = discord.VoiceClient.warn_dave = False  # a text bot misses no voice
    quiet = logging.getLogger("discord")  # at DEBUG it logs what people write
    quiet.setLevel(max(logging.INFO, quiet.getEffectiveLevel()))
    return token


def _bot(settings: Settings, library: Library, progress_interval: float) -> WhosaidBot:
    read_articles = partial(read_sources, [settings.articles_dir])
    return WhosaidBot(settings, library, read_articles, progress_interval=progress_interval)


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
        await _close(bot)  # first: while a shard reconnects, discord.py swallows a cancellation and goes on
        serving.cancel()
        stopped.cancel()
        await asyncio.wait({serving, stopped}, timeout=CLOSE_SECONDS)


async def _close(bot: WhosaidBot) -> None:
    """Twice does no harm."""
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
                "Discord refused the intents; switch Message Content Intent on in the developer portal, "
                "or MESSAGE_CONTENT_INTENT off."
            )
        case discord.HTTPException() | discord.GatewayNotFound():
            return StartError(
                "Discord cannot serve the bot right now; try again later, or check DISCORD_API_URL."
            )
        case discord.ConnectionClosed():
            return StartError("Discord closed the connection for good (code {code}).", code=error.code)
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
