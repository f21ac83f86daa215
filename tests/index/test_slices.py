"""One place cuts the text of an article; nothing else in the program does."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from index.errors import StoreError
from index.slices import clip, cut, stands

ROOT = Path(__file__).parents[2]
SHOWN = {"Quote", "StoredQuote", "Citation", "Context", "SliceContext", "Change", "Quotation", "replace"}
"""What carries words of an article to whoever shows them."""
READERS = {"of", "whole", "whole_text"}
"""Methods of the store that give a checked text."""


def sliced(source: str) -> list[int]:
    """Lines that slice an article's text by themselves, or put a slice into one of SHOWN."""
    tree = ast.parse(source)
    found = []
    for scope in (tree, *(n for n in ast.walk(tree) if isinstance(n, ast.FunctionDef))):
        names = {name for node in ast.walk(scope) for name in _texts(node)} if scope is not tree else set()
        for node in ast.walk(scope):
            if isinstance(node, ast.Subscript) and _slices(node):
                if _is_article_text(node.value) or _name(node.value) in names:
                    found.append(node.lineno)
            elif isinstance(node, ast.Call) and _name(node.func) in SHOWN:
                given = [*node.args, *(k.value for k in node.keywords)]
                found += [a.lineno for a in given if isinstance(a, ast.Subscript) and _slices(a)]
    return sorted(set(found))


def _slices(node: ast.Subscript) -> bool:
    made = isinstance(node.slice, ast.Call) and _name(node.slice.func) == "slice"
    return made or isinstance(node.slice, ast.Slice)


def _is_article_text(node: ast.AST) -> bool:
    return isinstance(node, ast.Attribute) and node.attr == "text" and _name(node.value) == "article"


def _texts(node: ast.AST) -> Iterator[str | None]:
    """The names that a statement gives to an article's text."""
    if isinstance(node, ast.Assign):
        value = node.value.body if isinstance(node.value, ast.IfExp) else node.value
        read = isinstance(value, ast.Call) and _name(value.func) in READERS
        if _is_article_text(value) or read:
            yield from (_name(target) for target in node.targets)


def _name(node: ast.AST) -> str | None:
    return node.id if isinstance(node, ast.Name) else node.attr if isinstance(node, ast.Attribute) else None


def test_nothing_else_slices_an_article() -> None:
    home = ROOT / "index" / "slices.py"
    files = [p for room in ("index", "bot") for p in sorted((ROOT / room).rglob("*.py")) if p != home]
    assert len(files) > 300
    assert {str(p.relative_to(ROOT)): lines for p in files if (lines := sliced(p.read_text("utf-8")))} == {}


@pytest.mark.parametrize(
    "source",
    [
        "shown = article.text[1:2]",
        "shown = self.stored.article.text[low:]",
        "def f(stored):\n    text = stored.article.text\n    return text[3:9]",
        "def f(self):\n    text = self._texts.whole(1) if row else None\n    return text[slice(*span)]",
        "Citation(text=text[a:b], article_id=1)",
        "Quote(kind, words[a:b], a, b)",
    ],
)
def test_slicing_elsewhere_is_seen(source: str) -> None:
    assert sliced(source)


@pytest.mark.parametrize(
    "source",
    ["article.cut(1, 2)", "names[1:2]", "def f(text):\n    return split(text[:4])", "article.text[0]"],
)
def test_other_code_is_not(source: str) -> None:
    assert not sliced(source)


@pytest.mark.parametrize(("start", "end"), [(-1, 2), (2, 1), (0, 6), (6, 6)])
def test_a_span_outside_the_text_is_refused_not_shortened(start: int, end: int) -> None:
    with pytest.raises(StoreError, match="doctor --repair"):
        cut("abcde", start, end)


def test_cut_clip_and_stands() -> None:
    assert (cut("abcde", 1, 3), cut("abcde", 5, 5)) == ("bc", "")
    assert (clip("abcde", -2, 2), clip("abcde", 3, 99)) == ("ab", "de")
    assert stands("abcde", 1, 3, "bc")
    assert not stands("abcde", 1, 3, "b")
    assert not stands("abcde", 1, 3, "bd")
