"""/setup, /stats, /help and /forget-me, end to end; who may, what is kept, what the log channel hears."""

from __future__ import annotations

import pytest

from tests.bot.loopback.conftest import Run
from tests.bot.loopback.test_discord_buttons import ask, press
from tests.bot.loopback.test_discord_questions import QUESTION
from tests.discord_server import Permission, Upload

GOALKEEPER = "Which goalkeeper plays for Brazil in Tokyo?"


@pytest.mark.parametrize("name", ["setup show", "stats"])
async def test_a_member_is_refused_also_when_the_server_shows_the_command(run: Run, name: str) -> None:
    run.guild.set_command_access(name.split()[0], run.alice, True)
    message = await (await run.channel.slash(run.alice, name)).response()
    assert "Manage Server" in message.content
    assert message.ephemeral


async def test_what_is_set_is_shown_and_kept(run: Run) -> None:
    role = run.guild.add_role("editors")
    await (await run.channel.slash(run.mod, "setup managers", role=role, allowed=True)).response()
    await (await run.channel.slash(run.mod, "setup private", only_asker=True)).response()
    used = await run.channel.slash(run.mod, "setup threshold", level="strict")
    await used.response()
    shown = await (await run.channel.slash(run.mod, "setup show")).response()
    assert shown.ephemeral
    assert f"<@&{role.id}>" in shown.text
    assert "only the person who asks" in shown.text
    assert "strict" in shown.text
    assert run.library.records.preferences(str(run.guild.id))["threshold"] == "strict"
    used = await run.channel.slash(run.mod, "setup managers", role=role, allowed=False)
    assert f"<@&{role.id}>" not in (await used.response()).text


async def test_private_by_default_can_be_overridden(run: Run) -> None:
    assert not (await ask(run)).ephemeral
    await (await run.channel.slash(run.mod, "setup private", only_asker=True)).response()
    assert (await ask(run)).ephemeral
    used = await run.channel.slash(run.alice, "ask", question=QUESTION, private=False)
    assert not (await used.response()).ephemeral


async def test_the_threshold_decides_what_is_answered(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    thresholds = run.library.parts.answerer._weights.thresholds
    monkeypatch.setitem(thresholds, "strict", 1.1)
    monkeypatch.setitem(thresholds, "generous", -0.1)
    await (await run.channel.slash(run.mod, "setup threshold", level="strict")).response()
    assert "The article does not say." in (await ask(run)).text
    await (await run.channel.slash(run.mod, "setup threshold", level="generous")).response()
    assert "The article does not say." not in (await ask(run, GOALKEEPER)).text


async def test_channels_say_when_the_intent_or_a_right_is_missing(run: Run) -> None:
    closed = run.guild.add_text_channel("closed")
    closed.deny_bot(Permission.SEND_MESSAGES)
    used = await run.channel.slash(run.mod, "setup channels", channel=closed, answer_all=True)
    text = (await used.response()).text
    assert "MESSAGE_CONTENT_INTENT" in text
    assert f"I cannot answer properly in <#{closed.id}>" in text


async def test_the_log_channel_hears_of_changes_and_pings_nobody(run: Run) -> None:
    log = run.guild.add_text_channel("log")
    await (await run.channel.slash(run.mod, "setup log", channel=log)).response()
    note = await log.next_bot_message()
    assert f"changed the setup: `/setup log` channel: <#{log.id}>" in note.content
    log.deny_bot(Permission.VIEW_CHANNEL)
    used = await run.channel.slash(run.mod, "setup private", only_asker=False)
    assert "Done." in (await used.response()).content


async def test_the_log_channel_hears_of_articles_and_reindexing(run: Run) -> None:
    log = run.guild.add_text_channel("log")
    await (await run.channel.slash(run.mod, "setup log", channel=log)).response()
    await log.next_bot_message()
    shelf = str(run.guild.id)
    try:
        file = Upload("ferry.txt", b"A *ferry* for @everyone\n\nThe ferry leaves at two.\n", "text/plain")
        await (await run.channel.slash(run.mod, "article add", file=file)).response(timeout=30)
        note = await log.next_bot_message()
        assert f"**mod** (`{run.mod.id}`) added an article: A \\*ferry\\* for @\u200beveryone" in note.content
        await (await run.channel.slash(run.mod, "article bind", article="ferry.txt")).response()
        assert f"bound a channel to an article: <#{run.channel.id}>" in (await log.next_bot_message()).content
        await (await run.channel.slash(run.mod, "article unbind")).response()
        assert "freed a channel" in (await log.next_bot_message()).content
        question = await (await run.channel.slash(run.mod, "article remove", article="ferry.txt")).response()
        await (await run.channel.click(run.mod, question, "Remove")).response()
        assert "removed an article" in (await log.next_bot_message()).content
        await run.channel.slash(run.mod, "reindex")
        assert "read the articles again" in (await log.next_bot_message(timeout=30)).content
    finally:
        run.library.reindex([], shelf=shelf)


async def test_a_role_that_was_chosen_may_add_and_read_again(run: Run) -> None:
    role = run.guild.add_role("editors")
    editor = run.guild.add_member("editor", roles=(role,))
    for name in ("article", "reindex", "setup"):
        run.guild.set_command_access(name, editor, True)

    async def used(name: str) -> str:
        return (await (await run.channel.slash(editor, name)).response(timeout=30)).text

    for name in ("article list", "reindex", "setup show"):
        assert "Manage Server" in await used(name)
    await (await run.channel.slash(run.mod, "setup managers", role=role, allowed=True)).response()
    assert "Articles here" in await used("article list")
    assert "Manage Server" not in await used("reindex")
    assert "Manage Server" in await used("setup show")


async def test_stats_count_questions_abstentions_and_votes(run: Run) -> None:
    answer = await ask(run)
    await ask(run, GOALKEEPER)
    await press(run, answer, "Helpful")
    shown = await (await run.channel.slash(run.mod, "stats")).response()
    assert "Questions\n2" in shown.text
    assert "1 of 2 (50%)" in shown.text
    assert "1 of 1 (100%)" in shown.text


async def test_help_is_one_screen(run: Run) -> None:
    shown = await (await run.channel.slash(run.alice, "help")).response()
    assert shown.ephemeral
    assert len(shown.text) < 1500
    assert "/forget-me" in shown.text
    assert "/setup" not in shown.text
    assert "/setup" in (await (await run.channel.slash(run.mod, "help")).response()).text


async def test_forget_me_deletes_what_names_the_person(run: Run) -> None:
    answer = await ask(run)
    await press(run, answer, "Helpful")
    told = await (await run.channel.slash(run.alice, "forget-me")).response()
    assert told.ephemeral
    assert "(2 entries)" in told.content
    assert "no longer have this answer" in (await press(run, answer, "Context")).content
    told = await (await run.channel.slash(run.alice, "forget-me")).response()
    assert told.content == "I keep nothing about you."
