"""Processes of our own see no secret and run no file of the current folder."""

from __future__ import annotations

import subprocess
from pathlib import Path

from index.runtime import children


def test_nothing_of_the_current_folder_runs(tmp_path: Path) -> None:
    (tmp_path / "json.py").write_text("raise SystemExit('ran')\n")
    ran = subprocess.run(  # noqa: S603  (our own interpreter)
        children.command("index.reading.sandbox.worker", "1000000000", "5", "1000"),
        cwd=tmp_path,
        env=children.environment({"PATH": "/usr/bin", "PYTHONPATH": str(tmp_path)}),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.stderr == ""


def test_secrets_stay_behind() -> None:
    seen = children.environment({"DISCORD_TOKEN": "x", "HF_TOKEN": "y", "PYTHONSTARTUP": "z", "HOME": "/h"})
    assert seen.keys() == {"HOME", "PYTHONPATH"}
