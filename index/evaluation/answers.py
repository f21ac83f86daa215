"""How often the first quote answers, how often one of three, and whether confidence tells."""

from __future__ import annotations

import random
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from index.embedding.embedder import Embedder
from index.errors import InputError
from index.evaluation.datasets import Question, QuestionSet, is_kept_out, load_gold, load_squad
from index.library import Library
from index.model import Progress, ProgressCallback, View

OFF_TOPIC = 100
"""Questions about another article that are asked of each article."""
RESAMPLES = 2_000
UNSEEN = "squad unseen"
"""The articles of the set "squad" that the reader never learned from."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """One question asked: ``kind`` is answerable, silent (on the topic, not said) or off-topic;
    ``answered`` is what the configured threshold makes of its confidence."""

    article: str

    kind: str
    first: bool
    within_three: bool
    characters: int
    confidence: float
    answered: bool


@dataclass(frozen=True, slots=True)
class Score:
    """The figures of one system on one set; intervals are 95 % bootstrap over questions.

    ``answered``, ``false_off_topic`` and ``false_silent`` are shares of the answerable, off-topic and silent
    questions that get an answer at the configured threshold.
    """

    system: str
    set: str
    questions: int
    first: float
    first_low: float
    first_high: float
    within_three: float
    characters: float
    auroc_off_topic: float
    auroc_silent: float
    brier: float
    answered: float
    false_off_topic: float
    false_silent: float

    def to_json(self) -> dict[str, object]:
        """Plain values."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Evaluation:
    """Scores and the outcomes that they were made of, by (system, set)."""

    scores: tuple[Score, ...]
    outcomes: dict[tuple[str, str], tuple[Outcome, ...]]


Ask = Callable[[Sequence[str], QuestionSet], list[tuple[list[str], float, bool]]]


def evaluate(
    data: Path,
    make_library: Callable[[Path], Library],
    embedding_model: str | None,
    progress: ProgressCallback,
) -> Evaluation:
    """Run every set that ``data`` holds against the installed configuration and the plain baseline.

    Raises InputError when ``data`` holds none of them.
    """
    sets: dict[str, list[QuestionSet]] = {}
    if (data / "squad" / "dev_articles.json").is_file():
        sets["squad"] = load_squad(data / "squad" / "dev_articles.json")
    for name in ("dawn", "seed"):
        if (data / name).is_dir():
            sets[name] = load_gold(data / name)
    if not sets:
        raise InputError("{data} holds none of squad/, dawn/, seed/; give the folder with --data.", data=data)
    embedder = Embedder(embedding_model)
    scores: list[Score] = []
    kept: dict[tuple[str, str], tuple[Outcome, ...]] = {}
    total = sum(len(s) for s in sets.values())
    done = 0
    with tempfile.TemporaryDirectory() as folder:
        library = make_library(Path(folder))
        try:
            for name, members in sets.items():
                others = [
                    q.text
                    for s in sets["squad" if "squad" in sets else name]
                    for q in s.questions
                    if q.answers
                ]
                library.reindex([s.article for s in members], shelf=name)
                systems: dict[str, Ask] = {
                    "baseline": _baseline(embedder),
                    "whosaid": _whosaid(library, name),
                }
                outcomes: dict[str, list[Outcome]] = {system: [] for system in systems}
                for member in members:
                    progress(Progress(f"{name}: {member.article.name}", done, total))
                    for system, ask in systems.items():
                        outcomes[system] += run(ask, member, others)
                    done += 1
                for system, found in outcomes.items():
                    scores.append(score(system, name, found))
                    kept[system, name] = tuple(found)
                    unseen = [o for o in found if is_kept_out(o.article)] if name == "squad" else []
                    if unseen:
                        scores.append(score(system, UNSEEN, unseen))
        finally:
            library.close()
            embedder.close()
    progress(Progress("done", total, total))
    return Evaluation(tuple(scores), kept)


