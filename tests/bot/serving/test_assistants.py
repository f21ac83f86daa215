"""A client of the official SDK lists and calls every tool: in process, over HTTP with a key, over stdio."""

from __future__ import annotations

import os
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

mcp = pytest.importorskip("mcp", reason="the extra [mcp] is not installed")
import httpx2  # noqa: E402
from mcp import Client, StdioServerParameters  # noqa: E402
from mcp.client.streamable_http import streamable_http_client  # noqa: E402

from index.library import Library  # noqa: E402
from tests.bot.serving.articles import DRAFT  # noqa: E402
from tests.bot.serving.conftest import HERE, THERE, Site  # noqa: E402

TOOLS = {"ask_articles", "who_said", "check_quotes", "read_article"}


@asynccontextmanager
async def over_http(site: Site, key: str | None) -> AsyncIterator[Client]:
    headers = {"Authorization": f"Bearer {key}"} if key else {}
    async with (
        httpx2.AsyncClient(headers=headers, timeout=60) as asking,
        Client(streamable_http_client(f"{site.base}/mcp", http_client=asking)) as client,
    ):
        yield client


async def called(client: Client, tool: str, **arguments: Any) -> dict[str, Any]:
    result = await client.call_tool(tool, arguments)
    assert not result.is_error, result.content
    assert result.structured_content is not None
    return dict(result.structured_content)


async def every_tool(client: Client) -> None:
    listed = (await client.list_tools()).tools
    assert {tool.name for tool in listed} == TOOLS
    assert all(tool.description and tool.annotations and tool.annotations.read_only_hint for tool in listed)
    answer = await called(client, "ask_articles", question="What will the crossing cost?")
    assert answer["answered"]
    assert "4 crowns" in answer["quotes"][0]["text"]
    assert "#p3:" in answer["quotes"][0]["link"]
    verdict = await called(client, "who_said", text="But I will sail it.")
    assert (verdict["verdict"], verdict["speaker"]) == ("exact", "Bo Lindqvist")
    checked = await called(client, "check_quotes", draft=DRAFT)
    told = [row["verdict"] for row in checked["quotations"]]
    assert told == ["exact", "altered", "exact", "not-found"]
    assert checked["quotations"][2]["speaker_matches"] is False
    names = {row["article"] for row in (await called(client, "read_article"))["articles"]}
    assert "ferry.txt" in names
    article = await called(client, "read_article", article="ferry.txt")
    assert len(article["paragraphs"]) == 4


async def test_over_http(site: Site) -> None:
    async with over_http(site, site.library.keys.add("shared", "x")) as client:
        await every_tool(client)


async def test_a_key_sees_its_own_shelf(site: Site) -> None:
    for shelf, sees in ((HERE, True), (THERE, False)):
        async with over_http(site, site.library.keys.add(shelf, "x")) as client:
            names = {row["article"] for row in (await called(client, "read_article"))["articles"]}
            assert ("vault.txt" in names) is sees
            answer = await called(client, "ask_articles", question="With what was the Zanzibar vault opened?")
            assert ("copper" in str(answer["quotes"])) is sees
            result = await client.call_tool("read_article", {"article": "vault.txt"})
            assert result.is_error is not sees


async def test_errors_are_sentences(site: Site) -> None:
    async with over_http(site, None) as client:
        for tool, arguments, words in (
            ("ask_articles", {"question": ""}, "empty"),
            ("check_quotes", {"draft": " "}, "empty"),
            ("read_article", {"article": "none.txt"}, "none.txt"),
        ):
            result = await client.call_tool(tool, arguments)
            assert result.is_error
            assert words in str(result.content)


async def test_a_wrong_key(site: Site) -> None:
    async with over_http(site, "whosaid_00000000_" + "x" * 43) as client:
        result = await client.call_tool("ask_articles", {"question": "Who?"})
        assert result.is_error
        assert "opens nothing" in str(result.content)


async def test_over_stdio(tmp_path: Path, stocked: Library) -> None:
    data = tmp_path / "data"
    (data / "library").mkdir(parents=True)
    stocked.backup(data / "library" / "library.sqlite")
    started = StdioServerParameters(
        command=sys.executable,
        args=["-m", "bot", "mcp"],
        env={**os.environ, "DATA_DIR": str(data), "CACHE_DIR": str(tmp_path / "cache")},
        cwd=Path(__file__).parents[3],
    )
    async with Client(started) as client:
        await every_tool(client)
