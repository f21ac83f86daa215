"""Which messages are for the bot, from payloads as Discord sends them."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any, cast

import discord
import pytest

from bot.asking.addressed import question_in

BOT = 77
ROLE = SimpleNamespace(id=88, tags=SimpleNamespace(bot_id=BOT))
OTHER_ROLE = SimpleNamespace(id=99, tags=None)


def message(content: str, **more: Any) -> discord.Message:
    base: dict[str, Any] = {
        "content": content, "author": SimpleNamespace(bot=False, id=1), "webhook_id": None, "mentions": [],
        "role_mentions": [], "guild": object(), "type": discord.MessageType.default,
    }  # fmt: skip
    return cast(discord.Message, SimpleNamespace(**(base | more)))


ME = [SimpleNamespace(id=BOT)]


@pytest.mark.parametrize(
    ("given", "question"),
    [
        (message("<@77> who  won?", mentions=ME), "who won?"),
        (message("who <@!77> won?", mentions=ME), "who won?"),
        (message("<@&88> who won?", role_mentions=[ROLE]), "who won?"),
        (message("<@77>", mentions=ME), ""),
        (message("who won?", mentions=ME, type=discord.MessageType.reply), "who won?"),
        (message("who won?", guild=None), "who won?"),
        (message("@everyone <@77> who won?", mentions=ME), "who won?"),
        (message("<@&99> who won?", role_mentions=[OTHER_ROLE]), None),
        (message("@everyone who won?"), None),
        (message("who won?"), None),
        (message("<@77> x", mentions=ME, author=SimpleNamespace(bot=True, id=2)), None),
        (message("<@77> x", mentions=ME, webhook_id=5), None),
        (message("x", guild=None, type=discord.MessageType.pins_add), None),
    ],
)
def test_question_in(given: discord.Message, question: str | None) -> None:
    assert question_in(given, BOT) == question
