"""Every regular expression of the source, found by reading it, and strings that make a backtracking one suffer."""

from __future__ import annotations

import ast
import importlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from re import _constants as sre  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from types import ModuleType
from typing import Any

ROOT = Path(__file__).parents[2]
FUNCTIONS = frozenset("compile search match fullmatch split findall finditer sub subn".split())
ANCHORED = frozenset(("match", "fullmatch"))
MAX_PUMPS = 7
FILLERS = ("a", "A", "1", " ", "\n", ".", "-")
"""Stand for character classes that take nearly anything."""


@dataclass(frozen=True, slots=True)
class Found:
    """A pattern of the source; ``anchored``: it is only ever tried at one place of a text."""

    where: str
    pattern: re.Pattern[Any]
    anchored: bool


def source_files() -> list[Path]:
    """The Python files of both packages."""
    return sorted(file for package in ("bot", "index") for file in (ROOT / package).rglob("*.py"))


def calls(tree: ast.Module) -> list[ast.Call]:
    """Calls of ``re.…`` (or ``regex.…``) that take a pattern."""
    return [
        node
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and isinstance(node.func.value, ast.Name)
        and node.func.value.id in ("re", "regex")
        and node.func.attr in FUNCTIONS
    ]


def module_of(file: Path) -> ModuleType:
    """The module of a source file, imported."""
    parts = file.relative_to(ROOT).with_suffix("").parts
    return importlib.import_module(".".join(parts[:-1] if parts[-1] == "__init__" else parts))


def patterns_in(file: Path) -> tuple[list[Found], list[str]]:
    """The patterns of a file, and the calls whose pattern cannot be known by reading (they need a reason)."""
    text = file.read_text(encoding="utf-8")
    tree = ast.parse(text)
    wanted = calls(tree)
    if not wanted:
        return [], []
    module = module_of(file)
    name = str(file.relative_to(ROOT))
    found: list[Found] = []
    unknown: list[str] = []
    held = {id(p): (key, p) for key, value in vars(module).items() for p in _held(value)}
    by_source = {p.pattern: key for key, p in held.values()}
    for key, pattern in held.values():
        found.append(Found(f"{name}:{key}", pattern, _methods(text, key) <= ANCHORED))
    for call in wanted:
        assert isinstance(call.func, ast.Attribute)
        try:
            pattern = _evaluated(call, module)
        except Exception:
            if not _inside_global(tree, call, held):
                unknown.append(f"{name}: {ast.unparse(call)}")
            continue
        if pattern.pattern not in by_source:
            where = f"{name}:{call.lineno}"
            found.append(Found(where, pattern, call.func.attr in ANCHORED))
    return found, unknown


def _held(value: object, depth: int = 3) -> Iterator[re.Pattern[Any]]:
    if isinstance(value, re.Pattern):
        yield value
    elif depth and isinstance(value, (tuple, list, set, frozenset)):
        for inside in value:
            yield from _held(inside, depth - 1)
    elif depth and isinstance(value, dict):
        for inside in value.values():
            yield from _held(inside, depth - 1)


def _methods(text: str, key: str) -> frozenset[str]:
    """What is called on a pattern. One that is reached by a loop or handed on counts as searched."""
    uses = re.findall(rf"\b{re.escape(key)}\b(\.\w+)?", text)
    called = frozenset(use[1:] for use in uses if use)
    bare = sum(not use for use in uses)
    loops = re.findall(rf"for ([\w, ]+) in (?:enumerate\()?{re.escape(key)}\b", text)
    if bare - len(loops) > 1:
        return called | {"search"}
    for names in loops:
        for one in names.split(","):
            called |= frozenset(
                re.findall(rf"\b{one.strip()}\.(match|fullmatch|search|finditer|sub)\(", text)
            )
    return called or frozenset(("search",))


def _evaluated(call: ast.Call, module: ModuleType) -> re.Pattern[Any]:
    def value(node: ast.expr) -> Any:
        return eval(compile(ast.Expression(node), "pattern", "eval"), dict(vars(module)))  # noqa: S307

    flags = 0
    places = {"compile": 1, "sub": 4, "subn": 4, "split": 3}
    assert isinstance(call.func, ast.Attribute)
    place = places.get(call.func.attr, 2)
    if len(call.args) > place:
        flags = value(call.args[place])
    for keyword in call.keywords:
        if keyword.arg == "flags":
            flags = value(keyword.value)
    pattern = value(call.args[0])
    return pattern if isinstance(pattern, re.Pattern) else re.compile(pattern, flags)


def _inside_global(tree: ast.Module, call: ast.Call, held: dict[int, Any]) -> bool:
    """A comprehension of a module's constant: the module's patterns hold what it made."""
    return any(
        isinstance(top, (ast.Assign, ast.AnnAssign)) and any(node is call for node in ast.walk(top))
        for top in tree.body
    ) and bool(held)


# -- hostile strings -------------------------------------------------------------------------------


