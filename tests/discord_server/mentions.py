"""Who a message would have pinged."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from .jsontypes import JSON

USER = re.compile(r"<@!?(\d+)>")
ROLE = re.compile(r"<@&(\d+)>")
EVERYONE = re.compile(r"@(?:everyone|here)")


@dataclass(frozen=True)
class Pings:
    """What a message would have pinged; false when it would have pinged nobody."""

    everyone: bool = False
    users: frozenset[int] = frozenset()
    roles: frozenset[int] = frozenset()

    def __bool__(self) -> bool:
        return self.everyone or bool(self.users) or bool(self.roles)

    def __or__(self, other: Pings) -> Pings:
        return Pings(self.everyone or other.everyone, self.users | other.users, self.roles | other.roles)


def mentioned_users(text: str) -> list[int]:
    """The user ids that a text mentions, each once, in order."""
    return list(dict.fromkeys(int(m) for m in USER.findall(text)))


def find_pings(texts: Iterable[str], allowed: JSON | None, replied_to: int | None) -> Pings:
    """What the texts ping under an ``allowed_mentions`` object (None means none was sent).

    Strict on purpose: it looks inside code blocks too, and ids need not exist, so a test that
    asserts "nobody was pinged" fails when only luck or markup kept the bot quiet.
    """
    text = "\n".join(texts)
    users = frozenset(int(m) for m in USER.findall(text))
    roles = frozenset(int(m) for m in ROLE.findall(text))
    everyone = EVERYONE.search(text) is not None
    reply = frozenset() if replied_to is None else frozenset({replied_to})
    if allowed is None:
        return Pings(everyone, users | reply, roles)
    parse = allowed.get("parse") or []
    if "users" not in parse:
        users &= {int(i) for i in allowed.get("users") or []}
    if "roles" not in parse:
        roles &= {int(i) for i in allowed.get("roles") or []}
    if allowed.get("replied_user"):
        users |= reply
    return Pings(everyone and "everyone" in parse, users, roles)
