"""The small pure parts: links to words, quotations in messages, word differences, cooldowns, the fair queue, JSON logs."""

from __future__ import annotations

import asyncio
import json
import logging
import sys
from dataclasses import replace

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.asking import quotations
from bot.asking.cooldowns import Cooldowns
from bot.asking.fair_queue import FairQueue
from bot.choices import MOST, Preferences
from bot.errors import TooBusyError, TooFastError
from bot.failures import Failures
from bot.logs import JsonLines
from bot.showing import article_list, differences, fragments, layout, limits, pages, panels, verdicts
from bot.showing.ids import ButtonId
from index.answering.strictness import Strictness
from index.checking import quotations as read_quotations
from index.errors import InputError
from index.model import Answer, ArticleDetails, ArticleInfo, Citation, Context, ShelfLimits, Verdict, View
from index.quotes.tagger import Tagger
from tests.bot.fakes import CITATION, changes_of
from tests.bot.showing.test_render import PING, QUICK, assert_sendable
from tests.bot.strategies import answers, citations, long_texts, urls
from tests.bot.strategies import verdicts as some_verdicts

URL = "https://news.example/a"
CITED = Citation("", 1, "", "", None, 0, 1, None, None, 0.0)


@pytest.mark.parametrize(
    ("text", "end"),
    [
        ("Salt-and-sun, he & she", "Salt%2Dand%2Dsun%2C%20he%20%26%20she"),
        ("one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen",
         "one%20two%20three%20four%20five,eleven%20twelve%20thirteen%20fourteen%20fifteen"),
        ("soft\u00adhyphen (x)", "softhyphen%20%28x%29"),
    ],
)  # fmt: skip
def test_a_link_finds_the_words(text: str, end: str) -> None:
    assert fragments.to_words(URL, text) == f"{URL}#:~:text={end}"


def test_a_page_with_a_fragment_keeps_it() -> None:
    assert fragments.to_words(URL + "#top", "We will.") == f"{URL}#top:~:text=We%20will."


def test_a_link_that_gets_too_long_stays_bare() -> None:
    long = "https://news.example/" + "x" * 480
    assert fragments.to_words(long, "We will not.") == long
    assert fragments.to_words("https://news.example/" + "x" * 600, "We") is None


@QUICK
@given(urls, long_texts)
def test_any_link_fits_a_button(url: str | None, text: str) -> None:
    found = fragments.to_words(url, text)
    assert found is None or (len(found) <= 512 and not any(c.isspace() or c in "()<>" for c in found))


@QUICK
@given(answers)
async def test_any_answer_has_buttons_within_limits(found: Answer) -> None:
    view = layout.answer(found, "0" * 16)
    for item in view.children if view else []:
        body = item.to_component_dict()
        assert len(str(body.get("custom_id", ""))) <= 100
        assert len(str(body.get("label", ""))) <= 80
        assert len(str(body.get("url", ""))) <= 512
    assert view is None or len(view.to_components()) <= 5


@QUICK
@given(citations, long_texts, long_texts, long_texts, st.integers(0, 50), st.integers(0, 500))
@example(CITED, "", "@everyone", "", 1, 0)
@example(replace(CITED, url="https://news.example/a@everyone"), "", "", "", 0, 0)
def test_any_context_fits(cited: Citation, before: str, text: str, after: str, start: int, more: int) -> None:
    assert_sendable(pages.context(cited, Context(before, text, start, start + more, after or None)))


@QUICK
@given(long_texts, long_texts, st.lists(citations, min_size=1, max_size=9))
def test_any_page_of_a_speaker_fits(speaker: str, topic: str, found: list[Citation]) -> None:
    for page in range(pages.said_pages(found)):
        assert_sendable(pages.said(speaker, topic, found, page))


@QUICK
@given(st.lists(some_verdicts, min_size=1, max_size=8))
def test_any_report_on_a_message_keeps_each_embed_within_limits(judged: list[Verdict]) -> None:
    for one in judged:
        assert_sendable([verdicts.brief(one)])


@QUICK
@given(st.lists(some_verdicts, max_size=8))
def test_reports_are_split_and_nothing_is_left_out(judged: list[Verdict]) -> None:
    embeds = [verdicts.brief(one) for one in judged]
    messages = limits.split(embeds)
    assert [embed for message in messages for embed in message] == embeds
    for message in messages:
        assert_sendable(message)


@QUICK
@given(long_texts)
def test_any_sentence_to_people_fits_a_message(text: str) -> None:
    told = Failures().sentence(InputError(text), "here") or ""
    assert limits.size(told) <= 2000
    assert not PING.search(told)


@QUICK
@given(st.lists(st.tuples(long_texts, long_texts), max_size=20), st.integers(0, 9))
async def test_any_list_of_articles_fits(named: list[tuple[str, str]], page: int) -> None:
    infos = [ArticleInfo(n, "1", name, title, 3, 4) for n, (name, title) in enumerate(named)]
    room = ShelfLimits(200, 20_000_000)
    assert_sendable([article_list.rendered(infos, room, room, page).embed])


@QUICK
@given(long_texts, long_texts, urls, long_texts)
def test_any_article_in_detail_fits(name: str, title: str, url: str | None, author: str) -> None:
    info = ArticleInfo(1, "1", name, title, 3, 4, url, author, author)
    found = ArticleDetails(info, author, author, 3100, 7, 2)
    assert_sendable([article_list.details(found, [])])
    channels = [str(n) for n in range(10**17, 10**17 + 30)]
    assert all(limits.size(f.value or "") <= 1024 for f in article_list.details(found, channels).fields)


