"""Articles of our own, of many kinds, with what is asked of them, who says what, and how it is retold.

All of it is invented (people, bodies, places) and written for this project, apart from every set that it is measured
on. A third of the articles is locked: looked at for one last figure, never trained on. Networks learn from the others of some
hands, and what weighs their scores is fitted to the others of the rest: on what it learned from a network is too sure.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from importlib.resources import files
from typing import Any, Literal

LOCKED_OF = 3
"""Of so many articles of one hand, the last is locked."""
LEARNED = "w"
"""Hands whose articles the networks learn from (the first letter of an article's id)."""

Kind = Literal["said", "not_said", "off_topic"]
Named = Literal["name", "role", "pronoun", "none"]
Use = Literal["networks", "weights", "locked"]


@dataclass(frozen=True, slots=True)
class OwnQuestion:
    """As people type in a chat; ``answers`` are whole sentences of the article, the best first, none if it does not say."""

    text: str
    kind: Kind
    answers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OwnQuote:
    """The words between one pair of marks, the full name of who says them (None: nobody is named), how the text names
    them there."""

    text: str
    speaker: str | None
    by: Named


@dataclass(frozen=True, slots=True)
class OwnClaim:
    """A statement of the article, and texts that say the same, change it, or were never said on its topic."""

    source: str
    speaker: str
    same: tuple[str, ...]
    opposite: tuple[str, ...]
    never: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OwnArticle:
    """``format`` is "txt" (first line the title, then a paragraph a line) or "md"."""

    id: str
    genre: str
    format: Literal["txt", "md"]
    text: str
    questions: tuple[OwnQuestion, ...]
    quotes: tuple[OwnQuote, ...]
    claims: tuple[OwnClaim, ...]

    @property
    def use(self) -> Use:
        """What it is for."""
        return "locked" if self.locked else "networks" if self.id.startswith(LEARNED) else "weights"

    @property
    def locked(self) -> bool:
        """Is it kept for the last figure?"""
        return int(self.id.rpartition("-")[2]) % LOCKED_OF == 0


def own_articles() -> tuple[OwnArticle, ...]:
    """All of them, in the file's order."""
    return _read("own_articles.jsonl")


def newsroom_articles() -> tuple[OwnArticle, ...]:
    """48 more, as a newsroom prints them, with what is quoted: nothing learns from them, and no rule was made from them."""
    return _read("newsroom_articles.jsonl")


def _read(file: str) -> tuple[OwnArticle, ...]:
    lines = (files("index.training") / file).read_text("utf-8").splitlines()
    return tuple(_article(json.loads(line)) for line in lines)


def _article(row: dict[str, Any]) -> OwnArticle:
    return OwnArticle(
        row["id"],
        row["genre"],
        row["format"],
        row["text"],
        tuple(OwnQuestion(q["q"], q["kind"], tuple(q.get("answers", ()))) for q in row["questions"]),
        tuple(OwnQuote(q["text"], q["speaker"], q["by"]) for q in row["quotes"]),
        tuple(
            OwnClaim(c["source"], c["speaker"], tuple(c["same"]), tuple(c["opposite"]), tuple(c["never"]))
            for c in row["claims"]
        ),
    )
