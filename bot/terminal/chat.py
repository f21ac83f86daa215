"""``whosaid chat``: questions and answers at a prompt."""

from __future__ import annotations

import sys
from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING

from rich.console import Console
from rich.text import Text

from bot.terminal import pretty, verdicts
from bot.terminal.consoles import complain, harmless
from index.answering.followup import Exchange
from index.errors import WhosaidError
from index.model import View

if TYPE_CHECKING:
    from index.library import Library

HELP = """\
  Type a question to get the article's own words; the next one may lean on it ("why?").
  /who-said WORDS   who said these words, and whether just so
  /quotes           every quotation
  /tldr [ARTICLE]   what an article is about
  /articles         the articles that are asked
  /help             this
  /quit             the end (so does the end of input)"""


def chat(library: Library, out: Console) -> None:
    """Ask until /quit or the end of input."""
    commands: dict[str, Callable[[str], None]] = {
        "/who-said": lambda rest: out.print(verdicts.verdict(library.who_said([rest])[0])),
        "/quotes": lambda rest: out.print(pretty.quotations(library.quotes())),
        "/tldr": lambda rest: out.print(pretty.answer(library.gist(View(article=rest or None)))),
        "/articles": lambda rest: _articles(library, out),
        "/help": lambda rest: out.print(HELP, style="dim"),
    }
    _prepare_input()
    before: Exchange | None = None
    _articles(library, out)
    out.print("  Ask a question, or /help.", style="dim")
    while (typed := _read(out)) is not None:
        word, _, rest = typed.partition(" ")
        if not typed:
            continue
        if word in ("/quit", "/exit"):
            return
        out.print()
        try:
            if word in commands:
                commands[word](rest.strip())
            elif word.startswith("/"):
                out.print(f"  There is no {word}; /help lists what there is.", style="yellow")
            else:
                found = library.ask([typed], previous=[before])[0]
                out.print(pretty.answer(found))
                before = Exchange.of(found) if found.quotes else before
        except WhosaidError as error:  # the next question may do better
            complain(error.message)


def _prepare_input() -> None:
    with suppress(ImportError):
        import readline  # noqa: F401  (gives the prompt a history)
    if hasattr(sys.stdin, "reconfigure"):
        sys.stdin.reconfigure(errors="replace")


def _read(out: Console) -> str | None:
    try:
        return out.input(Text("you › ", "bold cyan")).strip()
    except EOFError:
        out.print()
        return None


def _articles(library: Library, out: Console) -> None:
    for article in library.articles():
        out.print(
            Text.assemble("  ", (harmless(article.title), "bold"), (f"  {harmless(article.name)}", "dim"))
        )
