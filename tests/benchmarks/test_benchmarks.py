"""The benchmarks run, and what they write has its shape; nothing is timed here."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.benchmarks.__main__ import main
from tests.benchmarks.figures import Figure, at_least, at_most
from tests.benchmarks.source import FOLDER

STORY = """The ferry number {n} runs again

The ferry over the Lind runs again from Monday, the harbour office said in its report number {n}.

“We have waited {n} weeks for the new engine,” said Ada Moor, who sells tickets at the pier in Lindow.

Nobody could say how long the repair of the other landing stage will take, or what it will cost the town.
"""


@pytest.fixture
def data(tmp_path: Path) -> Path:
    folder = tmp_path / "data" / FOLDER
    folder.mkdir(parents=True)
    for n in range(12):
        (folder / f"story-{n:02}.txt").write_text(STORY.format(n=n), encoding="utf-8")
    return tmp_path / "data"


@pytest.mark.timeout(600)
def test_small_rows_run_and_the_json_has_its_shape(data: Path, tmp_path: Path) -> None:
    rows = ["indexing", "quotes", "question", "growth", "building", "fulltext", "million"]
    main([*rows, "--small", "--data", str(data), "--out", str(tmp_path / "out")])
    said = json.loads((tmp_path / "out" / "benchmarks.json").read_text("utf-8"))
    assert {figure["row"] for figure in said["figures"]} | {s["row"] for s in said["skipped"]} == set(rows)
    assert all(s["row"] == "fulltext" and "bm25s" in s["why"] for s in said["skipped"])
    for figure in said["figures"]:
        assert figure["ours"] > 0
        assert (figure["ratio"] is None) == (figure["baseline"] is None)
        assert (figure["met"] is None) == (figure["goal"] is None)
    (recall,) = [f["ours"] for f in said["figures"] if f["what"].startswith("recall")]
    assert recall >= 0.97
    assert all(len(values) == len(said["growth"]["sizes"]) for values in said["growth"]["values"].values())


def test_without_data_each_row_says_why(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("WHOSAID_DATA", raising=False)
    assert main(["indexing", "million", "--small", "--out", str(tmp_path)]) == 0
    said = json.loads((tmp_path / "benchmarks.json").read_text("utf-8"))
    assert [s["row"] for s in said["skipped"]] == ["indexing", "million"]
    assert all("--data" in s["why"] for s in said["skipped"])


def test_goals() -> None:
    assert Figure("r", "w", 3.0, "ms", 2.0, at_most(1.5)).met
    assert not Figure("r", "w", 3.1, "ms", 2.0, at_most(1.5)).met
    assert Figure("r", "recall", 0.98, "", None, at_least(0.97)).met
    assert Figure("r", "w", 3.0, "ms").met is None
