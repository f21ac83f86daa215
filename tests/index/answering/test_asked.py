"""Our own questions that confidence is fitted to."""

from __future__ import annotations

from index.evaluation.datasets import load_chat
from index.training.answer_cases import ASKED


def test_every_answer_of_ours_stands_in_its_article() -> None:
    sets = load_chat(ASKED)
    assert len(sets) == 7
    for member in sets:
        assert {q.asks for q in member.questions} == {"answerable", "silent"}
        for question in member.questions:
            assert all(answer in member.article.text for answer in question.answers)
