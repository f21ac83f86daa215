"""What members and moderators read about the bot itself: help, what is set, the counts. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType

import discord

from bot.choices import Preferences
from bot.showing import render
from bot.texts import say
from index.store.values import Statistics, Unanswered

MOST_LINES = 25


def help_(days: float, *, moderator: bool, ids: Mapping[str, int] = MappingProxyType({})) -> discord.Embed:
    """One screen; ``days`` is how long questions are kept. Commands whose ids are known can be clicked."""
    body = say("help.body", days=say("unit.days", count=days)).strip()
    if moderator:
        body += "\n" + say("help.moderators")
    for name, number in ids.items():
        body = body.replace(f"`/{name}`", f"</{name}:{number}>")
    return discord.Embed(title=say("help.title"), description=body, colour=render.AMBER)


def preferences(chosen: Preferences) -> discord.Embed:
    """Every choice of a server; channels and roles show their names and ping nobody inside an embed."""
    embed = discord.Embed(title=say("setup.title"), colour=render.BLUE)
    channels = " ".join(f"<#{number}>" for number in chosen.channels) or say("setup.nowhere")
    managers = [say("setup.manage_server"), *(f"<@&{number}>" for number in chosen.managers)]
    level = say(f"setup.{chosen.threshold}") if chosen.threshold else say("setup.default")
    log = f"<#{chosen.log_channel}>" if chosen.log_channel else say("setup.no_log")
    for key, value in (
        ("channels", channels),
        ("only", _places(chosen.only) or say("setup.everywhere")),
        ("never", _places(chosen.never) or say("setup.no_channel")),
        ("threads", say("setup.threads_mentioned" if chosen.threads_by_mention else "setup.threads_on")),
        ("new_thread", say("setup.into_thread" if chosen.in_thread else "setup.as_reply")),
        ("unanswered", say("setup.unanswered_read" if chosen.unanswered_since else "setup.unanswered_not")),
        ("helpers", _helpers(chosen)),
        ("daily", _daily(chosen)),
        ("managers", ", ".join(managers)),
        ("private", say("setup.only_asker") if chosen.private else say("setup.everybody")),
        ("threshold", level),
        ("log", log),
    ):
        embed.add_field(name=say(f"setup.{key}_field"), value=value, inline=False)
    return embed


def _helpers(chosen: Preferences) -> str:
    found = [f"<@&{chosen.helper_role}>"] if chosen.helper_role else []
    found += [f"<#{chosen.helper_channel}>"] if chosen.helper_channel else []
    return " ".join(found) or say("setup.no_helpers")


def _daily(chosen: Preferences) -> str:
    if chosen.daily_channel is None:
        return say("setup.no_channel")
    return say("setup.daily_at", channel=f"<#{chosen.daily_channel}>", hour=chosen.daily_hour)


def _places(channels: Sequence[int]) -> str:
    return " ".join(f"<#{channel}>" for channel in channels)


def lacking(lines: Sequence[str]) -> discord.Embed:
    """Where the bot cannot answer."""
    if not lines:
        return discord.Embed(description=say("setup.check_fine"), colour=render.GREEN)
    kept = list(lines[:MOST_LINES])
    if len(lines) > len(kept):
        kept.append(say("setup.check_more", count=len(lines) - len(kept)))
    return discord.Embed(description="\n".join([say("setup.check_some"), *kept]), colour=render.AMBER)


def unanswered(found: Sequence[Unanswered]) -> discord.Embed:
    """The newest questions that nothing answered, or that were called wrong."""
    if not found:
        return discord.Embed(description=say("unanswered.none"), colour=render.GREEN)
    lines = [say("unanswered.title", count=len(found))]
    for row in found[:MOST_LINES]:
        key = "unanswered.wrong" if row.answered else "unanswered.silent"
        question = render.short(row.question, 120)
        lines.append(say(key, question=question, day=f"<t:{int(row.asked_at)}:d>", count=row.wrong))
    if len(found) > MOST_LINES:
        lines.append(say("unanswered.more"))
    return discord.Embed(description="\n".join(lines), colour=render.BLUE)


def statistics(found: Statistics, days: float) -> discord.Embed:
    """The counts, as a moderator compares them."""
    embed = discord.Embed(title=say("stats.title", count=days), colour=render.BLUE)
    votes = found.helpful + found.wrong
    seconds = say("stats.seconds", median=found.median_seconds, slow=found.slow_seconds)
    for key, value in (
        ("questions", say("stats.count", count=found.questions)),
        ("abstentions", _share(found.abstentions, found.questions)),
        ("votes", _share(found.helpful, votes) if votes else say("stats.no_votes")),
        ("latency", seconds),
    ):
        embed.add_field(name=say(f"stats.{key}"), value=value)
    return embed


def _share(part: int, everything: int) -> str:
    share = part / everything if everything else 0.0
    return say("stats.of", part=part, all=everything, share=share)
