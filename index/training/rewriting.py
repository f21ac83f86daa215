"""Questions rewritten for training: into ones that the text does not answer, and into people's own spelling."""

from __future__ import annotations

import random
import re
from collections.abc import Sequence

from index.text.words import content_words

NAMELIKE = re.compile(r"\b(?:[A-Z][\w'-]+(?: [A-Z][\w'-]+)*|\d[\d,.]*)\b")
_WORD = re.compile(r"[A-Za-z][a-z'-]+")
_PAIRS = (
    "before after|first last|largest smallest|biggest smallest|highest lowest|most least|more fewer|more less|"
    "increase decrease|increased decreased|rise fall|rose fell|north south|northern southern|east west|"
    "eastern western|early late|earliest latest|oldest youngest|older younger|best worst|better worse|"
    "begin end|began ended|start stop|started stopped|win lose|won lost|male female|men women|"
    "support oppose|supported opposed|accept reject|accepted rejected|allow forbid|allowed banned|"
    "include exclude|same different|inside outside|above below|over under|upper lower|longest shortest|"
    "strongest weakest|major minor|positive negative|public private|new old|good bad|always never|"
    "import export|imports exports|enter leave|entered left|buy sell|bought sold|born died|created destroyed"
)
OPPOSITES = {
    word: other
    for pair in _PAIRS.split("|")
    for word, other in (pair.split(), pair.split()[::-1])
}  # fmt: skip
"""Opposites, as SQuAD 2.0's writers used them (Rajpurkar et al. 2018, "antonym")."""
_CONTRACTED = re.compile(r"\b(?P<word>who|what|when|where|how) (?:is|was|does)\b", re.I)
_ARTICLE = re.compile(r"\b(?:the|a|an) (?=\w)", re.I)
_BEFORE = ("so", "wait", "ok but", "hey", "and", "um", "ok so", "does it say", "do they say")
_AFTER = ("??", " lol", " tho", " exactly", " again", " btw", " ?", " pls")
_NEGATE = re.compile(r"\b(did|does|do|was|were|is|are|has|have|had|can|could|will|would)\b(?! not)", re.I)


def swapped_name(question: str, text: str, answer: str, rng: random.Random) -> str | None:
    """A name or number of the question replaced by another of the text: SQuAD 2.0's entity swap."""
    asked = [m for m in NAMELIKE.finditer(question) if m.start() > 0]
    if not asked:
        return None
    target = rng.choice(asked)
    others = [
        m.group()
        for m in NAMELIKE.finditer(text)
        if m.group().lower() not in question.lower()
        and m.group()[0].isdigit() == target.group()[0].isdigit()
        and len(m.group()) > 2
        and m.group() not in answer
    ]
    return _replaced(question, target, others, rng)


def swapped_word(question: str, text: str, answer: str, rng: random.Random) -> str | None:
    """A key word of the question replaced by one of the text that the question does not have."""
    known = set(content_words(question))
    asked = [
        m for m in _WORD.finditer(question) if m.start() > 0 and m.group() in known and len(m.group()) > 4
    ]
    if not asked:
        return None
    target = rng.choice(asked)
    ending = target.group()[-2:]
    words = [w for w in content_words(text) if w not in known and len(w) > 4 and w not in answer.lower()]
    alike = [w for w in words if w[-2:] == ending] or words
    return _replaced(question, target, alike, rng)


def opposite(question: str, rng: random.Random) -> str | None:
    """One word turned into its opposite, or the verb negated."""
    able = [m for m in _WORD.finditer(question) if m.group().lower() in OPPOSITES]
    if able:
        target = rng.choice(able)
        return _replaced(question, target, [OPPOSITES[target.group().lower()]], rng)
    verb = _NEGATE.search(question)
    if verb is None or rng.random() < 0.7:  # a negated question often still has its answer
        return None
    return question[: verb.end()] + " not" + question[verb.end() :]


def unanswerable(question: str, text: str, answer: str, rng: random.Random) -> str | None:
    """The question turned so that the text, which answers the first, does not answer it."""
    turned = opposite(question, rng) if rng.random() < 0.5 else None
    if turned is None:
        first, second = (swapped_name, swapped_word) if rng.random() < 0.7 else (swapped_word, swapped_name)
        turned = first(question, text, answer, rng) or second(question, text, answer, rng)
    return turned


def casual(question: str, rng: random.Random) -> str:
    """As people type: lower case, no marks, contractions, a word before or after, a slip of the finger."""
    if rng.random() < 0.75:
        question = question.lower()
    if rng.random() < 0.5:
        question = _CONTRACTED.sub(lambda m: f"{m['word']}s", question, count=1)
    if rng.random() < 0.7:
        question = question.rstrip("? ").replace("'", "").replace(",", "")
    words = [m for m in _WORD.finditer(question) if len(m.group()) > 4]
    if words and rng.random() < 0.4:
        question = _slipped(question, rng.choice(words), rng)
    if rng.random() < 0.2:
        question = f"{rng.choice(_BEFORE)} {question}"
    if rng.random() < 0.15:
        question = question.rstrip("? ") + rng.choice(_AFTER)
    return question


def clipped(question: str) -> str:
    """Without its articles, as people type in a hurry."""
    return _ARTICLE.sub("", question)


def _slipped(question: str, word: re.Match[str], rng: random.Random) -> str:
    """One letter of a word left out, swapped with the next, or typed twice."""
    at = rng.randrange(word.start() + 1, word.end() - 1)
    slip = rng.random()
    if slip < 0.4:
        return question[:at] + question[at + 1 :]
    if slip < 0.8:
        return question[:at] + question[at + 1] + question[at] + question[at + 2 :]
    return question[:at] + question[at] + question[at:]


def _replaced(question: str, target: re.Match[str], others: Sequence[str], rng: random.Random) -> str | None:
    if not others:
        return None
    return question[: target.start()] + rng.choice(others) + question[target.end() :]
