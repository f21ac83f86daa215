"""Running the client: from a token to an orderly end."""

from __future__ import annotations

import asyncio
import logging
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial

import aiohttp
import discord

from bot.errors import StartError
from bot.running.client import WhosaidBot
from bot.running.health import health
from bot.running.pace import Pace
from bot.running.sync import sync_when_changed
from bot.running.watchdog import watchdog
from bot.settings import Settings
from index.errors import WhosaidError
from index.library import Library
from index.reading.sources import read_sources
from index.reading.web.policy import FetchPolicy

log = logging.getLogger(__name__)

DRAIN_SECONDS = 7.0
CLOSE_SECONDS = 2.0


async def run_bot(settings: Settings, library: Library, stop: asyncio.Event | None = None) -> int:
    """Run until ``stop``, SIGTERM or SIGINT; the library stays the caller's to close. Raises WhosaidError."""
    return await run(build(settings, library), stop)


def build(
    settings: Settings, library: Library, *, pace: Pace | None = None, policy: FetchPolicy | None = None
) -> WhosaidBot:
    """The client, not connected yet. See ``WhosaidBot``."""
    read_articles = partial(read_sources, [settings.articles_dir])
    return WhosaidBot(settings, library, read_articles, pace=pace, policy=policy)


async def run(bot: WhosaidBot, stop: asyncio.Event | None = None) -> int:
    """Run a client until ``stop``, SIGTERM or SIGINT, and close it. Raises WhosaidError."""
    stop = stop or asyncio.Event()
    with _signals(stop):
        try:
            token = _prepare(bot.settings)
            async with watchdog(), health(bot, bot.settings.health_port):
                return await _serve(bot, token, stop)
        finally:
            await _close(bot)


async def sync_commands(settings: Settings, library: Library) -> int:
    """Register the commands now, changed or not; how many there are. Raises WhosaidError."""
    token = _prepare(settings)
    bot = build(settings, library)
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
