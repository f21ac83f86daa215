"""Help and usage errors are quick because nothing heavy is imported for them."""

from __future__ import annotations

import subprocess
import sys

import pytest

HEAVY = ("torch", "sentence_transformers", "transformers", "faiss", "discord", "numpy")
PROBE = f"""
import sys
from bot.cli import main
sys.argv = ["whosaid", *sys.argv[1:]]
try:
    main()
except SystemExit as ended:
    code = ended.code
print("HEAVY", sorted(set({HEAVY!r}) & set(sys.modules)), "CODE", code or 0, file=sys.stderr)
"""


@pytest.mark.parametrize(
    ("arguments", "code"), [(["--help"], 0), (["ask", "--help"], 0), (["ask", "--nope"], 2), (["run"], 1)]
)
def test_nothing_heavy(arguments: list[str], code: int) -> None:
    ran = subprocess.run(  # noqa: S603  (our own interpreter)
        [sys.executable, "-c", PROBE, *arguments],
        capture_output=True, text=True, check=True, env={"PATH": "", "LANG": "C.UTF-8"},
    )  # fmt: skip
    assert f"HEAVY [] CODE {code}" in ran.stderr


def test_the_end_of_a_command_searches_for_no_cycles() -> None:
    """With PyTorch loaded, that would take the interpreter a second."""
    ending = (
        "import atexit, gc, sys\n"
        "atexit.register(lambda: print(gc.get_freeze_count() > 0))\n"  # called last
        "sys.argv = ['whosaid', '--help']\n"
        "from bot.cli import main\n"
        "main()\n"
    )
    run = subprocess.run([sys.executable, "-c", ending], capture_output=True, text=True, check=True)  # noqa: S603
    assert run.stdout.splitlines()[-1] == "True"
