"""Which messages are for the bot, from payloads as Discord sends them."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any, cast

import discord
import pytest

from bot.asking.addressed import asks, heard, hears, speaks_to_others
from index.answering.small_talk import SmallTalk

BOT = 77
ROLE = SimpleNamespace(id=88, tags=SimpleNamespace(bot_id=BOT))
OTHER_ROLE = SimpleNamespace(id=99, tags=None)


def message(content: str, **more: Any) -> discord.Message:
    base: dict[str, Any] = {
        "content": content, "author": SimpleNamespace(bot=False, id=1), "webhook_id": None, "mentions": [],
        "role_mentions": [], "guild": SimpleNamespace(id=5), "type": discord.MessageType.default,
        "mention_everyone": False, "reference": None, "channel": SimpleNamespace(id=6),
    }  # fmt: skip
    return cast(discord.Message, SimpleNamespace(**(base | more)))


ME = [SimpleNamespace(id=BOT)]
UNREAD = SimpleNamespace(id=6, guild_id=5)


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
        (message("<@77> who <a:wave:123> won <#45> <t:1700000000:R> <@9> :smile_cat: 🤔?", mentions=ME), "who won ?"),
        (message("<@&99> who won?", role_mentions=[OTHER_ROLE]), None),
        (message("@everyone who won?"), None),
        (message("who won?"), None),
        (message("who won?", guild=None, channel=UNREAD), None),
        (message("x", guild=None, type=discord.MessageType.pins_add), None),
    ],
)  # fmt: skip
def test_heard(given: discord.Message, question: str | None) -> None:
    found = heard(given, BOT)
    assert (found.question if found else None) == question


@pytest.mark.parametrize(
    "given",
    [
        message("<@77> x", mentions=ME, author=SimpleNamespace(bot=True, id=2)),
        message("<@77> x", mentions=ME, webhook_id=5),
        message("x", type=discord.MessageType.pins_add),
    ],
)
def test_hears_no_bots_and_no_webhooks(given: discord.Message) -> None:
    assert not hears(given)


def test_emoji_alone_are_small_talk() -> None:
    found = heard(message("<@77> <:wave:123456>", mentions=ME), BOT)
    assert found is not None
    assert found.small_talk is SmallTalk.CHAT
    bare = heard(message("<@77>", mentions=ME), BOT)
    assert bare is not None
    assert bare.small_talk is None


@pytest.mark.parametrize(
    ("given", "others"),
    [
        (message("hm?", mentions=[SimpleNamespace(id=3)]), True),
        (message("hm?", role_mentions=[OTHER_ROLE]), True),
        (message("@here hm?", mention_everyone=True), True),
        (message("hm?", reference=SimpleNamespace(resolved=None)), True),
        (message("hm?", mentions=ME), False),
        (message("hm?"), False),
    ],
)
def test_speaks_to_others(given: discord.Message, others: bool) -> None:
    assert speaks_to_others(given, BOT) is others


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("who pays for it", True),
        ("ok and what did the mayor say", True),
        ("does anyone know when the ferry sails", True),
        ("how many people came", True),
        ("is the bridge open", True),
        ("The ferry sails on Monday?", True),
        ("what a day", False),
        ("how nice of you", False),
        ("The ferry sails on Monday.", False),
        ("brb dinner", False),
        ("https://example.com/who?x=1", False),
        ("lol really??", False),
        ("🤔?", False),
    ],
)
def test_asks(text: str, wanted: bool) -> None:
    assert asks(text) is wanted
