"""``whosaid check FILE``: every quotation in a text, judged against the articles."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, TextIO

from rich.text import Text

from bot.settings import Settings
from bot.terminal import json_lines, verdicts
from bot.terminal.commands import library_for, results
from bot.terminal.consoles import complain, harmless, stdout
from bot.terminal.inputs import standard_input
from bot.terminal.opening import Opened
from bot.terminal.pretty import paragraph
from bot.terminal.progress import waiting
from bot.terminal.working import judged_quotation
from index.errors import Message, ReadingError
from index.model import Article, Verdict, VerdictKind

if TYPE_CHECKING:
    from index.checking import Quotation

DOUBTFUL = 3
"""Exit code when a quotation is altered or not found."""
_COUNTED = {
    VerdictKind.EXACT: "exact",
    VerdictKind.ALTERED: "altered",
    VerdictKind.PARAPHRASE: "in other words",
    VerdictKind.NOT_FOUND: "not found",
}


def check(settings: Settings, files: Sequence[str], sources: Sequence[str], *, as_json: bool) -> int:
    """Report on the quotations of each file; 3 when one is altered or not found, 1 when something went wrong."""
    texts, problems = _read(settings, files)
    for problem in problems:
        complain(problem)
    if not texts:
        return 1
    with results() as out, library_for(settings, sources) as opened:
        failed = bool(problems or opened.problems)
        if opened.problems and opened.empty:
            return 1
        told: Counter[VerdictKind] = Counter()
        for name, found, judged in _judged(opened, texts):
            if judged.error is not None:
                complain(judged.error, f"{name}, {paragraph(found.paragraph)}")
                failed = True
            else:
                told[judged.verdict] += 1
            _report(name, found, judged, out, as_json=as_json)
        if not as_json:
            stdout(out).print(_summary(told))
    if failed:
        return 1
    return DOUBTFUL if told[VerdictKind.ALTERED] or told[VerdictKind.NOT_FOUND] else 0


def _read(settings: Settings, files: Sequence[str]) -> tuple[list[Article], list[Message]]:
    from index.reading.formats import read_bytes
    from index.reading.sources import read_sources

    read = read_sources([file for file in files if file != "-"], policy=settings.fetch_policy())
    for warning in read.warnings:
        complain(warning)
    texts, problems = list(read.articles), list(read.problems)
    if "-" in files:
        stream = standard_input()
        try:
            texts.append(read_bytes(stream.read() if stream else b"", "standard input"))
        except ReadingError as error:
            problems.append(error.message)
    return texts, problems


def _judged(opened: Opened, texts: Sequence[Article]) -> Iterator[tuple[str, Quotation, Verdict]]:
    with waiting("Loading the model"):
        opened.library.warm()
    for text, found in zip(texts, opened.library.quotations(texts), strict=True):
        for quotation in found:
            yield text.name, quotation, judged_quotation(opened.library, quotation)


def _report(name: str, found: Quotation, judged: Verdict, out: TextIO, *, as_json: bool) -> None:
    if as_json:
        json_lines.write(json_lines.checked(judged, name, found), out)
        return
    people = stdout(out)
    where = f"{name}, {paragraph(found.paragraph)}"
    said_by = f" as words of {harmless(found.speaker)}" if found.speaker else ""
    people.print(Text.assemble((harmless(where), "bold"), (said_by, "dim")))
    people.print(verdicts.verdict(judged, asked=True))


def _summary(told: Counter[VerdictKind]) -> Text:
    total = told.total()
    if not total:
        return Text("No quotation of three words or more stands in quotation marks there.", "yellow")
    line = Text(f"{total} quotation{'s' if total != 1 else ''}: ", "bold")
    parts = [Text(f"{told[k]} {_COUNTED[k]}", verdicts.STYLES[k]) for k in VerdictKind if told[k]]
    return line + Text(", ").join(parts) + "."
