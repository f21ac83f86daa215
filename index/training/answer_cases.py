"""Questions with everything that was gathered for them: what ranking and confidence are fitted to."""

from __future__ import annotations

import random
import re
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from index.answering import weights as weights_file
from index.answering.features import Table
from index.answering.followup import Exchange, carried, resolve
from index.answering.gathering import Gathered, gather, read
from index.answering.question import parse
from index.answering.rerankers import OFF, Reranker
from index.answering.small_talk import is_small_talk
from index.evaluation.datasets import (
    Question,
    QuestionSet,
    is_kept_out,
    load_chains,
    load_chat,
    load_gold,
    load_squad,
    locked,
)
from index.model import View
from index.opening import open_library
from index.reading.formats import read_bytes
from index.runtime.exports import Exports
from index.training.own_articles import LEARNED, OwnArticle, own_articles
from index.training.rewriting import casual

WIKIPEDIA = 30
"""Answerable questions, and as many unanswerable ones, of each SQuAD article; every other one as typed in a chat."""
STRANGERS = 6
"""Questions about other articles that are asked of each article."""
OWN_OF_LIBRARY = 3
"""One question of so many on our own articles is also asked of all of them."""
LEAST_SENTENCE = 10
"""Characters from which a sentence that an answer holds is taken for it: we split sentences finer than authors."""
SHELF = "library"
OWN_SHELVES = ("asked", "own")
ASKED = Path(__file__).with_name("asked")
"""Articles and questions of our own, in the shape of ``questions/``; they stand on a shelf of their own."""


@dataclass(frozen=True, slots=True)
class Case:
    """One question, asked of its article (``bound``) or of the whole library; ``hits`` marks the sentences that hold
    an answer."""

    set: str
    bound: bool
    article: str
    locked: bool
    question: Question
    gathered: Gathered
    hits: Table


@dataclass(frozen=True, slots=True)
class _Asked:
    set: str
    bound: bool
    article: str
    shelf: str
    question: Question


def collect(
    data: Path,
    reading: Reranker | None,
    cache: Path | None,
    embedding_model: str | None = None,
    onnx: Exports | None = None,
) -> list[Case]:
    """Gather signals and readings of every question of the sets that ``data`` holds."""
    squad = [s for s in load_squad(data / "squad" / "dev_articles.json") if is_kept_out(s.article.name)]
    fitted = [a for a in own_articles() if a.questions and not a.id.startswith(LEARNED)]
    small: dict[str, list[QuestionSet]] = {
        "asked": load_chat(ASKED),
        "own": [_questions_on(a) for a in fitted],
    }
    if (data / "questions").is_dir():
        small["chat"] = load_chat(data / "questions")
        small["chains"] = load_chains(data / "questions")
    small |= {name: load_gold(data / name) for name in ("dawn", "seed") if (data / name).is_dir()}
    weights = weights_file.load()
    kept_back = {
        *locked(s.article.name for s in squad),
        *(n for k, sets in small.items() if k != "own" for n in locked(s.article.name for s in sets)),
        *(s.article.name for s, a in zip(small["own"], fitted, strict=True) if a.locked),
    }
    cases = []
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        library = open_library(folder, cache=cache, embedding_model=embedding_model, reranker=OFF, onnx=onnx)
        for shelf in (SHELF, *OWN_SHELVES):
            articles = {
                s.article.name: s.article for n, sets in small.items() for s in sets if _shelf(n) == shelf
            }
            library.reindex(articles.values(), shelf=shelf)
        library.reindex([s.article for s in squad], shelf="squad")
        answerer, embedder = library.parts.answerer, library.parts.embedder
        asked = list(_questions(small, squad))
        texts = [resolve(a.question.text, _exchange(a.question)) for a in asked]
        for number, (a, text, vector) in enumerate(
            zip(asked, texts, embedder.encode(texts, "query"), strict=True)
        ):
            query = parse(text, carried(text, _exchange(a.question)), a.question.before)
            if is_small_talk(text):
                continue
            view = View(shelves=(a.shelf,), article=a.article if a.bound else None)
            candidates = answerer.candidates(query, vector, view)
            if not candidates:
                continue
            gathered = gather(query, vector, candidates, weights)
            if reading is not None:
                read(gathered, weights, reading, all_of_it=True)
            hits = [holds(f.text(i, i), a.question) for f in gathered.articles for i in range(len(f.starts))]
            back = a.article in kept_back
            cases.append(Case(a.set, a.bound, a.article, back, a.question, gathered, np.array(hits, float)))
            if number % 50 == 0:
                print(f"{number}/{len(asked)} questions", flush=True)
        library.close()
    assert cases  # noqa: S101 - there is something to fit to
    return cases


def holds(text: str, question: Question) -> bool:
    """Does a quote hold an answer, or stand in one?"""
    return any(a in text or (len(text) >= LEAST_SENTENCE and text in a) for a in question.answers)


_MARKUP = re.compile(r"^(?:[-*>#]+|\d{1,3}[.)]) |[*`]")


def _questions_on(own: OwnArticle) -> QuestionSet:
    """Answers as they are read: without Markdown's signs."""
    asked = [
        Question(
            q.text,
            tuple(_MARKUP.sub("", a) for a in q.answers),
            kind="off-topic" if q.kind == "off_topic" else "",
        )
        for q in own.questions
    ]
    return QuestionSet(read_bytes(own.text.encode(), f"{own.id}.{own.format}"), tuple(asked))


def _questions(small: dict[str, list[QuestionSet]], squad: list[QuestionSet]) -> Iterator[_Asked]:
    rng = random.Random(5)  # noqa: S311
    answerable: list[tuple[str, Question]] = []
    for member in squad:
        questions = list(member.questions)
        rng.shuffle(questions)
        chosen = [q for q in questions if q.answers][:WIKIPEDIA]
        answerable += [(member.article.name, q) for q in chosen]
        chosen += [q for q in questions if not q.answers][:WIKIPEDIA]
        for i, question in enumerate(chosen):
            typed = replace(question, text=casual(question.text, rng)) if i % 2 else question
            yield _Asked("squad", True, member.article.name, "squad", typed)
    for name, sets in small.items():
        for member in sets:
            for i, question in enumerate(member.questions):
                yield _Asked(name, True, member.article.name, _shelf(name), question)
                if name != "chains" and (name != "own" or i % OWN_OF_LIBRARY == 0):
                    yield _Asked(name, False, member.article.name, _shelf(name), question)
                if name == "chat" and question.answers:
                    answerable.append((member.article.name, question))
    for member in small.get("chat", []) + small.get("dawn", []):
        others = [q for name, q in answerable if name != member.article.name]
        for question in rng.sample(others, min(STRANGERS, len(others))):
            stranger = Question(question.text, (), kind="off-topic")
            yield _Asked("strangers", True, member.article.name, SHELF, stranger)
    titles = {s.article.name for s in squad}
    for name, question in answerable:
        if name in titles:  # of Wikipedia's articles none is in the library
            yield _Asked("strangers", False, name, SHELF, Question(question.text, (), kind="off-topic"))


def _shelf(name: str) -> str:
    return name if name in OWN_SHELVES else SHELF


def _exchange(question: Question) -> Exchange | None:
    if question.before is None:
        return None
    asked, answer = question.before
    return Exchange(asked, (answer,))
