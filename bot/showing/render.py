"""Answers and verdicts as embeds. Pure: knows Discord's limits, does no input or output.

Paragraphs are counted from 1 for people: "¶ N" is the contract's paragraph number plus one, and the title is
"headline". Quotes stand in a block of their own; whatever marks a cut stands outside it. Speakers, titles and
quotes are foreign text: they pass through ``bot.showing.clean``.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import discord

from bot.showing import clean, fragments, limits
from bot.texts import phrases, say, tell
from index.model import Answer, Citation, Progress, ReindexReport, StoredQuote

if TYPE_CHECKING:
    from index.shelves.rereading import Reread

AMBER = discord.Colour(0xE0A030)
SAND = discord.Colour(0xCDB892)
GREY = discord.Colour(0x8A8F98)
GREEN = discord.Colour(0x4C9F70)
BLUE = discord.Colour(0x5B7DB1)

_FIRST, _OTHERS = 1500, 700
_LARGE = 180
"""Longest quote that is shown as a heading: longer ones would fill a phone."""
_BAR = 16
_ISO = 10
"""Characters of a date as ISO 8601 writes it."""
_ENOUGH = 5000


def answer(found: Answer, *, asked: bool = False) -> list[discord.Embed]:
    """The best quote, large; when the article does not say, one line that says so.

    The other quotes, and what comes nearest when nothing answers, are behind a button.

    ``asked`` puts the question on top, for places where Discord does not show it.
    """
    header = limits.shorten(clean.plain(found.question[:1_000]), 250) if asked else ""
    if found.remark and not (found.answered and found.quotes):
        embeds = [discord.Embed(description=tell(found.remark), colour=AMBER if found.answered else GREY)]
    elif found.answered and found.quotes:
        lead = tell(found.remark) if found.remark else ""
        if found.disagreement:
            lead = say(f"answer.differ_{found.disagreement.kind}")
        embeds = [
            quote(found.quotes[0], AMBER, _FIRST, large=True, linked=False, lead=lead)
        ]  # a button has the link
        if found.disagreement:
            embeds.append(quote(found.quotes[found.disagreement.other], AMBER, _OTHERS))
    else:
        embeds = [discord.Embed(description=f"**{say('answer.not_said')}**", colour=GREY)]
    if found.notice:
        embeds[-1].set_footer(text=say("answer.not_english"))
    if header:
        embeds[0].set_author(name=header)
    return limits.fit(embeds)


def gist(found: Answer) -> list[discord.Embed]:
    """The sentences that an article is told by, as they come in it; or why there are none."""
    if not found.quotes:
        told = tell(found.remark) if found.remark else say("tldr.nothing")
        return [discord.Embed(description=told, colour=GREY)]
    embeds = [quote(cited, SAND, _OTHERS) for cited in found.quotes]
    embeds[0].set_author(name=limits.shorten(clean.plain(found.quotes[0].title), 250) or None)
    return limits.fit(embeds)


def quote(
    cited: Citation,
    colour: discord.Colour,
    room: int,
    *,
    lead: str = "",
    large: bool = False,
    linked: bool = True,
    named: bool = True,
) -> discord.Embed:
    """One quote with who says it and where it stands, below an optional ``lead`` of our own words.

    ``named`` False: the speaker stands above it all already.
    """
    parts = [lead, ""] if lead else []
    parts.append(_block(cited.text, room, large=large and len(cited.text) <= _LARGE))
    if cited.speaker and named:
        office = f", {short(cited.speaker_title, 80)}" if cited.speaker_title else ""
        parts.append(f"— **{short(cited.speaker, 100)}**{office}")
    parts.append(_place(cited, linked=linked))
    return discord.Embed(description="\n".join(parts), colour=colour)


def stored(chosen: StoredQuote) -> list[discord.Embed]:
    """A quote that was picked from the list: it is in the store as it stands."""
    lead = "" if chosen.quote.speaker else say("answer.no_speaker")
    return limits.fit([quote(cited_as(chosen), GREEN, _FIRST, lead=lead)])


def cited_as(chosen: StoredQuote) -> Citation:
    """A stored quote in the shape of a citation."""
    said = chosen.quote
    return Citation(
        text=said.text, article_id=chosen.article_id, article=chosen.article, title=chosen.title,
        paragraph=said.paragraph, start=said.start, end=said.end, speaker=said.speaker, url=chosen.url,
        score=1.0, kind=said.kind, published=chosen.published, speaker_title=said.speaker_title,
        publisher=chosen.publisher,
    )  # fmt: skip


def report(done: ReindexReport) -> list[discord.Embed]:
    """What a reindex did, and which sources could not be read."""
    lines = [
        say("reindex.done"),
        say(
            "reindex.counts",
            added=done.added, changed=done.changed, removed=done.removed, unchanged=done.unchanged,
        ),
        say(
            "reindex.passages",
            added=done.passages_added, changed=done.passages_changed,
            removed=done.passages_removed, kept=done.passages_unchanged,
        ),
        say("reindex.seconds", seconds=done.seconds),
    ]  # fmt: skip
    embed = discord.Embed(description="\n".join(lines), colour=GREEN)
    if done.problems:
        problems = (f"• {short(tell(problem), 200)}" for problem in done.problems)
        embed.add_field(
            name=say("reindex.problems"), value=listing(problems, len(done.problems)), inline=False
        )
    return limits.fit([embed])


def reread(done: Reread) -> list[discord.Embed]:
    """The same, with what became of web pages, and the shown quotes that the new versions do not have."""
    (embed,) = report(done.report)
    if done.fetched:
        embed.description = f"{embed.description}\n{say('reindex.fetched', count=done.fetched)}"
    gone = (f"• {short(title, 150)}" for title in done.gone)
    lost = (
        f"• “{short(cited.text, 150)}” – {short(cited.title or cited.article, 80)}" for cited in done.lost
    )
    for key, lines, count in (("gone", gone, len(done.gone)), ("lost", lost, len(done.lost))):
        if count:
            embed.add_field(name=say(f"reindex.{key}"), value=listing(lines, count), inline=False)
    return limits.fit([embed])


def progress(now: Progress) -> list[discord.Embed]:
    """A bar that a phone shows on one line."""
    share = min(1.0, max(0.0, now.done / now.total)) if now.total > 0 else 0.0
    full = int(share * _BAR)
    bar = f"{'▰' * full}{'▱' * (_BAR - full)} {share:.0%}" if now.total > 0 else "…"
    count = say("reindex.of", done=now.done, total=now.total) if now.total > 0 else ""
    stage = say("reindex.stage", stage=_stage(now.stage), count=count)
    return [discord.Embed(description=f"{say('reindex.progress')}\n{bar}\n{stage}", colour=AMBER)]


def _stage(name: str) -> str:
    """The engine's name of a step, in the reader's words where the phrases have some."""
    return say(f"reindex.stage_{name}") if f"reindex.stage_{name}" in phrases("en") else short(name, 60)


def suggestion(said: StoredQuote) -> str:
    """The name of an autocomplete choice: the quote's start on one line."""
    return limits.shorten(clean.plain(said.quote.text[: limits.CHOICE * 4]), limits.CHOICE) or "…"


