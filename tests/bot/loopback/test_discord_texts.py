"""A pseudo-locale: every sentence on Discord comes from the phrases, nothing bypasses it."""

from __future__ import annotations

import re

from bot import texts
from tests.bot import pseudo
from tests.bot.loopback.conftest import BRIDGE, LIBRARY, Run
from tests.bot.loopback.test_discord_buttons import ask, press
from tests.bot.loopback.test_discord_questions import QUESTION
from tests.discord_server import Upload
from tests.discord_server.message import Message

FOREIGN = {word.casefold() for word in re.findall(r"[A-Za-z]+", BRIDGE + LIBRARY + QUESTION)}
FOREIGN |= {
    "alice",
    "mod",
    "goalkeeper",
    "brazil",
    "setup",
    "private",
    "penguins",
    "moon",
    "iron",
    "flippers",
}
FOREIGN |= {
    "fifty",
    "which",
    "plays",
    "txt",
    "level",
    "strict",
    "channel",
    "role",
    "allowed",
    "true",
    "setup",
}


def bypassing(message: Message) -> set[str]:
    """Words that neither the phrases nor an article or a person wrote."""
    labels = "\n".join(b.get("label") or "" for b in message.buttons)
    text = re.sub(r"</[\w-]+:\d+>", "", message.text)  # names of commands, to be clicked
    return pseudo.bypassing(f"{text}\n{labels}", FOREIGN)


async def test_nothing_bypasses_the_phrases(pseudo_locale: None, run: Run) -> None:
    answer = await ask(run)
    shown = [
        answer,
        await ask(run, "Which goalkeeper plays for Brazil?"),
        await ask(run, " "),
        await ask(run, "x" * 501),
    ]
    for label in [b["label"] for b in answer.buttons if ":delete:" not in b.get("custom_id", ":delete:")]:
        shown.append(await press(run, answer, label))
    for command in ("help", "forget-me"):
        shown.append(await (await run.channel.slash(run.alice, command)).response())
    for command in ("stats", "setup show"):
        shown.append(await (await run.channel.slash(run.mod, command)).response())
    for quote in ("The cables are fifty years past their life", "Penguins moon iron flippers", "q:99999"):
        shown.append(await (await run.channel.slash(run.alice, "who-said", quote=quote)).response())
    used = await run.channel.slash(run.mod, "setup channels", channel=run.channel, answer_all=True)
    shown.append(await used.response())
    shown.append(await (await run.channel.slash(run.alice, "said", speaker="Penguins")).response())
    written = await run.channel.send(run.mod, "“the cables are forty years past” and “penguins moon iron”")
    shown.append(await (await run.channel.context_menu(run.alice, run_name(run), written)).response())
    asked = await run.channel.send(run.alice, run.mention())
    shown.append(await run.channel.next_reply(asked))
    assert {m.text[:60]: bad for m in shown if (bad := bypassing(m))} == {}
    assert [n for n, m in enumerate(shown) if not m.text and not m.attachments] == []


async def test_nothing_bypasses_the_phrases_for_moderators(pseudo_locale: None, run: Run) -> None:
    shelf = str(run.guild.id)
    file = Upload("library.txt", LIBRARY.encode(), "text/plain")
    channel, mod = run.channel, run.mod
    shown: list[Message] = []

    async def use(name: str, **values: object) -> Message:
        shown.append(await (await channel.slash(mod, name, options=values)).response(timeout=30))
        return shown[-1]

    try:
        for times in range(2):
            await use("article add", file=file)
            assert len(shown) == times + 1
        await use("article add")
        await use("article add", url="https://example.org/", file=file)
        for name in ("article list", "article unbind", "setup show", "stats", "help"):
            await use(name)
        for name in ("article info", "article bind", "article unbind"):
            await use(name, **({} if name.endswith("unbind") else {"article": "library.txt"}))
        await use("article info", article="penguins")
        await use("article remove", article="penguins")
        question = await use("article remove", article="library.txt")
        for label in [b["label"] for b in question.buttons][::-1]:
            kept = question.content
            await channel.click(mod, question, label)
            await question.wait_until(lambda m, kept=kept: m.content != kept)  # type: ignore[misc]
            shown.append(question)
            question = await use("article remove", article="library.txt") if "é" in label else question
        nothing = await use("reindex")
        await nothing.wait_until(lambda m: "/article add" in m.text, timeout=30)
        await use("article add", file=file)
        report = await use("reindex")
        await report.wait_until(lambda m: "·" in m.text, timeout=30)
        await use("reindex", shelf="shared")
        await use("setup threshold", level="strict")
        await use("setup managers", role=run.guild.add_role("mod"), allowed=True)
        await use("setup log", channel=channel)
        shown += [m for m in channel.bot_messages if m not in shown]
        for name in ("setup show", "stats", "article list", "reindex"):
            run.guild.set_command_access(name.split()[0], run.alice, True)
            shown.append(await (await channel.slash(run.alice, name)).response())
    finally:
        run.library.reindex([], shelf=shelf)
    assert {m.text[:60]: bad for m in shown if (bad := bypassing(m))} == {}


def run_name(run: Run) -> str:
    """The message command under its pseudo name."""
    return texts.phrases("en")["check.name"]


async def test_every_command_text_has_a_key(run: Run) -> None:
    english = texts.phrases("en")
    known = set(english.values())
    for body in run.server.commands.all(0):
        if body["type"] != 1:
            continue
        for part in walk(body):
            assert part["description"] in known, part["name"]


def walk(body: dict[str, object]) -> list[dict[str, object]]:
    options = body.get("options") or []
    assert isinstance(options, list)
    return [body, *(part for option in options for part in walk(option))]
