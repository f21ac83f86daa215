"""Which texts Discord limits: those of commands, their options and choices."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from pathlib import Path

from index.answering.strictness import Strictness

MOST_TEXT = 100
"""Of a description and of the name of a choice."""
MOST_NAME = 32
"""Of a command's name in the "Apps" menu."""
NAMES = frozenset({"check.name"})
_COGS = Path(__file__).parents[2] / "bot" / "cogs"


def _used() -> Iterator[str]:
    """The keys that the cogs hand to ``command``; a key with a place in it stands for all that fit."""
    from bot.texts import ENGLISH, phrases

    known = phrases(ENGLISH)
    for path in sorted(_COGS.glob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            match node:
                case ast.Call(func=ast.Name(id="command"), args=[ast.Constant(value=str(key))]):
                    yield key
                case ast.Call(
                    func=ast.Name(id="command"), args=[ast.JoinedStr(values=[ast.Constant(value=head), *_])]
                ):
                    yield from (
                        key
                        for key in known
                        if key.startswith(str(head))
                        and key.count(".") == 1
                        and key.removeprefix(str(head)) in _CHOICES
                    )


_CHOICES = frozenset({*Strictness, "only", "never", "anywhere"})
COMMAND_TEXTS = frozenset(_used()) | NAMES


def too_long(texts: Mapping[str, str]) -> list[str]:
    """The keys whose text is longer than Discord takes, sorted."""
    return sorted(
        key for key in COMMAND_TEXTS if len(texts.get(key, "")) > (MOST_NAME if key in NAMES else MOST_TEXT)
    )
