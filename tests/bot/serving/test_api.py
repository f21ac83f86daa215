"""The API: the contract's objects, described by its own OpenAPI; keys; problems."""

from __future__ import annotations

from typing import Any

import httpx
import jsonschema
import pytest

from index.library import Library
from index.model import View
from tests.bot.serving.articles import DRAFT
from tests.bot.serving.conftest import HERE, Ask


@pytest.fixture
def key(stocked: Library) -> dict[str, str]:
    """Headers with a key to the shelf 12."""
    return {"Authorization": f"Bearer {stocked.keys.add(HERE, 'test')}"}


async def described(asking: httpx.AsyncClient) -> dict[str, Any]:
    document: dict[str, Any] = (await asking.get("/v1/openapi.json")).json()
    return document


def fits(document: dict[str, Any], path: str, method: str, response: httpx.Response) -> Any:
    """The body, after the document's own schema for this status has taken it."""
    told = document["paths"][path][method]["responses"][str(response.status_code)]["content"]
    kind = response.headers["content-type"].partition(";")[0]
    schema = {**told[kind]["schema"], "components": document["components"]}
    jsonschema.validate(response.json(), schema)
    return response.json()


async def test_ask(client: Ask, stocked: Library) -> None:
    asking = client()
    response = await asking.post("/v1/ask", json={"question": "What will the crossing cost?"})
    answer = fits(await described(asking), "/v1/ask", "post", response)
    best = answer["quotes"][0]
    assert answer["answered"]
    assert "4 crowns" in best["text"]
    article = stocked.read(stocked.details("ferry.txt").info.id).article
    assert article.text[best["start"] : best["end"]] == best["text"]
    assert best["link"].startswith(f"http://127.0.0.1/a/{stocked.details('ferry.txt').info.id}#p3:")


async def test_a_follow_up(client: Ask) -> None:
    previous = {"question": "Who chairs the board?", "answer": "“We have waited long enough,” said Ada Moor."}
    response = await client().post("/v1/ask", json={"question": "Who said so?", "previous": previous})
    assert response.status_code == 200
    assert response.json()["question"] == "Who said so?"


async def test_who_said(client: Ask) -> None:
    asking = client()
    response = await asking.post("/v1/who-said", json={"text": "But I will sail it.", "speaker": "Ada Moor"})
    verdict = fits(await described(asking), "/v1/who-said", "post", response)
    assert verdict["verdict"] == "exact"
    assert verdict["speaker"] == "Bo Lindqvist"
    assert verdict["speaker_matches"] is False
    assert "#p4:" in verdict["quote"]["link"]


async def test_check(client: Ask) -> None:
    asking = client()
    response = await asking.post("/v1/check", json={"text": DRAFT})
    done = fits(await described(asking), "/v1/check", "post", response)
    told = [(row["verdict"], row["speaker_matches"]) for row in done["quotations"]]
    assert told == [("exact", True), ("altered", True), ("exact", False), ("not-found", None)]
    assert done["left_out"] == 0
    for row in done["quotations"]:
        assert DRAFT[row["place"]["start"] : row["place"]["end"]] == row["query"]


async def test_quotes_and_articles_and_read(client: Ask, stocked: Library) -> None:
    asking = client()
    document = await described(asking)
    quotes = fits(
        document, "/v1/quotes", "get", await asking.get("/v1/quotes?speaker=ada moor&article=ferry.txt")
    )
    assert quotes["total"] == len(quotes["quotes"]) >= 2
    assert {quote["speaker"] for quote in quotes["quotes"]} == {"Ada Moor"}
    one = (await asking.get("/v1/quotes?limit=1&offset=1")).json()
    everything = (await asking.get("/v1/quotes")).json()["quotes"]
    assert one["quotes"] == everything[1:2]
    listed = fits(document, "/v1/articles", "get", await asking.get("/v1/articles"))
    assert [row["article"] for row in listed["articles"]] == ["ferry.txt", "pier.txt"]
    read = fits(document, "/v1/read", "get", await asking.get("/v1/read?article=pier.txt"))
    text = stocked.read(stocked.details("pier.txt").info.id).article.text
    assert all(text[p["start"] : p["end"]] == p["text"] for p in read["paragraphs"])


