"""Questions on the sample article, with the built-in models."""

from __future__ import annotations

import json
import warnings
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from bot.settings import SAMPLE_DIR
from index.answering import weights
from index.answering.followup import Exchange
from index.answering.strictness import Strictness
from index.inputs import MAX_QUESTION
from index.library import Library
from index.opening import open_library
from index.reading.text import read_text
from index.text.language import NOTICE

ANSWERS = [
    ("When will the gate open?", "October next year"),
    ("How much will the repair cost?", "38 million crowns"),
    ("who found the cracks", "two divers"),
    ("how many sandbags were ordered?", "40,000"),
    ("What does the mayor want to see?", "inspection report"),
    ("how many poeple live in the lower quays", "2,300"),
]


def test_the_first_quotes_answer_and_are_slices(sample_library: Library) -> None:
    text = (SAMPLE_DIR / "tide-gate.txt").read_text("utf-8")
    answers = sample_library.ask([q for q, _ in ANSWERS])
    hits = 0
    for answer, (_, wanted) in zip(answers, ANSWERS, strict=True):
        assert 1 <= len(answer.quotes) <= 3
        assert all(text[c.start : c.end] == c.text for c in answer.quotes)
        hits += wanted in answer.quotes[0].text
    assert hits >= len(ANSWERS) - 1


def test_what_the_article_does_not_say_is_not_answered(sample_library: Library) -> None:
    for answer in sample_library.ask(["What is the capital of France?", "who won the world cup in 1998"]):
        assert not answer.answered
        assert answer.quotes  # the nearest passages, offered as such


def test_confidence_tells_answerable_questions_from_others(sample_library: Library) -> None:
    good, bad = sample_library.ask(["How much will the repair cost?", "How do I bake sourdough bread?"])
    assert good.confidence > bad.confidence


def test_how_sure_an_answer_has_to_be_is_a_matter_of_the_weights_in_use(
    sample_library: Library, tmp_path: Path
) -> None:
    file = tmp_path / "weights.json"
    shipped = weights.load()
    below = shipped.thresholds["generous"] / 2
    thresholds = dict.fromkeys(map(str, Strictness), below)
    file.write_text(json.dumps(weights.to_json(replace(shipped, thresholds=thresholds))), "utf-8")
    calibrated = open_library(tmp_path / "library", reranker="off", weights=file)
    (answer,) = sample_library.ask(["How much will the repair cost?"])
    doubtful = replace(answer, confidence=below)
    assert not sample_library.judged(doubtful, Strictness.GENEROUS).answered
    assert calibrated.judged(doubtful, Strictness.STRICT).answered
    assert not calibrated.judged(replace(doubtful, quotes=()), Strictness.GENEROUS).answered
    calibrated.close()


def test_a_follow_up_leans_on_the_exchange_before(sample_library: Library) -> None:
    before = "What did Wren say about the wall?"
    (first,) = sample_library.ask([before])
    (answer,) = sample_library.ask(["and what about Okonjo?"], previous=[Exchange.of(first)])
    assert answer.whole == "What did Okonjo say about the wall?"
    assert answer.question == "and what about Okonjo?"
    assert "Pell Okonjo" in {cited.speaker for cited in answer.quotes}


@pytest.mark.parametrize("question", ["", "   ", "x" * (MAX_QUESTION + 1), "who \ud83d?"])
def test_bad_questions_get_one_sentence(sample_library: Library, question: str) -> None:
    (answer,) = sample_library.ask([question])
    assert answer.error
    assert not answer.answered
    assert answer.confidence == 0
    (verdict,) = sample_library.who_said([question * 5])
    assert verdict.error


@pytest.mark.parametrize("question", ["the of and", "\U0001f600", "?!", "\u200b", "中文", "{x} *b*", "\x00"])
def test_a_question_without_words_to_find_is_not_answered(sample_library: Library, question: str) -> None:
    (answer,) = sample_library.ask([question])
    assert answer.error is None
    assert not answer.answered
    assert np.isfinite(answer.confidence)


@pytest.mark.parametrize("text", ["Gate opens", "\U0001f600\n\U0001f600 \u200d", "...\n—", "中文\n中文。"])
def test_articles_of_next_to_nothing(tmp_path: Path, text: str) -> None:
    library = open_library(tmp_path / "library")
    with warnings.catch_warnings():
        warnings.simplefilter("error", RuntimeWarning)
        library.reindex([read_text(text.encode(), "odd.txt")])
        for answer in library.ask(["When will the gate open?", "the of", "?!"]):
            assert answer.error is None
            assert np.isfinite(answer.confidence)
            assert all(cited.text in text for cited in answer.quotes)
    library.close()


def test_a_foreign_question_gets_a_notice(sample_library: Library) -> None:
    (foreign, plain) = sample_library.ask(
        ["Wann wird das Tor geöffnet und wer hat das gesagt?", "When does it open?"]
    )
    assert foreign.notice == NOTICE
    assert plain.notice is None
