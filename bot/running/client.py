"""The Discord client: everything is loaded in ``setup_hook``, errors take one path, shutdown is orderly."""

from __future__ import annotations

import asyncio
import logging
import sys
from functools import partial
from pathlib import Path
from pkgutil import iter_modules

import discord
import yarl
from discord import app_commands

from bot.asking.answering import Answering
from bot.asking.desk import Desk, ReadArticles
from bot.asking.preference_book import PreferenceBook
from bot.errors import TooFastError
from bot.failures import Failures
from bot.metrics import Metrics
from bot.running import occasions, websocket
from bot.running.gateway import guard_events
from bot.running.host import Host
from bot.running.pace import Pace
from bot.running.sync import sync_when_changed
from bot.serving.handing import handing
from bot.settings import DISCORD_API, Settings
from bot.texts import Translator, say
from index.errors import WhosaidError
from index.library import Library
from index.reading.web.policy import FetchPolicy

log = logging.getLogger(__name__)

COGS = Path(__file__).parents[1] / "cogs"
"""Each module in there is an extension, found by itself."""
PURGE_SECONDS = 6 * 3600.0


class Tree(app_commands.CommandTree["WhosaidBot"]):
    """Commands with the one error path."""

    async def interaction_check(self, interaction: discord.Interaction[WhosaidBot], /) -> bool:
        """Everybody may; from here on the bot speaks their language. Every list of choices counts; who types too fast
        gets none."""
        occasions.interaction(interaction)
        if interaction.type is discord.InteractionType.autocomplete:
            try:
                self.client.answering.slow_down_looking(interaction.user.id, interaction.guild_id)
            except TooFastError:
                await interaction.response.autocomplete([])
                return False
        return True

    async def on_error(
        self, interaction: discord.Interaction[WhosaidBot], error: app_commands.AppCommandError
    ) -> None:
        """Failing checks never reach the callback: they are answered here, too."""
        await self.client.failures.tell(interaction, error)


class WhosaidBot(Host):
    """Answers questions about articles with the articles' own words. Never pings anybody."""

    def __init__(
        self,
        settings: Settings,
        library: Library,
        read_articles: ReadArticles,
        *,
        pace: Pace | None = None,
        policy: FetchPolicy | None = None,
    ) -> None:
        """``policy``: what may be fetched, by default what the settings say."""
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
            shard_ids=list(settings.shards) or None,  # type: ignore[arg-type]  # None: all
            activity=discord.CustomActivity(say("welcome.status")),
        )
        self.settings = settings
        self.failures = Failures()
        self.desk = Desk(
            library,
            read_articles,
            self.failures,
            most_waiting=settings.waiting_questions,
            linked=handing(library, settings),
        )
        self.metrics = Metrics()
        self.preferences = PreferenceBook(self.desk)
        self.answering = Answering(self.desk, self.preferences, self.metrics, settings)
        self.pace = pace or Pace()
        self.policy = policy or settings.fetch_policy()
        self.health_port: int | None = None
        self._purging: asyncio.Task[None] | None = None
        self._launched = False
        self._watch()

    async def setup_hook(self) -> None:
        """Load everything once; ``on_ready`` may come many times."""
        guard_events(self, self.failures)
        await self._choose_gateway()
        await self.load_commands()
        await self.desk.warm()
        await sync_when_changed(self.tree, self.settings.data_dir / "commands.sha256")
        self._purging = asyncio.create_task(self._purge())

    async def load_commands(self) -> None:
        """Every command with its texts: each module in ``bot/cogs/`` is one; needs no connection."""
        await self.tree.set_translator(Translator())
        for extension in sorted(module.name for module in iter_modules([str(COGS)], "bot.cogs.")):
            await self.load_extension(extension)

    async def _choose_gateway(self) -> None:
        """Another server's gateway is dialled on every occasion, or its token would go to Discord."""
        named: str | None = None
        if self.settings.discord_api_url != DISCORD_API:
            _, named, *_ = await self.http.get_bot_gateway()
        websocket.install(named)

    async def launch_shard(self, gateway: yarl.URL, shard_id: int, *, initial: bool = False) -> None:
        """As discord.py does, but in a loop that waits longer each time and logs a line a try."""
        ws = await websocket.connected(self, gateway, shard_id, self.pace.reconnect, initial=initial)
        shard = discord.shard.Shard(ws, self, self._AutoShardedClient__queue.put_nowait)  # type: ignore[attr-defined]
        self._AutoShardedClient__shards[shard_id] = shard  # type: ignore[attr-defined]
        shard.launch()

    def readiness(self) -> dict[str, bool]:
        """What has to hold so that questions are answered."""
        return {
            "connected": self.is_ready() and not self.is_closed() and self._is_online(),
            "model": self.desk.warmed,
            "taking questions": not self.desk.closing,
        }

    def _is_online(self) -> bool:
        """Whether every shard has an open connection now; ``is_ready`` stays true once it was."""
        return not any(shard.is_closed() for shard in self.shards.values())

    def _watch(self) -> None:
        self.metrics.failures(self.failures.counts)
        self.metrics.gauge("waiting", "Questions that wait", lambda: self.desk.waiting)
        self.metrics.gauge("guilds", "Servers that the bot is in", lambda: len(self.guilds))
        self.metrics.gauge("gateway_seconds", "Round trip of the gateway's heartbeat", lambda: self.latency)

    async def _purge(self) -> None:
        """What is kept for buttons and votes goes after some days."""
        while True:
            try:
                if await self.desk.on_library(lambda library: library.leads()):  # one process for all of them
                    gone = await self.desk.quickly(self.desk.records.purge, self.settings.keep_days)
                    gone += await self.desk.on_library(partial(_forget_texts, self.settings.keep_days))
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


def _forget_texts(days: float, library: Library) -> int:
    return library.forget_retired(days)
