"""A new language to fill in: the English texts under their keys, and the engine's sentences by their templates."""

from __future__ import annotations

import json
from collections.abc import Iterator

from bot.texts import ENGINE, ENGLISH, phrases
from bot.texts.templates import engine_templates


def skeleton() -> str:
    """TOML in which only the right-hand sides are to be translated. What is left out is said in English."""
    return "\n".join(_lines()) + "\n"


def _lines() -> Iterator[str]:
    yield "# Translate what stands on the right; {names} in braces, `code` and Markdown stay as they are."
    yield "# A key that ends with _one is for exactly one. Save the file as bot/texts/LANGUAGE.toml, as in de.toml."
    table = ""
    for key, text in phrases(ENGLISH).items():
        inside, _, name = key.rpartition(".")
        if inside != table:
            table = inside
            yield f"\n[{table}]"
        yield f"{name} = {_quoted(text)}"
    yield "\n# Why something could not be done, in the engine's words."
    yield f"[{ENGINE}]"
    for template in engine_templates():
        yield f"{_quoted(template)} = {_quoted(template)}"


def _quoted(text: str) -> str:
    """A TOML string, which escapes as JSON does."""
    lines = [json.dumps(line, ensure_ascii=False)[1:-1] for line in text.split("\n")]
    return f'"{lines[0]}"' if len(lines) == 1 else '"""\n' + "\n".join(lines) + '"""'
