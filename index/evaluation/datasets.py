"""Question sets on articles: SQuAD 2.0 style JSON, and our own gold files beside text files."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path

from index.model import Article
from index.reading.text import read_text


@dataclass(frozen=True, slots=True)
class Question:
    """A question with every accepted answer; none when the article does not say. ``paragraph`` is where
    the annotators looked, -1 when unknown."""

    text: str
    answers: tuple[str, ...]
    paragraph: int = -1


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


FOLDS, KEPT_OUT = 3, 2
"""SQuAD's development articles are dealt into folds by name; the reader never learned from this one."""


def is_kept_out(name: str) -> bool:
    """Was an article of SQuAD's development set kept out of training?"""
    return fold_of(name, FOLDS) == KEPT_OUT


def fold_of(name: str, folds: int) -> int:
    """A stable fold for an article, by its name."""
    return int(hashlib.sha256(name.encode()).hexdigest(), 16) % folds
