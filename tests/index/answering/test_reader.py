"""The reader on texts of our own: which sentence answers, and that none does."""

from __future__ import annotations

import pytest

from index.answering.reader import Reader, Window
from index.text.sentences import split_sentences

TEXT = (
    "The lighthouse of Korr was built in 1871 by the engineer Anna Veld. It was lit with rape oil until 1902. "
    "The last keeper, Joost Marsh, left the island in the spring of 1988."
)
WINDOW = Window(TEXT, tuple(split_sentences(TEXT, 0, len(TEXT))))
ASKED = {
    "Who built the lighthouse of Korr?": 0,
    "what was it lit with": 1,
    "when did the last keeper leave": 2,
}
NOT_SAID = {
    "Who built the lighthouse of Korr?": "Who is Anna Veld married to?",
    "what was it lit with": "how much did the oil cost",
    "when did the last keeper leave": "when did the first keeper arrive",
}
"""Questions that the text answers, and the like that it does not."""


@pytest.fixture(scope="module")
def reader() -> Reader:
    return Reader()


def test_the_sentence_that_answers_scores_best(reader: Reader) -> None:
    for question, right in ASKED.items():
        (reading,) = reader.read(question, [WINDOW])
        assert int(reading.sentence.argmax()) == right


def test_the_null_score_stands_higher_over_what_is_not_said(reader: Reader) -> None:
    def lead(question: str) -> float:
        (reading,) = reader.read(question, [WINDOW])
        return float(reading.sentence.max()) - reading.null

    assert all(lead(said) > lead(silent) for said, silent in NOT_SAID.items())
