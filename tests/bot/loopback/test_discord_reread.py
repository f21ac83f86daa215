"""/reindex and feeds: pages of the web are fetched again as far as they changed."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace

import pytest
from aiohttp import web

from index.library import Library
from index.reading.web.policy import FetchPolicy
from tests.bot.loopback.conftest import Run, online
from tests.discord_server.message import Message

PAGE = """<html><head><title>Harbour crane sold</title></head><body><article><h1>Harbour crane sold</h1>
<p>The old harbour crane was sold on Monday for {price} crowns, the port authority of Lindow said.</p>
<p>“It has lifted its last herring,” said Tom Ekdal, the crane driver, who will miss the view from up there.</p>
</article></body></html>"""
FEED = """<?xml version="1.0"?><rss version="2.0"><channel><title>Port</title><link>{base}/</link><description>-</description>
<item><title>Crane</title><link>{base}/crane</link></item></channel></rss>"""
QUESTION = "For how much was the old harbour crane sold?"


@pytest.fixture
def offline(offline: Run, own_library: Library) -> Run:
    """A bot with a library of its own."""
    offline.library = own_library
    return offline


@dataclass
class Site:
    """A web site of one page and one feed; what was asked of it, and with what status."""

    base: str = ""
    price: str = "300"
    there: bool = True
    broken: bool = False
    seen: list[tuple[str, int]] = field(default_factory=list)

    async def page(self, request: web.Request) -> web.Response:
        etag = f'"{self.price}"'
        status = (
            500
            if self.broken
            else 404
            if not self.there
            else 304
            if request.headers.get("If-None-Match") == etag
            else 200
        )
        self.seen.append((request.path, status))
        text = PAGE.format(price=self.price) if status == 200 else None
        return web.Response(status=status, text=text, content_type="text/html", headers={"ETag": etag})

    async def feed(self, request: web.Request) -> web.Response:
        self.seen.append((request.path, 200))
        return web.Response(text=FEED.format(base=self.base), content_type="application/rss+xml")


@asynccontextmanager
async def site(run: Run, **changes: object) -> AsyncIterator[Site]:
    """The site and a bot that may fetch from it."""
    found = Site()
    app = web.Application()
    app.router.add_get("/crane", found.page)
    app.router.add_get("/feed", found.feed)
    runner = web.AppRunner(app)
    await runner.setup()
    try:
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        port = runner.addresses[0][1]
        found.base = f"http://127.0.0.1:{port}"
        run.policy = FetchPolicy(ports=(port,), is_allowed=lambda _: True, spacing=0.0)
        async with online(run, member_questions_per_minute=0, **changes):
            yield found
    finally:
        await runner.cleanup()


async def reindexed(run: Run) -> Message:
    used = await run.channel.slash(run.mod, "reindex")
    shown = await used.response()
    return await shown.wait_until(lambda m: "up to date" in m.text or "failed" in m.text, timeout=60)


async def asked(run: Run) -> str:
    return (await (await run.channel.slash(run.alice, "ask", question=QUESTION)).response()).text


async def test_pages_are_read_again_and_what_changed_is_said(offline: Run) -> None:
    run = offline
    async with site(run) as here:
        used = await run.channel.slash(run.mod, "article add", url=f"{here.base}/crane")
        assert "is added" in (await used.response(timeout=60)).content
        assert "300 crowns" in await asked(run)
        here.price = "450"
        report = await reindexed(run)
        assert "1 changed page was fetched anew." in report.text
        assert "Quotes that I showed here" in report.text
        assert "450 crowns" in await asked(run)
        here.seen.clear()
        assert "fetched anew" not in (await reindexed(run)).text
        assert here.seen == [("/crane", 304)]
        here.there = False
        assert "No longer on the web" in (await reindexed(run)).text
        assert "450 crowns" in await asked(run)
        used = await run.channel.slash(run.mod, "article info", article=f"{here.base}/crane")
        assert "no longer there" in (await used.response()).text


async def test_pages_are_read_again_by_themselves_when_they_are_due(offline: Run) -> None:
    run, shelf = offline, str(offline.guild.id)
    run.pace = replace(run.pace, rounds=0.05)
    pages = run.library.pages
    async with site(run, refresh_hours=1.0) as here:
        url = f"{here.base}/crane"
        await (await run.channel.slash(run.mod, "setup log", channel=run.channel)).response()
        await (await run.channel.slash(run.mod, "article add", url=url)).response(timeout=60)
        here.seen.clear()
        here.price = "450"
        pages.put(shelf, url, replace(pages.of(shelf)[url], checked_at=1.0))
        told = "read web pages again: 1 article"
        await run.server.wait_until(
            lambda: any(told in message.content for message in run.channel.bot_messages), timeout=60
        )
        assert "450 crowns" in await asked(run)
        assert here.seen == [("/crane", 200)]
        here.broken = True
        pages.put(shelf, url, replace(pages.of(shelf)[url], checked_at=1.0))
        for _ in range(400):
            if pages.of(shelf)[url].checked_at > 1.0:
                break
            await asyncio.sleep(0.05)
        tried = len(here.seen)
        await asyncio.sleep(0.3)  # several rounds
        assert len(here.seen) == tried > 1
        assert "450 crowns" in await asked(run)


async def test_a_feed_that_is_followed_brings_its_pages(offline: Run) -> None:
    run = offline
    async with site(run) as here:
        used = await run.channel.slash(run.mod, "article follow", feed=f"{here.base}/feed")
        assert "it names 1 page now" in (await used.response(timeout=60)).content
        assert "300 crowns" in await asked(run)
        used = await run.channel.slash(run.mod, "article follow", feed=f"{here.base}/crane")
        assert "is no feed" in (await used.response(timeout=60)).content
        used = await run.channel.slash(run.mod, "article unfollow", feed=f"{here.base}/feed")
        assert "any more" in (await used.response()).content
        used = await run.channel.slash(run.mod, "article unfollow", feed=f"{here.base}/feed")
        assert "do not follow such a feed" in (await used.response()).content


async def test_a_server_without_articles_is_told_how_to_add_one(run: Run) -> None:
    shown = await (await run.channel.slash(run.mod, "reindex")).response()
    await shown.wait_until(lambda m: "`/article add` adds one" in m.content, timeout=60)
    assert "up to date" not in shown.text