def hostile(pattern: re.Pattern[Any], size: int) -> list[Any]:
    """Texts of about ``size`` characters, as many for each size: what repeats in the pattern many times over,
    alone and after each other, with the way into it before and an ending that does not fit after."""
    tree = parser.parse(pattern.pattern, pattern.flags & ~re.DEBUG)
    pumps: dict[str, str] = {}
    _collect(tree, "", pumps)
    chosen = _spread(sorted(pumps.items(), key=lambda p: (len(p[0]), p[0])), MAX_PUMPS * 3)
    plans: dict[tuple[str, str, str, str], None] = {}
    for pump, lead in chosen:
        for prefix, suffix in product(("", lead), ("", "\0", "!", "\n", "x ")):
            plans[prefix, pump, "", suffix] = None
    short = _spread(chosen, MAX_PUMPS)
    for (a, lead), (b, _) in product(short, short):
        for suffix in ("", "\0"):
            plans[lead, a, b, suffix] = None
            plans[lead, a + b, "", suffix] = None
    for a in (*FILLERS, *_punctuation(pattern)):
        plans["", a, "", ""] = None
        plans["", a + " ", "", ""] = None
    texts = [_made(plan, size) for plan in plans]
    return (
        [text.encode("utf-8", "replace") for text in texts] if isinstance(pattern.pattern, bytes) else texts
    )


def _punctuation(pattern: re.Pattern[Any]) -> list[str]:
    """Marks that stand between the pattern's parts: ".*,.*,.*;" suffers from commas."""
    source = pattern.pattern if isinstance(pattern.pattern, str) else pattern.pattern.decode("latin-1")
    return [
        c
        for c in dict.fromkeys(source)
        if not c.isalnum() and c not in r"\\()[]{}|?*+^$" and c not in FILLERS
    ][:8]


def _made(plan: tuple[str, str, str, str], size: int) -> str:
    prefix, first, second, suffix = plan
    times = size // len(first + second)
    return prefix + first * times + second * times + suffix


def _spread(items: list[tuple[str, str]], most: int) -> list[tuple[str, str]]:
    step = max(1, -(-len(items) // most))
    return items[::step]


def _collect(tree: Any, before: str, pumps: dict[str, str]) -> str:
    """Pumps of every repeat in the tree with a text that leads there; an example of the whole tree."""
    example = before
    for op, value in tree:
        example = _step(op, value, example, pumps)
    return example


def _step(op: Any, value: Any, before: str, pumps: dict[str, str]) -> str:
    if op in (sre.MAX_REPEAT, sre.MIN_REPEAT, sre.POSSESSIVE_REPEAT):
        low, high, inside = value
        example = _collect(inside, before, pumps)[len(before) :]
        if high > 8:
            for pump in {example, *_variants(inside)}:
                if pump:
                    pumps.setdefault(pump, before)
        return str(before + example * max(1, min(low, 50)))
    if op is sre.SUBPATTERN:
        return _collect(value[3], before, pumps)
    if op is sre.ATOMIC_GROUP:
        return _collect(value, before, pumps)
    if op is sre.BRANCH:
        ends: list[str] = [_collect(branch, before, pumps) for branch in value[1]]
        return ends[0]
    if op in (sre.ASSERT, sre.ASSERT_NOT):
        _collect(value[1], before, pumps)
        return before
    return before + (_chars(op, value)[:1] or ("",))[0]


def _variants(inside: Any) -> list[str]:
    if len(inside) != 1:
        return []
    op, value = inside[0]
    if op is sre.SUBPATTERN:
        return _variants(value[3])
    if op is sre.BRANCH:
        return [_collect(branch, "", {}) for branch in value[1]][:6]
    return list(_chars(op, value))


def _chars(op: Any, value: Any) -> tuple[str, ...]:
    """Some characters that a single-character node takes."""
    if op is sre.LITERAL:
        return (chr(value),)
    if op is sre.NOT_LITERAL:
        return tuple(c for c in FILLERS if c != chr(value))[:3]
    if op is sre.ANY:
        return ("a", " ", ".")
    if op is sre.CATEGORY:
        return _category(value)
    if op is sre.RANGE:
        return (chr(value[0]),)
    if op is sre.IN:
        negated = value and value[0][0] is sre.NEGATE
        members = [c for o, v in value if o is not sre.NEGATE for c in _chars(o, v)]
        if negated:
            return tuple(c for c in FILLERS if c not in members)[:4]
        return tuple(dict.fromkeys(members))[:6]
    return ()


def _category(value: Any) -> tuple[str, ...]:
    known: dict[Any, tuple[str, ...]] = {
        sre.CATEGORY_SPACE: (" ", "\n", "\u2028"),
        sre.CATEGORY_DIGIT: ("1",),
        sre.CATEGORY_WORD: ("a", "A", "1"),
        sre.CATEGORY_NOT_SPACE: ("a", "."),
        sre.CATEGORY_NOT_DIGIT: ("a", " "),
        sre.CATEGORY_NOT_WORD: (" ", ".", "-"),
    }
    return known.get(value, ())
