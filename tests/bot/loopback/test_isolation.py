"""Two servers and a direct message: every command, and nothing of one is seen from another."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from typing import Any

import pytest

from index.library import Library
from index.model import View
from index.reading.text import read_text
from tests.bot.loopback.conftest import Run, online
from tests.discord_server import Permission
from tests.discord_server.channel import Channel
from tests.discord_server.guild import Guild
from tests.discord_server.jsontypes import JSON
from tests.discord_server.message import Message
from tests.discord_server.requests import Upload
from tests.discord_server.users import Member, Person
from tests.index.inside import database_of

SECRET = """Zanzibar vault opened

The Zanzibar vault was opened with a copper key on Thursday, the keepers told the assembly.

“The copper key was hidden below the altar,” said Quirin Zeller, the keeper of the vault.
"""
QUESTION = "With what was the Zanzibar vault opened?"
QUOTE = "The copper key was hidden below the altar"
WORDS = ("Zanzibar", "Zeller", "copper", "altar", "vault.txt")


class Places:
    """The server that has the article, another one, and a direct message."""

    def __init__(self, run: Run) -> None:
        self.run = run
        self.here: Guild = run.guild
        self.there = run.server.add_guild("Osk")
        self.channel = self.there.add_text_channel("talk")
        self.mod: Member = self.there.add_member("mod2", permissions=Permission.MANAGE_GUILD)
        # somebody who is in both servers, and manages the other one
        self.both = self.there.add_member("both", user=run.mod.user, permissions=Permission.MANAGE_GUILD)
        self.direct = run.server.dm_channel(run.mod.user)

    @property
    def outside(self) -> list[tuple[Channel, Person]]:
        return [(self.channel, self.both), (self.channel, self.mod), (self.direct, self.run.mod.user)]


@pytest.fixture
async def places(offline: Run, own_library: Library) -> AsyncIterator[Places]:
    offline.library = own_library
    found = Places(offline)
    offline.library.add([read_text(SECRET.encode(), "vault.txt")], str(found.here.id))
    unlimited = {
        "member_questions_per_minute": 0,
        "server_questions_per_minute": 0,
    }  # no refusal hides a leak
    async with online(offline, keep_removed_days=5, **unlimited):
        yield found


def is_for_servers(command: JSON) -> bool:
    """Whether Discord leaves it out of direct messages."""
    contexts = command["contexts"]
    return not command["dm_permission"] if contexts is None else 1 not in contexts


def assert_nothing(text: str, typed: str = "") -> None:
    for word in WORDS:
        assert word.casefold() not in text.replace(typed, "").casefold(), text


async def said(channel: Channel, person: Person, name: str, **values: Any) -> Message:
    return await (await channel.slash(person, name, **values)).response(timeout=30)


async def test_the_server_itself_sees_it(places: Places) -> None:
    run = places.run
    assert "copper key" in (await said(run.channel, run.alice, "ask", question=QUESTION)).text
    assert "Zeller" in (await said(run.channel, run.alice, "who-said", quote=QUOTE)).text
    assert "Zeller" in (await said(run.channel, run.alice, "said", speaker="Quirin Zeller")).text
    names = [
        c["name"]
        for c in await run.channel.autocomplete(run.alice, "ask", focused="article", question="x", article="")
    ]
    assert "Zanzibar vault opened" in names


def leaves(command: JSON) -> Iterator[tuple[str, list[JSON]]]:
    """Each command that can be used, with its options."""
    options = command.get("options", [])
    inner = [option for option in options if option["type"] <= 2]
    for option in inner:
        for name, found in leaves(option):
            yield f"{command['name']} {name}", found
    if not inner:
        yield command["name"], options


def filled(option: JSON, text: str, channel: Channel) -> object:
    """What to give for an option; None leaves it out."""
    match option["type"]:
        case 3:
            return option["choices"][0]["value"] if option.get("choices") else text
        case 4 | 10:
            return option.get("min_value", 1)
        case 5:
            return True
        case 7:
            return channel
        case 8:
            return channel.guild.add_role("keepers") if channel.guild else None
        case 11:
            return None
    raise AssertionError(f"the test has nothing for {option}")


async def test_every_command_with_everything_that_names_the_secret(places: Places) -> None:
    run = places.run
    secret = next(info for info in run.library.articles(view(places)) if info.name == "vault.txt")
    quotes = run.library.quotes(View((str(places.here.id),)))
    typed = [
        "vault.txt",
        "Zanzibar vault opened",
        f"a:{secret.id}",
        QUOTE,
        QUESTION,
        "Quirin Zeller",
        f"q:{quotes[0].id}",
    ]
    used: set[str] = set()
    for command in [body for body in run.server.commands.all() if body["type"] == 1]:
        for name, options in leaves(command):
            texts = typed if any(o["type"] == 3 and not o.get("choices") for o in options) else typed[:1]
            for channel, person in places.outside[:2] if is_for_servers(command) else places.outside:
                for text in texts:
                    given = {o["name"]: filled(o, text, channel) for o in options}
                    interaction = await channel.slash(person, name, options=given)
                    message = await interaction.response(timeout=30)
                    assert_nothing(message.text, text)
                    used.add(name)
            for option in [o for o in options if o.get("autocomplete")]:
                for text in ["", *typed]:
                    choices = await places.channel.autocomplete(
                        places.both, name, focused=option["name"], options={option["name"]: text}
                    )
                    offered = " ".join(f"{c['name']} {c['value']}" for c in choices)
                    assert_nothing(offered, text)
    assert used >= {
        "ask",
        "who-said",
        "said",
        "stats",
        "reindex",
        "help",
        "forget-me",
        "article list",
        "setup show",
    }
    assert "vault.txt" in {info.name for info in run.library.articles(view(places))}


async def test_questions(places: Places) -> None:
    for channel, person in places.outside:
        text = (await said(channel, person, "ask", question=QUESTION)).text
        assert_nothing(text, QUESTION)
        for article in ("vault.txt", "Zanzibar vault opened", *(f"a:{n}" for n in range(1, 6))):
            answer = await said(channel, person, "ask", question="What was opened?", article=article)
            assert_nothing(answer.text, article)
            if article.startswith(("v", "Z")):
                assert "I know no such article" in answer.text


async def test_mentions_and_direct_messages(places: Places) -> None:
    run = places.run
    sent = await places.channel.send(places.both, run.mention(QUESTION))
    assert_nothing((await places.channel.next_reply(sent)).text, QUESTION)
    sent = await places.direct.send(run.mod.user, QUESTION)
    assert_nothing((await places.direct.next_reply(sent)).text, QUESTION)


async def test_quotes_and_picked_ids(places: Places) -> None:
    (quote,) = [
        q for q in places.run.library.suggest_quotes("copper key was hidden", view(places)) if q.quote.speaker
    ][:1]
    for channel, person in places.outside:
        assert_nothing((await said(channel, person, "who-said", quote=QUOTE)).text, QUOTE)
        picked = await said(channel, person, "who-said", quote=f"q:{quote.id}")
        assert_nothing(picked.text)
        assert_nothing((await said(channel, person, "said", speaker="Quirin Zeller")).text, "Quirin Zeller")
    target = await places.channel.send(places.mod, f"“{QUOTE}”")
    used = await places.channel.context_menu(places.both, "Check quotes", target)
    assert_nothing((await used.response(timeout=30)).text, QUOTE)


def view(places: Places) -> View:
    from bot.asking.desk import view_of

    return view_of(places.here.id)


async def test_autocomplete(places: Places) -> None:
    for channel, person in places.outside:
        for typed in ("", "zan", "vault", "copper", "Quirin"):
            for name, option, more in (
                ("ask", "article", {"question": "x"}),
                ("who-said", "quote", {}),
                ("who-said", "article", {"quote": "x"}),
                ("said", "speaker", {}),
            ):
                values: dict[str, Any] = {**more, option: typed}
                choices = await channel.autocomplete(person, name, focused=option, **values)
                assert_nothing(" ".join(f"{c['name']} {c['value']}" for c in choices))
    for name in ("info", "remove", "bind"):
        choices = await places.channel.autocomplete(
            places.both, f"article {name}", focused="article", article=""
        )
        assert_nothing(" ".join(f"{c['name']} {c['value']}" for c in choices))


async def test_articles_and_their_buttons(places: Places) -> None:
    run, channel = places.run, places.channel
    assert_nothing((await said(channel, places.both, "article list")).text)
    for name in ("info", "remove", "bind"):
        for typed in ("vault.txt", "Zanzibar vault opened"):
            message = await said(channel, places.both, f"article {name}", article=typed)
            assert "I know no such article" in message.text
            assert_nothing(message.text, typed)
    own = Upload("tale.txt", b"A tale\nNothing much was said of it.\n", "text/plain")
    assert "is added" in (await said(channel, places.both, "article add", file=own)).text
    question = await said(channel, places.both, "article remove", article="tale.txt")
    secret = next(i for i in run.library.articles(view(places)) if i.name == "vault.txt")
    remove = next(c for c in question.buttons if c["label"] == "Remove")
    remove["custom_id"] = f"w:article:remove:{secret.id}"  # forged
    pressed = await channel.click(places.both, question, "Remove")
    assert_nothing((await pressed.response()).text)
    assert "vault.txt" in {i.name for i in run.library.articles(view(places))}


async def test_answer_buttons(places: Places) -> None:
    run = places.run
    answer = await said(run.channel, run.alice, "ask", question=QUESTION)
    context = next(b for b in answer.buttons if ":context:" in b.get("custom_id", ""))
    elsewhere = await said(
        places.channel, places.both, "ask", question="How much will the repair of the bridge cost?"
    )
    button = next(b for b in elsewhere.buttons if ":context:" in b.get("custom_id", ""))
    button["custom_id"] = context["custom_id"]  # forged
    pressed = await places.channel.click(places.both, elsewhere, context["custom_id"])
    assert_nothing((await pressed.response()).text)


async def test_reports_and_statistics(places: Places) -> None:
    run = places.run
    for _ in range(3):
        await said(run.channel, run.alice, "ask", question=QUESTION)
    stats = await said(places.channel, places.both, "stats")
    assert "Questions" in stats.text
    assert run.library.records.statistics(str(places.there.id)).questions == 0
    assert run.library.records.statistics(str(places.here.id)).questions == 3
    message = await said(places.channel, places.both, "reindex")
    await message.wait_until(lambda m: "no articles of its own yet" in m.content, timeout=30)


async def test_errors(places: Places) -> None:
    database = database_of(places.run.library).connection
    database.execute("UPDATE articles SET text_hash = 'x' WHERE name = 'vault.txt'")
    for channel, person in places.outside:
        text = (await said(channel, person, "ask", question=QUESTION)).text
        assert_nothing(text, QUESTION)
        assert "damaged" not in text
