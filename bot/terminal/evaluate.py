"""``whosaid evaluate``: the scoreboards, for people as a table, for scripts as JSON."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from rich.table import Table

from bot.settings import Settings
from bot.terminal.consoles import stdout
from bot.terminal.opening import make_library
from bot.terminal.progress import progress_bar, waiting
from index.errors import InputError

if TYPE_CHECKING:
    from index.evaluation.answer_scores import Figure, Score
    from index.evaluation.shingles import PageTruth

FIGURES = (
    ("first", "first quote answers"),
    ("within_three", "one of three answers"),
    ("characters", "characters of the first"),
    ("answered", "answerable: answered"),
    ("silent_answered", "not said: answered"),
    ("off_topic_answered", "off-topic: answered"),
    ("right_of_shown", "right of what is shown"),
    ("auroc_silent", "AUROC not said"),
    ("auroc_off_topic", "AUROC off-topic"),
    ("auroc_right", "AUROC right against wrong"),
    ("brier", "Brier score"),
)


def evaluate(settings: Settings, board: str, data: Path, out: Path | None) -> int:
    """Run one scoreboard on the data in a folder; ``out`` takes JSON and plots."""
    if not data.is_dir():
        raise InputError("{data} is not a folder; give the evaluation data with --data.", data=data)
    boards = {
        "answers": _answers,
        "quotes": _quotes,
        "who-said": _who_said,
        "library": _library,
        "extraction": _extraction,
    }
    if board not in boards:
        raise InputError(
            "There is no scoreboard {board!r}; there are {boards}.", board=board, boards=", ".join(boards)
        )
    return boards[board](settled(settings), data, out)


def settled(settings: Settings) -> Settings:
    """Settings under which every run takes the same engine: ``auto`` would take what happens to be exported."""
    from index.runtime.onnx_graphs import installed

    if settings.embedding_backend != "auto":
        return settings
    return settings.model_copy(update={"embedding_backend": "onnx" if installed() else "torch"})


def calibrate(settings: Settings, data: Path) -> int:
    """Fit ranking and thresholds to the configured models and keep them in DATA_DIR."""
    from index.answering.rerankers import make_reranker
    from index.answering.weights import to_json
    from index.runtime.exports import chosen
    from index.training.ranking import calibrate as fitted

    settings = settled(settings)
    if not (data / "squad").is_dir():
        raise InputError("{data} holds no squad/; give the evaluation data with --data.", data=data)
    onnx = chosen(settings.embedding_backend, settings.cache_dir)
    with waiting("Fitting"):
        found = fitted(data, settings.embedding_model, make_reranker(settings.reranker_model, onnx), onnx)
    file = settings.calibration_file
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps(to_json(found), indent=1) + "\n", "utf-8")
    stdout().print(f"Thresholds {found.thresholds} kept in {file}", soft_wrap=True)
    return 0


def _answers(settings: Settings, data: Path, out: Path | None) -> int:
    from index.evaluation import answers, plots

    with progress_bar() as progress:
        found = answers.evaluate(
            data, lambda folder: make_library(settings, folder), settings.embedding_model, progress
        )
    for name in dict.fromkeys(score.set for score in found.scores):
        scores = [score for score in found.scores if score.set == name]
        table = Table("figure", title=f"Answers: {name}")
        for score in scores:
            table.add_column(f"{score.system}, {'locked' if score.locked else 'tuned'}", justify="right")
        table.add_row("questions: answerable, not said, off-topic", *(_sizes(score) for score in scores))
        for key, title in FIGURES:
            table.add_row(title, *(_figure(score.figures[key], key) for score in scores))
        stdout().print(table)
    if out is not None:
        _keep(out / "answers.json", [score.to_json() for score in found.scores])
        plots.write(found, out)
    return 0


def _sizes(score: Score) -> str:
    return f"{score.questions}, {score.silent}, {score.off_topic}"


def _figure(figure: Figure | None, key: str) -> str:
    if figure is None:
        return ""
    digits = 0 if key == "characters" else 3
    return f"{figure.value:.{digits}f} ({figure.low:.{digits}f} to {figure.high:.{digits}f})"


def _quotes(settings: Settings, data: Path, out: Path | None) -> int:
    from dataclasses import replace

    from index.evaluation import quotes, said
    from index.quotes.tagger import Tagger
    from index.runtime.exports import chosen
    from index.training.news_quotes import news_examples, reported_speech
    from index.training.own_quotes import quoted_examples

    tagger = Tagger(onnx=chosen(settings.embedding_backend, settings.cache_dir))
    with progress_bar() as progress:
        found = quotes.evaluate(data, tagger, progress, more=[*quoted_examples(), *news_examples(data)])
        found = replace(found, said=said.measure_said(reported_speech(data), tagger))
    table = Table("set", "figure", "value", title="Quotations and their speakers")
    for name, figure, value in found.rows():
        table.add_row(name, figure, f"{value:.1f}")
    stdout().print(table)
    if out is not None:
        _keep(out / "quotes.json", json.loads(found.as_json()))
    return 0


def _who_said(settings: Settings, data: Path, out: Path | None) -> int:
    from index.evaluation import who_said

    with progress_bar() as progress:
        found = who_said.evaluate(
            data, lambda folder: make_library(settings, folder), settings.embedding_model, progress
        )
    rows = [row.to_json() for row in found.rows]
    table = Table(*rows[0], title="Who said it")
    for row in rows:
        table.add_row(*(f"{v:.3f}" if isinstance(v, float) else str(v) for v in row.values()))
    stdout().print(table)
    trusted = _trust(settings, data)
    if out is not None:
        _keep(out / "who-said.json", rows)
        _keep(out / "trust.json", trusted)
    return 0


def _trust(settings: Settings, data: Path) -> list[dict[str, object]]:
    """The second table: what nobody said, what is torn out, chat shapes and changes, by the size of the library."""
    from index.evaluation import trust

    with tempfile.TemporaryDirectory() as folder:
        library = make_library(settings, Path(folder))
        try:
            with progress_bar() as progress:
                figures = trust.evaluate(data, library, progress)
        finally:
            library.close()
    table = Table("what", "half", "articles", "cases", "share", title="Can it be trusted?")
    for f in figures:
        table.add_row(f.what, f.half, str(f.library), str(f.cases), f"{f.share:.3f}")
    stdout().print(table)
    return [f.to_json() for f in figures]


def _library(settings: Settings, data: Path, out: Path | None) -> int:
    from index.evaluation import library

    with progress_bar() as progress:
        found = library.evaluate(data, lambda folder: make_library(settings, folder), progress)
    table = Table("figure", "value", title="A library of many articles")
    for name, value in found.rows():
        table.add_row(name, value)
    stdout().print(table)
    if out is not None:
        _keep(out / "library.json", found.to_json())
    return 0


def _extraction(settings: Settings, data: Path, out: Path | None) -> int:
    from index.evaluation.extraction import measure_extraction
    from index.evaluation.shingles import truth_in

    if pages := truth_in(data):
        return _shingles(pages, out)
    with waiting("Reading pages"):
        score = measure_extraction(data)
    if not score.pages:
        raise InputError(
            "{data} holds no pages: truth.json with NAME.html.gz, or NAME.html with its text in NAME.txt.",
            data=data,
        )
    table = Table("page", "right", "found", "expected", "title", title="Paragraphs read out of pages")
    for page in score.pages:
        table.add_row(
            page.name, *map(str, (page.right, page.found, page.expected)), "right" if page.title else "wrong"
        )
    stdout().print(table)
    stdout().print(score.line())
    if out is not None:
        _keep(out / "extraction.json", score.to_json())
    return 0


def _shingles(pages: list[PageTruth], out: Path | None) -> int:
    from index.evaluation.shingles import READERS, measure

    with waiting("Reading pages"):
        scores = measure(pages, READERS)
    columns = (
        "reader",
        "pages",
        "count",
        "f1",
        "precision",
        "recall",
        "empty",
        "thin",
        "quoted",
        "cpu_seconds",
    )
    table = Table(*columns, title="Pages read, in runs of four words")
    for score in scores:
        row = score.to_json()
        table.add_row(*(f"{v:.3f}" if isinstance(v := row[name], float) else str(v) for name in columns))
    stdout().print(table)
    if out is not None:
        _keep(out / "extraction.json", [score.to_json() for score in scores])
    return 0


def _keep(file: Path, rows: object) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps(rows, indent=1) + "\n", "utf-8")
