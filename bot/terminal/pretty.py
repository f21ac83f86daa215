"""Answers, quotations and reports set for people. Pure: returns what rich prints."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from rich.console import Console, ConsoleOptions, Group, RenderableType, RenderResult
from rich.measure import Measurement
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from bot.terminal.consoles import harmless
from index.model import Answer, Citation, Quote, QuoteKind, ReindexReport, StoredQuote

NOT_SAID = "The article does not say."
DIFFER = {
    "numbers": "The sources differ in their numbers:",
    "dates": "The sources differ in their dates:",
    "negation": "One source says so, the other says not:",
}
REPORTED = {QuoteKind.MIXED: "partly in quotation marks", QuoteKind.INDIRECT: "without quotation marks"}


@dataclass(frozen=True, slots=True)
class Barred:
    """Text beside a bar: whatever stands there is verbatim."""

    body: Text
    style: str = "cyan"

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """Wrap the text to the room beside the bar."""
        for line in self.body.wrap(console, max(20, min(options.max_width - 4, 96))):
            line.rstrip()
            yield Text.assemble(("  ▌ ", self.style), line)

    def __rich_measure__(self, console: Console, options: ConsoleOptions) -> Measurement:
        """As wide as the room."""
        return Measurement(24, options.max_width)


def answer(found: Answer, *, asked: bool = False) -> RenderableType:
    """The quotes, best first; or that the article does not say, and the nearest passages as such."""
    parts: list[RenderableType] = []
    if asked:
        parts += [Text(harmless(found.question), "bold"), Text()]
    if found.error is not None:
        return Group(*parts, Text(str(found.error), "yellow"), Text())
    if found.notice is not None:
        parts += [Text(str(found.notice), "yellow"), Text()]
    if found.whole is not None:
        parts += [Text(harmless(found.whole), "dim"), Text()]
    style = "cyan" if found.answered else "dim"
    if found.remark is not None:
        parts += [Text(f"  {harmless(str(found.remark))}", "bold" if found.answered else "yellow"), Text()]
    elif not found.answered:
        parts += [Text(f"  {NOT_SAID}", "bold yellow"), Text()]
        if found.quotes:
            parts += [Text("  The nearest passages, though they may be about something else:", "dim"), Text()]
    if found.answered and found.disagreement is not None:
        parts += [Text(f"  {DIFFER[found.disagreement.kind]}", "bold yellow"), Text()]
    for cited in found.quotes:
        parts += [*citation(cited, style), Text()]
    return Group(*parts)


def citation(cited: Citation, style: str = "cyan", body: Text | None = None) -> Iterator[RenderableType]:
    """The words, who says them, and where they stand. ``body`` is the text when it carries styles already."""
    yield Barred(body or Text(harmless(cited.text)), style)
    if cited.speaker:
        yield Text.assemble("  — ", (harmless(cited.speaker), "bold"))
    yield Padding(Text(_where(cited), "dim"), (0, 0, 0, 2), expand=False)


def quotations(stored: Sequence[StoredQuote]) -> RenderableType:
    """Every quotation, by article."""
    parts: list[RenderableType] = []
    for _, rows in groupby(stored, key=lambda row: row.article_id):
        found = list(rows)
        parts += [
            Text.assemble((harmless(found[0].title), "bold"), (f"  {harmless(found[0].article)}", "dim"))
        ]
        for row in found:
            parts += [Text(), Barred(Text(harmless(row.quote.text))), _speaker(row.quote)]
        parts.append(Text())
    return Group(*parts) if parts else Text("  No quotations were found.", "yellow")


def report(done: ReindexReport) -> RenderableType:
    """What a reindex did, as a table."""
    table = Table(title="The articles are up to date", title_justify="left", title_style="bold")
    table.add_column("")
    for column in ("added", "changed", "removed", "unchanged"):
        table.add_column(column, justify="right")
    table.add_row("articles", str(done.added), str(done.changed), str(done.removed), str(done.unchanged))
    table.add_row(
        "passages",
        str(done.passages_added),
        str(done.passages_changed),
        str(done.passages_removed),
        str(done.passages_unchanged),
    )
    return Group(table, Text(f"{done.seconds:.1f} s", "dim"))


def paragraph(number: int | None) -> str:
    """People count from 1; the title is no paragraph."""
    return "headline" if number is None else f"paragraph {number + 1}"


def _where(cited: Citation) -> str:
    page = f"page {cited.page}" if cited.page is not None else None
    changed = f"the page changed on {cited.changed[:10]}" if cited.changed else None
    named = cited.title or cited.article
    parts = [paragraph(cited.paragraph), page, named, cited.published, changed, cited.url]
    return " · ".join(harmless(part) for part in parts if part)


def _speaker(said: Quote) -> Text:
    line = Text("  — ")
    line.append(
        harmless(said.speaker) if said.speaker else "nobody is named", "bold" if said.speaker else "dim"
    )
    if said.speaker_title:
        line.append(f", {harmless(said.speaker_title)}")
    parts = ["", paragraph(said.paragraph)]
    if said.kind in REPORTED:
        parts.append(REPORTED[said.kind] if said.said else "thought or done, not said")
    if said.speaker_text and said.speaker_text != said.speaker:
        parts.append(f"here “{harmless(said.speaker_text)}”")
    return line.append(" · ".join(parts), "dim")
