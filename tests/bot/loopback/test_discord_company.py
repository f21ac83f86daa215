"""Good company: quiet where nobody asked, and looking where people point."""

from __future__ import annotations

from tests.bot.loopback.conftest import Run, online
from tests.bot.loopback.test_discord_questions import QUESTION, SENTENCE, assert_answer
from tests.discord_server import Permission
from tests.discord_server.channel import Channel, ChannelType
from tests.discord_server.message import Message
from tests.discord_server.requests import Upload
from tests.discord_server.users import User

CLAIM = "The cables are forty years past their life"


async def settled(run: Run, channel: Channel) -> list[Message]:
    """The bot's messages once everything before was worked on."""
    last = await channel.send(run.alice, run.mention())
    await channel.next_reply(last)
    await run.server.sync()
    return channel.bot_messages


async def test_small_talk_gets_a_reaction_or_one_line(run: Run) -> None:
    asked = await run.channel.send(run.alice, run.mention(QUESTION))
    answer = await run.channel.next_reply(asked)
    thanks = await run.channel.send(run.alice, "thanks!", reply_to=answer)
    await run.server.wait_until(lambda: bool(thanks.reactions))
    place = run.server.dm_channel(run.alice.user)
    hello = await place.next_reply(await place.send(run.alice.user, "hi"))
    assert hello.content.startswith("Hello!")
    assert hello.embeds == []
    run.channel.deny_bot(Permission.ADD_REACTIONS)
    again = await run.channel.send(run.alice, run.mention("thank you"))
    assert (await run.channel.next_reply(again)).content == "You are welcome!"
    used = await run.channel.slash(run.alice, "ask", question="help")
    told = await used.response()
    assert told.ephemeral
    assert told.content.startswith("Ask me anything")


async def test_a_place_of_questions_leaves_everything_else_alone(offline: Run) -> None:
    async with online(offline, message_content_intent=True):
        bob = offline.guild.add_member("bob")
        forum = Channel(offline.server, offline.server.ids.next(), ChannelType.FORUM, "asks", offline.guild)
        offline.guild.register(forum)
        for place in (offline.channel, forum):
            used = await offline.channel.slash(offline.mod, "setup channels", channel=place, answer_all=True)
            assert "Done." in (await used.response()).content
        human = await offline.channel.send(bob, "I walk over the bridge each day.")
        await offline.channel.send(offline.alice, QUESTION, reply_to=human)
        await offline.channel.send(offline.alice, f"{bob.mention} {QUESTION}")
        await offline.channel.send(offline.alice, "https://bridge.example/cost?much=1")
        await offline.channel.send(offline.alice, "Which goalkeeper plays for Brazil in Tokyo?")
        await offline.channel.send(offline.alice, "anyone here?")
        assert len([m for m in await settled(offline, offline.channel) if not m.ephemeral]) == 1
        plain = await offline.channel.send(offline.alice, QUESTION.rstrip("?").lower())
        assert_answer(await offline.channel.next_reply(plain))


async def test_where_answers_may_be_seen(run: Run) -> None:
    other = run.guild.add_text_channel("other")
    used = await run.channel.slash(run.mod, "setup where", channel=run.channel, use="never")
    assert f"<#{run.channel.id}>" in (await used.response()).text
    await run.channel.send(run.alice, run.mention(QUESTION))
    private = await (await run.channel.slash(run.alice, "ask", question=QUESTION)).response()
    assert private.ephemeral
    asked = await other.send(run.alice, run.mention(QUESTION))
    assert_answer(await other.next_reply(asked))
    assert [m for m in run.channel.bot_messages if not m.ephemeral] == []
    await (await run.channel.slash(run.mod, "setup where", channel=run.channel, use="only")).response()
    await other.send(run.alice, run.mention(QUESTION))
    asked = await run.channel.send(run.alice, run.mention(QUESTION))
    assert_answer(await run.channel.next_reply(asked))
    assert len(other.bot_messages) == 1


