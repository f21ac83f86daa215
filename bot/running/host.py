"""What commands, buttons and the health page see of the client; the client itself is built above them."""

from __future__ import annotations

from abc import abstractmethod

from discord.ext import commands

from bot.asking.answering import Answering
from bot.asking.desk import Desk
from bot.asking.preference_book import PreferenceBook
from bot.failures import Failures
from bot.metrics import Metrics
from bot.running.pace import Pace
from bot.settings import Settings
from index.reading.web.policy import FetchPolicy


class Host(commands.AutoShardedBot):
    """The parts that are shared by everything that runs in the client."""

    settings: Settings
    failures: Failures
    desk: Desk
    metrics: Metrics
    preferences: PreferenceBook
    answering: Answering
    pace: Pace
    policy: FetchPolicy
    """What may be fetched for a server."""
    health_port: int | None
    """Where the health page is served, once it is."""

    @abstractmethod
    def readiness(self) -> dict[str, bool]:
        """What has to hold so that questions are answered."""
