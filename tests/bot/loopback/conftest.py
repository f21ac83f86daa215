"""A real library with two small articles, and the bot as ``whosaid run`` starts it, on the loopback Discord."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast

import pytest
from pydantic import SecretStr
from yarl import URL

from bot import texts
from bot.running import app
from bot.running.client import WhosaidBot
from bot.running.pace import Pace
from bot.settings import Settings
from index.embedding.embedder import Embedder
from index.library import Library
from index.opening import open_library
from index.reading.sources import read_sources
from index.reading.web.policy import FetchPolicy
from tests.bot import pseudo
from tests.discord_server import DiscordServer, Permission, Pings

BRIDGE = """Harbour bridge closes for eleven weeks

The old harbour bridge in Lindow will close to all traffic on 3 March, the city council said on Monday.

“The cables are forty years past their life,” said Tamsin Orme, the city engineer. “We will not open it again before every one of them is replaced.”

The repair will cost 4.2 million crowns, and the money comes from the parking fund.

“@everyone should take the ferry, <@123456789012345678> too,” said Piet Hallam, the mayor. “It is free until May.”

Shopkeepers on the quay fear for their spring. Ada Brand, who sells fish, said that she had lost a third of her customers during the last closure.
"""
LIBRARY = """Library to open on Sundays

The town library will open on Sundays from September, after a trial that drew 900 readers.

“People came with their children and stayed until we put out the lights,” said Ines Marlow, the librarian.
"""


@pytest.fixture(scope="session")
def articles(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of articles."""
    folder = tmp_path_factory.mktemp("articles")
    (folder / "bridge.txt").write_text(BRIDGE, encoding="utf-8")
    (folder / "library.txt").write_text(LIBRARY, encoding="utf-8")
    return folder


@pytest.fixture(scope="session")
def library(articles: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    """The real engine, indexed and warm; tests leave its content as it is."""
    held = open_library(tmp_path_factory.mktemp("library"), reranker="off")
    held.reindex(read_sources([articles]).articles)
    held.warm()
    yield held
    held.close()


class Lent:
    """The encoder of another library: loading it once is enough, and its owner closes it."""

    def __init__(self, owner: Library) -> None:
        self._owner = owner

    def __getattr__(self, name: str) -> Any:
        return getattr(self._owner.parts.embedder, name)

    def close(self) -> None:
        """Not ours."""


@pytest.fixture
def own_library(library: Library, articles: Path, tmp_path: Path) -> Iterator[Library]:
    """The same articles in a library that a test may change."""
    held = open_library(tmp_path / "library", reranker="off", embedder=cast(Embedder, Lent(library)))
    held.reindex(read_sources([articles]).articles)
    yield held
    held.close()


@dataclass
class Run:
    """One run of the bot against one loopback server."""

    server: DiscordServer
    library: Library
    settings: Settings
    stop: asyncio.Event = field(default_factory=asyncio.Event)
    pace: Pace = field(default_factory=lambda: Pace(progress=0.05))
    policy: FetchPolicy | None = None
    may_ping: frozenset[int] = frozenset()
    """Roles."""
    bot: WhosaidBot = field(init=False)
    """The one that runs, or ran last."""

    def __post_init__(self) -> None:
        self.guild = self.server.add_guild("Lindow")
        self.channel = self.guild.add_text_channel("news")
        self.alice = self.guild.add_member("alice")
        self.mod = self.guild.add_member("mod", permissions=Permission.MANAGE_GUILD)

    def mention(self, text: str = "") -> str:
        """A text that mentions the bot."""
        return f"{self.server.bot_user.mention} {text}"

    def may_fetch_here(self) -> None:
        """The bot that starts next may fetch from the loopback server itself, and from nowhere else."""
        port = URL(self.server.api_url).port
        assert port is not None
        self.policy = FetchPolicy(ports=(port,), is_allowed=lambda _: True)

    async def serve(self) -> int:
        """What ``whosaid run`` awaits."""
        self.bot = app.build(self.settings, self.library, pace=self.pace, policy=self.policy)
        return await app.run(self.bot, self.stop)


@pytest.fixture
def pseudo_locale(monkeypatch: pytest.MonkeyPatch) -> None:
    """English, as another language would look."""
    table = pseudo.phrases()
    monkeypatch.setattr(texts, "_load", lambda language: table if language == "en" else {})


SettingsFor = Callable[[DiscordServer], Settings]


@pytest.fixture
def settings_for(articles: Path, tmp_path: Path) -> SettingsFor:
    """Settings that point at a server."""

    def make(server: DiscordServer) -> Settings:
        return Settings(
            discord_token=SecretStr(server.token),
            discord_api_url=server.api_url,
            articles_dir=articles,
            data_dir=tmp_path / "data",
        )

    return make


@pytest.fixture
async def offline(library: Library, settings_for: SettingsFor) -> AsyncIterator[Run]:
    """A server and a bot that has not started yet."""
    async with DiscordServer() as server:
        with server.installed():
            yield Run(server, library, settings_for(server))


@pytest.fixture
async def run(offline: Run) -> AsyncIterator[Run]:
    """A bot that is online; at the end it must stop in order, and nobody may have been pinged."""
    async with online(offline):
        yield offline


@asynccontextmanager
async def online(offline: Run, **changes: object) -> AsyncIterator[None]:
    """Run the bot with changed settings."""
    offline.settings = offline.settings.model_copy(update=changes)
    task = asyncio.create_task(offline.serve())
    ready = asyncio.create_task(offline.server.wait_ready(timeout=30))
    await asyncio.wait({task, ready}, return_when=asyncio.FIRST_COMPLETED)
    if task.done():
        ready.cancel()
        await task
    await ready
    try:
        yield
    finally:
        offline.stop.set()
        code = await asyncio.wait_for(task, 10)
    assert code == 0
    pings = [message.pings for message in offline.server.pinging_messages]
    assert [found for found in pings if found != Pings(roles=offline.may_ping)] == []
