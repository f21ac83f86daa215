"""The buttons below an answer: context, pages, votes, and what becomes of them after a restart."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from index.reading.text import read_text
from tests.bot.loopback.conftest import Run, online
from tests.bot.loopback.test_discord_questions import QUESTION
from tests.discord_server.message import Message

PIER = """Pier gets new lamps

The pier in Lindow will be lit by forty new lamps from October, the council said.

“The lamps on the pier save nine tenths of the power – and the old ones hummed, badly,” said Orla Quist, the harbour clerk.

The old lamps on the pier go to a museum.
"""
LAMPS = "What do the lamps on the pier save?"


async def ask(run: Run, question: str = QUESTION) -> Message:
    used = await run.channel.slash(run.alice, "ask", question=question)
    return await used.response()


async def press(run: Run, message: Message, label: str) -> Message:
    return await (await run.channel.click(run.alice, message, label)).response()


@pytest.fixture
def pier(run: Run) -> Iterator[str]:
    """An article with an address, on the server's own shelf."""
    shelf = str(run.guild.id)
    article = replace(read_text(PIER.encode(), "pier.txt"), url="https://news.example/pier")
    run.library.reindex([article], shelf=shelf)
    yield shelf
    run.library.reindex([], shelf=shelf)


async def test_context_shows_the_neighbours_and_marks_the_quote(run: Run) -> None:
    shown = await press(run, await ask(run), "Context")
    assert shown.ephemeral
    assert (
        "**The repair will cost 4.2 million crowns, and the money comes from the parking fund.**"
        in shown.text
    )
    assert "We will not open it again before" in shown.text
    assert "should take the ferry" in shown.text


async def test_more_quotes_turns_pages(run: Run) -> None:
    answer = await ask(run)
    first = await press(run, answer, "More quotes")
    assert first.ephemeral
    before = first.text
    turned = await run.channel.click(run.alice, first, "Next")
    await first.wait_until(lambda m: m.text != before)
    assert turned.updated_source
    assert "4.2 million" in answer.text


async def test_one_vote_a_person_is_kept(run: Run) -> None:
    answer = await ask(run)
    assert "helpful" in (await press(run, answer, "Helpful")).content
    assert "wrong" in (await press(run, answer, "Wrong?")).content
    found = run.library.records.statistics(str(run.guild.id))
    assert (found.helpful, found.wrong) == (0, 1)
    assert answer.edits <= 1


async def test_one_vote_each_of_two_people(run: Run) -> None:
    answer = await ask(run)
    for person in (run.alice, run.mod):
        await (await run.channel.click(person, answer, "Helpful")).response()
    found = run.library.records.statistics(str(run.guild.id))
    assert (found.helpful, found.wrong) == (2, 0)


async def test_buttons_work_after_a_restart(offline: Run) -> None:
    async with online(offline):
        answer = await ask(offline)
        more = await press(offline, answer, "More quotes")
        said = await (await offline.channel.slash(offline.alice, "said", speaker="Tamsin Orme")).response()
        written = await offline.channel.send(offline.mod, "“The cables are forty years past their life”")
        report = await (await offline.channel.context_menu(offline.alice, "Check quotes", written)).response()
    restarted(offline)
    async with online(offline):
        assert "**The repair will cost" in (await press(offline, answer, "Context")).text
        assert "helpful" in (await press(offline, answer, "Helpful")).content
        before = more.text
        await offline.channel.click(offline.alice, more, "Next")
        await more.wait_until(lambda m: m.text != before)
        assert "cables" in said.text
        assert (await press(offline, report, "Show everybody")).embeds == report.embeds


def restarted(offline: Run) -> None:
    """Ready for another start."""
    offline.stop.clear()
    offline.server.gateway.sessions.clear()


async def test_the_link_leads_to_the_words(run: Run, pier: str) -> None:
    answer = await ask(run, LAMPS)
    (link,) = [button["url"] for button in answer.buttons if "url" in button]
    assert link.startswith("https://news.example/pier#:~:text=")
    assert len(link) <= 512
    assert "-" not in link.split(":~:text=")[1]


async def test_buttons_of_a_removed_article_say_so(run: Run, pier: str) -> None:
    answer = await ask(run, LAMPS)
    run.library.reindex([], shelf=pier)
    for label in ("Context", "Helpful"):
        assert "has been removed" in (await press(run, answer, label)).content


async def test_what_remains_of_an_answer_is_shown_when_one_article_is_removed(run: Run) -> None:
    shelf = str(run.guild.id)
    run.library.reindex([read_text(b"Lamps\n\nForty lamps burn on the quay.\n", "lamps.txt")], shelf=shelf)
    answer = await ask(run, "How many lamps burn on the quay?")
    assert "Forty lamps" in answer.text
    run.library.reindex([], shelf=shelf)
    shown = await press(run, answer, "More quotes")
    assert "lamps" not in shown.text
    assert "Harbour bridge closes" in shown.text
    assert "has been removed" in (await press(run, answer, "Context")).content


async def test_buttons_of_a_purged_answer_say_so(run: Run) -> None:
    answer = await ask(run)
    run.library.records.purge(0)
    assert "no longer have this answer" in (await press(run, answer, "Context")).content


async def test_an_answer_of_another_server_stays_there(run: Run) -> None:
    answer = await ask(run)
    elsewhere = run.server.add_guild("Elsewhere")
    channel = elsewhere.add_text_channel("news")
    bob = elsewhere.add_member("bob")
    used = await channel.slash(bob, "ask", question=QUESTION)
    theirs = await used.response()
    for ours, button in zip(answer.buttons, theirs.buttons, strict=True):
        button["custom_id"] = ours["custom_id"]  # what a crafted client would send
    told = await (await channel.click(bob, theirs, "Context")).response()
    assert "no longer have this answer" in told.content


async def test_a_failing_button_leaves_the_answer_alone(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    answer = await ask(run)
    before = answer.text

    def broken(*_: object) -> None:
        raise RuntimeError("no")

    monkeypatch.setattr(type(run.library), "context", broken)
    told = await (await run.channel.click(run.alice, answer, "Context")).response()
    assert "Sorry, something went wrong" in told.content
    assert told.ephemeral
    assert answer.text == before
