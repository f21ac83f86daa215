"""A question from anywhere on Discord to what is sent back: cooldown, the library, the record for the buttons."""

from __future__ import annotations

import logging
import time
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

import discord

from bot.asking import inputs, linking
from bot.asking.cooldowns import Cooldowns
from bot.asking.desk import Desk, view_of
from bot.asking.preference_book import PreferenceBook
from bot.metrics import Metrics
from bot.showing import layout, render
from index.answering.followup import Exchange
from index.errors import InputError
from index.model import View

if TYPE_CHECKING:
    from bot.settings import Settings

log = logging.getLogger(__name__)

LOOKS = 6
"""Pressed buttons and lists of choices for each question that may be asked."""


@dataclass(frozen=True, slots=True)
class Asker:
    """Who asks, and where."""

    person: int
    guild: int | None
    article: str | None = None
    channel: int | None = None

    @property
    def lane(self) -> str:
        """Whose line the question waits in: the server's, or the person's own in direct messages."""
        return str(self.guild) if self.guild is not None else f"@{self.person}"


@dataclass(frozen=True, slots=True)
class Sendable:
    """An answer as it is sent; ``record`` is None when it could not be kept, and then no button needs it."""

    embeds: list[discord.Embed]
    view: discord.ui.View | None
    record: str | None
    answered: bool = True


class Answering:
    """The one way from a question to an answer."""

    def __init__(self, desk: Desk, preferences: PreferenceBook, metrics: Metrics, settings: Settings) -> None:
        self._desk = desk
        self._preferences = preferences
        self._metrics = metrics
        self._log_questions = settings.log_questions
        member, server = settings.member_questions_per_minute, settings.server_questions_per_minute
        self._cooldowns = Cooldowns(member, server)
        self._looks = Cooldowns(LOOKS * member, LOOKS * server)

    def slow_down_looking(self, person: int, guild: int | None) -> None:
        """The same for buttons and lists of choices, of which there may be more: ``LOOKS`` for each question."""
        self._looks.take(person, guild)

    def slow_down(self, asker: Asker) -> None:
        """Raises TooFastError for who asks too fast."""
        self._cooldowns.take(asker.person, asker.guild)

    async def answer(
        self,
        question: str,
        asker: Asker,
        *,
        asked: bool = False,
        previous: Exchange | None = None,
        missed: bool = True,
        private: bool = False,
    ) -> Sendable | None:
        """Embeds and buttons. ``asked`` shows the question; None when nothing is found and nobody would miss it.

        A question that leans on the ``previous`` exchange is made whole, and shown so. The caller has counted it
        with ``slow_down``. Raises WhosaidError with a sentence for the asker.
        """
        question = inputs.question(question)
        began = time.monotonic()
        if self._log_questions:
            log.info("question from %d in %s: %s", asker.person, asker.guild, question)
        article = asker.article or await self._desk.binding(asker.guild, asker.channel)
        view = View(view_of(asker.guild).shelves, article)
        found = await self._desk.ask(question, view, asker.lane, previous)
        if found.error:
            raise InputError(found.error)
        if threshold := (await self._preferences.of(asker.guild)).threshold:
            found = self._desk.judged(found, threshold)
        if not found.answered and not missed:
            return None
        if not found.answered and not found.quotes:
            await self._desk.require_articles(view)
        if found.whole:  # it leaned on what came before, and is shown and kept as it was taken
            found, asked = replace(found, question=found.whole), True
        seconds = time.monotonic() - began
        guild, records = str(asker.guild or ""), self._desk.records
        number = await self._desk.kept("an answer", records.keep, found, guild, str(asker.person))
        count = partial(records.count, guild, answered=found.answered, seconds=seconds)
        await self._desk.kept("a count", count)
        self._metrics.answered(answered=found.answered, seconds=seconds)
        log.info("%s in %.2f s", "answered" if found.answered else "abstained", seconds)
        found = await linking.answer(self._desk, found, view)
        return Sendable(
            render.answer(found, asked=asked),
            layout.answer(found, number, private=private),
            number,
            found.answered,
        )
