"""How often the first quote answers, how often one of three, and whether confidence tells."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from index.answering.followup import Exchange
from index.embedding.embedder import Embedder
from index.errors import InputError
from index.evaluation.answer_scores import Outcome, Score, score
from index.evaluation.answer_sets import AnswerSet, answer_sets
from index.evaluation.datasets import Question, QuestionSet
from index.library import Library
from index.model import Answer, Progress, ProgressCallback, View

BASELINE, OURS = "nearest paragraph", "whosaid"
_BATCH = 8


@dataclass(frozen=True, slots=True)
class Evaluation:
    """Scores and the outcomes that they were made of, by (system, set)."""

    scores: tuple[Score, ...]
    outcomes: dict[tuple[str, str], tuple[Outcome, ...]]


@dataclass(frozen=True, slots=True)
class Given:
    """What a system gives for a question: texts, best first, how sure it is, whether it would show them."""

    texts: tuple[str, ...]
    confidence: float
    answered: bool


Ask = Callable[[Sequence[Question], QuestionSet], list[Given]]


def evaluate(
    data: Path,
    make_library: Callable[[Path], Library],
    embedding_model: str | None,
    progress: ProgressCallback,
) -> Evaluation:
    """Run every set that ``data`` holds against the installed configuration and the plain baseline.

    Raises InputError when ``data`` holds none of them.
    """
    sets = answer_sets(data)
    if not sets:
        raise InputError(
            "{data} holds none of questions/, squad/, dawn/, seed/; give the folder with --data.", data=data
        )
    embedder = Embedder(embedding_model)
    outcomes: dict[tuple[str, str], list[Outcome]] = {}
    total = sum(len(chosen.members) for chosen in sets)
    done = 0
    with tempfile.TemporaryDirectory() as folder:
        library = make_library(Path(folder))
        try:
            for chosen in sets:
                library.reindex([member.article for member in chosen.members], shelf=chosen.shelf)
                for member in chosen.members:
                    progress(Progress(f"{chosen.name}: {member.article.name}", done, total))
                    for system, name, ask in _systems(library, embedder, chosen):
                        outcomes.setdefault((system, name), []).extend(run(ask, member, chosen.locked))
                    done += 1
        finally:
            library.close()
            embedder.close()
    progress(Progress("done", total, total))
    scores = [
        score(system, name, found, locked=locked)
        for (system, name), found in outcomes.items()
        for locked in (False, True)
        if any(o.locked is locked for o in found)
    ]
    return Evaluation(tuple(scores), {key: tuple(found) for key, found in outcomes.items()})


def run(ask: Ask, member: QuestionSet, locked: frozenset[str]) -> Iterator[Outcome]:
    """Every question of an article."""
    for question, given in zip(member.questions, ask(member.questions, member), strict=True):
        hits = [any(a in text or text in a for a in question.answers) for text in given.texts]
        yield Outcome(
            article=member.article.name,
            locked=member.article.name in locked,
            kind=question.asks,
            first=bool(hits) and hits[0],
            within_three=any(hits),
            characters=len(given.texts[0]) if given.texts else 0,
            confidence=given.confidence,
            answered=given.answered,
        )


def _systems(library: Library, embedder: Embedder, chosen: AnswerSet) -> Iterator[tuple[str, str, Ask]]:
    """Each system, the name its figures go under, and how to ask it."""
    yield BASELINE, chosen.name, _baseline(embedder, None)
    yield OURS, chosen.name, (_chained if chosen.chained else _whosaid)(library, chosen.shelf, bound=True)
    if chosen.library:
        name = f"{chosen.name}, whole library"
        yield BASELINE, name, _baseline(embedder, chosen.members)
        yield OURS, name, _whosaid(library, chosen.shelf, bound=False)


def _whosaid(library: Library, shelf: str, *, bound: bool) -> Ask:
    def ask(questions: Sequence[Question], member: QuestionSet) -> list[Given]:
        view = View(shelves=(shelf,), article=member.article.name if bound else None)
        found: list[Given] = []
        for start in range(0, len(questions), _BATCH):
            part = questions[start : start + _BATCH]
            previous = [Exchange(q.before[0], (q.before[1],)) if q.before else None for q in part]
            found += map(_given, library.ask([q.text for q in part], view, previous=previous))
        return found

    return ask


def _chained(library: Library, shelf: str, *, bound: bool) -> Ask:
    """As in a conversation: what was asked and answered before is the library's own answer."""

    def ask(questions: Sequence[Question], member: QuestionSet) -> list[Given]:
        view = View(shelves=(shelf,), article=member.article.name if bound else None)
        found: list[Given] = []
        before: Answer | None = None
        for question in questions:
            assert question.before is not None  # noqa: S101 - they are follow-ups
            if before is None or before.question != question.before[0]:
                before = library.ask([question.before[0]], view)[0]
            before = library.ask([question.text], view, previous=[Exchange.of(before)])[0]
            found.append(_given(before))
        return found

    return ask


def _given(answer: Answer) -> Given:
    texts = tuple(cited.text for cited in answer.quotes)
    if answer.remark is not None and answer.answered:
        texts = (str(answer.remark), *texts)
    return Given(texts, answer.confidence, answer.answered)


def _baseline(embedder: Embedder, members: Sequence[QuestionSet] | None) -> Ask:
    """Nearest paragraphs, whole paragraphs cited: what most chat-with-your-document bots do."""
    kept: dict[str, tuple[list[str], np.ndarray]] = {}

    def ask(questions: Sequence[Question], member: QuestionSet) -> list[Given]:
        for article in [m.article for m in members or (member,)]:
            if article.name not in kept:
                texts = [article.cut(p.start, p.end) for p in article.paragraphs] or [article.title]
                kept[article.name] = texts, embedder.encode(texts, "document")
        chosen = [kept[m.article.name] for m in members or (member,)]
        texts = [text for known, _ in chosen for text in known]
        vectors = np.concatenate([vectors for _, vectors in chosen])
        found = []
        for row in embedder.encode([q.text for q in questions], "query") @ vectors.T:
            order = np.argsort(-row)[:3]
            found.append(Given(tuple(texts[i] for i in order), float(row[order[0]]), True))
        return found

    return ask
