"""The contract's objects with a link to the page beside each quote."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from bot.serving.work import Checked
from bot.terminal import json_lines, reading
from index.model import Answer, Citation, Verdict, WholeArticle

Row = dict[str, Any]
Address = Callable[[Citation], Awaitable[str]]


async def answer(found: Answer, address: Address) -> Row:
    """The object of ``ask``."""
    row = json_lines.answer(found, found.question)
    for quote, cited in zip(row["quotes"], found.quotes, strict=True):
        quote["link"] = await address(cited)
    return row


async def verdict(judged: Verdict, address: Address, row: Row | None = None) -> Row:
    """The object of ``who-said``, or ``row`` made from it."""
    row = row or json_lines.verdict(judged, judged.query)
    if judged.quote:
        row["quote"]["link"] = await address(judged.quote)
    for key, cites in (("also", judged.also), ("related", judged.related)):
        for quote, cited in zip(row[key], cites, strict=True):
            quote["link"] = await address(cited)
    return row


async def checked(done: Checked, address: Address) -> Row:
    """``quotations``: the objects of ``check``; ``left_out``: how many more the text had."""
    rows = [
        await verdict(judged, address, json_lines.checked(judged, done.draft.name, found))
        for found, judged in done.judged
    ]
    return {"quotations": rows, "left_out": done.left_out}


def article(whole: WholeArticle, link: str) -> Row:
    """The object of ``read``."""
    return {**reading.row(whole.article), "link": link}
