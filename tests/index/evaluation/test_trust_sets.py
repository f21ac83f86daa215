"""The sets that the judge's table is made of, without the shared data: shapes and statements of our own."""

from __future__ import annotations

import json
import random
from importlib.resources import files
from typing import Any

from index.evaluation.altering import change
from index.evaluation.own_claims import LENGTHS, OWN, off_topic_claims
from index.evaluation.trust import LONG, MIDDLE, SHAPES
from index.model import ContextKind
from index.text.folding import fold


def test_every_statement_holds_what_is_asked() -> None:
    lines = (files("index.evaluation") / "torn_out.jsonl").read_text("utf-8").splitlines()
    rows = [json.loads(line) for line in lines]
    assert all(row["asked"] in row["text"] for row in rows)
    assert {row["context"] for row in rows} == {None, *(kind.value for kind in ContextKind)}


def test_off_topic_claims_are_short_and_long_in_both_halves() -> None:
    halves = [off_topic_claims(half) for half in ("tuned", "locked")]
    assert not set(halves[0]) & set(halves[1])
    assert all({len(claim.split()) >= LONG for claim in claims} == {True, False} for claims in halves)


def test_claims_that_nobody_made_are_short_and_long() -> None:
    rows = [json.loads(line) for line in OWN.read_text("utf-8").splitlines()]
    words = [len(row["text"].split()) for row in rows if row["said_at"] is None]
    assert sum(n >= LONG for n in words) >= 40
    assert sum(n < LONG for n in words) >= 50


def test_claims_for_the_figures_by_length_are_short_or_long_and_of_the_same_articles() -> None:
    kept, rows = (
        [json.loads(line) for line in file.read_text("utf-8").splitlines()] for file in (OWN, LENGTHS)
    )
    words = [len(row["text"].split()) for row in rows if row["said_at"] is not None]
    assert all(n < MIDDLE or n >= LONG for n in words)
    assert {row["article"] for row in rows} <= {row["article"] for row in kept}
    assert not {row["text"] for row in rows} & {row["text"] for row in kept}


def test_nothing_that_is_measured_is_learned_from() -> None:
    def texts(package: str, name: str) -> list[dict[str, Any]]:
        lines = (files(package) / name).read_text("utf-8").splitlines()
        return [json.loads(line) for line in lines]

    statements = texts("index.training", "statements.jsonl")
    assert all(row["said"] and row["same"] and row["altered"] and row["beside"] for row in statements)
    claims = [text for row in statements for kind in ("same", "altered", "beside") for text in row[kind]]
    learned = {fold(t) for t in [*claims, *(row["text"] for row in texts("index.training", "claims.jsonl"))]}
    measured = [row["text"] for row in texts("index.evaluation", "reworded.jsonl")]
    measured += [row["text"] for row in texts("index.evaluation", "reworded_lengths.jsonl")]
    measured += off_topic_claims("tuned") + off_topic_claims("locked")
    assert not learned & {fold(text) for text in measured}


def test_every_shape_has_words_and_a_name() -> None:
    assert all("{text}" in shape and "{name}" in shape for shape in SHAPES)


def test_a_change_changes() -> None:
    words = "the council will pay 40 crowns for every new lamp".split()
    pool = ["harbour", "teacher", "ladder"]
    changed = [change(words, pool, random.Random(seed)) for seed in range(50)]
    assert all(words != other for other in changed)
