"""The scoreboard of answers, on two articles of our own."""

from __future__ import annotations

import json
from pathlib import Path

from index.evaluation.answer_scores import Outcome, auroc, score
from index.evaluation.answers import BASELINE, OURS, evaluate
from index.evaluation.datasets import locked
from index.opening import open_library

ARTICLES = {
    "ferry.txt": "The last boat\nThe ferry sails at noon on Sundays.\nIt was built in 1931 by the Marrow yard.\n",
    "bell.txt": "The bell of Osk\nThe bell weighs four tonnes.\nPiet Hallam rings it every evening.\n",
}
QUESTIONS = [
    ("ferry.txt", "when", "when does the ferry sail", ["at noon"]),
    ("ferry.txt", "silent", "how much is a ticket for the ferry", []),
    ("bell.txt", "who", "who rings the bell", ["Piet Hallam"]),
    ("bell.txt", "off-topic", "how do i bake bread", []),
]
CHAIN = {
    "article": "bell.txt",
    "turns": [
        {"question": "who rings the bell", "answers": ["Piet Hallam"]},
        {"question": "how heavy is it", "answers": ["four tonnes"]},
    ],
}


def test_every_set_of_a_folder_is_measured(tmp_path: Path) -> None:
    folder = tmp_path / "data" / "questions"
    (folder / "articles").mkdir(parents=True)
    for name, text in ARTICLES.items():
        (folder / "articles" / name).write_text(text, "utf-8")
    keys = ("article", "kind", "question", "answers")
    rows = [json.dumps(dict(zip(keys, row, strict=True))) for row in QUESTIONS]
    (folder / "dev.jsonl").write_text("\n".join(rows), "utf-8")
    (folder / "dev_chains.jsonl").write_text(json.dumps(CHAIN), "utf-8")
    found = evaluate(tmp_path / "data", lambda at: open_library(at, reranker="off"), None, lambda _: None)
    ours = {(s.set, s.locked): s for s in found.scores if s.system == OURS}
    assert {name for name, _ in ours} == {"chat", "chat, whole library", "about the article", "follow-ups"}
    assert {s.set for s in found.scores if s.system == BASELINE} == {name for name, _ in ours}
    chat = [s for (name, _), s in ours.items() if name == "chat"]
    assert sum(s.questions for s in chat) == 2
    for scored in chat:
        first = scored.figures["first"]
        assert first is not None
        assert first.low <= first.value <= first.high
        assert first.value == 1.0
    about = [s.figures["first"] for (name, _), s in ours.items() if name == "about the article"]
    assert all(figure is not None and figure.value == 1.0 for figure in about)


def test_figures_of_outcomes() -> None:
    def outcome(kind: str, confidence: float, *, first: bool, answered: bool) -> Outcome:
        return Outcome("a", False, kind, first, first, 10, confidence, answered)

    outcomes = [
        outcome("answerable", 0.9, first=True, answered=True),
        outcome("answerable", 0.4, first=False, answered=False),
        outcome("silent", 0.6, first=False, answered=True),
        outcome("off-topic", 0.1, first=False, answered=False),
    ]
    figures = {
        k: f.value for k, f in score("s", "n", outcomes, locked=False).figures.items() if f is not None
    }
    assert figures["first"] == 0.5
    assert figures["right_of_shown"] == 0.5
    assert figures["silent_answered"] == 1.0
    assert figures["auroc_silent"] == 0.5
    assert figures["auroc_off_topic"] == 1.0
    assert figures["auroc_right"] == 1.0


def test_area_counts_ties_half() -> None:
    assert auroc([1.0, 0.5], [0.5]) == 0.75
    assert auroc([], [0.5]) is None


def test_a_third_is_locked_whatever_the_order() -> None:
    names = [f"{n}.txt" for n in range(9)]
    assert len(locked(names)) == 3
    assert locked(names) == locked(reversed(names))