def run(ask: Ask, member: QuestionSet, others: Sequence[str]) -> list[Outcome]:
    """Every question of an article, and off-topic ones."""
    own = {q.text for q in member.questions}
    pool = [q for q in others if q not in own]
    chosen = random.Random(member.article.name).sample(pool, min(OFF_TOPIC, len(pool)))  # noqa: S311
    asked = [*member.questions, *(Question(q, ()) for q in chosen)]
    outcomes = []
    for i, (question, (texts, confidence, answered)) in enumerate(
        zip(asked, ask([q.text for q in asked], member), strict=True)
    ):
        hits = [any(a in text for a in question.answers) for text in texts]
        kind = "answerable" if question.answers else "silent" if i < len(member.questions) else "off-topic"
        outcomes.append(
            Outcome(
                member.article.name,
                kind,
                bool(hits) and hits[0],
                any(hits),
                len(texts[0]) if texts else 0,
                confidence,
                answered,
            )
        )
    return outcomes


def score(system: str, name: str, outcomes: Sequence[Outcome]) -> Score:
    """The figures of one set of outcomes."""
    from sklearn.metrics import brier_score_loss

    good = [o for o in outcomes if o.kind == "answerable"]
    first = np.array([o.first for o in good], float)
    low, high = interval(first)
    return Score(
        system=system,
        set=name,
        questions=len(good),
        first=float(first.mean()),
        first_low=low,
        first_high=high,
        within_three=float(np.mean([o.within_three for o in good])),
        characters=float(np.mean([o.characters for o in good])),
        auroc_off_topic=auroc(outcomes, "off-topic"),
        auroc_silent=auroc(outcomes, "silent"),
        brier=float(
            brier_score_loss(
                [o.kind == "answerable" and o.first for o in outcomes],
                [min(max(o.confidence, 0.0), 1.0) for o in outcomes],
            )
        ),
        answered=_share_answered(outcomes, "answerable"),
        false_off_topic=_share_answered(outcomes, "off-topic"),
        false_silent=_share_answered(outcomes, "silent"),
    )


def _share_answered(outcomes: Sequence[Outcome], kind: str) -> float:
    chosen = [o.answered for o in outcomes if o.kind == kind]
    return float(np.mean(chosen)) if chosen else 0.0


def auroc(outcomes: Sequence[Outcome], kind: str) -> float:
    """Area under the ROC curve: answerable against one kind of unanswerable; 0.5 when there is none."""
    from sklearn.metrics import roc_auc_score

    chosen = [o for o in outcomes if o.kind in ("answerable", kind)]
    labels = [o.kind == "answerable" for o in chosen]
    if all(labels) or not any(labels):
        return 0.5
    return float(roc_auc_score(labels, [o.confidence for o in chosen]))


def interval(values: npt.NDArray[np.float64]) -> tuple[float, float]:
    """95 % bootstrap interval of a mean, seeded."""
    draws = np.random.default_rng(0).choice(values, (RESAMPLES, len(values)))
    low, high = np.quantile(draws.mean(1), [0.025, 0.975])
    return float(low), float(high)


def _whosaid(library: Library, shelf: str) -> Ask:
    def ask(questions: Sequence[str], member: QuestionSet) -> list[tuple[list[str], float, bool]]:
        view = View(shelves=(shelf,), article=member.article.name)
        return [
            ([c.text for c in answer.quotes], answer.confidence, answer.answered)
            for answer in library.ask(questions, view)
        ]

    return ask


def _baseline(embedder: Embedder) -> Ask:
    """Nearest paragraphs, whole paragraphs cited: what most chat-with-your-document bots do."""

    def ask(questions: Sequence[str], member: QuestionSet) -> list[tuple[list[str], float, bool]]:
        article = member.article
        texts = [article.text[p.start : p.end] for p in article.paragraphs]
        similarities = embedder.encode(questions, "query") @ embedder.encode(texts, "document").T
        found = []
        for row in similarities:
            order = np.argsort(-row)[:3]
            found.append(([texts[i] for i in order], float(row[order[0]]), True))
        return found

    return ask
