"""Answers and verdicts as embeds. Pure: knows Discord's limits, does no input or output.

Paragraphs are counted from 1 for people: "¶ N" is the contract's paragraph number plus one, and the title is
"headline". Quotes stand in a block of their own; whatever marks a cut stands outside it. Speakers, titles and
quotes are foreign text: they pass through ``bot.clean``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import quote as percent
from urllib.parse import urlsplit

import discord

from bot import clean, limits
from index.model import Answer, Citation, Progress, ReindexReport, StoredQuote

AMBER = discord.Colour(0xE0A030)
SAND = discord.Colour(0xCDB892)
GREY = discord.Colour(0x8A8F98)
GREEN = discord.Colour(0x4C9F70)
BLUE = discord.Colour(0x5B7DB1)

NOT_SAID = "The article does not say."
CUT = "-# (shortened here; the article goes on)"
_FIRST, _OTHERS = 1500, 700
_BAR = 16
_ENOUGH = 5000
_HOST = re.compile(r"[\w.-]+")


def answer(found: Answer, *, asked: bool = False) -> list[discord.Embed]:
    """The best quote first; when the article does not say, that, and the nearest passages as such.

    ``asked`` puts the question on top, for places where Discord does not show it.
    """
    header = limits.shorten(clean.plain(found.question), 250) if asked else ""
    if found.answered and found.quotes:
        embeds = [quote(found.quotes[0], AMBER, _FIRST)]
        embeds += [quote(other, SAND, _OTHERS) for other in found.quotes[1:]]
        if len(embeds) > 1:
            embeds[1].set_author(name="Also in the articles")
    else:
        lines = [f"**{NOT_SAID}**"]
        if found.quotes:
            lines.append("The nearest passages, though they may be about something else:")
        embeds = [discord.Embed(description="\n".join(lines), colour=GREY)]
        embeds += [quote(near, GREY, _OTHERS) for near in found.quotes]
    if header:
        embeds[0].set_author(name=header)
    return limits.fit(embeds)


def quote(
    cited: Citation, colour: discord.Colour, room: int, *, speaker_title: str | None = None, lead: str = ""
) -> discord.Embed:
    """One quote with who says it and where it stands, below an optional ``lead`` of our own words."""
    parts = [lead, ""] if lead else []
    parts.append(_block(cited.text, room))
    if cited.speaker:
        office = f", {_short(speaker_title, 80)}" if speaker_title else ""
        parts += ["", f"— **{_short(cited.speaker, 100)}**{office}"]
    parts.append(_place(cited))
    return discord.Embed(description="\n".join(parts), colour=colour)


def stored(chosen: StoredQuote) -> list[discord.Embed]:
    """A quote that was picked from the list: it is in the store as it stands."""
    said = chosen.quote
    cited = Citation(
        text=said.text, article_id=chosen.article_id, article=chosen.article, title=chosen.title,
        paragraph=said.paragraph, start=said.start, end=said.end, speaker=said.speaker, url=chosen.url,
        score=1.0, kind=said.kind,
    )  # fmt: skip
    lead = "" if said.speaker else "The article does not name who said this."
    return limits.fit([quote(cited, GREEN, _FIRST, speaker_title=said.speaker_title, lead=lead)])


def report(done: ReindexReport) -> list[discord.Embed]:
    """What a reindex did, and which sources could not be read."""
    lines = [
        "✅ **The articles are up to date.**",
        f"{done.added} added · {done.changed} changed · {done.removed} removed · {done.unchanged} unchanged",
        f"Passages: {done.passages_added} new · {done.passages_removed} gone · {done.passages_unchanged} kept",
        f"-# {done.seconds:.1f} s",
    ]
    embed = discord.Embed(description="\n".join(lines), colour=GREEN)
    if done.problems:
        problems = (f"• {_short(problem, 200)}" for problem in done.problems)
        embed.add_field(name="Could not be read", value=listing(problems, len(done.problems)), inline=False)
    return limits.fit([embed])


def progress(now: Progress) -> list[discord.Embed]:
    """A bar that a phone shows on one line."""
    share = min(1.0, max(0.0, now.done / now.total)) if now.total > 0 else 0.0
    full = int(share * _BAR)
    bar = f"{'▰' * full}{'▱' * (_BAR - full)} {share:.0%}" if now.total > 0 else "…"
    count = f" ({now.done} of {now.total})" if now.total > 0 else ""
    text = f"**Reading the articles again**\n{bar}\n-# {_short(now.stage, 60)}{count}; questions are answered meanwhile"
    return [discord.Embed(description=text, colour=AMBER)]


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
    return "\n".join([*kept, f"… and {more} more"] if more else kept)


def _block(text: str, room: int) -> str:
    """The slice as a block quote, cut at a sentence end when it is too long, and marked outside."""
    slice_, is_cut = limits.cut(text, room, _bars)
    return f"{_bars(slice_)}\n{CUT}" if is_cut else _bars(slice_)


def _bars(text: str) -> str:
    return "\n".join(f"> {line}" for line in clean.markdown(text).strip().splitlines()) or "> …"


def _place(cited: Citation) -> str:
    where = "headline" if cited.paragraph is None else f"¶ {cited.paragraph + 1}"
    parts = [_short(cited.title or cited.article, 150), where]
    if cited.published:
        parts.append(_short(cited.published, 30))
    if address := link(cited.url):
        parts.append(f"[open the article]({address})")
    return " · ".join(parts)


def link(url: str | None) -> str | None:
    """The address for a masked link, or None when it is no web address or too long for one."""
    try:
        parts = urlsplit(clean.visible(url or ""))
        host = parts.hostname or ""
    except ValueError:
        return None
    if parts.scheme not in ("http", "https") or not _HOST.fullmatch(host):
        return None
    safe = percent(parts.geturl(), safe="%/:?#@!$&'+,;=~-._")
    return safe if len(safe) <= 512 else None


def _short(text: str, limit: int) -> str:
    return clean.line(limits.shorten(" ".join(clean.visible(text[:_ENOUGH]).split()), limit)) or "…"
