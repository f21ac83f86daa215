"""The scoreboard of verdicts counts what it says it counts."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from index.errors import InputError
from index.evaluation.who_said import Case, load_cases, outcome, table
from index.model import Citation, Verdict, VerdictKind


def verdict(kind: VerdictKind, speaker: str | None, paragraph: int) -> Verdict:
    quote = Citation("x", 1, "a.txt", "A", paragraph, 0, 1, speaker, None, 1.0)
    return Verdict("x", kind, 1.0, speaker=speaker, quote=quote)


def test_a_row_a_kind() -> None:
    case = Case("x", VerdictKind.ALTERED, ("Ann Lee", "Lee"), (3,))
    judged = [
        outcome(case, verdict(VerdictKind.ALTERED, "ann lee", 3)),
        outcome(case, verdict(VerdictKind.EXACT, "Bob", 4)),
    ]
    (row,) = table("whosaid", judged)
    assert (row.kind, row.cases, row.right, row.place, row.speaker) == ("altered", 2, 0.5, 0.5, 0.5)


def test_nobody_is_right_for_what_was_never_said() -> None:
    case = Case("x", VerdictKind.NOT_FOUND, (), ())
    assert outcome(case, Verdict("x", VerdictKind.NOT_FOUND, 1.0)).speaker
    assert not outcome(case, verdict(VerdictKind.PARAPHRASE, "Bob", 1)).speaker


def test_gold_files_are_read(tmp_path: Path) -> None:
    (tmp_path / "00.txt").write_text("Title\nAnn said: “We will stay.”", "utf-8")
    entry = {"text": "We will stay.", "paragraph": 0, "kind": "direct", "speaker": "Ann", "aliases": []}
    gold = {"quotes": [entry], "never_said": [{"text": "We will go."}]}
    (tmp_path / "gold_00.json").write_text(json.dumps(gold), "utf-8")
    (member,) = load_cases(tmp_path)
    assert [c.verdict for c in member.cases] == [VerdictKind.EXACT, VerdictKind.NOT_FOUND]
    (quote,) = member.quotes
    assert member.article.text[quote.start : quote.end] == quote.text


def test_no_cases_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(InputError):
        load_cases(tmp_path)
