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
    assert "holds no pages: NAME.html with the expected text beside it in NAME.txt." in ran.err
