"""The guarded fetch against loopback servers; names and addresses come from a resolver of ours."""

from __future__ import annotations

import asyncio
import gzip
import threading
import time
import tracemalloc
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import replace
from pathlib import Path

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer
from multidict import CIMultiDictProxy

from index.errors import ReadingError
from index.reading.sources import read_url
from index.reading.web.addresses import is_public
from index.reading.web.fetch import check_url, fetch, fetch_blocking
from index.reading.web.policy import FetchError, FetchPolicy, RefusedError, resolve_by_system

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
def seen() -> list[CIMultiDictProxy[str]]:
    """The headers of requests that came for a cookie."""
    return []


@pytest.fixture
async def server(seen: list[CIMultiDictProxy[str]]) -> AsyncIterator[TestServer]:
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

    async def cookie(request: web.Request) -> web.Response:
        seen.append(request.headers)
        again = {"Location": "/cookie?again", "Set-Cookie": "id=7; Path=/"}
        return web.Response(status=302, headers=again) if not request.query_string else await page(request)

    app = web.Application()
    app.router.add_get("/cookie", cookie)
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
        ("/image", "kind of file"),
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
    if "10.0.0.7" not in target:  # where a name leads is not told
        assert "10.0.0.7" not in str(caught.value)
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


@asynccontextmanager
async def raw_server(answer: bytes, *, drip: float = 0) -> AsyncIterator[int]:
    """A server that says just these bytes to everybody, slowly if told; its port."""

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(ConnectionError):
            await reader.readuntil(b"\r\n\r\n")
            for piece in [answer] if not drip else [answer[i : i + 1] for i in range(len(answer))]:
                writer.write(piece)
                await writer.drain()
                await asyncio.sleep(drip)
            writer.close()

    running = await asyncio.start_server(serve, "127.0.0.1")
    async with running:
        yield running.sockets[0].getsockname()[1]


def said(body: bytes, *headers: str, status: str = "200 OK") -> bytes:
    return "\r\n".join([f"HTTP/1.1 {status}", "Connection: close", *headers, "", ""]).encode() + body


BOMB = gzip.compress(b"\x00" * 300_000_000)


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (said(b"short", "Content-Type: text/plain", "Content-Length: 500000"), "could not be fetched"),
        (said(b"x" * 2_000_000, "Content-Type: text/plain", "Content-Length: 99999999999"), "larger than 1 MB"),
        (said(b"x" * 2_000_000, "Content-Type: text/plain"), "larger than 1 MB"),
        (said(b"x", "Content-Type: text/plain", "Content-Length: -5"), "could not be fetched"),
        (said(b"zz\r\nnothing", "Content-Type: text/plain", "Transfer-Encoding: chunked"), "could not be fetched"),
        (said(BOMB, "Content-Type: text/html", "Content-Encoding: gzip"), "larger than 1 MB"),
        (said(b"no gzip", "Content-Type: text/html", "Content-Encoding: gzip"), "could not be fetched"),
        (said(b"x", "Content-Type: text/html", "Content-Encoding: br"), "not asked for|could not be"),
        (said(b"x", "Content-Type: text/html", "Content-Encoding: gzip, gzip"), "not asked for"),
        (said(b"<p>x", "Content-Length: 4"), "kind of file"),
        (said(b"<p>x", "Content-Type: application/octet-stream"), "kind of file"),
        (said(b"x", *(f"X-{n}: {'y' * 7_000}" for n in range(2_000)), "Content-Type: text/plain"), "could not be"),
        (said(b"", "Location: /again", status="302 Found"), "redirects more than 5 times"),
        (said(b"", status="302 Found"), "redirects to nowhere"),
        (said(b"", "Location: http://[", status="302 Found"), "an address that is none"),
        (said(b"", "Location: data:text/html,x", status="302 Found"), "only http and https"),
        (said(b"x", "Content-Type: text/html", status="206 Partial Content"), "status 206"),
        (b"SSH-2.0-OpenSSH_9.0\r\n", "could not be fetched"),
        (b"", "could not be fetched"),
    ],
    ids=[
        "cut", "promises much", "endless", "negative", "bad chunks", "bomb", "no gzip", "brotli", "twice", "no type",
        "type", "headers", "loop", "nowhere", "bad target", "data", "partial", "ssh", "silent",
    ],
)  # fmt: skip
async def test_lying_servers(answer: bytes, words: str, policy: FetchPolicy) -> None:
    async with raw_server(answer) as port:
        with pytest.raises(FetchError, match=words) as caught:
            await fetch(f"http://news.test:{port}/", replace(policy, ports=(port,), seconds=10))
    assert "\n" not in str(caught.value)


