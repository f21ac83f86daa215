"""Question sets on articles: SQuAD 2.0 style JSON, and our own gold files beside text files."""

from __future__ import annotations

import gzip
import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from index.model import Article
from index.reading.formats import read_bytes
from index.reading.text import read_text


@dataclass(frozen=True, slots=True)
class Question:
    """A question with every accepted answer; none when the article does not say. ``paragraph`` is where
    the annotators looked, -1 when unknown; ``kind`` says off-topic or is empty, ``before`` holds the question and
    answer that a follow-up leans on."""

    text: str
    answers: tuple[str, ...]
    paragraph: int = -1
    kind: str = ""
    before: tuple[str, str] | None = None

    @property
    def asks(self) -> str:
        """answerable, silent (on the topic, not said) or off-topic."""
        return "answerable" if self.answers else self.kind or "silent"


@dataclass(frozen=True, slots=True)
class QuestionSet:
    """The questions on one article."""

    article: Article
    questions: tuple[Question, ...]


def load_squad(file: Path) -> list[QuestionSet]:
    """SQuAD 2.0's format: each article's paragraphs become one article of ours."""
    sets = []
    for entry in json.loads(file.read_text("utf-8"))["data"]:
        lines = [entry["title"].replace("_", " ")]
        questions = []
        for number, paragraph in enumerate(entry["paragraphs"]):
            lines.append(" ".join(paragraph["context"].split()))
            for qa in paragraph["qas"]:
                answers = [] if qa.get("is_impossible") else [a["text"] for a in qa["answers"]]
                folded = tuple(dict.fromkeys(" ".join(a.split()) for a in answers))
                questions.append(Question(qa["question"], folded, number))
        text = "\n".join(lines)
        sets.append(QuestionSet(read_text(text.encode(), f"{entry['title']}.txt"), tuple(questions)))
    return sets


def load_gold(folder: Path) -> list[QuestionSet]:
    """Folders of ours: ``gold*.json`` names its text file or has its number."""
    sets = []
    for file in sorted(folder.glob("gold*.json")):
        gold = json.loads(file.read_text("utf-8"))
        suffix = file.stem.removeprefix("gold").lstrip("_")
        text = folder / (f"{suffix}.txt" if suffix else gold["article"])
        questions = [Question(q["q"], (q["answer"],)) for q in gold["questions"]]
        questions += [Question(q["q"], ()) for q in gold.get("unanswerable", [])]
        sets.append(QuestionSet(read_text(text.read_bytes(), text.name), tuple(questions)))
    return sets


def load_chat(folder: Path) -> list[QuestionSet]:
    """Questions as people type them in a chat: ``articles/`` and ``dev.jsonl`` (article, kind, question, answers)."""
    rows: dict[str, list[Question]] = {}
    for line in (folder / "dev.jsonl").read_text("utf-8").splitlines():
        row = json.loads(line)
        kind = "off-topic" if row["kind"] == "off-topic" else ""
        rows.setdefault(row["article"], []).append(
            Question(row["question"], tuple(row["answers"]), kind=kind)
        )
    return [QuestionSet(_article(folder, name), tuple(asked)) for name, asked in sorted(rows.items())]


def load_chains(folder: Path) -> list[QuestionSet]:
    """The follow-ups of ``dev_chains.jsonl``: each turn after the first, with the question and answer before it."""
    rows: dict[str, list[Question]] = {}
    for line in (folder / "dev_chains.jsonl").read_text("utf-8").splitlines():
        row = json.loads(line)
        for before, turn in pairwise(row["turns"]):
            exchange = (before["question"], before["answers"][0])
            asked = Question(turn["question"], tuple(turn["answers"]), before=exchange)
            rows.setdefault(row["article"], []).append(asked)
    return [QuestionSet(_article(folder, name), tuple(asked)) for name, asked in sorted(rows.items())]


def load_conversations(file: Path, domain: str) -> list[QuestionSet]:
    """Turns of Abg-CoQA's conversations on texts of one domain that can be answered and lean on a turn before."""
    rows: dict[str, list[Question]] = {}
    with gzip.open(file, "rt", encoding="utf-8") as lines:
        for row in map(json.loads, lines):
            if row["domain"] == domain and row["answerable"] and not row["ambiguous"] and row["history"]:
                question, answer = row["history"][-1]
                asked = Question(row["question"], (row["answer"].strip(),), before=(question, answer))
                rows.setdefault(row["paragraph"], []).append(asked)
    sets = []
    for text, questions in rows.items():
        name = hashlib.sha256(text.encode()).hexdigest()[:12]
        sets.append(QuestionSet(read_text(f"{name}\n{text}".encode(), f"{name}.txt"), tuple(questions)))
    return sorted(sets, key=lambda s: s.article.name)


def _article(folder: Path, name: str) -> Article:
    file = folder / "articles" / name
    return read_bytes(file.read_bytes(), name)


def locked(names: Iterable[str]) -> frozenset[str]:
    """The third of the articles that nothing is fitted to, by a hash of their names."""
    ordered = sorted(set(names), key=lambda name: hashlib.sha256(f"lock{name}".encode()).hexdigest())
    return frozenset(ordered[: round(len(ordered) / 3)])


FOLDS, KEPT_OUT = 3, 2
"""SQuAD's development articles are dealt into folds by name; the reader never learned from this one."""


def is_kept_out(name: str) -> bool:
    """Was an article of SQuAD's development set kept out of training?"""
    return fold_of(name, FOLDS) == KEPT_OUT


def fold_of(name: str, folds: int) -> int:
    """A stable fold for an article, by its name."""
    return int(hashlib.sha256(name.encode()).hexdigest(), 16) % folds