async def test_an_answer_goes_into_a_new_thread(run: Run) -> None:
    await (await run.channel.slash(run.mod, "setup new-thread", into_thread=True)).response()
    asked = await run.channel.send(run.alice, run.mention(QUESTION))
    await run.server.wait_until(lambda: asked.thread is not None)
    assert asked.thread is not None
    assert_answer(await asked.thread.next_bot_message())
    assert asked.thread.name == QUESTION
    run.channel.deny_bot(Permission.CREATE_PUBLIC_THREADS)
    asked = await run.channel.send(run.alice, run.mention(QUESTION))
    assert_answer(await run.channel.next_reply(asked))


async def test_is_this_true_checks_the_message_it_replies_to(offline: Run) -> None:
    async with online(offline, message_content_intent=True, member_questions_per_minute=0):
        bob = offline.guild.add_member("bob")
        claims = [
            await offline.channel.send(bob, f"“{CLAIM}” says the engineer"),
            await offline.channel.send(bob, f"> {CLAIM}\n— Tamsin Orme"),
            await offline.channel.send(bob, f"look\n>>> {CLAIM}\nindeed"),
            await offline.channel.send(
                bob, "", embeds=({"type": "rich", "title": "News", "description": f"“{CLAIM},” said Orme."},)
            ),
            await offline.channel.send(
                bob, "see", files=(Upload("message.txt", f"“{CLAIM},” said Orme.".encode(), "text/plain"),)
            ),
        ]  # fmt: skip
        for claim in claims:
            asked = await offline.channel.send(
                offline.alice, offline.mention("is this true?"), reply_to=claim
            )
            report = await offline.channel.next_reply(asked)
            assert "Tamsin Orme" in report.text, claim.content
            used = await offline.channel.context_menu(offline.alice, "Check quotes", claim)
            assert "Tamsin Orme" in (await used.response()).text
        question = await offline.channel.send(offline.alice, offline.mention(QUESTION), reply_to=claims[0])
        assert_answer(await offline.channel.next_reply(question))


async def test_without_the_intent_it_points_to_check_quotes(run: Run) -> None:
    claim = await run.channel.send(run.mod, f"“{CLAIM}” says the engineer")
    asked = await run.channel.send(run.alice, run.mention("really?"), reply_to=claim, ping=False)
    assert "Check quotes" in (await run.channel.next_reply(asked)).content


async def test_a_message_copied_under_another_name_is_answered(run: Run) -> None:
    asked = await run.channel.send(run.alice, f"L: {run.mention(QUESTION)}")
    await run.channel.delete(asked)
    hook = User(run.server, run.server.ids.next(), "Luna", True)
    run.server.users[hook.id] = hook
    for words in (QUESTION, "Who opens the library on Sundays?"):  # nobody here said the second
        copy = Message(
            run.server, run.server.ids.next(), run.channel, hook, run.mention(words), mentions=[run.server.bot_user]
        )  # fmt: skip
        shown = copy.payload
        copy.payload = lambda shown=shown, **k: shown(**k) | {"webhook_id": str(hook.id)}  # type: ignore[method-assign]
        run.server.publish(copy)
        if words == QUESTION:
            assert_answer(await run.channel.next_reply(copy))
    assert copy.id not in [m.reference_id for m in await settled(run, run.channel)]


async def test_a_missing_permission_is_named_once_and_the_answer_comes_all_the_same(run: Run) -> None:
    for right, name in (
        (Permission.EMBED_LINKS, "Embed Links"),
        (Permission.READ_MESSAGE_HISTORY, "Read Message"),
    ):
        channel = run.guild.add_text_channel("plain")
        channel.deny_bot(right)
        for first in (True, False):
            asked = await channel.send(run.alice, run.mention(QUESTION))
            reply = await channel.next_reply(asked)
            assert SENTENCE in reply.text
            assert (name in reply.content) is first
    checked = await (await run.channel.slash(run.mod, "setup check")).response()
    assert "Embed Links" in checked.text
    assert f"<#{run.channel.id}>" not in checked.text


