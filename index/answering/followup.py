""" "And what about India?": a short question made whole from the one before, without a language model."""

from __future__ import annotations

import re
from dataclasses import dataclass

from index.answering.lexical import content_words, words

_ABOUT = re.compile(
    r"^(?:(?:and|but|ok|okay|so|then)[, ]+)*(?:(?:what|how) about|and|what of)\s+(?P<topic>.+?)[?.! ]*$", re.I
)
_LEAD = re.compile(r"^(?:and|but|so|ok|okay|then)[, ]+", re.I)
_BARE = re.compile(
    r"^(?:who|when|where|why|how|how many|how much|which one|since when|by whom)[?.! ]*$", re.I
)
_PRONOUNS = frozenset(
    "he she it they him her them his hers its their theirs that this those these there then".split()
)
_CLAUSE = _PRONOUNS | frozenset(
    "was is are were will would did does do has have had can could who what when where why how".split()
)
_QUESTION_WORD = re.compile(
    r"^(?:who|whom|whose|what|when|where|why|how(?: many| much| long| old)?|which)\b(?:\s+(?:did|does|do|is|are|was|were|will|would|has|have|had|can|could))?\s*",
    re.I,
)
_NAME = re.compile(r"\b[A-Z][\w’'-]+(?:\s+[A-Z][\w’'-]+)*")
_SHORT = 4


@dataclass(frozen=True, slots=True)
class Exchange:
    """The question before and the quotes that answered it, best first."""

    question: str
    quotes: tuple[str, ...] = ()


def resolve(question: str, previous: Exchange | None) -> str:
    """The question with what it leaves to the exchange before; itself when it stands alone."""
    if previous is None:
        return question
    asked = question.strip()
    if _BARE.match(asked):
        return f"{asked.rstrip('?.! ')} {_QUESTION_WORD.sub('', previous.question)}"
    about = _ABOUT.match(asked)
    if about and len(content_words(about["topic"])) <= _SHORT and not _CLAUSE & set(words(about["topic"])):
        return _swap(previous.question, about["topic"])
    leads = _LEAD.match(asked) is not None
    leans = bool(_PRONOUNS & set(words(asked)))
    if (leads or leans) and not _names(asked):
        subject = _names(previous.question) or [n for q in previous.quotes[:1] for n in _names(q)][:1]
        topic = subject or content_words(previous.question)[:_SHORT]
        missing = [t for t in topic if t.lower() not in asked.lower()]
        return " ".join([_LEAD.sub("", asked), *missing])
    return question


def _swap(before: str, topic: str) -> str:
    """The question before about another topic: its last name gives way, else both stand together."""
    names = [n for n in _NAME.finditer(before) if n.start() > 0]
    if names:
        last = names[-1]
        return before[: last.start()] + topic + before[last.end() :]
    return f"{before.rstrip('?.! ')} {topic}?"


def _names(text: str) -> list[str]:
    first = re.match(r"\s*[“\"'‘]*", text)
    start = first.end() if first else 0
    return [m.group() for m in _NAME.finditer(text) if m.start() > start]
