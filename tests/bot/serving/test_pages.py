"""The pages as a program sees them: without JavaScript, with headers, with limits, with errors."""

from __future__ import annotations

import re
from pathlib import Path

import httpx
import pytest

from bot.serving.app import make_app
from index.library import Library
from index.opening import open_library
from index.reading.text import read_text
from tests.bot.serving.articles import SHARED
from tests.bot.serving.conftest import Ask, MakeSettings


def number(library: Library, name: str) -> int:
    return library.details(name).info.id


async def test_the_article_with_its_speakers(client: Ask, stocked: Library) -> None:
    page = await client().get(f"/a/{number(stocked, 'ferry.txt')}")
    assert page.status_code == 200
    assert "Lindow ferry to sail all night" in page.text
    assert re.search(
        r'class="said s\d+"[^>]*title="Ada Moor[^"]*">We have waited long enough for this', page.text
    )
    assert '<section class="para text" id="p4">' in page.text


async def test_asking_without_javascript(client: Ask, stocked: Library) -> None:
    at = f"/a/{number(stocked, 'ferry.txt')}"
    page = await client().post(f"{at}/ask", data={"question": "What will the crossing cost?"})
    assert page.status_code == 200
    result = page.text.partition('id="result"')[2].partition("</section>")[0]
    assert "4 crowns" in result
    (anchor,) = set(re.findall(r'href="#(p3:[\d]+-[\d]+)"', result))
    assert f'<span class="cited" id="{anchor}"' in page.text  # the link works without a script
    piece = await client().post(
        f"{at}/ask", data={"question": "What will the crossing cost?"}, headers={"x-fragment": "1"}
    )
    assert "4 crowns" in piece.text
    assert "<html" not in piece.text


async def test_checking_without_javascript(client: Ask, stocked: Library) -> None:
    page = await client().post(
        f"/a/{number(stocked, 'ferry.txt')}/check",
        data={
            "text": "“The last boat has left at eleven since 1962,” said Ada Moor. “We have not waited long enough for that,” she said."
        },
    )
    assert "Altered" in page.text
    assert re.search(r"<ins>.*eleven.*</ins>", page.text)
    assert re.search(r"<del>.*ten.*</del>", page.text)
    assert page.text.count("These words make the difference") == 1  # where the other changes are harmless
    assert "“not” is not in the article" in page.text


async def test_words_that_two_articles_have(make_settings: MakeSettings, tmp_path: Path) -> None:
    library = open_library(tmp_path)
    echo = SHARED.replace("Lindow ferry to sail all night", "What the board said on Monday")
    library.add([read_text(SHARED.encode(), "ferry.txt"), read_text(echo.encode(), "board.txt")])
    transport = httpx.ASGITransport(app=make_app(library, make_settings(), warm=False))
    async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1", timeout=60) as asking:
        page = await asking.post(
            "/check", data={"text": "“We have waited long enough for this,” said Ada Moor."}
        )
    library.close()
    result = page.text.partition('id="result"')[2]
    assert "It stands in several articles" in result
    shown = set(re.findall(r'href="/a/(\d+)#', result))
    assert len(shown) == 2


async def test_earlier_versions(client: Ask, stocked: Library) -> None:
    now = number(stocked, "pier.txt")
    page = await client().get(f"/a/{now}")
    assert "This page has changed" in page.text
    (before,) = (v.id for v in stocked.read(now).versions if not v.live)
    old = await client().get(f"/a/{before}")
    assert "An earlier version" in old.text
    assert "12 crowns a plank" in old.text
    changed = await client().get(f"/a/{now}/changes")
    assert "<del>spring,</del>" in changed.text
    assert "<ins>autumn,</ins>" in changed.text
    assert (await client().get(f"/a/{before}/changes")).status_code == 404


async def test_hostile_words_are_only_words(client: Ask, stocked: Library) -> None:
    evil = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>{{7*7}}"
    for path, field in (("/ask", "question"), ("/check", "text")):
        for where in ("", f"/a/{number(stocked, 'ferry.txt')}"):
            page = await client().post(f"{where}{path}", data={field: f"“{evil} {evil}”"[:400]})
            assert page.status_code == 200
            assert "<script>alert" not in page.text
            assert "<img" not in page.text
            assert "49" not in re.sub(r"\d{3,}", "", page.text.partition('id="result"')[2][:2000])


async def test_every_response_is_guarded(client: Ask, stocked: Library) -> None:
    asking = client()
    for path in (
        "/",
        f"/a/{number(stocked, 'ferry.txt')}",
        "/a/999999",
        "/nowhere",
        "/static/reader.css",
        "/v1/ask",
    ):
        response = await asking.get(path)
        policy = response.headers["content-security-policy"]
        assert policy.startswith("default-src 'none'")
        assert "unsafe" not in policy
        assert response.headers["referrer-policy"] == "no-referrer"
        assert response.headers["x-content-type-options"] == "nosniff"
        assert "set-cookie" not in response.headers
        assert not re.search(
            r"style=|onclick|javascript:|<script>|//(?!www\.w3)", response.text.split("<body>")[-1][:3000]
        )


async def test_no_third_party(client: Ask, stocked: Library) -> None:
    page = await client().get(f"/a/{number(stocked, 'ferry.txt')}")
    assert not re.findall(r'(?:src|href|action)="(?!/|#)[^"]*"', page.text)


async def test_too_many_questions(client: Ask, stocked: Library) -> None:
    asking = client(member_questions_per_minute=2)
    path = f"/a/{number(stocked, 'ferry.txt')}/ask"
    statuses = [
        (await asking.post(path, data={"question": f"What will it cost {n}?"})).status_code for n in range(4)
    ]
    assert statuses == [200, 200, 429, 429]
    told = await asking.post(path, data={"question": "What?"})
    assert int(told.headers["retry-after"]) == 30
    assert "before your next question" in told.text


async def test_too_many_pages(client: Ask) -> None:
    asking = client()
    statuses = {(await asking.get("/")).status_code for _ in range(260)}
    assert statuses == {200, 429}


@pytest.mark.parametrize(
    ("body", "status", "words"),
    [
        ({"question": ""}, 400, "empty"),
        ({"question": "x" * 501}, 400, "501 characters"),
        ({"other": "x"}, 400, "empty"),
        ({"question": "x" * 500_000}, 400, "bytes"),
    ],
)
async def test_bad_questions(client: Ask, body: dict[str, str], status: int, words: str) -> None:
    response = await client().post("/ask", data=body)
    assert (response.status_code, words in response.text) == (status, True)


async def test_foreign_names_point_nowhere(client: Ask) -> None:
    """A page elsewhere cannot have its own name resolve to this machine and read along."""
    response = await client().get("/", headers={"host": "evil.example.com"})
    assert response.status_code == 400
    good = await client(public_url="https://quotes.example.org").get(
        "/", headers={"host": "quotes.example.org"}
    )
    assert good.status_code == 200


async def test_nothing_inside_shows(client: Ask, monkeypatch: pytest.MonkeyPatch, stocked: Library) -> None:
    def broken(*_: object) -> None:
        raise ZeroDivisionError("the secret inside")

    monkeypatch.setattr(stocked, "articles", broken)
    response = await client().get("/")
    assert response.status_code == 500
    assert re.search(r"error [0-9a-f]{8}", response.text)
    assert "secret" not in response.text
    assert "Traceback" not in response.text
