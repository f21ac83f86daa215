"""The commands with a library that needs no model: streams, order, exit codes."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from tests.bot.fakes import WORDS, FakeLibrary
from tests.bot.terminal.cli_fixtures import Whosaid

pytest_plugins = ["tests.bot.terminal.cli_fixtures"]

TOKEN = "secret-token-value"


def test_one_object_a_line_in_order(whosaid: Whosaid, fake_library: type[FakeLibrary]) -> None:
    given = b"one\n\nb\xffd\n" + b"x" * 100_000 + b"\nlast"
    ran = whosaid("ask", "--json", "--article", "a.txt", given=given)
    rows = [json.loads(line) for line in ran.out.splitlines()]
    assert [row["question"][:4] for row in rows] == ["one", "", "b\ufffdd", "xxxx", "last"]
    assert ["error" in row for row in rows] == [False, True, True, True, False]
    assert [row["answered"] for row in rows] == [True, False, False, False, True]
    assert all(row["confidence"] == 0 for row in rows if "error" in row)
    assert ran.out.isascii()
    assert rows[0]["quotes"][0]["text"] == WORDS
    assert ran.code == 1
    assert [line.split(":")[0] for line in ran.err.splitlines()] == ["line 2", "line 3", "line 4"]


def test_texts_go_in_batches(whosaid: Whosaid, fake_library: type[FakeLibrary]) -> None:
    ran = whosaid("who-said", "--json", "--article", "a.txt", given=b"words\n" * 100)
    assert len(ran.out.splitlines()) == 100
    assert ran.code == 0
    assert sum(map(len, fake_library.batches)) == 100
    assert len(fake_library.batches) < 100
    assert max(map(len, fake_library.batches)) <= 32


def test_a_bug_costs_only_its_line(whosaid: Whosaid, fake_library: type[FakeLibrary]) -> None:
    ran = whosaid("who-said", "--json", "--article", "a.txt", given=b"one\nboom\ntwo\n")
    rows = [json.loads(line) for line in ran.out.splitlines()]
    assert [row["verdict"] for row in rows] == ["exact", "not-found", "exact"]
    assert "error" in rows[1]
    assert ran.code == 1
    assert "Traceback" not in ran.err


def test_a_checked_text_costs_one_line_a_quotation(whosaid: Whosaid, fake_library: type[FakeLibrary]) -> None:
    text = "“one two three” and “boom boom boom”\n“four five six”".encode()
    ran = whosaid("check", "--json", "--article", "a.txt", "-", given=text)
    rows = [json.loads(line) for line in ran.out.splitlines()]
    assert [row["query"] for row in rows] == ["one two three", "boom boom boom", "four five six"]
    assert ["error" in row for row in rows] == [False, True, False]
    assert [row["place"]["paragraph"] for row in rows] == [None, None, 0]
    assert ran.code == 1
    assert len(ran.err.splitlines()) == 1


@pytest.mark.parametrize(("file", "code"), [("gone.txt", 1), ("empty.txt", 1), ("plain.txt", 0)])
def test_a_text_with_nothing_to_check(
    whosaid: Whosaid, fake_library: type[FakeLibrary], clean_settings: Path, file: str, code: int
) -> None:
    (clean_settings / "empty.txt").write_bytes(b"")
    (clean_settings / "plain.txt").write_text("A title\nNobody is quoted “here”.", encoding="utf-8")
    ran = whosaid("check", "--article", "a.txt", file)
    assert ran.code == code
    assert len((ran.out + ran.err).splitlines()) == 1


def test_argument_wins_over_standard_input(whosaid: Whosaid, fake_library: type[FakeLibrary]) -> None:
    ran = whosaid("ask", "--json", "--article", "a.txt", "Who?", given=b"ignored\n")
    assert json.loads(ran.out)["question"] == "Who?"


def test_no_lines_no_objects(whosaid: Whosaid, fake_library: type[FakeLibrary]) -> None:
    ran = whosaid("ask", "--json", "--article", "a.txt")
    assert (ran.code, ran.out) == (0, "")


def test_terminal_without_text_is_bad_usage(whosaid: Whosaid, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.terminal.inputs.standard_input", lambda: None)
    ran = whosaid("ask", "--json")
    assert ran.code == 2
    assert "Usage" in ran.err
    assert ran.out == ""


@pytest.mark.parametrize(
    "arguments", [["nope"], ["ask", "--nope"], ["ask", "a", "b"], ["quotes", "--article", ""]]
)
def test_bad_usage(whosaid: Whosaid, arguments: list[str]) -> None:
    ran = whosaid(*arguments)
    assert ran.code == 2
    assert ran.out == ""


def test_one_unreadable_file_costs_one_sentence(whosaid: Whosaid, fake_library: type[FakeLibrary]) -> None:
    ran = whosaid("ask", "--json", "--article", "a.txt", "--article", "gone.txt", "Who?")
    assert json.loads(ran.out)["answered"] is True
    assert ran.code == 1
    assert len(ran.err.splitlines()) == 1
    assert "gone.txt" in ran.err


@pytest.mark.parametrize("command", ["ask", "who-said"])
def test_nothing_readable_is_exit_1(whosaid: Whosaid, fake_library: type[FakeLibrary], command: str) -> None:
    ran = whosaid(command, "--json", "--article", "gone.txt", "Who?")
    assert (ran.code, ran.out) == (1, "")
    assert len(ran.err.splitlines()) == 1


def test_articles_leave_the_configured_library_alone(
    whosaid: Whosaid, fake_library: type[FakeLibrary], clean_settings: object
) -> None:
    whosaid("quotes", "--article", "a.txt")
    (library,) = fake_library.made
    assert "data" not in library.folder.parts
    assert not library.folder.exists()
    assert library.cache is not None


def test_empty_library_is_filled_first(whosaid: Whosaid, fake_library: type[FakeLibrary]) -> None:
    ran = whosaid("quotes", "--json")
    (library,) = fake_library.made
    assert [article.name for article in library.held] == ["tide-gate.txt"]
    assert json.loads(ran.out)["speaker_title"] == "Mayor"


def test_people_see_words_and_no_control_characters(
    whosaid: Whosaid, fake_library: type[FakeLibrary]
) -> None:
    for command in (["ask", "Who?"], ["who-said", "We will"], ["quotes"]):
        ran = whosaid(*command, "--article", "a.txt")
        assert ran.code == 0
        assert "Ada Moor" in ran.out
        assert "paragraph 3" in ran.out
        assert "\x1b" not in ran.out
        assert "\u202e" not in ran.out
    assert "[bold]title[/bold]" in whosaid("ask", "Who?", "--article", "a.txt").out


def test_chat(whosaid: Whosaid, fake_library: type[FakeLibrary]) -> None:
    given = b"Who?\n/who-said We will\n/quotes\n/help\n/nope\n\nb\xffd\n"
    ran = whosaid("chat", "--article", "a.txt", given=given)
    assert ran.code == 0
    assert fake_library.batches == [["Who?"], ["We will"], ["b\ufffdd"]]
    assert "There is no /nope" in ran.out
    quit_early = whosaid("chat", "--article", "a.txt", given=b"/quit\nWho?\n")
    assert quit_early.code == 0
    assert len(fake_library.batches) == 3


def test_reindex_reports(
    whosaid: Whosaid, fake_library: type[FakeLibrary], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ARTICLES_DIR", ".")
    ran = whosaid("reindex")
    assert ran.code == 0
    assert "added" in ran.out
    monkeypatch.setenv("ARTICLES_DIR", "gone")
    ran = whosaid("reindex")
    assert (ran.code, ran.out) == (1, "")
    assert "ARTICLES_DIR" in ran.err


def test_run_without_token_says_what_to_set(whosaid: Whosaid) -> None:
    ran = whosaid("run")
    assert ran.code == 1
    assert len(ran.err.splitlines()) == 1
    assert "DISCORD_TOKEN" in ran.err
    assert "whosaid chat" in ran.err


def test_run_hands_over_to_the_bot(
    whosaid: Whosaid, fake_library: type[FakeLibrary], monkeypatch: pytest.MonkeyPatch
) -> None:
    async def run_bot(settings: object, library: FakeLibrary) -> int:
        assert library.held
        return 0

    monkeypatch.setenv("DISCORD_TOKEN", TOKEN)
    monkeypatch.setattr("bot.running.app.run_bot", run_bot)
    assert whosaid("run").code == 0


def test_interrupt_is_130(
    whosaid: Whosaid, fake_library: type[FakeLibrary], monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(fake_library, "quotes", interrupted)
    assert whosaid("quotes", "--article", "a.txt").code == 130


def test_unexpected_errors_are_one_sentence(
    whosaid: Whosaid, fake_library: type[FakeLibrary], monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("a bug")

    monkeypatch.setattr(fake_library, "quotes", broken)
    ran = whosaid("quotes", "--article", "a.txt")
    assert ran.code == 1
    assert len(ran.err.splitlines()) == 1
    assert "RuntimeError" in ran.err


def test_unusable_settings_spare_help(whosaid: Whosaid, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LOG_LEVEL", "loud")
    assert whosaid("ask", "--help").code == 0
    ran = whosaid("quotes")
    assert ran.code == 1
    assert ran.err.startswith("LOG_LEVEL ")


def test_what_libraries_print_stays_off_standard_output(
    whosaid: Whosaid, fake_library: type[FakeLibrary], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fake_library, "warm", lambda self: sys.stdout.write("chatty\n"))
    ran = whosaid("ask", "--json", "--article", "a.txt", "Who?")
    assert len(ran.out.splitlines()) == 1
    assert "chatty" in ran.err
