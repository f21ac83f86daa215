"""The guarded fetch against loopback servers; names and addresses come from a resolver of ours."""

from __future__ import annotations

import asyncio
import gzip
import time
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from index.reading.addresses import is_public
from index.reading.fetch import FetchError, FetchPolicy, RefusedError, check_url, fetch, fetch_blocking
from index.reading.sources import read_url

PAGE = (Path(__file__).parent / "pages" / "press_release.html").read_bytes()


class Names:
    """A resolver whose answers are set by the test; each host gives its answers in turn, then the last again."""

    def __init__(self) -> None:
        self.answers: dict[str, list[list[str]]] = {
            "news.test": [["127.0.0.1"]],
            "inner.test": [["10.0.0.7"]],
        }
        self.asked: list[str] = []

    async def __call__(self, host: str, port: int) -> list[str]:
        self.asked.append(host)
        answers = self.answers.get(host)
        if not answers:
            raise OSError("unknown host")
        return answers.pop(0) if len(answers) > 1 else answers[0]


@pytest.fixture
def names() -> Names:
    return Names()


@pytest.fixture
async def server() -> AsyncIterator[TestServer]:
    async def page(request: web.Request) -> web.Response:
        return web.Response(body=PAGE, content_type="text/html", charset="utf-8")

    async def hop(request: web.Request) -> web.Response:
        left = int(request.match_info["left"])
        return web.Response(status=302, headers={"Location": f"/hop/{left - 1}" if left else "/page"})

    async def to(request: web.Request) -> web.Response:
        return web.Response(status=302, headers={"Location": request.query["url"]})

    async def packed(request: web.Request) -> web.Response:
        body = gzip.compress(b"<p>" + b"x" * 5_000_000)
        return web.Response(body=body, content_type="text/html", headers={"Content-Encoding": "gzip"})

    async def large(request: web.Request) -> web.Response:
        return web.Response(body=b"x" * 2_000_000, content_type="text/plain")

    async def slow(request: web.Request) -> web.Response:
        await asyncio.sleep(5)
        return web.Response(text="late")

    async def image(request: web.Request) -> web.Response:
        return web.Response(body=b"x", content_type="image/png")

    app = web.Application()
    app.router.add_get("/page", page)
    app.router.add_get("/hop/{left}", hop)
    app.router.add_get("/to", to)
    app.router.add_get("/packed", packed)
    app.router.add_get("/large", large)
    app.router.add_get("/slow", slow)
    app.router.add_get("/image", image)
    running = TestServer(app, host="127.0.0.1")
    async with running:
        yield running


@pytest.fixture
def policy(server: TestServer, names: Names) -> FetchPolicy:
    return FetchPolicy(
        ports=(80, 443, server.port or 0),
        max_bytes=1_000_000,
        seconds=3,
        resolve=names,
        is_allowed=lambda address: address == "127.0.0.1" or is_public(address),
    )


async def test_page(server: TestServer, policy: FetchPolicy, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "https_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    fetched = await fetch(f"http://news.test:{server.port}/hop/4#part", policy)
    assert fetched.raw == PAGE
    assert fetched.final_url == f"http://news.test:{server.port}/page"
    assert fetched.content_type.startswith("text/html")


async def test_article(server: TestServer, policy: FetchPolicy) -> None:
    url = f"http://news.test:{server.port}/page"
    article = await asyncio.to_thread(read_url, url, policy=policy)
    assert (article.name, article.url) == (url, url)
    assert article.title == "Moss remembers drought, study finds"


async def test_blocking_inside_a_loop(server: TestServer, policy: FetchPolicy) -> None:
    fetched = await asyncio.to_thread(fetch_blocking, f"http://news.test:{server.port}/page", policy)
    assert fetched.raw == PAGE


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("/hop/5", "redirects more than 5 times"),
        ("/packed", "larger than 1 MB"),
        ("/large", "larger than 1 MB"),
        ("/image", "neither a page"),
        ("/none", "status 404"),
    ],
)
async def test_errors(path: str, words: str, server: TestServer, policy: FetchPolicy) -> None:
    with pytest.raises(FetchError, match=words):
        await fetch(f"http://news.test:{server.port}{path}", policy)


