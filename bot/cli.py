"""The console script. Only what ``--help`` needs is imported here: torch and its kind come with the first question."""

from __future__ import annotations

import atexit
import gc
import logging
import os
import sys
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from index.errors import WhosaidError

if TYPE_CHECKING:
    from bot.settings import Settings
    from bot.terminal.inputs import Line

log = logging.getLogger("bot.cli")

app = typer.Typer(
    name="whosaid",
    help="Answers questions about articles with the articles' own words.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,  # people get a sentence, never a traceback
    add_completion=False,
)

keys = typer.Typer(no_args_is_help=True, help="Keys with which programs ask a shelf.")
app.add_typer(keys, name="key")

Shelf = Annotated[str, typer.Option(help="A shelf: `shared`, or the ID of a server on Discord.")]
Articles = Annotated[
    list[str] | None,
    typer.Option("--article", metavar="A", help="A file, a folder or a URL to work on; may be repeated."),
]
AsJson = Annotated[bool, typer.Option("--json", help="JSON Lines on standard output, for scripts.")]
Question = Annotated[str | None, typer.Argument(help="Without it: one a line from standard input.")]


@app.command()
def ask(
    ctx: typer.Context, question: Question = None, article: Articles = None, as_json: AsJson = False
) -> None:
    """Answer a question with the article's own words."""
    from bot.terminal import commands

    texts = _texts(question, "QUESTION")
    raise typer.Exit(commands.ask(_settings(ctx), _sources(article), texts, as_json=as_json))


@app.command()
def who_said(
    ctx: typer.Context, text: Question = None, article: Articles = None, as_json: AsJson = False
) -> None:
    """Tell who said something, and whether just so."""
    from bot.terminal import commands

    texts = _texts(text, "TEXT")
    raise typer.Exit(commands.who_said(_settings(ctx), _sources(article), texts, as_json=as_json))


@app.command()
def check(
    ctx: typer.Context,
    file: Annotated[
        list[str],
        typer.Argument(metavar="FILE…", help="Any text: a press release, a chat log; - is standard input."),
    ],
    article: Articles = None,
    as_json: AsJson = False,
) -> None:
    """Check every quotation in a text; exit code 3 when one is altered or not found."""
    from bot.terminal import checking

    raise typer.Exit(checking.check(_settings(ctx), _sources(file), _sources(article), as_json=as_json))


@app.command()
def quotes(
    ctx: typer.Context,
    article: Articles = None,
    as_json: AsJson = False,
    html: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Write the articles with quotes coloured by speaker instead."),
    ] = None,
) -> None:
    """List every quotation, in reading order."""
    from bot.terminal import commands

    raise typer.Exit(commands.quotes(_settings(ctx), _sources(article), as_json=as_json, html=html))


@app.command()
def read(ctx: typer.Context, article: Articles = None, as_json: AsJson = False) -> None:
    """Print what was read: the article's paragraphs with their numbers, kinds and speakers."""
    from bot.terminal import reading

    raise typer.Exit(reading.read(_settings(ctx), _sources(article), as_json=as_json))


@app.command()
def chat(ctx: typer.Context, article: Articles = None) -> None:
    """Ask and answer at a prompt."""
    from bot.terminal import commands

    raise typer.Exit(commands.chat(_settings(ctx), _sources(article)))


@app.command()
def reindex(ctx: typer.Context) -> None:
    """Bring the library in line with ARTICLES_DIR."""
    from bot.terminal import commands

    raise typer.Exit(commands.reindex(_settings(ctx)))


@app.command()
def add(
    ctx: typer.Context,
    sources: Annotated[list[str], typer.Argument(metavar="PATH|URL…", help="Files, folders or addresses.")],
) -> None:
    """Add articles to the library; one of the same name is replaced."""
    from bot.terminal import keeping

    raise typer.Exit(keeping.add(_settings(ctx), _sources(sources)))


@app.command()
def remove(
    ctx: typer.Context, name: Annotated[str, typer.Argument(help="As `whosaid articles` shows it.")]
) -> None:
    """Take an article out of the library."""
    from bot.terminal import keeping

    raise typer.Exit(keeping.remove(_settings(ctx), name))


@app.command()
def articles(ctx: typer.Context, as_json: AsJson = False) -> None:
    """List the library's articles."""
    from bot.terminal import keeping

    raise typer.Exit(keeping.articles(_settings(ctx), as_json=as_json))


@app.command()
def backup(ctx: typer.Context, file: Annotated[Path, typer.Argument(help="Where the copy goes.")]) -> None:
    """Copy the library to a file, also while the bot runs."""
    from bot.terminal import keeping

    raise typer.Exit(keeping.backup(_settings(ctx), file))


@app.command()
def migrate(
    ctx: typer.Context,
    to: Annotated[
        str,
        typer.Option(metavar="URL|FOLDER", help="postgresql://…, or a folder that DATA_DIR will name."),
    ],
) -> None:
    """Copy the whole library into PostgreSQL, or back; cut off, it goes on where it was."""
    from bot.terminal import moving

    raise typer.Exit(moving.migrate(_settings(ctx), to))


@app.command()
def run(ctx: typer.Context) -> None:
    """Run the bot on Discord; needs DISCORD_TOKEN."""
    from bot.terminal import commands

    raise typer.Exit(commands.run(_settings(ctx)))