async def test_a_bomb_is_not_unpacked_to_the_end(policy: FetchPolicy) -> None:
    async with raw_server(said(BOMB, "Content-Type: text/html", "Content-Encoding: gzip")) as port:
        tracemalloc.start()
        with pytest.raises(FetchError):
            await fetch(f"http://news.test:{port}/", replace(policy, ports=(port,), seconds=10))
        _, most = tracemalloc.get_traced_memory()
        tracemalloc.stop()
    assert most < 20_000_000


async def test_a_body_that_drips_is_given_up(policy: FetchPolicy) -> None:
    async with raw_server(said(b"x" * 5_000, "Content-Type: text/plain"), drip=0.01) as port:
        with pytest.raises(FetchError, match=r"within 0\.5 seconds"):
            await fetch(f"http://news.test:{port}/", replace(policy, ports=(port,), seconds=0.5))


async def test_what_is_called_a_page_and_is_none_is_one_sentence(policy: FetchPolicy) -> None:
    for body in (b"\x89PNG\r\n\x1a\n" + bytes(2_000), bytes(range(256)) * 50, b"{}" * 100):
        async with raw_server(said(body, "Content-Type: text/html")) as port:
            with pytest.raises(ReadingError, match=r"^http://news\.test:\d+/ .*\.$"):
                await asyncio.to_thread(
                    read_url, f"http://news.test:{port}/", policy=replace(policy, ports=(port,))
                )


async def test_no_cookies_and_no_secrets_are_sent(
    server: TestServer, policy: FetchPolicy, seen: list[CIMultiDictProxy[str]]
) -> None:
    await fetch(f"http://news.test:{server.port}/cookie", policy)
    assert len(seen) == 2
    for headers in seen:
        assert "Cookie" not in headers
        assert set(headers) <= {"Host", "User-Agent", "Accept", "Accept-Encoding", "Connection"}


async def test_a_name_server_that_never_answers_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    go_on = threading.Event()

    def hang(*_: object, **__: object) -> list[object]:
        go_on.wait(30)
        return []

    with monkeypatch.context() as patch:
        patch.setattr("socket.getaddrinfo", hang)
        begun = time.monotonic()
        with pytest.raises(FetchError, match=r"within 0\.3 seconds"):
            await asyncio.to_thread(fetch_blocking, "http://news.test/", FetchPolicy(seconds=0.3))
        assert time.monotonic() - begun < 20  # well before the name server answers
        go_on.set()


async def test_the_systems_resolver() -> None:
    assert "127.0.0.1" in await resolve_by_system("127.0.0.1", 80)
    for host in ("no-such-host.invalid", "a" * 70 + ".test", "x..y"):
        with pytest.raises(OSError):  # noqa: PT011  (each system has words of its own)
            await resolve_by_system(host, 80)


LOOPBACK = (
    "127.0.0.1 2130706433 0x7f000001 0X7F000001 017700000001 0177.0.0.1 0x7f.0.0.1 0x7f.1 127.1 127.0.1 127.000.000.001 "
    "00000000177.1 [::1] [0:0:0:0:0:0:0:1] [::ffff:127.0.0.1] [::ffff:7f00:1] [0:0:0:0:0:ffff:127.0.0.1] [::127.0.0.1] "
    "[2002:7f00:1::] [64:ff9b::127.0.0.1] [64:ff9b:1::7f00:1] [2001:0:7f00:1::1] [::] [::1%25lo] [fe80::1%25eth0] 0.0.0.0 "
    "0 127.0.0.1. ①②⑦.⓪.⓪.① １２７.１ 127｡0｡0｡1 %31%32%37.0.0.1 127.0.0.1%00.example.org"
).split()


@pytest.mark.parametrize("host", LOOPBACK)
@pytest.mark.parametrize("start", ["http://{}/", "http://{}:80/", "https://{}:443/x?y#z", "http://{}./"])
async def test_no_form_of_loopback_is_connected_to(host: str, start: str, names: Names) -> None:
    """Also when a name server would give a public address for such a name, and the system's an own one."""
    with pytest.raises(FetchError):
        await fetch(start.format(host), FetchPolicy(resolve=names, seconds=2))
    assert all(is_name(asked) for asked in names.asked)


def is_name(host: str) -> bool:
    return any(char.isalpha() for char in host)
