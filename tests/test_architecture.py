"""Who may import whom."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
STORAGE = {"faiss", "sqlite3", "sentence_transformers"}


def imported(path: Path) -> Iterator[str]:
    """Top-level names of every import, also inside functions."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module.partition(".")[0]


@pytest.mark.parametrize(
    ("folder", "forbidden"),
    [
        ("index", {"bot", "discord", "tests", "typer"}),
        ("bot", STORAGE | {"torch", "tests"}),
        ("bot/terminal", {"discord"}),
    ],
)
def test_layers(folder: str, forbidden: set[str]) -> None:
    files = sorted((ROOT / folder).rglob("*.py"))
    assert files
    wrong = {str(path.relative_to(ROOT)): bad for path in files if (bad := forbidden & set(imported(path)))}
    assert wrong == {}