@app.command()
def serve(ctx: typer.Context) -> None:
    """Serve pages to read and an API for programs."""
    from bot.terminal import serving

    raise typer.Exit(serving.serve(_settings(ctx)))


@app.command(name="try")
def try_it(ctx: typer.Context) -> None:
    """Open the sample article in the browser."""
    from bot.terminal import serving

    raise typer.Exit(serving.try_it(_settings(ctx)))


@app.command()
def mcp(ctx: typer.Context, shelf: Shelf = "shared") -> None:
    """Lend an assistant tools to quote honestly (MCP, on standard input and output)."""
    from bot.terminal import serving

    raise typer.Exit(serving.mcp(_settings(ctx), shelf))


@keys.command(name="add")
def add_key(
    ctx: typer.Context,
    name: Annotated[str, typer.Argument(help="What the key is for, to know it again.")] = "",
    shelf: Shelf = "shared",
) -> None:
    """Make a key to a shelf and show it, this once."""
    from bot.terminal import serving

    raise typer.Exit(serving.add_key(_settings(ctx), shelf, name))


@keys.command(name="list")
def list_keys(ctx: typer.Context) -> None:
    """List the keys."""
    from bot.terminal import serving

    raise typer.Exit(serving.list_keys(_settings(ctx)))


@keys.command(name="remove")
def remove_key(
    ctx: typer.Context,
    key: Annotated[str, typer.Argument(metavar="ID", help="As `whosaid key list` shows it.")],
) -> None:
    """Take a key back."""
    from bot.terminal import serving

    raise typer.Exit(serving.remove_key(_settings(ctx), key))


@app.command()
def sync(ctx: typer.Context) -> None:
    """Register the commands with Discord now; needs DISCORD_TOKEN."""
    from bot.terminal import commands

    raise typer.Exit(commands.sync(_settings(ctx)))


@app.command()
def doctor(
    repair: Annotated[bool, typer.Option("--repair", help="Mend the library's data first.")] = False,
) -> None:
    """Check that everything is there and whole."""
    from bot.settings import load_settings
    from bot.terminal import commands, keeping

    mended = keeping.repair(load_settings) if repair else 0
    raise typer.Exit(max(mended, commands.doctor(load_settings)))


@app.command()
def evaluate(
    ctx: typer.Context,
    board: Annotated[
        str, typer.Argument(metavar="SET", help="answers, quotes, who-said, library, extraction.")
    ],
    data: Annotated[
        Path | None, typer.Option(envvar="WHOSAID_DATA", help="Folder of the evaluation data.")
    ] = None,
    out: Annotated[Path | None, typer.Option(help="Folder for JSON and plots.")] = None,
) -> None:
    """Measure the installed configuration beside the plain baseline."""
    from bot.terminal.evaluate import evaluate as run_board

    if data is None:
        raise typer.BadParameter("Give the folder of the evaluation data with --data, or set WHOSAID_DATA.")
    raise typer.Exit(run_board(_settings(ctx), board, data, out))


@app.command()
def calibrate(
    ctx: typer.Context,
    data: Annotated[
        Path | None, typer.Option(envvar="WHOSAID_DATA", help="Folder of the evaluation data.")
    ] = None,
) -> None:
    """Fit ranking and thresholds to other models than the built-in ones."""
    from bot.terminal.evaluate import calibrate as fit

    if data is None:
        raise typer.BadParameter("Give the folder of the evaluation data with --data, or set WHOSAID_DATA.")
    raise typer.Exit(fit(_settings(ctx), data))


def _settings(ctx: typer.Context) -> Settings:
    """The settings ``main()`` gave, read now: help and usage errors work with unusable ones, too."""
    load: Callable[[], Settings] = ctx.obj
    from bot.logs import configure

    settings = load()
    configure(settings.log_level, settings.log_format)
    return settings


def _sources(articles: list[str] | None) -> Sequence[str]:
    if articles and not all(articles):
        raise typer.BadParameter("--article needs a file, a folder or a URL.")
    return articles or []


def _texts(text: str | None, name: str) -> Iterable[Sequence[Line]]:
    from bot.terminal import inputs

    if text is not None:
        return [[inputs.argument(text)]]
    stream = inputs.standard_input()
    if stream is None:
        raise typer.BadParameter(f"Give a {name}, or write one a line to standard input.")
    return inputs.batches(stream)


def main() -> None:
    """Run a command; the one place where errors become a sentence and an exit code."""
    from bot.settings import load_settings

    # the process frees everything at once; a last search for cycles among PyTorch's objects takes a second
    atexit.register(gc.freeze)
    for stream in (sys.stdout, sys.stderr):
        with suppress(AttributeError):  # an encoding without curly quotes prints "?" instead of failing
            stream.reconfigure(errors="replace")  # type: ignore[union-attr]
    try:
        app(obj=load_settings)
    except WhosaidError as error:
        _say(str(error))
        sys.exit(1)
    except KeyboardInterrupt:
        sys.exit(130)
    except BrokenPipeError:
        _drop_output()
        sys.exit(1)
    except Exception as error:
        log.debug("unexpected", exc_info=True)
        _say(f"Something went wrong inside whosaid ({type(error).__name__}); LOG_LEVEL=DEBUG shows where.")
        sys.exit(1)


def _say(sentence: str) -> None:
    from bot.terminal.consoles import complain

    with suppress(OSError):
        complain(sentence)


def _drop_output() -> None:
    """Nobody reads any more: keep Python from complaining when it flushes at exit."""
    with suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
