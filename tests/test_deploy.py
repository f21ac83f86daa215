"""The container, the compose files and the unit name what is there: settings, folders, extras, shards."""

from __future__ import annotations

import configparser
import re
import shutil
import subprocess
import tomllib
from pathlib import Path
from typing import Any

import pytest

from bot.settings import Settings

ROOT = Path(__file__).parents[1]
SETTINGS = {name.upper() for name in Settings.model_fields}
OF_OTHERS = {"PYTHONUNBUFFERED", "POSTGRES_PASSWORD", "POSTGRES_DB"}


def services(file: str) -> dict[str, dict[str, Any]]:
    yaml = pytest.importorskip("yaml", reason="pyyaml is not installed")
    found: dict[str, dict[str, Any]] = yaml.safe_load((ROOT / file).read_text("utf-8"))["services"]
    return found


@pytest.mark.parametrize("file", ["compose.yaml", "deploy/several.yaml"])
def test_compose_files_set_what_exists(file: str) -> None:
    for service in services(file).values():
        assert set(service.get("environment", {})) <= SETTINGS | OF_OTHERS
        if "build" in service:
            assert ((ROOT / file).parent / service["build"] / "Dockerfile").is_file()


def test_every_shard_has_one_bot() -> None:
    found = services("deploy/several.yaml")
    bots = [service["environment"] for name, service in found.items() if name.startswith("bot")]
    settings = [
        Settings(
            _env_file=None,  # type: ignore[call-arg]
            **{k.lower(): v for k, v in bot.items() if k.startswith("SHARD")},
        )
        for bot in bots
    ]
    assert {s.shard_count for s in settings} == {len(bots)}
    assert sorted(number for s in settings for number in s.shards) == list(range(len(bots)))
    volumes = [service["volumes"] for name, service in found.items() if name.startswith("bot")]
    assert len({str(one) for one in volumes}) == len(bots)


def test_the_dockerfile_copies_and_installs_what_is_there() -> None:
    text = (ROOT / "Dockerfile").read_text("utf-8")
    for line in re.findall(r"^COPY (.+)$", text, re.M):
        for source in line.split()[:-1]:
            assert (ROOT / source).exists(), source
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    for extras in re.findall(r'"\.\[(.+?)\]"', text):
        assert set(extras.split(",")) <= set(project["optional-dependencies"])
    (environment,) = re.findall(r"^ENV (.+)$", text, re.M)
    assert {pair.partition("=")[0] for pair in environment.split()} <= SETTINGS | OF_OTHERS
    assert "USER whosaid" in text


def test_the_unit_starts_the_bot_and_sets_what_exists() -> None:
    unit = configparser.RawConfigParser(strict=False)
    unit.optionxform = str  # type: ignore[assignment, method-assign]
    unit.read(ROOT / "deploy/whosaid.service", "utf-8")
    service = unit["Service"]
    assert service["ExecStart"].endswith("bin/whosaid run")
    assert {pair.partition("=")[0] for pair in service["Environment"].split()} <= SETTINGS
    if shutil.which("systemd-analyze") is None:
        pytest.skip("systemd-analyze is not installed: the unit is read, not verified")
    told = subprocess.run(  # noqa: S603
        ["systemd-analyze", "verify", str(ROOT / "deploy/whosaid.service")],  # noqa: S607
        capture_output=True, text=True, check=False,
    ).stderr  # fmt: skip
    assert [
        line for line in told.splitlines() if "whosaid.service" in line and "is not executable" not in line
    ] == []
