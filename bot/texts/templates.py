"""Every sentence that the code makes with a template, read out of the source: what a translator has to know."""

from __future__ import annotations

import ast
import string
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
FAMILY = "WhosaidError"
DEFINED = "index/errors.py"
UNSEEN = (
    "index/evaluation/",
    "index/training/",
    "index/runtime/onnx_export.py:",
    "index/embedding/onnx_export.py:",
)
"""What the operator runs in a terminal, and what a process of its own says: nobody can read it translated."""


@dataclass(frozen=True, slots=True)
class Use:
    """A place in the code that makes a sentence: an error of the family, or a Message."""

    where: str
    argument: ast.expr
    given: frozenset[str]

    @property
    def template(self) -> str | None:
        """The literal template; None where a sentence that is made already is handed on."""
        value = self.argument.value if isinstance(self.argument, ast.Constant) else None
        return value if isinstance(value, str) else None


def places(template: str) -> frozenset[str]:
    """The names in braces."""
    return frozenset(name for _, name, _, _ in string.Formatter().parse(template) if name is not None)


def uses() -> list[Use]:
    """Every place, in both packages."""
    trees = {
        path.relative_to(ROOT).as_posix(): ast.parse(path.read_text("utf-8"))
        for package in ("index", "bot")
        for path in sorted((ROOT / package).rglob("*.py"))
    }
    makers = {"Message", *_family(list(trees.values()))}
    return [use for name, tree in trees.items() if name != DEFINED for use in _uses(name, tree, makers)]


def engine_templates() -> list[str]:
    """The templates of the engine that can be read on Discord, sorted."""
    seen = (use for use in uses() if use.where.startswith("index/") and not use.where.startswith(UNSEEN))
    return sorted({use.template for use in seen if use.template})


def _family(trees: list[ast.Module]) -> set[str]:
    """The names of the error classes below the base of all, however deep."""
    classes = [node for tree in trees for node in ast.walk(tree) if isinstance(node, ast.ClassDef)]
    found: set[str] = set()
    fresh = {FAMILY}
    while fresh:
        found |= fresh
        below = (c.name for c in classes if any(isinstance(b, ast.Name) and b.id in fresh for b in c.bases))
        fresh = set(below) - found
    return found


def _uses(name: str, tree: ast.Module, makers: set[str]) -> Iterator[Use]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in makers:
            given = frozenset(keyword.arg or "**" for keyword in node.keywords)
            (argument, *_) = node.args
            yield Use(f"{name}:{node.lineno}", argument, given)
