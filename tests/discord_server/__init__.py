"""A loopback Discord for tests: REST and gateway on 127.0.0.1, for the real discord.py.

Start with :class:`DiscordServer`; people act through :class:`Channel`.
"""

from __future__ import annotations

from .channel import Channel
from .errors import ApiError, DriverError
from .guild import Guild
from .intents import Intent
from .interactions import CallbackType, Interaction, InteractionType
from .mentions import Pings
from .message import Message
from .permissions import Permission
from .requests import RecordedRequest, Upload
from .server import DiscordServer
from .users import Member, Role, User

__all__ = [
    "ApiError",
    "CallbackType",
    "Channel",
    "DiscordServer",
    "DriverError",
    "Guild",
    "Intent",
    "Interaction",
    "InteractionType",
    "Member",
    "Message",
    "Permission",
    "Pings",
    "RecordedRequest",
    "Role",
    "Upload",
    "User",
]
