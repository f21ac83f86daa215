"""``whosaid read`` prints what was read; addresses are fetched as FETCH_HOSTS allows, by every command."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.bot.terminal.cli_fixtures import Whosaid

pytest_plugins = ["tests.bot.terminal.cli_fixtures"]

TALK = "Lamp fund\nAda Moor: We begin.\nTom Reed: The lens has cracks.\nAda Moor: Two?\n(Laughter)\nTom Reed: Two.\n"


def test_json_follows_the_contract(whosaid: Whosaid, tmp_path: Path) -> None:
    (tmp_path / "talk.txt").write_text(TALK, "utf-8")
    ran = whosaid("read", "--json", "--article", "talk.txt")
    assert ran.code == 0
    (row,) = map(json.loads, ran.out.splitlines())
    assert (row["article"], row["title"], row["authors"], row["published"], row["url"]) == (
        "talk.txt",
        "Lamp fund",
        [],
        None,
        None,
    )
    assert [p["speaker"] for p in row["paragraphs"]] == ["Ada Moor", "Tom Reed", "Ada Moor", None, "Tom Reed"]
    for number, paragraph in enumerate(row["paragraphs"]):
        assert set(paragraph) == {"number", "start", "end", "kind", "speaker", "page", "text"}
        assert paragraph["number"] == number
        assert TALK[paragraph["start"] : paragraph["end"]] == paragraph["text"]


def test_people_see_numbers_and_speakers(whosaid: Whosaid, tmp_path: Path) -> None:
    (tmp_path / "talk.txt").write_text(TALK, "utf-8")
    ran = whosaid("read", "--article", "talk.txt")
    assert ran.code == 0
    assert "Lamp fund" in ran.out
    assert "2  [Tom Reed] Tom Reed: The lens has cracks." in ran.out


def test_an_unreadable_file_is_one_sentence(whosaid: Whosaid, tmp_path: Path) -> None:
    (tmp_path / "a.rtf").write_text("{\\rtf1 x}", "utf-8")
    ran = whosaid("read", "--json", "--article", "a.rtf", "--article", "a.txt")
    assert ran.code == 1
    assert len(ran.out.splitlines()) == 1
    assert "a.rtf is a Rich Text file, which is not read" in ran.err


@pytest.mark.parametrize(
    "command",
    [("read", "--article"), ("check",), ("quotes", "--article"), ("add",)],
    ids=lambda command: command[0],
)
def test_hosts_that_are_not_allowed_are_fetched_by_no_command(
    command: tuple[str, ...], whosaid: Whosaid, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FETCH_HOSTS", "lamps.example")
    ran = whosaid(*command, "https://news.example/a")
    assert ran.code == 1
    assert "not on the list of allowed hosts" in ran.err