async def test_slow(server: TestServer, policy: FetchPolicy) -> None:
    begun = time.monotonic()
    with pytest.raises(FetchError, match=r"within 0\.3 seconds"):
        await fetch(f"http://news.test:{server.port}/slow", replace(policy, seconds=0.3))
    assert time.monotonic() - begun < 2


@pytest.mark.parametrize(
    "target",
    [
        "http://inner.test/",
        "http://10.0.0.7/",
        "http://169.254.169.254/latest/meta-data",
        "http://[::1]/",
        "http://[::ffff:10.0.0.7]/",
        "http://2130706433/",
        "http://0x7f.1/",
        "//inner.test/x",
        "file:///etc/passwd",
        "ftp://news.test/x",
        "http://user:pass@news.test/",
        "http://news.test:22/",
    ],
)
async def test_no_redirect_inside(target: str, server: TestServer, policy: FetchPolicy) -> None:
    with pytest.raises(RefusedError) as caught:
        await fetch(f"http://news.test:{server.port}/to?url={target}", policy)
    assert "10.0.0.7" not in str(caught.value) or "10.0.0.7" in target
    assert str(caught.value).count(".") >= 1


async def test_one_bad_address_refuses_the_host(
    server: TestServer, policy: FetchPolicy, names: Names
) -> None:
    names.answers["mixed.test"] = [["127.0.0.1", "192.168.0.9"]]
    with pytest.raises(RefusedError) as caught:
        await fetch(f"http://mixed.test:{server.port}/page", policy)
    assert "192.168" not in str(caught.value)


async def test_rebinding(server: TestServer, policy: FetchPolicy, names: Names) -> None:
    """Public at first, private at the next look: only what was checked is ever connected to."""
    names.answers["evil.test"] = [["127.0.0.1"], ["10.0.0.7"]]
    url = f"http://evil.test:{server.port}"
    assert (await fetch(f"{url}/page", policy)).raw == PAGE
    assert names.asked == ["evil.test"]
    with pytest.raises(RefusedError):
        await fetch(f"{url}/page", policy)
    names.answers["evil.test"] = [["127.0.0.1"], ["10.0.0.7"]]
    with pytest.raises(RefusedError):
        await fetch(f"{url}/hop/1", policy)


async def test_loopback_is_refused_by_default(server: TestServer, policy: FetchPolicy) -> None:
    strict = replace(policy, is_allowed=is_public)
    for host in ("news.test", "127.0.0.1", "localhost"):
        with pytest.raises(FetchError):
            await fetch(f"http://{host}:{server.port}/page", strict)


async def test_allow_list(server: TestServer, policy: FetchPolicy, names: Names) -> None:
    names.answers |= {"www.news.test": [["127.0.0.1"]], "evilnews.test": [["127.0.0.1"]]}
    narrow = replace(policy, hosts=("News.test",))
    for host in ("news.test", "www.news.test"):
        assert (await fetch(f"http://{host}:{server.port}/page", narrow)).raw == PAGE
    for host in ("evilnews.test", "news.test.evil.test", "other.test"):
        with pytest.raises(RefusedError, match="allowed hosts"):
            await fetch(f"http://{host}:{server.port}/page", narrow)


@pytest.mark.parametrize(
    "url",
    ["", "http://", "http:///x", "news.test/x", "http://news.test:99999/", "http://[::1", "http://a b.test/",
     "http://news.test\\@inner.test/", "http://news.test/\n", "javascript:alert(1)", "http://x.test/" + "y" * 2_000],
)  # fmt: skip
def test_malformed(url: str) -> None:
    with pytest.raises(RefusedError):
        check_url(url, FetchPolicy())


@pytest.mark.parametrize(
    "host", ["①②⑦.0.0.1", "127。0。0。1", "１２７.0.0.1", "0X7F.1", "[::ffff:7f00:1]", "0", "127.1."]
)
async def test_disguised_loopback(host: str) -> None:
    async def never(host: str, port: int) -> list[str]:
        raise AssertionError("looked up")

    with pytest.raises(RefusedError):
        check_url(f"http://{host}/", FetchPolicy(resolve=never))
    with pytest.raises(RefusedError):
        await fetch(f"http://{host}/", FetchPolicy(resolve=never))


async def test_unknown_host(policy: FetchPolicy) -> None:
    with pytest.raises(FetchError, match="could not be fetched"):
        await fetch("http://nowhere.test/", policy)