@QUICK
@given(st.lists(st.integers(10**17, 10**18), max_size=MOST), st.booleans())
def test_any_setup_fits(ids: list[int], private: bool) -> None:
    chosen = Preferences(tuple(ids), tuple(ids), private, Strictness.STRICT, ids[0] if ids else None)
    embed = panels.preferences(chosen)
    assert all(len(field.value or "") <= 1024 for field in embed.fields)
    assert limits.weight(embed) <= 6000


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("It was “we will not go there” twice.", [("we will not go there", None)]),
        ('> **"one two three"** and ||"four five six"||', [("one two three", None), ("four five six", None)]),
        ("“no” «not this»", []),
        ("“same words here” … “same words here”", [("same words here", None)]),
        (
            "“The ferry will not run on Sundays,” said Ada Moor.\n“The ferry will not run on Sundays,” said Ines Feld.",
            [("The ferry will not run on Sundays,", name) for name in ("Ada Moor", "Ines Feld")],
        ),
        (
            "“The ferry will not run on Sundays,” said Ada Moor.\nAs they say: “The ferry will not run on Sundays,”",
            [("The ferry will not run on Sundays,", "Ada Moor")],
        ),
        (
            "> The ferry will not run\n> on Sundays\n— Ada Moor\nso there",
            [("The ferry will not run\non Sundays", "Ada Moor")],
        ),
        ("see:\n>>> The ferry will not run\n- Ada Moor", [("The ferry will not run", "Ada Moor")]),
        ("> too short\nThe ferry will not run", []),
        ("\x00\ud800“we will\u00ad not go”", [("we will not go", None)]),
        ("", []),
    ],
)
def test_quotations_of_a_message(text: str, found: list[quotations.Claim]) -> None:
    assert quotations.find(text, lambda texts: read_quotations(texts, Tagger())) == found
    assert quotations.any_in(text) is bool(found)


def test_word_differences_stand_out_in_both() -> None:
    cited = replace(CITATION, text="“We will not go to the\nwell-known resort at 10%.”", start=5, end=54)
    asked = "We *will* go  now to the well known resort at 10"
    said, shown = differences.marked(cited, asked, changes_of(cited, asked)) or ("", "")
    assert said == "“We will __**not**__ go **⟨…⟩** to the well-known resort at 10__**%**__.”"
    assert shown == "We \\*will\\* **⟨…⟩** go __**now**__ to the well known resort at 10 **⟨…⟩**"
    assert differences.marked(cited, asked, ()) is None


def test_a_bucket_fills_up_again() -> None:
    now = [0.0]
    cooldowns = Cooldowns(2, 0, lambda: now[0])
    cooldowns.take(1, 9)
    cooldowns.take(1, 9)
    with pytest.raises(TooFastError, match="30 s"):
        cooldowns.take(1, 9)
    now[0] = 30.0
    cooldowns.take(1, 9)


async def test_the_queue_takes_turns_batches_and_refuses_when_full() -> None:
    gate, batches = asyncio.Event(), []

    async def work(questions: list[str], view: View) -> list[Answer]:
        await gate.wait()
        batches.append(questions)
        return [Answer(q, True, 1.0) for q in questions]

    queue = FairQueue(work, most_waiting=6, batch=3, workers=1)
    jobs = [asyncio.create_task(queue.ask(f"a{n}", View(), "a")) for n in range(5)]
    jobs.append(asyncio.create_task(queue.ask("b0", View(("shared", "b")), "b")))
    await asyncio.sleep(0)
    with pytest.raises(TooBusyError):
        await queue.ask("late", View(), "c")
    gate.set()
    assert [one.question for one in await asyncio.gather(*jobs)] == ["a0", "a1", "a2", "a3", "a4", "b0"]
    assert batches[0] == ["a0", "a1", "a2"]
    assert batches[1] == ["b0"]
    assert queue.waiting == 0


async def test_a_failing_batch_fails_its_own_questions_only() -> None:
    async def work(questions: list[str], view: View) -> list[Answer]:
        if questions == ["bad"]:
            raise RuntimeError("no")
        return [Answer(q, True, 1.0) for q in questions]

    queue = FairQueue(work, batch=1, workers=1)
    bad = asyncio.create_task(queue.ask("bad", View(), "a"))
    assert (await queue.ask("good", View(), "a")).answered
    with pytest.raises(RuntimeError):
        await bad


def test_strange_preferences_count_as_not_chosen() -> None:
    body = {"channels": "x", "managers": [1, "2"], "private": 1, "threshold": "odd", "log_channel": None}
    assert Preferences.read(body) == Preferences(managers=(1,))


def test_the_longest_button_id_fits() -> None:
    assert len(str(ButtonId("context", "f" * 16, 999))) < 100


def test_a_json_log_line_holds_all() -> None:
    try:
        raise ValueError("no")
    except ValueError:
        record = logging.LogRecord("bot.x", logging.ERROR, "f", 1, "error %s “x”", ("1",), sys.exc_info())
    line = json.loads(JsonLines().format(record))
    assert line["message"] == "error 1 “x”"
    assert line["level"] == "ERROR"
    assert "ValueError: no" in line["error"]
