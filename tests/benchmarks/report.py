"""The table, the JSON file and the plots."""

from __future__ import annotations

import json
import os
import platform
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from rich.table import Table

from index.runtime.bfloat16 import has_bf16
from tests.benchmarks.figures import Curve, Figure, Skipped

Result = Figure | Skipped


def machine() -> dict[str, object]:
    """What the figures depend on."""
    return {"processors": os.cpu_count(), "machine": platform.machine(), "system": platform.system(),
            "python": platform.python_version(), "bf16": has_bf16()}  # fmt: skip


def table(results: Sequence[Result]) -> Table:
    """One line a figure; a row that was left out says why."""
    shown = Table("row", "what", "whosaid", "baseline", "ratio", "goal", "", box=None, pad_edge=False)
    for result in results:
        if isinstance(result, Skipped):
            shown.add_row(result.row, f"skipped: {result.why}", style="dim")
            continue
        ratio = "" if result.ratio is None else f"{result.ratio:.2f}×"
        mark = {None: "", True: "✓", False: "✗"}[result.met]
        goal = "" if result.goal is None else f"{result.goal}{'' if result.ratio is None else '×'}"
        shown.add_row(
            result.row, result.what, _amount(result.ours, result.unit), _amount(result.baseline, result.unit),
            ratio, goal, mark, style="red" if result.met is False else None,
        )  # fmt: skip
    return shown


def _amount(value: float | None, unit: str) -> str:
    return "" if value is None else f"{value:,.3g} {unit}".strip() if value < 1000 else f"{value:,.0f} {unit}"


def write(results: Sequence[Result], curve: Curve, folder: Path) -> list[Path]:
    """``benchmarks.json``, and with matplotlib ``ratios.png`` and ``growth.png``; which were written."""
    folder.mkdir(parents=True, exist_ok=True)
    figures = [
        asdict(r) | {"ratio": r.ratio, "goal": None if r.goal is None else str(r.goal), "met": r.met}
        for r in results
        if isinstance(r, Figure)
    ]
    skipped = [asdict(r) for r in results if isinstance(r, Skipped)]
    file = folder / "benchmarks.json"
    body = {"machine": machine(), "figures": figures, "skipped": skipped, "growth": asdict(curve)}
    file.write_text(json.dumps(body, indent=1, ensure_ascii=False), "utf-8")
    try:
        import matplotlib
    except ImportError:
        return [file]
    matplotlib.use("Agg")
    from matplotlib import pyplot

    plots = [_ratios(pyplot, [r for r in results if isinstance(r, Figure)], folder)]
    if curve.sizes:
        plots.append(_growth(pyplot, curve, folder))
    return [file, *plots]


def _ratios(pyplot: Any, figures: Sequence[Figure], folder: Path) -> Path:
    """How far each goal is kept: 1 is the goal, further right is better."""
    kept = [(f"{f.row}: {f.what}", _kept(f)) for f in figures if f.goal is not None]
    drawn, axes = pyplot.subplots(figsize=(8, 0.5 + 0.35 * max(len(kept), 1)))
    axes.barh([name for name, _ in kept], [value for _, value in kept], color="steelblue")
    axes.axvline(1, color="black", linewidth=1)
    axes.set_xscale("log")
    axes.set_xlabel("times better than the goal")
    axes.invert_yaxis()
    return _save(pyplot, drawn, folder / "ratios.png")


def _kept(figure: Figure) -> float:
    assert figure.goal is not None
    value = max(figure.ours if figure.ratio is None else figure.ratio, 1e-9)
    return figure.goal.bound / value if figure.goal.sign == "≤" else value / figure.goal.bound


def _growth(pyplot: Any, curve: Curve, folder: Path) -> Path:
    drawn, axes = pyplot.subplots(2, 2, figsize=(8, 6))
    for plot, (name, values) in zip(axes.flat, curve.values.items(), strict=True):
        plot.plot(curve.sizes, values, marker="o")
        plot.set(xscale="log", yscale="log", xlabel="passages", title=name)
        for at in zip(curve.sizes, values, strict=True):
            plot.annotate(f"{at[1]:.3g}", at, textcoords="offset points", xytext=(0, 7), ha="center")
        plot.margins(x=0.12, y=0.2)
        plot.yaxis.set_major_formatter("{x:g}")
        plot.yaxis.set_minor_formatter("")
    return _save(pyplot, drawn, folder / "growth.png")


def _save(pyplot: Any, drawn: Any, file: Path) -> Path:
    drawn.tight_layout()
    drawn.savefig(file, dpi=110)
    pyplot.close(drawn)
    return file