def listing(lines: Iterator[str], total: int) -> str:
    """As many lines as a field holds, and how many more there are."""
    kept: list[str] = []
    room = limits.FIELD_VALUE - 20
    for text in lines:
        room -= limits.size(text) + 1
        if room < 0:
            break
        kept.append(text)
    more = total - len(kept)
    return "\n".join([*kept, say("verdict.more", count=more)] if more else kept)


def _block(text: str, room: int, *, large: bool = False) -> str:
    """The slice as a block quote, cut at a sentence end when it is too long, and marked outside."""
    slice_, is_cut = limits.cut(text, room, bars)
    block = bars(slice_)
    if large and "\n" not in block:
        block = "> ### " + block.removeprefix("> ")
    return f"{block}\n{say('answer.cut')}" if is_cut else block


def bars(text: str) -> str:
    """Foreign text as a block quote."""
    return "\n".join(f"> {line}" for line in clean.markdown(text).strip().splitlines()) or "> …"


def _place(cited: Citation, *, linked: bool) -> str:
    """Small print: article, publisher, paragraph, date, link."""
    where = say("answer.headline") if cited.paragraph is None else f"¶\u00a0{cited.paragraph + 1}"
    parts = [short(cited.title or cited.article, 150), where]
    if publisher := published_by(cited):
        parts.insert(1, short(publisher, 80))
    if cited.page is not None:
        parts.append(say("answer.page", page=cited.page))
    if cited.published:
        parts.append(date(cited.published))
    if cited.changed:
        parts.append(say("answer.changed", day=cited.changed[:10]))
    if linked and (address := fragments.to_words(cited.url, cited.text)):
        parts.append(f"[{say('answer.open')}]({address})")
    return "-# " + " · ".join(parts)


def published_by(cited: Citation) -> str | None:
    """The publisher, unless the title names it already."""
    name = (cited.publisher or "").strip()
    return name if name and name.casefold() not in cited.title.casefold() else None


def date(published: str) -> str:
    """A day as each reader's Discord writes it; what is no date stays as the article has it."""
    try:
        found = datetime.fromisoformat(day(published) or "")
    except ValueError:
        return short(published, 30)
    noon = found.replace(
        hour=12, minute=0, second=0, microsecond=0, tzinfo=UTC
    )  # the same day nearly everywhere
    return f"<t:{int(noon.timestamp())}:D>"


def day(published: str | None) -> str | None:
    """The day of a date without its time, as ISO 8601 writes it; what is no date stays as the article has it."""
    start = (published or "").strip()[:_ISO]
    try:
        datetime.fromisoformat(start)
    except ValueError:
        return published
    return start


def short(text: str, limit: int) -> str:
    """Foreign text on one line, harmless and not longer than ``limit``."""
    return clean.line(limits.shorten(" ".join(clean.visible(text[:_ENOUGH]).split()), limit)) or "…"
