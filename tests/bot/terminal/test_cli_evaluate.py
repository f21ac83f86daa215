"""whosaid evaluate extraction, on pages of our own."""

from __future__ import annotations

import json
from pathlib import Path

from tests.bot.terminal.cli_fixtures import Whosaid

pytest_plugins = ["tests.bot.terminal.cli_fixtures"]

PAGES = Path(__file__).parents[2] / "index" / "reading" / "pages"


def test_extraction(whosaid: Whosaid, tmp_path: Path) -> None:
    for name in ("amp.html", "amp.txt"):
        (tmp_path / name).write_bytes((PAGES / name).read_bytes())
    ran = whosaid("evaluate", "extraction", "--data", str(tmp_path), "--out", str(tmp_path / "out"))
    assert ran.code == 0
    assert "1 pages: precision 1.000, recall 1.000, F1 1.000, titles right 1" in ran.out
    kept = json.loads((tmp_path / "out" / "extraction.json").read_text("utf-8"))
    assert (kept["f1"], [page["name"] for page in kept["pages"]]) == (1.0, ["amp"])


def test_a_folder_without_pages(whosaid: Whosaid, tmp_path: Path) -> None:
    ran = whosaid("evaluate", "extraction", "--data", str(tmp_path))
    assert (ran.code, ran.out) == (1, "")
    assert "holds no pages: truth.json with NAME.html.gz, or NAME.html with its text in NAME.txt." in ran.err


def test_extraction_as_the_benchmark_measures_it(whosaid: Whosaid, tmp_path: Path) -> None:
    truth = {}
    for name in ("amp", "listicle"):
        (tmp_path / f"{name}.html").write_bytes((PAGES / f"{name}.html").read_bytes())
        truth[name] = {"articleBody": (PAGES / f"{name}.txt").read_text("utf-8").partition("\n")[2]}
    (tmp_path / "truth.json").write_text(json.dumps(truth), "utf-8")
    ran = whosaid("evaluate", "extraction", "--data", str(tmp_path), "--out", str(tmp_path / "out"))
    assert ran.code == 0
    rows = json.loads((tmp_path / "out" / "extraction.json").read_text("utf-8"))
    everything = {row["reader"]: row for row in rows if row["pages"] == "all"}
    assert list(everything) == ["whosaid", "trafilatura", "readability-lxml"]
    assert everything["whosaid"]["f1"] > 0.99
    assert everything["whosaid"]["count"] == 2
    assert everything["whosaid"]["empty"] == 0
