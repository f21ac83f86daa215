"""A library with a shared shelf and two servers' own, served as ``whosaid serve`` does."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest
import uvicorn

from bot.serving.app import make_app
from bot.serving.links import Leave, Links, secret_in
from bot.settings import Settings
from index.library import Library
from index.model import View
from index.opening import open_library
from index.reading.text import read_text
from tests.bot.serving.articles import NEW, OLD, SECOND_SECRET, SECRET, SHARED

HERE, THERE = "12", "34"


@pytest.fixture(scope="session")
def stocked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    """Shared: the ferry, and the pier in two versions; 12 and 34 have an article each."""
    library = open_library(tmp_path_factory.mktemp("served"))
    library.add([read_text(SHARED.encode(), "ferry.txt"), read_text(OLD.encode(), "pier.txt")])
    library.add([read_text(NEW.encode(), "pier.txt")])
    library.add([read_text(SECRET.encode(), "vault.txt")], HERE)
    library.add([read_text(SECOND_SECRET.encode(), "cellar.txt")], THERE)
    yield library
    library.close()


@dataclass(frozen=True, slots=True)
class Site:
    """A served library. ``base`` is its address."""

    library: Library
    settings: Settings
    base: str

    @property
    def links(self) -> Links:
        return Links(secret_in(self.settings.data_dir), self.settings.link_days, self.base)

    def number(self, name: str, *shelves: str) -> int:
        """The number of an article."""
        return self.library.details(name, View(shelves or ("shared",))).info.id

    def link(self, name: str, shelf: str) -> str:
        """An article's address, with leave to read it."""
        return self.links.to_article(shelf, self.number(name, shelf))

    def shelf_link(self, shelf: str) -> str:
        """The address of a shelf's list."""
        return f"{self.base}/?t={self.links.token(Leave(shelf))}"


MakeSettings = Callable[..., Settings]


@pytest.fixture(scope="session")
def make_settings(tmp_path_factory: pytest.TempPathFactory) -> MakeSettings:
    """Settings without limits that would hide a leak, unless a test wants some."""

    def make(**more: object) -> Settings:
        values: dict[str, object] = {
            "data_dir": tmp_path_factory.mktemp("data"),
            "member_questions_per_minute": 0,
            "server_questions_per_minute": 0,
            "serve_shared": True,
        }
        return Settings.model_validate({**values, **more})

    return make


Ask = Callable[..., httpx.AsyncClient]


@pytest.fixture
async def client(stocked: Library, make_settings: MakeSettings) -> AsyncIterator[Ask]:
    """``client(**settings)``: asks the application directly, as somebody at 203.0.113.9."""
    opened: list[httpx.AsyncClient] = []

    def make(**more: object) -> httpx.AsyncClient:
        app = make_app(stocked, make_settings(**more), warm=False)
        transport = httpx.ASGITransport(app=app, client=("203.0.113.9", 5000), raise_app_exceptions=False)
        asking = httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1", timeout=60)
        opened.append(asking)
        return asking

    yield make
    for asking in opened:
        await asking.aclose()


@pytest.fixture(scope="session")
def site(stocked: Library, make_settings: MakeSettings) -> Iterator[Site]:
    """A real server on a port of this machine; the shared shelf is open."""
    settings = make_settings()
    server = uvicorn.Server(uvicorn.Config(make_app(stocked, settings), port=0, log_config=None))
    thread = threading.Thread(target=lambda: asyncio.run(server.serve()), daemon=True)
    thread.start()
    until = time.monotonic() + 60
    while not server.started and thread.is_alive() and time.monotonic() < until:
        time.sleep(0.02)
    port = server.servers[0].sockets[0].getsockname()[1]
    yield Site(stocked, settings, f"http://127.0.0.1:{port}")
    server.should_exit = True
    thread.join(15)


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A DATA_DIR."""
    return tmp_path / "data"
