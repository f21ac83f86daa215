"""Links, keys and tools: what is on one shelf is not seen with another's, nor without any."""

from __future__ import annotations

from collections.abc import Iterator

import httpx
import pytest

from bot.serving.links import Leave, Links, secret_in
from bot.settings import Settings
from index.library import Library
from index.model import View
from tests.bot.serving.conftest import HERE, THERE, Ask, MakeSettings

WORDS = ("Zanzibar", "Zeller", "copper", "altar", "vault.txt")
QUESTION = "With what was the Zanzibar vault opened?"
QUOTE = "The copper key was hidden below the altar"
JSON_BODIES = {
    "/v1/ask": [{"question": QUESTION}, {"question": "What was opened?", "article": "vault.txt"}],
    "/v1/who-said": [
        {"text": QUOTE},
        {"text": QUOTE, "article": "vault.txt"},
        {"text": QUOTE, "speaker": "Zeller"},
    ],
    "/v1/check": [
        {"text": f"“{QUOTE},” said Quirin Zeller."},
        {"text": f"“{QUOTE}”", "article": "vault.txt"},
    ],
}
READS = (
    "/v1/quotes",
    "/v1/quotes?speaker=Quirin Zeller",
    "/v1/quotes?article=vault.txt",
    "/v1/articles",
    "/v1/read?article=vault.txt",
)


def nothing(text: str, *typed: str) -> None:
    """None of the secret, apart from what was asked with."""
    for mine in sorted(
        (*typed, QUESTION, QUOTE, "said Quirin Zeller", "Zeller", "vault.txt"), key=len, reverse=True
    ):
        text = text.replace(mine, "")
    for word in WORDS:
        assert word.casefold() not in text.casefold(), text


@pytest.fixture
def settings(make_settings: MakeSettings) -> Settings:
    return make_settings(serve_shared=False)


@pytest.fixture
def links(settings: Settings) -> Links:
    return Links(secret_in(settings.data_dir), 7)


@pytest.fixture
def secret(stocked: Library) -> int:
    """The number of the server's article."""
    return stocked.details("vault.txt", View((HERE,))).info.id


def tokens(links: Links, stocked: Library, secret: int) -> Iterator[str]:
    """Every kind of leave that is not for the article."""
    other = stocked.details("cellar.txt", View((THERE,))).info.id
    yield ""
    yield links.token(Leave(THERE))
    yield links.token(Leave(THERE, other))
    yield links.token(Leave(THERE, secret))  # nobody signs that, but if
    yield links.token(Leave("shared"))
    yield links.token(Leave(HERE, other))
    yield links.token(Leave(HERE, secret))[:-2] + "xx"
    yield Links(b"x" * 64, 7).token(Leave(HERE, secret))
    yield Links(secret_in_other(), 7).token(Leave(HERE))


def secret_in_other() -> bytes:
    return b"another machine's secret, 32 long"


async def test_pages(client: Ask, settings: Settings, links: Links, stocked: Library, secret: int) -> None:
    asking = client(**settings.model_dump(include={"serve_shared", "data_dir"}))
    for token in tokens(links, stocked, secret):
        query = f"?t={token}" if token else ""
        for path in ("/", f"/a/{secret}", f"/a/{secret}/changes"):
            response = await asking.get(f"{path}{query}", follow_redirects=True)
            nothing(response.text)
            if path != "/":
                assert response.status_code in (403, 404)
        for path in ("", f"/a/{secret}"):
            for body in ({"question": QUESTION, "text": f"“{QUOTE}”"},):
                for box in ("/ask", "/check"):
                    response = await asking.post(f"{path}{box}{query}", data=body)
                    nothing(response.text)


async def test_the_link_itself_opens_it_and_nothing_else(
    client: Ask, settings: Settings, links: Links, stocked: Library, secret: int
) -> None:
    asking = client(**settings.model_dump(include={"serve_shared", "data_dir"}))
    token = links.token(Leave(HERE, secret))
    page = await asking.get(f"/a/{secret}?t={token}")
    assert "Zanzibar" in page.text
    assert (await asking.get(f"/?t={token}")).headers["location"] == f"/a/{secret}?t={token}"
    for other in range(1, 12):
        if other != secret:
            assert (await asking.get(f"/a/{other}?t={token}")).status_code == 404
    answer = await asking.post(
        f"/a/{secret}/ask?t={token}", data={"question": "Will the ferry sail all night?"}
    )
    assert "Lindow" not in answer.text
    assert "Moor" not in answer.text
    for path in ("/ask", "/check"):  # the whole shelf is not what the link is for
        assert (
            await asking.post(f"{path}?t={token}", data={"question": "x", "text": "x"})
        ).status_code == 404


async def test_missing_and_forbidden_look_alike(
    client: Ask, settings: Settings, links: Links, secret: int
) -> None:
    asking = client(**settings.model_dump(include={"serve_shared", "data_dir"}))
    for query in ("", f"?t={links.token(Leave(THERE))}"):
        there, nowhere = await asking.get(f"/a/{secret}{query}"), await asking.get(f"/a/999999{query}")
        assert (there.status_code, there.text) == (nowhere.status_code, nowhere.text)


async def test_programs(client: Ask, settings: Settings, stocked: Library) -> None:
    asking = client(**settings.model_dump(include={"serve_shared", "data_dir"}))
    outside = [{}, key(stocked, THERE), key(stocked, "shared"), {"Authorization": "Bearer vault.txt"}]
    for headers in outside:
        await _asked(asking, headers)
    inside = await asking.post("/v1/ask", json={"question": QUESTION}, headers=key(stocked, HERE))
    assert "copper key" in inside.text


async def _asked(asking: httpx.AsyncClient, headers: dict[str, str]) -> None:
    for path, bodies in JSON_BODIES.items():
        for body in bodies:
            nothing((await asking.post(path, json=body, headers=headers)).text)
    for path in READS:
        nothing((await asking.get(path, headers=headers)).text)


async def test_a_key_is_no_link_and_a_link_no_key(
    client: Ask, settings: Settings, links: Links, stocked: Library, secret: int
) -> None:
    asking = client(**settings.model_dump(include={"serve_shared", "data_dir"}))
    mine = key(stocked, HERE)
    nothing((await asking.get(f"/a/{secret}", headers=mine)).text)
    token = links.token(Leave(HERE, secret))
    for headers in ({"Authorization": f"Bearer {token}"}, {}):
        response = await asking.post(f"/v1/ask?t={token}", json={"question": QUESTION}, headers=headers)
        assert response.status_code == 401


async def test_the_shared_shelf_is_closed_unless_it_is_switched_on(client: Ask, stocked: Library) -> None:
    ferry = stocked.details("ferry.txt").info.id
    for shared, status in ((False, 404), (True, 200)):
        asking = client(serve_shared=shared)
        for path in ("/", f"/a/{ferry}"):
            response = await asking.get(path)
            assert response.status_code == status
            assert ("Lindow" in response.text) is shared


def key(library: Library, shelf: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {library.keys.add(shelf, 'test')}"}