async def test_an_archived_thread_and_a_lost_file_get_a_sentence(run: Run) -> None:
    thread = Channel(
        run.server, run.server.ids.next(), ChannelType.PUBLIC_THREAD, "old", run.guild, run.channel
    )
    thread.owner_id = run.alice.id
    run.guild.register(thread)
    used = await run.channel.slash(run.mod, "setup channels", channel=thread, answer_all=True)
    assert "Done." in (await used.response()).content
    gone = Upload("../gone.txt", b"Title\n\nText.\n", "text/plain")
    used = await run.channel.slash(run.mod, "article add", file=gone)
    assert "does not give me that file" in (await used.response()).content


async def test_a_flood_gets_one_warning(offline: Run) -> None:
    async with online(offline, member_questions_per_minute=2):
        for number in range(8):
            await offline.channel.send(offline.alice, offline.mention(f"{QUESTION} {number}"))

        def told() -> int:
            return sum("That was quick" in m.content for m in offline.channel.bot_messages)

        await offline.server.wait_until(lambda: told() > 0)
        await settled(offline, offline.channel)
        assert told() == 1


async def test_an_edit_over_the_limit_keeps_the_answer(offline: Run) -> None:
    async with online(offline, member_questions_per_minute=1):
        asked = await offline.channel.send(offline.alice, offline.mention(QUESTION))
        reply = await offline.channel.next_reply(asked)
        await offline.channel.edit(asked, offline.mention("Who will open the library?"))
        await settled(offline, offline.channel)
        assert_answer(reply)


async def test_a_server_that_could_not_be_read_is_no_direct_message(run: Run) -> None:
    run.server.faults.malformed_event("GUILD_CREATE")
    fresh = run.server.add_guild("Fresh")
    channel = fresh.add_text_channel("general")
    zed = fresh.add_member("zed")
    run.server.gateway.dispatch_raw("GUILD_DELETE", {"id": str(fresh.id)})
    await channel.send(zed, "hello all")
    await run.server.sync()
    await settled(run, run.channel)
    assert channel.bot_messages == []


async def test_typed_words_are_not_repeated_in_public(run: Run) -> None:
    for name, values in (
        ("said", {"speaker": "discord.gg/spam"}),
        ("said", {"speaker": "Tamsin Orme", "topic": "discord.gg/spam"}),
        ("ask", {"question": QUESTION, "article": "discord.gg/spam"}),
        ("who-said", {"quote": "some words here", "article": "discord.gg/spam"}),
    ):
        reply = await (await run.channel.slash(run.alice, name, options=values)).response()
        assert reply.content
        assert "discord.gg" not in reply.content


async def test_the_asker_and_moderators_delete_an_answer(run: Run) -> None:
    bob = run.guild.add_member("bob")
    for person in (run.alice, run.mod):
        asked = await run.channel.send(run.alice, run.mention(QUESTION))
        reply = await run.channel.next_reply(asked)
        refused = await (await run.channel.click(bob, reply, "Delete")).response()
        assert refused.ephemeral
        assert "Only the person who asked" in refused.content
        await run.channel.click(person, reply, "Delete")
        await run.server.wait_until(lambda reply=reply: reply.deleted)  # type: ignore[misc]


