"""/article, end to end: adding, listing, removing, binding, limits, and servers that come and go."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator
from typing import Any

import pytest

from index.library import Library
from index.model import ReindexReport, View
from tests.bot.loopback.conftest import Run, online
from tests.discord_server.message import Message
from tests.discord_server.requests import Upload

FERRY = """Ferry to run all night

The night ferry to Osk will leave at a quarter past two from the north pier, starting on 9 June.

“Nobody will have to sleep on the quay again,” said Runa Feld, the harbour master.
"""
QUESTION = "From which pier will the night ferry leave?"
SENTENCE = "The night ferry to Osk will leave at a quarter past two from the north pier"


def upload(name: str = "ferry.txt", text: str = FERRY) -> Upload:
    return Upload(name, text.encode(), "text/plain")


@pytest.fixture
def offline(offline: Run, own_library: Library) -> Run:
    """On a library of its own: these tests change it."""
    offline.library = own_library
    return offline


@pytest.fixture
async def run(offline: Run) -> AsyncIterator[Run]:
    async with online(offline, server_articles=12):
        yield offline


async def used(run: Run, name: str, **values: Any) -> Message:
    return await (await run.channel.slash(run.mod, f"article {name}", **values)).response(timeout=30)


async def asked(run: Run, question: str = QUESTION) -> str:
    return (await (await run.channel.slash(run.alice, "ask", question=question)).response(timeout=30)).text


async def test_an_attachment_is_added_asked_and_removed(run: Run) -> None:
    message = await used(run, "add", file=upload())
    assert "**Ferry to run all night** is added" in message.content
    assert message.ephemeral
    assert SENTENCE in await asked(run)
    assert "already, just like that" in (await used(run, "add", file=upload())).content
    newer = upload(text=FERRY.replace("north pier", "south pier"))
    assert "new version" in (await used(run, "add", file=newer)).content
    assert "south pier" in await asked(run)
    question = await used(run, "remove", article="ferry.txt")
    assert "Remove **Ferry to run all night**" in question.content
    await (await run.channel.click(run.mod, question, "Keep")).response()
    assert "stays" in question.content
    question = await used(run, "remove", article="Ferry to run all night")
    await (await run.channel.click(run.mod, question, "Remove")).response()
    assert "is removed" in question.content
    assert "quarter past two" not in await asked(run)


async def test_two_long_pastes_of_the_same_name_are_two_articles(run: Run) -> None:
    await used(run, "add", file=upload("message.txt"))
    other = "Harbour seals return\n\nThe seals came back to the north bay with eleven pups.\n"
    assert "is added" in (await used(run, "add", file=upload("message.txt", other))).content
    newer = upload("message.txt", other.replace("eleven", "twelve"))
    assert "new version" in (await used(run, "add", file=newer)).content
    own = {info.name: info.title for info in run.library.articles(View((str(run.guild.id),)))}
    assert own == {"message.txt": "Ferry to run all night", "message-2.txt": "Harbour seals return"}
    assert SENTENCE in await asked(run)


async def test_what_reading_left_open_is_told(run: Run) -> None:
    message = await used(run, "add", file=upload("line.txt", "The harbour bridge opens again in May\n"))
    assert "is added" in message.content
    assert "⚠️ line.txt has one line, which is its title" in message.content


@pytest.mark.parametrize("url", ["http://127.0.0.1:9/a.html", __file__])
async def test_an_address_that_is_not_public_is_refused(run: Run, url: str) -> None:
    assert "is not fetched: " in (await used(run, "add", url=url)).content


async def test_a_web_page_is_added(offline: Run) -> None:
    offline.may_fetch_here()
    async with online(offline):
        stored = offline.server.store_file(Upload("ferry.html", page().encode(), "text/html; charset=utf-8"))
        message = await used(offline, "add", url=stored["url"])
        assert "is added" in message.content, message.content
        assert SENTENCE in await asked(offline)


def page() -> str:
    title, *paragraphs = FERRY.strip().split("\n\n")
    body = "".join(f"<p>{p}</p>" for p in [*paragraphs, "The town paid for the boat with last year’s toll."])
    return f"<html><head><title>{title}</title></head><body><article><h1>{title}</h1>{body}</article></body></html>"


async def test_a_list_waits_for_nobodys_adding(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    go_on = threading.Event()
    real = Library.add

    def slow(self: Library, *given: Any, **more: Any) -> ReindexReport:
        assert go_on.wait(30)
        return real(self, *given, **more)

    monkeypatch.setattr(Library, "add", slow)
    adding = [
        await run.channel.slash(
            run.mod, "article add", file=upload(f"{n}.txt", FERRY.replace("Ferry", f"Boat {n}"))
        )
        for n in range(4)
    ]
    assert "2, page 1 of 1" in (await used(run, "list")).text
    assert "shared" in (await used(run, "info", article="library.txt")).text
    assert "alone" in (await used(run, "bind", article="library.txt")).content
    go_on.set()
    for one in adding:
        message = await one.response(timeout=30)
        await message.wait_until(lambda m: "is added" in m.content, timeout=30)


async def test_one_source_at_a_time(run: Run) -> None:
    for values in ({}, {"url": "https://example.org", "file": upload()}):
        assert "either an address or an attachment" in (await used(run, "add", **values)).content
    binary = await used(run, "add", file=Upload("x.txt", b"\x00\x01\x02", "text/plain"))
    assert "is a binary file" in binary.content


async def test_pages_and_limits(run: Run) -> None:
    for number in range(12):
        message = await used(
            run, "add", file=upload(f"f{number:02}.txt", FERRY.replace("Ferry", f"Boat {number}"))
        )
        assert "is added" in message.content
    refused = await used(run, "add", file=upload("more.txt"))
    assert "room for 12 articles here, and 12 are in" in refused.content
    first = await used(run, "list")
    assert "14, page 1 of 2" in first.text
    assert "12 of 12 articles" in first.text
    assert "library.txt" not in first.text
    await (await run.channel.click(run.mod, first, "Next")).response()
    assert "page 2 of 2" in first.text
    assert "library.txt · 2 paragraphs · 1 quotation · shared" in first.text.replace("\\", "")
    await (await run.channel.click(run.mod, first, "Back")).response()
    assert "page 1 of 2" in first.text


async def test_info(run: Run) -> None:
    await used(run, "add", file=upload())
    text = (await used(run, "info", article="ferry.txt")).text
    assert "Ferry to run all night" in text
    assert "2 paragraphs" in text
    shared = (await used(run, "info", article="library.txt")).text
    assert "shared" in shared
    missing = await used(run, "info", article="nothing")
    assert "I know no such article" in missing.content


async def test_the_shared_articles_cannot_be_removed_from_a_server(run: Run) -> None:
    message = await used(run, "remove", article="library.txt")
    assert "among this server's own" in message.content
    assert "library.txt" in {info.name for info in run.library.articles()}


async def test_a_channel_is_bound_to_an_article(run: Run) -> None:
    await used(run, "add", file=upload())
    bound = await used(run, "bind", article="library.txt")
    assert "asked of **Library to open on Sundays** alone" in bound.content
    assert "quarter past two" not in await asked(run)
    sent = await run.channel.send(run.alice, run.mention(QUESTION))
    assert "quarter past two" not in (await run.channel.next_reply(sent)).text
    other = run.guild.add_text_channel("other")
    await run.server.sync()
    elsewhere = await (await other.slash(run.alice, "ask", question=QUESTION)).response()
    assert SENTENCE in elsewhere.text
    assert "all articles again" in (await used(run, "unbind")).content
    assert "is not bound" in (await used(run, "unbind")).content
    assert SENTENCE in await asked(run)


async def test_members_may_not(run: Run) -> None:
    question = await used(run, "add", file=upload())
    question = await used(run, "remove", article="ferry.txt")
    uses: dict[str, dict[str, Any]] = {
        "list": {},
        "add": {"url": "https://example.org/"},
        "remove": {"article": "ferry.txt"},
        "info": {"article": "ferry.txt"},
        "bind": {"article": "ferry.txt"},
        "unbind": {},
    }
    for name, values in uses.items():
        run.guild.set_command_access("article", run.alice, True)
        message = await (await run.channel.slash(run.alice, f"article {name}", **values)).response()
        assert "Manage Server" in message.content
        assert message.ephemeral
    choices = await run.channel.autocomplete(run.alice, "article remove", focused="article", article="")
    assert choices == []
    question.visible_to = run.alice.user  # as if somebody forged the click
    pressed = await run.channel.click(run.alice, question, "Remove")
    assert "Manage Server" in (await pressed.response()).content
    assert "ferry.txt" in {i.name for i in run.library.articles(View((str(run.guild.id),)))}


async def test_a_server_that_is_left_is_noted_and_purged_at_a_later_start(offline: Run) -> None:
    shelf = str(offline.guild.id)
    async with online(offline):
        await used(offline, "add", file=upload())
        offline.guild.remove_bot()
        await until(lambda: offline.library.book.overdue(0) == [shelf])
        assert offline.library.articles(View((shelf,)))
    offline.stop.clear()
    offline.server.add_guild("Elsewhere")
    async with online(offline, keep_removed_days=0):
        await until(lambda: not offline.library.articles(View((shelf,))))


async def until(check: object) -> None:
    for _ in range(100):
        if check():  # type: ignore[operator]
            return
        await asyncio.sleep(0.05)
    raise AssertionError("it did not come to that")
