"""The guarded web fetch: a stranger may name the address, so every hop's every address is checked.

The check sits in the connector's resolver, hence what was checked is what is connected to. Redirects are followed
by hand; https to http is refused, for somebody on the way could then put words into the article.
"""

from __future__ import annotations

import asyncio
import concurrent.futures
import ipaddress
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import SplitResult, urljoin, urlsplit, urlunsplit

from index.errors import ReadingError
from index.reading.web.addresses import is_odd_number
from index.reading.web.policy import FetchError, FetchPolicy, GoneError, RefusedError, Validators

if TYPE_CHECKING:
    import aiohttp

MAX_URL = 2_000
"""Longest address that is fetched, in characters."""
USER_AGENT = "whosaid (reads articles for quotation)"
_LONGEST = 300
"""Characters of a validator."""
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_DOTS = str.maketrans("。．｡", "...")
_PORTS = {"http": 80, "https": 443}
_ENCODINGS = frozenset({"", "identity", "gzip", "x-gzip", "deflate"})
"""What is unpacked: others (br, zstd) blow up a thousandfold and are never asked for."""


@dataclass(frozen=True, slots=True)
class Fetched:
    """What came: the body after decompression, the Content-Type header, the address after redirects.

    ``unchanged``: the page is the one that the validators name, and there is no body.
    """

    raw: bytes
    content_type: str
    final_url: str
    validators: Validators = Validators()
    unchanged: bool = False


async def fetch(url: str, policy: FetchPolicy | None = None, since: Validators | None = None) -> Fetched:
    """Fetch one http(s) address, unless it is what ``since`` names. Raises FetchError, GoneError or RefusedError with
    one sentence."""
    policy = policy or FetchPolicy()
    try:
        async with asyncio.timeout(policy.seconds):
            return await _follow(url, policy, since or Validators())
    except TimeoutError as error:
        raise FetchError(
            "{host} did not answer within {seconds:g} seconds.", host=_shown(url), seconds=policy.seconds
        ) from error


def fetch_blocking(url: str, policy: FetchPolicy | None = None, since: Validators | None = None) -> Fetched:
    """``fetch`` for code without an event loop; in a thread of its own where one is running."""
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return asyncio.run(fetch(url, policy, since))
    with concurrent.futures.ThreadPoolExecutor(1) as pool:
        return pool.submit(lambda: asyncio.run(fetch(url, policy, since))).result()


def check_url(url: str, policy: FetchPolicy) -> SplitResult:
    """The address in parts, when its form is allowed. Raises RefusedError; looks nothing up."""
    shown = _shown(url)
    if len(url) > MAX_URL or any(not char.isprintable() or char.isspace() or char == "\\" for char in url):
        raise RefusedError("That is no web address that can be fetched.")
    try:
        parts = urlsplit(url)
        host, port = (parts.hostname or "").rstrip("."), parts.port
    except ValueError as error:
        raise RefusedError("That is no web address that can be fetched.") from error
    if "%" in host:  # some would decode it, and it names a scope of an IPv6 address
        raise RefusedError("That is no web address that can be fetched.")
    if not host:
        raise RefusedError("That address is not fetched: only http and https addresses are.")
    if parts.scheme not in _PORTS:
        raise RefusedError("{host} is not fetched: only http and https addresses are.", host=shown)
    if parts.username is not None or parts.password is not None:
        raise RefusedError("An address with a user name or password in it is not fetched.")
    if (port or _PORTS[parts.scheme]) not in policy.ports:
        raise RefusedError("{host} is not fetched: its port is not allowed.", host=shown)
    if policy.hosts and not any(_under(host, allowed) for allowed in policy.hosts):
        raise RefusedError("{host} is not fetched: its host is not on the list of allowed hosts.", host=shown)
    _check_literal(host, shown, policy)
    _check_literal(unicodedata.normalize("NFKC", host).translate(_DOTS), shown, policy)
    return parts


def _check_literal(host: str, shown: str, policy: FetchPolicy) -> None:
    """Hosts that are addresses themselves: aiohttp asks no resolver about these."""
    if is_odd_number(host):
        raise RefusedError("{host} is not fetched: it is not on the public internet.", host=shown)
    try:
        literal = str(ipaddress.ip_address(host))
    except ValueError:
        return
    if not policy.is_allowed(literal):
        raise RefusedError("{host} is not fetched: it is not on the public internet.", host=shown)


