"""Who has spoken so far: the resolver's memory."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from index.quotes.entities import Entity


@dataclass(slots=True)
class Heard:
    """Who spoke last and before, how often, and where each spoke last (``at``, in the order of the places)."""

    last: int | None = None
    before: int | None = None
    spoken: Counter[int] = field(default_factory=Counter)
    at: dict[int, int] = field(default_factory=dict)
    pronouns: dict[int, Counter[bool]] = field(default_factory=dict)
    told: dict[int, int] = field(default_factory=dict)
    """Whom the pronouns mean that tell who speaks, by their places."""

    def hear(self, entity: int, position: int) -> None:
        """Somebody speaks."""
        if self.last != entity:
            self.before, self.last = self.last, entity
        self.spoken[entity] += 1
        self.at.pop(entity, None)
        self.at[entity] = position

    def is_female(self, entity: Entity) -> bool | None:
        """By title or name, else by what pronouns it has had."""
        if entity.female is not None:
            return entity.female
        seen = self.pronouns.get(entity.number)
        return seen[True] > seen[False] if seen else None
