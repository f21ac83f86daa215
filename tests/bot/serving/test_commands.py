"""``whosaid try``, ``serve`` and ``key`` as people start them."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import threading
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.bot.terminal.cli_fixtures import Whosaid

pytest_plugins = ["tests.bot.terminal.cli_fixtures"]

ROOT = Path(__file__).parents[3]


@contextmanager
def started(command: str, folder: Path, **more: str) -> Iterator[str]:
    """The address that a running command tells."""
    env = {
        **os.environ,
        "DATA_DIR": str(folder / "data"),
        "CACHE_DIR": str(folder / "cache"),
        "SERVE_PORT": "0",
        **more,
    }
    env = {
        name: value for name, value in env.items() if name not in ("DISPLAY", "WAYLAND_DISPLAY", "BROWSER")
    }
    process = subprocess.Popen(  # noqa: S603
        [sys.executable, "-m", "bot", command], cwd=ROOT, env=env, stdout=subprocess.PIPE, text=True
    )
    late = threading.Timer(100, process.kill)
    late.start()
    try:
        assert process.stdout is not None
        found = re.search(r"http://\S+", process.stdout.readline())
        assert found is not None
        yield found[0]
        process.send_signal(signal.SIGTERM)
        assert process.wait(20) in (0, -signal.SIGTERM)
    finally:
        late.cancel()
        process.kill()
        process.wait()


def test_try_shows_the_sample(tmp_path: Path) -> None:
    with started("try", tmp_path) as address:
        with urllib.request.urlopen(address) as page:  # noqa: S310
            text = page.read().decode()
        assert "tide gate" in text
        assert "Tobias Wren" in text
    assert not (tmp_path / "data").exists()  # it was a library of its own


def test_serve_is_closed_by_default(tmp_path: Path) -> None:
    with started("serve", tmp_path) as address, pytest.raises(urllib.error.HTTPError) as refused:
        urllib.request.urlopen(address)  # noqa: S310
    assert refused.value.code == 404


def test_a_taken_port(tmp_path: Path) -> None:
    with started("try", tmp_path) as address:
        port = address.split(":")[2].split("/")[0]
        env = {**os.environ, "DATA_DIR": str(tmp_path / "other"), "SERVE_PORT": port}
        second = subprocess.run(
            [sys.executable, "-m", "bot", "serve"],
            cwd=ROOT,
            env=env,
            capture_output=True,
            text=True,
            timeout=100,
        )
        assert second.returncode == 1
        assert f"SERVE_PORT {port} cannot be used" in second.stderr
        assert "Traceback" not in second.stderr


def test_keys(whosaid: Whosaid) -> None:
    made = whosaid("key", "add", "the newsroom", "--shelf", "12")
    key = made.out.strip()
    assert re.fullmatch(r"whosaid_[0-9a-f]{8}_\S{43}", key)
    assert "once" in made.err
    listed = whosaid("key", "list")
    number = key.split("_")[1]
    assert number in listed.out
    assert "the newsroom" in listed.out
    assert key.split("_", 2)[2] not in listed.out
    assert whosaid("key", "remove", number).code == 0
    assert "no keys" in whosaid("key", "list").out
    gone = whosaid("key", "remove", number)
    assert gone.code == 1
    assert number in gone.err
    assert whosaid("key", "add", "x", "--shelf", "No Shelf").code == 1