async def _follow(url: str, policy: FetchPolicy, since: Validators) -> Fetched:
    import aiohttp
    import yarl

    from index.reading.web.resolver import guarded_connector

    shown = _shown(url)
    async with aiohttp.ClientSession(
        connector=guarded_connector(policy),
        cookie_jar=aiohttp.DummyCookieJar(),
        trust_env=False,
        auto_decompress=True,
        headers={
            "User-Agent": USER_AGENT,
            "Accept": ", ".join(sorted(policy.media)),
            "Accept-Encoding": "gzip, deflate",  # unpacked piece by piece, by aiohttp
        }
        | _conditions(since),
    ) as session:
        for _ in range(policy.redirects + 1):
            parts = check_url(url, policy)
            url = urlunsplit(parts._replace(fragment=""))
            try:
                address = yarl.URL(url)
                _check_literal(address.raw_host or "", shown, policy)  # as aiohttp will read the host
                async with session.get(address, allow_redirects=False) as response:
                    if response.status not in _REDIRECTS:
                        return await _body(response, url, shown, policy, since)
                    target = response.headers.get("Location", "")
            except aiohttp.ClientError as error:
                raise _translated(error, shown) from error
            except (ValueError, OSError) as error:
                raise FetchError("{host} could not be fetched.", host=shown) from error
            if not target:
                raise FetchError("{host} redirects to nowhere.", host=shown)
            try:
                following = urljoin(url, target)
            except ValueError as error:
                raise FetchError("{host} redirects to an address that is none.", host=shown) from error
            if url.startswith("https:") and following.lower().startswith("http:"):
                raise RefusedError("{host} is not fetched: it redirects from https to http.", host=shown)
            url = following
    raise FetchError("{host} redirects more than {most} times.", host=shown, most=policy.redirects)


async def _body(
    response: aiohttp.ClientResponse, url: str, shown: str, policy: FetchPolicy, since: Validators
) -> Fetched:
    found = Validators(_header(response, "ETag"), _header(response, "Last-Modified"))
    if response.status == 304 and since != Validators():
        return Fetched(b"", "", url, since, unchanged=True)
    if response.status in (404, 410):
        raise GoneError("{host} answered with status {status}.", host=shown, status=response.status)
    if response.status != 200:
        raise FetchError("{host} answered with status {status}.", host=shown, status=response.status)
    media = response.headers.get("Content-Type", "")
    if media.partition(";")[0].strip().lower() not in policy.media:
        raise FetchError("{host} sent a kind of file that is not read.", host=shown)
    if response.headers.get("Content-Encoding", "").strip().lower() not in _ENCODINGS:
        raise FetchError("{host} packs its pages in a way that was not asked for.", host=shown)
    large = FetchError("{host} is larger than {most:g} MB.", host=shown, most=policy.max_bytes / 1_000_000)
    if (response.content_length or 0) > policy.max_bytes:
        raise large
    raw = bytearray()
    async for chunk in response.content.iter_chunked(65_536):  # decompressed by now
        raw += chunk
        if len(raw) > policy.max_bytes:
            raise large
    return Fetched(bytes(raw), media, url, found)


def _conditions(since: Validators) -> dict[str, str]:
    named = {"If-None-Match": since.etag, "If-Modified-Since": since.modified}
    return {name: value for name, value in named.items() if value}


def _header(response: aiohttp.ClientResponse, name: str) -> str:
    """A validator that can be sent back as it came; a strange one counts as none."""
    value = response.headers.get(name, "")
    return value if len(value) <= _LONGEST and value.isascii() and value.isprintable() else ""


def _translated(error: Exception, shown: str) -> ReadingError:
    """Our own refusal out of the library's wrapping; nothing of an inner address is told."""
    cause: BaseException | None = error
    while cause is not None:
        if getattr(cause, "refused", False):
            return RefusedError("{host} is not fetched: it is not on the public internet.", host=shown)
        cause = cause.__cause__ or getattr(cause, "os_error", None)
    return FetchError("{host} could not be fetched.", host=shown)


def _under(host: str, allowed: str) -> bool:
    allowed = allowed.lower().strip().strip(".")
    return bool(allowed) and (host == allowed or host.endswith("." + allowed))


def _shown(url: str) -> str:
    """The host as asked for, without path, user or anything that could break a line."""
    try:
        host = urlsplit(url).hostname or ""
    except ValueError:
        host = ""
    return "".join(char for char in host if char.isprintable())[:100]