async def test_a_key_opens_its_shelf(client: Ask, key: dict[str, str]) -> None:
    asking = client(serve_shared=False)
    listed = (await asking.get("/v1/articles", headers=key)).json()["articles"]
    assert [row["article"] for row in listed] == ["ferry.txt", "pier.txt", "vault.txt"]
    assert "?t=" in listed[-1]["link"]
    response = await asking.post("/v1/ask", json={"question": "Who keeps the vault?"}, headers=key)
    link = response.json()["quotes"][0]["link"]
    assert (await asking.get(link)).status_code == 200  # the link brings its own leave


@pytest.mark.parametrize(
    ("method", "path", "body", "status", "words"),
    [
        ("POST", "/v1/ask", {}, 400, "question"),
        ("POST", "/v1/ask", {"question": ""}, 400, "empty"),
        ("POST", "/v1/ask", {"question": "x" * 501}, 400, "501"),
        ("POST", "/v1/ask", {"question": 5}, 400, "question"),
        ("POST", "/v1/ask", {"question": "Who?", "articel": "x"}, 400, "articel"),
        ("POST", "/v1/ask", {"question": "Who?", "article": "none.txt"}, 404, "none.txt"),
        ("POST", "/v1/who-said", {"text": " "}, 400, "empty"),
        ("POST", "/v1/check", {"text": "x" * 100_001}, 400, "100,001"),
        ("GET", "/v1/read", None, 400, "?article=NAME"),
        ("GET", "/v1/read?article=none.txt", None, 404, "none.txt"),
        ("GET", "/v1/quotes?limit=-1", None, 400, "whole numbers"),
    ],
)
async def test_problems(
    client: Ask, method: str, path: str, body: dict[str, Any] | None, status: int, words: str
) -> None:
    asking = client()
    response = await asking.request(method, path, json=body)
    told = fits(await described(asking), path.partition("?")[0], method.lower(), response)
    assert (response.status_code, told["status"]) == (status, status)
    assert words in told["detail"]
    assert response.headers["content-type"] == "application/problem+json"


async def test_bodies_that_are_no_json(client: Ask) -> None:
    for raw in (b"{", b"\xff\xfe", b"[]", b"null", b'{"question": "\\ud800"}', b"[" * 100_000):
        response = await client().post("/v1/ask", content=raw)
        assert response.status_code == 400, raw[:20]
        assert response.headers["content-type"] == "application/problem+json"


async def test_without_a_key(client: Ask, stocked: Library) -> None:
    asking = client(serve_shared=False)
    document = await described(asking)
    gone = stocked.keys.add("shared", "gone")
    stocked.keys.remove(gone.split("_")[1])
    for headers in (
        {},
        {"Authorization": "Bearer x"},
        {"Authorization": f"Bearer {gone}"},
        {"Authorization": f"Basic {stocked.keys.add('shared', 'x')}"},
    ):
        response = await asking.post("/v1/ask", json={"question": "Who?"}, headers=headers)
        fits(document, "/v1/ask", "post", response)
        assert response.status_code == 401
        assert response.headers["www-authenticate"] == "Bearer"


async def test_limits_of_a_key(client: Ask, key: dict[str, str]) -> None:
    asking = client(member_questions_per_minute=2)
    document = await described(asking)
    responses = [
        await asking.post("/v1/who-said", json={"text": f"some words {n}"}, headers=key) for n in range(3)
    ]
    assert [r.status_code for r in responses] == [200, 200, 429]
    assert "before your next question" in fits(document, "/v1/who-said", "post", responses[-1])["detail"]
    assert responses[-1].headers["retry-after"] == "30"


async def test_the_document_names_every_route(client: Ask) -> None:
    from bot.serving.api import Api

    document = await described(client())
    routes = {route.path for route in Api.routes(Api.__new__(Api))}
    assert routes - {"/v1/openapi.json"} == set(document["paths"])


def test_the_view_of_a_server_has_its_article(stocked: Library) -> None:
    """What the tests above take for granted."""
    assert [info.name for info in stocked.articles(View((HERE,)))] == ["vault.txt"]
