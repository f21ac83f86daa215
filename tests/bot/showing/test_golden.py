"""Rendered messages as golden files: what members see changes only on purpose.

``python -m tests.bot.showing.test_golden`` writes them anew.
"""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import discord
import pytest

from bot.choices import Preferences
from bot.showing import article_list, layout, pages, panels, plain, render, verdicts
from bot.texts import say
from index.answering.strictness import Strictness
from index.errors import Message
from index.model import (
    Answer,
    ArticleDetails,
    ArticleInfo,
    Citation,
    Context,
    Counterpart,
    Progress,
    QuoteKind,
    ReindexReport,
    ShelfLimits,
    Verdict,
    VerdictKind,
)
from index.store.values import Statistics, Unanswered
from tests.bot.fakes import changes_of

FOLDER = Path(__file__).parent / "golden"
NUMBER = "0123456789abcdef"
LONG = (
    "The repair is paid from the parking fund; even if one of the towns leaves, the other two will keep the harbour "
    "open, and the new lamps – forty of them – will be lit in October, whatever it costs & whoever pays."
)
CITED = Citation(
    text="We will not open it again before every one of them is replaced.", article_id=1, article="bridge.txt",
    title="Harbour bridge closes for eleven weeks", paragraph=1, start=10, end=73, speaker="Tamsin Orme",
    url="https://news.example/bridge", score=0.9, kind=QuoteKind.DIRECT, published="2025-03-01",
    speaker_title="city engineer", publisher="Lindow Courier",
)  # fmt: skip
VOICE = replace(CITED, text=LONG, speaker=None, speaker_title=None, paragraph=None, kind=None)
FOUND = Answer("When will the bridge open again?", True, 0.9, (CITED, VOICE, replace(CITED, url=None)))
CHANGED = "We will open it again before every one of them is replaced."
ALTERED = Verdict(
    CHANGED, VerdictKind.ALTERED, 0.9, speaker="Tamsin Orme", speaker_asked="Piet Hallam", speaker_matches=False,
    quote=CITED, changes=changes_of(CITED, CHANGED),
)  # fmt: skip
INFO = ArticleInfo(
    7,
    "1",
    "bridge.txt",
    "Harbour bridge closes for eleven weeks",
    5,
    6,
    CITED.url,
    "2025-03-01",
    "2025-03-02",
)
SHARED = replace(
    INFO, id=8, shelf="shared", name="library.txt", title="Library to open on Sundays", paragraphs=2, quotes=1
)
DETAILS = ArticleDetails(INFO, "Ilse Varga", "Lindow Courier", 3100, 7, 2)


async def messages() -> dict[str, Any]:
    """Every kind of reply, as it is sent. A view wants a running loop."""
    around = Context(
        "It closes.", f"“{CITED.text}” she said.", 1, 1 + len(CITED.text), "It will cost *much*."
    )
    elsewhere = replace(CITED, title="The council’s minutes", url=None, paragraph=11, published="2025-03-04")
    exact = replace(
        ALTERED,
        query=CITED.text,
        verdict=VerdictKind.EXACT,
        speaker_matches=True,
        changes=(),
        also=(elsewhere,),
    )
    never = replace(
        exact, query="The bridge will be painted blue.", verdict=VerdictKind.NOT_FOUND, related=(CITED,)
    )
    loose = replace(
        exact,
        query="The bridge stays shut until all of them are new.",
        verdict=VerdictKind.PARAPHRASE,
        also=(),
        carried=(
            Counterpart("open", "stays *shut*", 22, 26, 11, 21),
            Counterpart("them", "them", 56, 60, 36, 40),
        ),
    )
    listed = article_list.rendered([INFO, SHARED], ShelfLimits(1, 3100), ShelfLimits(200, 20_000_000), 0)
    return {
        "answer": sent(render.answer(FOUND, asked=True), layout.answer(FOUND, NUMBER)),
        "abstention": sent(render.answer(replace(FOUND, answered=False)), layout.answer(replace(FOUND, answered=False), NUMBER)),
        "nothing": sent(render.answer(Answer("?", False, 0.0)), layout.answer(Answer("?", False, 0.0), NUMBER)),
        "nearest": sent(pages.nearest((CITED, VOICE))),
        "plain": sent([], layout.answer(FOUND, NUMBER), f"{plain.text(render.answer(FOUND))}\n{say('right.missing', rights='Embed Links')}"),
        "setup_check": sent([panels.lacking(["<#1>: Embed Links", "<#2>: View Channel, Send Messages"])]),
        "unanswered": sent([panels.unanswered([Unanswered("Who *pays*?", 1.7e9, False, 0, 0), Unanswered("Why?", 1.7e9, True, 1, 2)])]),
        "unanswered_none": sent([panels.unanswered([])]),
        "setup_fine": sent([panels.lacking([])]),
        "context": sent(pages.context(CITED, around)),
        "more": sent(pages.further(FOUND.quotes, 1), layout.pager("more", NUMBER, 1, 1, 2)),
        "said": sent(pages.said("Tamsin Orme", "bridge", FOUND.quotes * 2, 0), layout.said(NUMBER, 5, 0, 2, private=False)),
        "exact": sent(verdicts.verdict(exact)),
        "altered": sent(verdicts.verdict(ALTERED)),
        "paraphrase": sent(verdicts.verdict(loose)),
        "not_found": sent(verdicts.verdict(never)),
        "check": sent([verdicts.brief(ALTERED), verdicts.brief(exact), verdicts.brief(never)], layout.post()),
        "help": sent([panels.help_(30, moderator=True)]),
        "articles": sent([listed.embed], listed.view),
        "article": sent([article_list.details(DETAILS, ["1", "2"])]),
        "remove": sent([], layout.removal(7), say("article.sure", title="A tale")),
        "busy": sent([], None, say("error.busy")),
        "failed": sent([], None, say("error.unexpected", number="4c8f5710")),
        "setup": sent([panels.preferences(Preferences((1, 2), (3,), True, Strictness.STRICT, 4))]),
        "setup_default": sent([panels.preferences(Preferences())]),
        "stats": sent([panels.statistics(Statistics(1200, 240, 30, 10, 0.21, 1.04), 30)]),
        "report": sent(render.report(ReindexReport(added=2, problems=(Message("a.pdf is empty."),), seconds=4.2))),
        "progress": sent(render.progress(Progress("embed", 3, 4))),
    }  # fmt: skip


def sent(
    embeds: list[discord.Embed], view: discord.ui.View | None = None, content: str = ""
) -> dict[str, Any]:
    """The payload."""
    components = view.to_components() if view else []
    for row in components:
        for part in row["components"]:
            part.pop("id", None)
    body = {"content": content} if content else {}
    return body | {"embeds": [embed.to_dict() for embed in embeds], "components": components}


def written(body: object) -> str:
    return json.dumps(body, indent=1, ensure_ascii=False, sort_keys=True) + "\n"


NAMES = sorted(path.stem for path in FOLDER.glob("*.json"))


@pytest.mark.parametrize("name", NAMES)
async def test_golden(name: str) -> None:
    body = (await messages())[name]
    assert written(body) == (FOLDER / f"{name}.json").read_text(encoding="utf-8")


async def test_every_message_has_its_file() -> None:
    assert sorted(await messages()) == NAMES


if __name__ == "__main__":
    import asyncio

    for key, value in asyncio.run(messages()).items():
        (FOLDER / f"{key}.json").write_text(written(value), encoding="utf-8")