async def test_every_answer_is_deleted_by_who_asked_or_shared(run: Run) -> None:
    bob = run.guild.add_member("bob")
    for name, options in (
        ("said", {"speaker": "Tamsin Orme"}),
        ("tldr", {"article": "bridge.txt"}),
        ("quote random", {}),
    ):
        shown = await (await run.channel.slash(run.alice, name, options=options)).response()
        refused = await (await run.channel.click(bob, shown, "Delete")).response()
        assert "Only the person who asked" in refused.content
        await run.channel.click(run.alice, shown, "Delete")
        await run.server.wait_until(lambda shown=shown: shown.deleted)  # type: ignore[misc]
    claim = await run.channel.send(run.mod, f"“{CLAIM}” says the engineer")
    report = await (await run.channel.context_menu(run.alice, "Check quotes", claim)).response()
    assert f"/{run.channel.id}/{claim.id})" in report.text
    posted = await (await run.channel.click(run.alice, report, "Show everybody")).response()
    assert not posted.ephemeral
    await run.channel.click(run.alice, posted, "Delete")
    await run.server.wait_until(lambda: posted.deleted)
    await (await run.channel.slash(run.mod, "setup where", channel=run.channel, use="never")).response()
    for name, options in (("said", {"speaker": "Tamsin Orme"}), ("quote daily", {})):
        private = await (await run.channel.slash(run.alice, name, options=options)).response()
        assert private.ephemeral
        kept = await (await run.channel.click(run.alice, private, "Share")).response()
        assert "may not be shown to everybody here" in kept.content
    await (await run.channel.slash(run.mod, "setup where", channel=run.channel, use="anywhere")).response()
    shared = await (await run.channel.click(run.alice, private, "Share")).response()
    assert not shared.ephemeral
    assert shared.files["quote.png"] == private.files["quote.png"]


async def test_a_private_answer_is_shared(run: Run) -> None:
    private = await (await run.channel.slash(run.alice, "ask", question=QUESTION, private=True)).response()
    shared = await (await run.channel.click(run.alice, private, "Share")).response()
    assert not shared.ephemeral
    assert shared.content == "**alice** shares an answer:"
    assert SENTENCE in shared.text
    await run.channel.click(run.alice, shared, "Delete")
    await run.server.wait_until(lambda: shared.deleted)


async def test_people_carry_the_bot_along(run: Run) -> None:
    place = run.server.dm_channel(run.alice.user)
    place.guest = True
    private = await (await place.slash(run.alice.user, "ask", question=QUESTION)).response()
    assert private.ephemeral
    assert_answer(private)
    judged = await (await place.slash(run.alice.user, "who-said", quote=CLAIM)).response()
    assert judged.ephemeral
    public = await (await place.slash(run.alice.user, "ask", question=QUESTION, private=False)).response()
    assert not public.ephemeral


async def test_help_names_commands_to_click_and_a_new_server_is_welcomed(run: Run) -> None:
    used = await run.channel.slash(run.alice, "help")
    ids = {command["name"]: command["id"] for command in run.server.commands.all()}
    shown = await (await used.response()).wait_until(lambda m: f"</ask:{ids['ask']}>" in m.text)
    assert f"</who-said:{ids['who-said']}>" in shown.text
    fresh = run.server.add_guild("Fresh")
    assert fresh.channels == {}  # nowhere to say it, and nothing breaks
    await run.server.sync()


async def test_moderators_read_what_was_not_answered_once_that_is_on(run: Run) -> None:
    off = await (await run.channel.slash(run.mod, "unanswered")).response()
    assert "That is off here" in off.content
    await (await run.channel.slash(run.mod, "setup unanswered", collect=True)).response()
    silent = "Which goalkeeper plays for Brazil in Tokyo?"
    await (await run.channel.slash(run.alice, "ask", question=silent)).response()
    answer = await (await run.channel.slash(run.alice, "ask", question=QUESTION)).response()
    await (await run.channel.click(run.alice, answer, "Wrong?")).response()
    shown = await (await run.channel.slash(run.mod, "unanswered")).response()
    assert silent in shown.text
    assert "called wrong once" in shown.text
    assert "alice" not in shown.text
    table = await (await run.channel.slash(run.mod, "unanswered", as_file=True)).response()
    assert silent.encode() in table.files["unanswered.csv"]


async def test_quotes_come_as_cards(run: Run) -> None:
    answer = await (await run.channel.slash(run.alice, "who-said", quote=CLAIM)).response()
    shown = await (await run.channel.click(run.alice, answer, "Card")).response()
    assert shown.ephemeral
    assert shown.files["quote.png"].startswith(b"\x89PNG")
    assert CLAIM in shown.attachments[0]["description"]
    for name in ("quote random", "quote daily"):
        drawn = await (await run.channel.slash(run.alice, name)).response()
        assert drawn.files["quote.png"].startswith(b"\x89PNG")
