"""How sure an answer has to be: the same answer under another threshold."""

from __future__ import annotations

from dataclasses import replace

from index.answering import weights
from index.model import Answer

STRICTNESSES = ("strict", "normal", "generous")


def judged(answer: Answer, strictness: str) -> Answer:
    """``answer`` as a strict, normal or generous library would give it."""
    threshold = weights.load().thresholds[strictness]
    return replace(answer, answered=bool(answer.quotes) and answer.confidence >= threshold)
